import { enclosingGoFunction } from '../../../facts/go/scope';
import type { GoSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';

/** Where a server listens, and what answers. */
export interface Served {
  readonly address?: Node | undefined;
  readonly handler?: Node | undefined;
}

/** Folders and files of what only operators and probes ask. */
const inside =
  /(?:^|\/)(?:[a-z]+[-_])*(?:pprof|profil\w*|debug\w*|metrics?|prometheus|telemetry|observability|monitor\w*|health\w*|probes?|status|admin|diagnos\w*|support-?bundles?)(?:[-_][a-z]+)*(?:\/[^/]*|\.go)$/i;

/** What an address, a function, a handler or a server is called that only operators and probes ask. */
const probed = /health|metrics|pprof|profil|readiness|liveness|prob(?:e|ing)|debug|prometheus|monitor|status|admin|internal|diagnos|goroutine|support_?bundle|instrumentation/i;

const registered = /\.\w+\(\s*"(?:[A-Z]+ )?(\/[^"]*)"/g;

const probes = /^\/(?:.*\/)?(?:metrics|debug\b.*|pprof\b.*|\w*health\w*(?:\/\w*)?|livez?|readyz?|alive|liveness|readiness|startup|ping|version|status|(?:go)?routines|stacks?|heap)\/?$/i;

/** Routes that a program registers at the default handler before it is taken for a product. */
const fewRoutes = 3;

const routesIn = (text: string): string[] => [...text.matchAll(registered)].map(([, route = '']) => route);

/** The names of the functions around a node, and of what their methods belong to. */
export function namesAround(node: Node): string[] {
  const names: string[] = [];
  for (let fn = enclosingGoFunction(node); fn !== undefined; fn = enclosingGoFunction(fn)) names.push(field(fn, 'name')?.text ?? '', field(fn, 'receiver')?.text ?? '');
  return names;
}

/** A handler of metrics under a path that is a setting: `mux.Handle(options.Path, promhttp.Handler())`. */
const metricsHandler = /\.Handle\([\w.*()]+,\s*promhttp\.Handler(?:For)?\(/;

const landingPage = /<a href=/i;

/** Every route that the function around the server registers is one for probes. */
function servesProbesOnly(node: Node): boolean {
  const text = enclosingGoFunction(node)?.text ?? '';
  const routes = routesIn(text);
  // A page that points to the metrics is no service either.
  const exports = metricsHandler.test(text);
  return (routes.length > 0 || exports) && routes.every((route) => probes.test(route) || (exports && route === '/' && landingPage.test(text)));
}

/** Without a handler it serves what packages register by themselves: probes, profilers and small tools, unless the file registers more. */
function servesDefault(node: Node, handler: Node | undefined, source: GoSource): boolean {
  if (isMainsOwn(node) && !exporter.test(source.text)) return false;
  return (handler === undefined || handler.text === 'nil') && source.memo.once(routesIn, source.text).filter((route) => !probes.test(route)).length < fewRoutes;
}

/** The last thing `main` does is to serve, here and not in a goroutine: that is what the program is for. */
function isMainsOwn(node: Node): boolean {
  const fn = enclosingGoFunction(node);
  if (fn === undefined || fn.type !== 'function_declaration' || field(fn, 'name')?.text !== 'main') return false;
  for (let at: Node | null = node; at !== null && at.id !== fn.id; at = at.parent) if (at.type === 'go_statement') return false;
  return servesLast.test(fn.text);
}

/** A program that only gives out what it measures elsewhere. */
const exporter = /\bpromhttp\b|\bexporter\b/i;

const servesLast = /^\t?\s*(?:(?:log|fmt)\.(?:Fatal|Print)\w*\(|panic\(|if err :?= |err :?= |_ = )?[\w.]*(?:ListenAndServe|Serve)(?:TLS)?\([^\n]*\n(?:[^\n]*\bpanic\([^\n]*\n|[^\n]*\blog\.[^\n]*\n|\s*(?:if err != nil \{|\})\n?)*\}?\s*$/m;

/** Whoever runs such a program looks at its one page in a browser. */
const opensBrowser = /\bopenBrowser\(|\bbrowser\.Open\w*\(|"xdg-open"/i;

/** `adminServer := &http.Server{`: what the server is kept as. */
function keptAs(node: Node, source: GoSource): string {
  const before = source.text.slice(0, node.startIndex);
  return /([\w.]+)[ \t]*(?::=|=|:)[ \t]*&?$/.exec(before.slice(before.lastIndexOf('\n') + 1))?.[1] ?? '';
}

/** The name of a handler that is a variable or a field: `adminRouter`, `s.metrics`. */
const handlerName = (handler: Node | undefined): string => (handler === undefined ? '' : (/^(?:\w+\.)*(\w+)$/.exec(handler.text)?.[1] ?? ''));

/** True for a server that by its names, its file, its routes or its handler answers operators, probes or whoever started it. */
export function isForOperators(node: Node, source: GoSource, { address, handler }: Served): boolean {
  if ([address?.text ?? '', handlerName(handler), keptAs(node, source), ...namesAround(node)].some((text) => probed.test(text))) return true;
  if (servesProbesOnly(node) || servesDefault(node, handler, source) || opensBrowser.test(enclosingGoFunction(node)?.text ?? '')) return true;
  return inside.test(source.project.relative(source.file)) || source.scopes.imports.some(({ path }) => path === 'net/http/pprof');
}
