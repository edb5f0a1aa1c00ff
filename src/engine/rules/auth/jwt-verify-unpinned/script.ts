import { lookAtValue } from '../../../facts/javascript/elsewhere';
import { heldValue } from '../../../facts/javascript/flow';
import { optionOf } from '../../../facts/javascript/options';
import { majorOf } from '../../../facts/project/project';
import { appendToList, insertBefore, objectText } from '../../../fix/javascript/lists';
import { sourceStyle } from '../../../fix/style';
import type { Severity } from '../../../finding';
import { isTooling } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { closest, field, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Draft, DraftFix } from '../../rule';
import { keyKind, type KeyKind } from './keys';
import { nestModule } from './nestModule';
import { namedAsymmetric, signingOf } from './signers';
import { sitesIn, type Library, type Room, type Site } from './sites';

/** Findings of the whole file; each trigger in it leads to the same ones. */
export const unpinnedIn = (source: ScriptSource): readonly Draft[] => source.memo.once(findAll, source);

function findAll(source: ScriptSource): readonly Draft[] {
  if (isTooling(source.project.relative(source.file))) return [];
  return sitesIn(source).flatMap((site) => draftOf(site, source));
}

function draftOf(site: Site, source: ScriptSource): Draft[] {
  const signing = signingOf(site, source);
  const kind = site.key === undefined ? 'unknown' : keyKind(site.key, source);
  // Of a key that is neither signed with here nor known by what it is, there is nothing to say.
  if ((signing === undefined || signing === 'unclear') && kind === 'unknown' && site.key !== undefined) return [];
  const { severity, told } = meaningOf(site, kind, source);
  const decided = algorithmOf(site, signing, kind, source);
  const fixes = typeof decided === 'string' ? [] : fixesOf(site, decided, source);
  const why = typeof decided === 'string' ? ` No automatic fix: ${decided}.` : fixes.length === 0 ? ' No automatic fix: the options are used elsewhere too.' : '';
  return [{ start: site.node.startIndex, end: site.node.endIndex, ...(severity === undefined ? {} : { severity }), message: told + why, fixes }];
}

const unsigned = 'with jsonwebtoken before 9 an unsigned token passes when the key is undefined';

/** What old versions take, for a file that no package.json says the version of. */
const old: ReadonlyMap<Library, string> = new Map([
  ['jsonwebtoken', unsigned],
  ['passport-jwt', unsigned],
  ['koa-jwt', unsigned],
  ['express-jwt', unsigned],
  ['fast-jwt', 'before 3.3.2 a public key in PKCS #1 form passes for a secret'],
]);

/** What the library of this project takes when it is given no list. */
function meaningOf({ library, key }: Site, kind: KeyKind, source: ScriptSource): { readonly severity?: Severity; readonly told: string } {
  const facts = source.project.packageFor(source.file);
  const major = majorOf(facts, library);
  const isOld = library === 'jsonwebtoken' ? (major ?? 9) < 9 : library === 'express-jwt' || (library === 'passport-jwt' && (major ?? 4) < 4);
  if (isOld && key !== undefined && mayBeMissing(key, source)) {
    return { severity: 'information', told: 'No algorithms are named. jsonwebtoken before 9 then accepts an unsigned token when the key is undefined, as after a missing environment variable.' };
  }
  if (facts === undefined && !source.fragment && old.has(library)) {
    return { severity: 'information', told: `No algorithms are named, so every one that fits the key is accepted, and no package.json says which version of ${library} this is: ${old.get(library) ?? ''}.` };
  }
  if (library === 'fast-jwt' && kind === 'public' && (major ?? 4) < 4) {
    return { severity: 'information', told: 'No algorithms are named. fast-jwt before 3.3.2 then takes a public key in PKCS #1 form for a secret, so whoever has that key can sign.' };
  }
  const fitting = kind === 'public' ? 'RS and PS of all sizes for an RSA key' : 'HS256, HS384 and HS512 for a secret';
  return { told: `No algorithms are named, so every one that fits the key is accepted: ${fitting}. It is the library's version that refuses \`none\` and a public key used as a secret, not this code.` };
}

/** A setting that the environment may lack; not a literal, a function or what a call makes. */
function mayBeMissing(key: Node, source: ScriptSource): boolean {
  const value = heldValue(key, source);
  return ['member_expression', 'subscript_expression', 'identifier'].includes(value.type) && isOfEnvironment(value, source) && !isOfCheckedSettings(value, source) && !isRequiredAtStart(value, source) && !isRefusedByName(value, source);
}

/** Read from the environment, here or by the module of settings it comes from; what a caller or a program makes is not missing by chance. */
function isOfEnvironment(value: Node, source: ScriptSource): boolean {
  const root = rootOf(value);
  return environment.test(value.text) || environment.test(source.origins.key(value)) || (root.type === 'identifier' && lookAtValue(root, source, (_, settings) => settings.file !== source.file && environment.test(settings.text)) === true);
}

const environment = /\bprocess[.:]env\b/;

function rootOf(value: Node): Node {
  let root = value;
  for (let object = field(root, 'object'); object !== undefined; object = field(root, 'object')) root = object;
  return root;
}

const validators = /['"](?:joi|@hapi\/joi|zod|envalid|env-var|@t3-oss\/env-[\w-]+)['"]/;

/** A setting from a module that refuses to start without what it needs. */
function isOfCheckedSettings(value: Node, source: ScriptSource): boolean {
  const root = rootOf(value);
  return root.type === 'identifier' && lookAtValue(root, source, (_, settings) => settings.file !== source.file && validators.test(settings.text)) === true;
}

/** `process.env.ACCESS_SECRET`, and a file of the package that lists ACCESS_SECRET, looks up what it lists in a loop and refuses to go on. */
function isRequiredAtStart(value: Node, source: ScriptSource): boolean {
  const name = /\bprocess\.env\.(\w+)$/.exec(value.text)?.[1];
  const dir = source.project.packageFor(source.file)?.dir;
  if (name === undefined || dir === undefined) return false;
  return (source.project.filesWith(name, dir) ?? []).some((file) => {
    const text = source.project.read(file) ?? '';
    return file !== source.file && looksUp.test(text) && refuses.test(text);
  });
}

/** `!process.env[name]`, or the comparison of it with nothing. */
const looksUp = /!process\.env\[\w+\]|\bprocess\.env\[\w+\]\s*={2,3}\s*(?:undefined|null|''|"")/;

const refuses = /\bprocess\.exit\(|\bthrow\b|\b(?:success|valid|isValid|ok)\s*[:=]\s*false\b|\breturn false\b/;

/** A file of the package asks for the setting by its last name, or the last two where that is as common as `secret`, and ends the program, or throws, where it is empty: `if (!settings.jwtSecret) process.exit(1)`. */
function isRefusedByName(value: Node, source: ScriptSource): boolean {
  const name = /(?:^|\.)(\w+)$/.exec(value.text)?.[1];
  const dir = source.project.packageFor(source.file)?.dir;
  if (name === undefined || !/secret|key/i.test(name)) return false;
  const owner = commonNames.test(name) ? (/(\w+)\.\w+$/.exec(value.text)?.[1] ?? '') : '';
  const tail = owner === '' ? name : String.raw`${owner}\.${name}`;
  const refusal = new RegExp(String.raw`\bif\s*\([^{};]*?!\s*(?:\w+\.)*${tail}\b(?!\s*[.(])[^{};]*?\)\s*(?:\{[^{}]*?)?(?:\bprocess\.exit\(|\bthrow\b)`);
  const files = dir === undefined ? [] : (source.project.filesWith(name, dir) ?? []).filter((file) => file !== source.file && !isTooling(source.project.relative(file)));
  return refusal.test(source.text) || files.some((file) => refusal.test(source.project.read(file) ?? ''));
}

/** Names that settings of several things share. */
const commonNames = /^(?:secret|key|(?:secret|private|public)_?key)$/i;

interface Decided {
  readonly algorithm: string;
  readonly isProven: boolean;
  readonly claims: readonly string[];
}

/** The algorithm to pin; a text says why none can be told. */
function algorithmOf({ key, library }: Site, signing: ReturnType<typeof signingOf>, kind: KeyKind, source: ScriptSource): Decided | string {
  if (signing === 'unclear') return 'which algorithm signs these tokens is decided elsewhere';
  if (signing !== undefined) return { ...signing, isProven: true };
  const [named, ...others] = namedAsymmetric(source);
  if (kind === 'secret' || kind === 'named') return named === undefined ? { algorithm: 'HS256', isProven: false, claims: [] } : `this file names ${named}, which no secret signs with`;
  const byModule = library === '@nestjs/jwt' && key === undefined ? nestModule(source)?.signsWith : undefined;
  if (byModule !== undefined) return { algorithm: byModule, isProven: false, claims: [] };
  if (kind === 'public' && named !== undefined && others.length === 0) return { algorithm: named, isProven: false, claims: [] };
  return kind === 'public' ? 'nothing here says which algorithm the private key signs with' : 'nothing here says what kind of key this is';
}

function fixesOf(site: Site, { algorithm, isProven, claims }: Decided, source: ScriptSource): DraftFix[] {
  const { quote } = sourceStyle(source);
  const pin = `algorithms: [${quote}${algorithm}${quote}${isWidened(site, source) ? ' as const' : ''}]`;
  const only = editsFor(site.room, [pin], source);
  if (only === undefined) return [];
  const missing = claims.filter((claim) => isMissing(site.room, claim.slice(0, claim.indexOf(':')), source));
  const checked = missing.length === 0 ? undefined : editsFor(site.room, [pin, ...missing], source);
  return [
    { title: `Accept ${algorithm} only`, safety: isProven ? 'safe' : 'review', edits: only },
    ...(checked === undefined ? [] : [{ title: `Accept ${algorithm} only, and check the ${missing.map((claim) => claim.slice(0, claim.indexOf(':'))).join(' and the ')} it is signed with`, safety: 'review' as const, edits: checked }]),
  ];
}

/** An object in a variable without a type gets an array of strings, which the library's type does not take. */
function isWidened({ room, library }: Site, source: ScriptSource): boolean {
  if (source.language === 'javascript' || library === 'jose' || room.kind !== 'object') return false;
  const declarator = closest(room.options.object, declarators);
  return declarator !== undefined && field(declarator, 'value')?.id === room.options.object.id && field(declarator, 'type') === undefined;
}

const declarators: ReadonlySet<string> = new Set(['variable_declarator']);

const isMissing = (room: Room, claim: string, source: ScriptSource) => room.kind !== 'object' || optionOf(room.options, claim, source).state === 'absent';

function editsFor(room: Room, items: readonly string[], source: ScriptSource): TextEdit[] | undefined {
  switch (room.kind) {
    case 'object':
      return room.options.shared ? undefined : appendToList(room.options.object, items.join(', '), source);
    case 'replace':
      return [{ start: room.value.startIndex, end: room.value.endIndex, newText: objectText(items, source) }];
    case 'argument':
      return room.before === undefined ? appendToList(room.list, objectText(items, source), source) : [insertBefore(room.before, objectText(items, source), source)];
  }
}
