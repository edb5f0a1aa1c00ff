import { isDemonstration, isOutsideBuilds } from '../../../facts/go/builds';
import { parameterOfType } from '../../../facts/go/origin';
import { enclosingGoFunction } from '../../../facts/go/scope';
import type { Severity } from '../../../finding';
import type { GoSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { isLeftOut } from './built';

/** Servers that only this machine reaches, or none does: tests, load generators, mocks and the tools of developers. */
const besides = /(?:^|\/)(?:loadtest|[\w-]*loadtest|testutils?|test-?env|testing|_examples|dev-?tools?|mock[\w-]*)\//;

/** What a function is called that makes a stand-in for a server. */
const standIns = /mock|fake|stub|dummy|testserver/i;

/** Limits that the file sets after it has made the server. */
const setLater = /\.(?:ReadHeaderTimeout|ReadTimeout)\s*=[^=]/;

/** gosec's G112 is this very flaw: who has switched it off there has decided. */
const accepted = /nolint(?::[^\n]*\bgosec\b|\s|$)|#nosec/;

/** A program that opens a browser serves whoever sits before it: the answer of a sign-in, most often. */
const browsers = /^github\.com\/(?:pkg|cli)\/browser$|^github\.com\/skratchdot\/open-golang\b/;

/** The comment above `package main` that says a program is for debugging. */
const debugs = /^\/\/.*\bfor debugging\b/m;

const isDebuggingProgram = ({ text }: GoSource): boolean => {
  const start = text.slice(0, 4000);
  const end = start.search(/^package main\b/m);
  return end >= 0 && debugs.test(start.slice(0, end));
};

/** True where the server is no business of this rule: a test's, or one that gets its limits elsewhere in the file. */
export function isQuiet(node: Node, source: GoSource): boolean {
  const { row } = node.startPosition;
  if ([row - 1, row].some((at) => at >= 0 && accepted.test(source.lines.lineText(at)))) return true;
  if (source.scopes.imports.some(({ path }) => path === 'testing' || path === 'net/http/httptest')) return true;
  if (isOutsideBuilds(source) || isDemonstration(source) || isDebuggingProgram(source) || source.scopes.imports.some(({ path }) => browsers.test(path)) || namesAround(node).some((name) => standIns.test(name))) return true;
  return setLater.test(source.text) || besides.test(source.project.relative(source.file));
}

/** The names of the functions around a node, and of what their methods belong to. */
function namesAround(node: Node): string[] {
  const names: string[] = [];
  for (let fn = enclosingGoFunction(node); fn !== undefined; fn = enclosingGoFunction(fn)) names.push(field(fn, 'name')?.text ?? '', field(fn, 'receiver')?.text ?? '');
  return names;
}

/** At the start of the text, of a format, or of what is joined to a port. */
const loopback = /^(?:fmt\.Sprintf\(\s*|net\.JoinHostPort\(\s*)?["`](?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?:["`:])/;

/** True for an address that only this machine can reach. */
export function isLoopback(address: Node | undefined, source: GoSource): boolean {
  if (address === undefined || loopback.test(address.text)) return address !== undefined;
  const made = /^(\w+)\(/.exec(address.text)?.[1];
  // A function of one line beside it: `func address(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }`.
  const returned = made === undefined ? undefined : new RegExp(`^func ${made}\\([^{\\n]*\\{\\s*return ([^\\n]*)\\n?\\s*\\}`, 'm').exec(source.text)?.[1];
  return returned !== undefined && loopback.test(returned);
}

/** Listeners in memory, and those of a tunnel, whose streams come from a peer that is known. */
const inMemory = /\bbufconn\.Listen\(|\bmemconn\.(?:Listen|Provider)\b|\bfasthttputil\.NewInmemoryListener\(|\b(?:yamux|smux)\.(?:Client|Server|Session)\b/;

/** The function, or one around it, makes a listener in memory, and none on the network. */
function servesInMemory(fn: Node | undefined): boolean {
  if (fn === undefined) return false;
  return (inMemory.test(fn.text) && !/\bnet\.Listen|\bListenAndServe/.test(fn.text)) || servesInMemory(enclosingGoFunction(fn));
}

/** A socket of the file system is as far as its permissions say, a listener on the loopback as far as this machine, and one in memory as this process. */
export function servesLocally(node: Node, source: GoSource): boolean {
  const fn = enclosingGoFunction(node);
  return /\bnet\.Listen\(\s*(?:"unix"|"tcp[46]?",\s*(?:fmt\.Sprintf\(\s*|net\.JoinHostPort\(\s*)?"(?:localhost|127\.|\[?::1))|ListenUnix\(/.test(fn?.text ?? source.text) || servesInMemory(fn);
}

const inside = /(?:^|\/)(?:pprof|profil\w*|[\w-]*debug[\w-]*|metrics?|prometheus|telemetry|observability)(?:\/|\.go$)/;

/** What an address is called that only operators and probes ask. */
const probed = /health|metrics|pprof|profil|readiness|liveness|debug|prometheus|monitoring/i;

const registered = /\.\w+\(\s*"(?:[A-Z]+ )?(\/[^"]*)"/g;

const probes = /^\/(?:.*\/)?(?:metrics|debug\b.*|pprof\b.*|\w*health\w*(?:\/\w*)?|livez?|readyz?|liveness|readiness|ping|version|status)\/?$/i;

/** Routes that a program registers at the default handler before it is taken for a product. */
const fewRoutes = 3;

const routesIn = (text: string): string[] => [...text.matchAll(registered)].map(([, route = '']) => route);

/** Every route that the function around the server registers is one for probes. */
function servesProbesOnly(node: Node): boolean {
  const routes = routesIn(enclosingGoFunction(node)?.text ?? '');
  return routes.length > 0 && routes.every((route) => probes.test(route));
}

/** Without a handler it serves what packages register by themselves: probes, profilers and small tools, unless the file registers more. */
function servesDefault(handler: Node | undefined, source: GoSource): boolean {
  return (handler === undefined || handler.text === 'nil') && source.memo.once(routesIn, source.text).filter((route) => !probes.test(route)).length < fewRoutes;
}

/** Whoever runs such a program looks at its one page in a browser. */
const opensBrowser = /\bopenBrowser\(|\bbrowser\.Open\w*\(|"xdg-open"/i;

const networked = /\bnet\.Listen\(\s*"tcp|\bListenAndServe|\btls\.Listen\(\s*"tcp|\bListenTCP\(/;

/** The listener comes from the caller, or its network is a setting: it may be a socket of the file system, or the loopback. */
function listensElsewhere(node: Node, { origins }: GoSource): boolean {
  const fn = enclosingGoFunction(node);
  const text = fn?.text ?? '';
  const parameter = fn === undefined ? undefined : parameterOfType(fn, 'net:Listener', origins)?.text;
  const given = parameter ?? /(\w+)(?:, \w+)? :?= net\.Listen\((?!\s*["`])/.exec(text)?.[1];
  return given !== undefined && !networked.test(text) && new RegExp(`\\bServe(?:TLS)?\\(${given}\\b`).test(text);
}

/** Nobody outside tests calls the function around it, only another module may, or a command that starts no service. */
function isUncalled(node: Node, source: GoSource): boolean {
  const callers = source.callers?.of(node, source);
  return callers !== undefined && [...callers].every((caller) => caller === 'elsewhere' || caller === 'command');
}

/** A server for the operators, or for whoever started it, whose port is seldom open to the world: a hint is enough. */
export function severityOf(node: Node, source: GoSource, { address, handler }: { readonly address?: Node | undefined; readonly handler?: Node | undefined }): { readonly severity?: Severity } {
  const isOwn = [address?.text ?? '', /^\w+$/.test(handler?.text ?? '') ? (handler?.text ?? '') : '', ...namesAround(node)].some((text) => probed.test(text)) || servesProbesOnly(node) || opensBrowser.test(enclosingGoFunction(node)?.text ?? '');
  if (isUncalled(node, source) || listensElsewhere(node, source) || source.memo.once(isLeftOut, source)) return { severity: 'hint' };
  const isForOperators = isOwn || servesDefault(handler, source) || inside.test(source.project.relative(source.file)) || source.scopes.imports.some(({ path }) => path === 'net/http/pprof');
  return isForOperators ? { severity: 'hint' } : {};
}
