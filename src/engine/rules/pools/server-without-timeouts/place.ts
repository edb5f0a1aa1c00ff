import { enclosingGoFunction } from '../../../facts/go/scope';
import type { GoSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** Servers that only this machine reaches, or none does: tests, load generators, demonstrations. */
const besides = /(?:^|\/)(?:loadtest|[\w-]*loadtest|testutils?|testing|_examples|demo|hack|dev|tools)\//;

/** Limits that the file sets after it has made the server. */
const setLater = /\.(?:ReadHeaderTimeout|ReadTimeout)\s*=[^=]/;

/** True where the server is no business of this rule: a test's, or one that gets its limits elsewhere in the file. */
export function isQuiet(source: GoSource): boolean {
  if (source.scopes.imports.some(({ path }) => path === 'testing' || path === 'net/http/httptest')) return true;
  return setLater.test(source.text) || besides.test(source.project.relative(source.file));
}

const loopback = /^["`](?:localhost|127\.\d+\.\d+\.\d+|\[::1\]):/;

/** True for an address that only this machine can reach. */
export const isLoopback = (address: Node | undefined): boolean => address !== undefined && loopback.test(address.text);

/** A socket of the file system is as far as its permissions say. */
export function servesUnixSocket(node: Node, source: GoSource): boolean {
  const fn = enclosingGoFunction(node);
  return /\bnet\.Listen\(\s*"unix"|ListenUnix\(/.test(fn?.text ?? source.text);
}
