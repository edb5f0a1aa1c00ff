import { isDemonstration, isOutsideBuilds } from '../../../../facts/go/builds';
import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';

/** Parameters that only a function which answers requests has. */
const handlerTypes: ReadonlySet<string> = new Set([
  'net/http:Request',
  'net/http:ResponseWriter',
  'github.com/gin-gonic/gin:Context',
  'github.com/labstack/echo/v4:Context',
  'github.com/labstack/echo:Context',
  'github.com/gofiber/fiber/v2:Ctx',
  'github.com/gofiber/fiber/v3:Ctx',
]);

/**
 * Who waits for a call: `handler` the function that answers a request, `request` one that such a function calls,
 * `background` a goroutine or a timer of the program, `server` some function whose callers are not known, as in the browser.
 * `aside` where nothing shows that a request or a goroutine of a server comes there: a start, a command line, or nobody here.
 */
export type GoPlace = 'handler' | 'request' | 'background' | 'server' | 'aside';

/** Undefined for programs, start-ups and tests. To ask who calls the function takes time: what else may settle it comes first. */
export function goPlaceOf(call: Node, source: GoSource): GoPlace | undefined {
  const place = ownPlaceOf(call, source);
  if (place === 'server') return calledPlace(call, source);
  // A main package that serves holds its handlers, and what they call, beside its start.
  return place === undefined && servesItself(source) && calledPlace(call, source) === 'request' ? 'request' : place;
}

/** What the file itself tells of a call's place. */
export function ownPlaceOf(call: Node, source: GoSource): 'handler' | 'server' | undefined {
  if (source.fragment) return 'handler';
  if (source.scopes.imports.some(({ path }) => path === 'testing')) return undefined;
  if (isDemonstration(source) || isStandIn(source)) return undefined;
  for (let fn = enclosingGoFunction(call); fn !== undefined; fn = enclosingGoFunction(fn)) if (isHandler(fn, source)) return 'handler';
  const relative = source.project.relative(source.file);
  if (isMain(source) || isOutsideBuilds(source) || /(?:^|\/)(?:cmd|cli|scripts?|examples?|_examples|testutils?|integration|migrations?)\/|(?:^|\/)migrat\w*\.go$/.test(relative)) return undefined;
  const name = outermostName(call);
  return name === undefined || /^(?:main|init|Main|Run|Migrate)$|[bB]oot(?:ed|strap)?(?![a-z])|[sS]etup(?![a-z])/.test(name) ? undefined : 'server';
}

function calledPlace(call: Node, source: GoSource): GoPlace {
  const callers = source.callers?.of(call, source);
  if (callers === undefined) return 'server';
  if (callers.has('request')) return 'request';
  return callers.has('guess') ? 'server' : callers.has('background') && !callers.has('command') ? 'background' : 'aside';
}

/** A program in a folder of integration tests plays another service's part. */
const isStandIn = (source: GoSource): boolean => isMain(source) && /(?:^|\/)(?:integration|acceptance)(?:[-_]?tests?)?\//i.test(source.project.relative(source.file));

const isMain = (source: GoSource) => /^package main\b/m.test(source.text.slice(0, 4000));

const servesItself = (source: GoSource) =>
  isMain(source) && !source.scopes.imports.some(({ path }) => path === 'testing') && /\b(?:ListenAndServe(?:TLS)?|HandleFunc|Handle|Serve|Run|Start|Listen)\(/.test(source.text) && !isDemonstration(source) && !isStandIn(source);

function isHandler(fn: Node, source: GoSource): boolean {
  const list = field(fn, 'parameters');
  return (list === undefined ? [] : namedChildren(list)).some((entry) => {
    const type = field(entry, 'type');
    const origin = type === undefined ? undefined : source.origins.ofType(type);
    return origin !== undefined && handlerTypes.has(`${origin.module}:${origin.path.join('.')}`);
  });
}

/** The name of the function declaration around a node; undefined at package level. */
function outermostName(node: Node): string | undefined {
  let name: string | undefined;
  for (let fn = enclosingGoFunction(node); fn !== undefined; fn = enclosingGoFunction(fn)) name = field(fn, 'name')?.text;
  return name;
}
