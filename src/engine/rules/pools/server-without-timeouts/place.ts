import { isDemonstration, isOutsideBuilds } from '../../../facts/go/builds';
import { enclosingGoFunction } from '../../../facts/go/scope';
import { shipsFront } from '../../../facts/project/front';
import type { Severity } from '../../../finding';
import type { GoSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import { isLeftOut } from './built';
import { defaultsToLoopback, listensElsewhere, networked, servesForeignListener, servesSocketOfPackage } from './listener';
import { isForOperators, namesAround, type Served } from './operators';

/** Servers that only this machine reaches, or none does: tests, load generators, mocks and the tools of developers. */
const besides = /(?:^|\/)(?:loadtest|[\w-]*loadtest|testutils?|test-?env|testing|_examples|dev-?tools?|mock[\w-]*|(?:[\w-]+[-_])?(?:fakes?|stubs?|dummy)(?:[-_][\w-]+|\w*\d)?)\//;

/** Programs beside the product, at the top of a repository. */
const sideFolders = /^(?:scripts?|hack|experiments?|playgrounds?|sandbox)\//;

/** What a function is called that makes a stand-in for a server. */
const standIns = /mock|fake|stub|dummy|testserver/i;

/** Limits that the file sets after it has made the server. */
const setLater = /\.(?:ReadHeaderTimeout|ReadTimeout)\s*=[^=]/;

/** gosec's G112 and G114 are this very flaw: who has switched it off there has decided. */
const accepted = /nolint(?::[^\n]*\bgosec\b|\s|$)|#nosec|\bgosec:disable\b/;

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
  return setLater.test(source.text) || besides.test(source.project.relative(source.file)) || sideFolders.test(source.project.relative(source.file));
}

/** Nobody outside tests calls the function around it, only another module may, or a command that starts no service. */
function isUncalled(node: Node, source: GoSource): boolean {
  const callers = source.callers?.of(node, source);
  return callers !== undefined && [...callers].every((caller) => caller === 'elsewhere' || caller === 'command');
}

/** A port that the system chooses: who is to connect has to be told by this very program. */
const chosenPort = /\bnet\.Listen\(\s*"tcp[46]?",\s*(?:[\w.]+(?:\(\))?\s*\+\s*)?"[\w.[\]:]*:0"\)/;

/** The address names port 0, or the server has no address and the file listens on such a port alone. */
function isOnChosenPort(node: Node, address: Node | undefined, { text }: GoSource): boolean {
  if (address !== undefined) return /:0["`]$/.test(address.text) || chosenPort.test(enclosingGoFunction(node)?.text ?? '');
  return chosenPort.test(text) && text.replace(chosenPort, '').search(networked) < 0;
}

/** Programs that stand in for others, by the folder they are in. */
const standInFolders = /(?:^|\/)(?:[a-z]+[-_])*(?:canary|complement|conformance|e2e|simulators?|emulators?|sandbox|playground|fixtures?|stand-?ins?|benchmarks?|test-?(?:apps?|services?))(?:[-_][a-z]+)*\//i;

/** Go's patterns of packages leave such a folder out. */
const leftOutFolders = /(?:^|\/)_[\w-]+\//;

/** A program that says what it is, or previews the templates it lies with. */
const isForDevelopers = (source: GoSource): boolean => /^package main\b/m.test(source.text) && (/\bdevelopment server\b/i.test(source.text) || /(?:^|\/)templates?\//.test(source.project.relative(source.file)));

/** A server of the file that has its limits. */
const limited = /\bhttp\.Server\{[^}]{0,600}?\bRead(?:Header)?Timeout:/;

/** What port 80 is open to everyone for: challenges of a certificate, and the way to HTTPS. */
const forEveryone = /redirect|HTTPHandler\(|challenge|acme|:(?:80|http)"/i;

/** Another server of the file has its limits: whoever wrote it knows them, and this one is the lesser. */
const isLesser = (node: Node, { text }: GoSource): boolean => limited.test(text) && !forEveryone.test(node.text);

/** No client's connection is proven to reach it: its listener may be no open port, or the project ships what stands before its ports. */
function isOutOfReach(node: Node, source: GoSource, address: Node | undefined): boolean {
  if (listensElsewhere(node, source) || servesSocketOfPackage(node, source) || servesForeignListener(node, source) || defaultsToLoopback(address, source)) return true;
  return !forEveryone.test(node.text) && source.project.memo.once(shipsFront, source.project);
}

/** A server for the operators, for this program itself, or for whoever started it, whose port is seldom open to the world: a hint is enough. */
export function severityOf(node: Node, source: GoSource, { address, handler }: Served): { readonly severity?: Severity } {
  if (isUncalled(node, source) || source.memo.once(isLeftOut, source) || isOutOfReach(node, source, address)) return { severity: 'hint' };
  const isAside = isLesser(node, source) || isOnChosenPort(node, address, source) || standInFolders.test(source.project.relative(source.file)) || leftOutFolders.test(source.project.relative(source.file)) || isForDevelopers(source);
  return isAside || isForOperators(node, source, { address, handler }) ? { severity: 'hint' } : {};
}
