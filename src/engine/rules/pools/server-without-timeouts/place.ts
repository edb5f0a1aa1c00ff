import { enclosingGoFunction } from '../../../facts/go/scope';
import type { Severity } from '../../../finding';
import type { GoSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** Servers that only this machine reaches, or none does: tests, load generators, demonstrations. */
const besides = /(?:^|\/)(?:loadtest|[\w-]*loadtest|testutils?|testing|_examples|[\w-]*demo[\w-]*|hack|dev|tools)\//;

/** Limits that the file sets after it has made the server. */
const setLater = /\.(?:ReadHeaderTimeout|ReadTimeout)\s*=[^=]/;

/** gosec's G112 is this very flaw: who has switched it off there has decided. */
const accepted = /nolint(?::[^\n]*\bgosec\b|\s|$)|#nosec/;

/** True where the server is no business of this rule: a test's, or one that gets its limits elsewhere in the file. */
export function isQuiet(node: Node, source: GoSource): boolean {
  const { row } = node.startPosition;
  if ([row - 1, row].some((at) => at >= 0 && accepted.test(source.lines.lineText(at)))) return true;
  if (source.scopes.imports.some(({ path }) => path === 'testing' || path === 'net/http/httptest')) return true;
  return setLater.test(source.text) || besides.test(source.project.relative(source.file));
}

/** At the start of the text, of a format, or of what is joined to a port. */
const loopback = /^(?:fmt\.Sprintf\(\s*|net\.JoinHostPort\(\s*)?["`](?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?:["`:])/;

/** True for an address that only this machine can reach. */
export const isLoopback = (address: Node | undefined): boolean => address !== undefined && loopback.test(address.text);

/** A socket of the file system is as far as its permissions say, and a listener on the loopback as far as this machine. */
export function servesLocally(node: Node, source: GoSource): boolean {
  const fn = enclosingGoFunction(node);
  return /\bnet\.Listen\(\s*(?:"unix"|"tcp[46]?",\s*(?:fmt\.Sprintf\(\s*|net\.JoinHostPort\(\s*)?"(?:localhost|127\.|\[?::1))|ListenUnix\(/.test(fn?.text ?? source.text);
}

const inside = /(?:^|\/)(?:pprof|profil\w*|debug|metrics?|telemetry|observability)(?:\/|\.go$)/;

/** What an address is called that only operators and probes ask. */
const probed = /health|metrics|pprof|readiness|liveness/i;

/** A server for the operators, whose port is seldom open to the world: a hint is enough. */
export function severityOf(source: GoSource, address?: Node): { readonly severity?: Severity } {
  const isForOperators = (address !== undefined && probed.test(address.text)) || inside.test(source.project.relative(source.file)) || source.scopes.imports.some(({ path }) => path === 'net/http/pprof');
  return isForOperators ? { severity: 'hint' } : {};
}
