import { parameterOfType } from '../../../facts/go/origin';
import { enclosingGoFunction } from '../../../facts/go/scope';
import { heldText } from '../../../facts/go/sqlText';
import { parentDir } from '../../../facts/project/project';
import type { GoSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** At the start of the text, of a format, or of what is joined to a port. */
const loopback = /^(?:fmt\.Sprintf\(\s*|net\.JoinHostPort\(\s*)?["`](?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?:["`:])/;

/** True for an address that only this machine can reach. */
export function isLoopback(address: Node | undefined, source: GoSource): boolean {
  if (address === undefined || loopback.test(heldText(address, source).text)) return address !== undefined;
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

export const networked = /\bnet\.Listen\(\s*"tcp|\bListenAndServe|\btls\.Listen\(\s*"tcp|\bListenTCP\(/;

/** The listener comes from the caller, or its network is a setting: it may be a socket of the file system, or the loopback. */
export function listensElsewhere(node: Node, { origins }: GoSource): boolean {
  const fn = enclosingGoFunction(node);
  const text = fn?.text ?? '';
  const parameter = fn === undefined ? undefined : parameterOfType(fn, 'net:Listener', origins)?.text;
  const given = parameter ?? /(\w+)(?:, \w+)? :?= net\.Listen\((?!\s*["`])/.exec(text)?.[1];
  return given !== undefined && !networked.test(text) && new RegExp(`\\bServe(?:TLS)?\\(${given}\\b`).test(text);
}

/** `l, err := listen(dir)` or `l := listen(dir)`, and `Serve(l)` there, where that function of the package opens a socket of the file system. */
export function servesSocketOfPackage(node: Node, { file, project }: GoSource): boolean {
  const text = enclosingGoFunction(node)?.text ?? '';
  const made = /\b(\w+)(?:, \w+)? :?= (\w+)\(/g;
  // A call serves the listener that it is given; a server of a function without another listener, the one there.
  const serving = node.type === 'call_expression' ? node.text : /\bListenAndServe/.test(text) ? '' : text;
  const maker = [...text.matchAll(made)].find(([, listener = '']) => new RegExp(`\\bServe(?:TLS)?\\(${listener}\\b`).test(serving))?.[2];
  const dir = maker === undefined ? undefined : parentDir(file);
  if (maker === undefined || dir === undefined) return false;
  const opens = new RegExp(`^func ${maker}\\((?:(?!^\\}).*\\n)*?.*\\bnet\\.Listen\\(\\s*"unix"`, 'm');
  return project.names(dir).some((name) => name.endsWith('.go') && !name.endsWith('_test.go') && opens.test(project.read(`${dir}/${name}`) ?? ''));
}

/** What opens a listener that is no port of this machine: an overlay network, a tunnel, an anonymising one. */
const foreign = /\b(?!net\.|tls\.|reuseport\.|\w*(?:[cC]onfig|[cC]fg|lc)\.)(?:\w+\.)*\w+\.Listen\w*\((?![^\n]*"(?:tcp|unix))/;

/** Their modules, where the call itself looks like that of package net. */
const overlays = /^(?:tailscale\.com\/tsnet|github\.com\/openziti\/sdk-golang|golang\.ngrok\.com\/ngrok|github\.com\/cretz\/bine|github\.com\/libp2p\/)/;

/** The listener that is served, a variable or a field, is one that `net` has not opened. */
export function servesForeignListener(node: Node, source: GoSource): boolean {
  const fn = enclosingGoFunction(node);
  const served = /\bServe(?:TLS)?\(\s*(?:\w+\.)*(\w+)\b/.exec(node.type === 'call_expression' ? node.text : (fn?.text ?? ''))?.[1];
  if (served === undefined) return false;
  const made = new RegExp(`\\b${served}\\b(?:, \\w+)? :?= ([^\\n]*)`);
  const maker = made.exec(fn?.text ?? '')?.[1] ?? made.exec(source.text)?.[1];
  if (maker === undefined) return false;
  return foreign.test(maker) || (/\.Listen\w*\(/.test(maker) && source.scopes.imports.some(({ path }) => overlays.test(path)));
}

/** What builds an address and says nothing of it. */
const builders: ReadonlySet<string> = new Set(['fmt', 'Sprintf', 'net', 'JoinHostPort', 'strconv', 'Itoa', 'String', 'GetString', 'config', 'cfg', 'conf', 'settings', 'options', 'opts', 'addr', 'host', 'port', 'Addr', 'Address', 'Host', 'Port', 'Server', 'HTTP']);

const home = String.raw`"(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)[":]`;

/** The setting that the address comes from is the loopback unless somebody changes it. */
export function defaultsToLoopback(address: Node | undefined, source: GoSource): boolean {
  if (address === undefined) return false;
  const names = (address.text.match(/\w+/g) ?? []).filter((name) => !builders.has(name) && !/^\d/.test(name));
  return names.some((name) => textsNaming(name, source).some((text) => text.includes(name) && defaultOf(name).test(text)));
}

/** `Address: "127.0.0.1"`, `address = flag.String("address", "localhost:80"`, `StringVar(&address, "address", "localhost:80"`, and the default of a tag. */
const defaultOf = (name: string): RegExp => new RegExp(`\\b${name}\\s*(?::|:?=)\\s*(?:[\\w.]+\\((?:"[^"\\n]*",\\s*){1,2})?${home}|&[\\w.]*\\b${name},\\s*(?:"[^"\\n]*",\\s*){1,2}${home}|\\b${name}\\s+string\\s+\`[^\`\\n]*\\bdefault:${home}`);

/** A variable is set in its own file, a field of a setting anywhere. */
function textsNaming(name: string, { file, text, project }: GoSource): readonly string[] {
  const relative = project.relative(file);
  if (!/^[A-Z]/.test(name) || relative === file) return [text];
  const files = project.filesWith(name, file.slice(0, -relative.length - 1), '.go') ?? [file];
  return files.map((each) => project.read(each) ?? '');
}
