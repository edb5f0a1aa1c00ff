import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { callsOfName } from '../../../facts/javascript/namedCalls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';

/** The key that the file itself signs or verifies with, as code that reads the same wherever it stands. */
export interface OwnKey {
  readonly text: string;
  readonly algorithm: string;
}

/** @returns undefined unless the file has one such key, and one algorithm for it */
export function ownKey(library: 'jsonwebtoken' | 'jose', source: ScriptSource): OwnKey | undefined {
  const found = library === 'jose' ? joseKeys(source) : plainKeys(source);
  const keys = new Map(found.map((key) => [`${key.text} ${key.algorithm}`, key]));
  const [only] = keys.values();
  return keys.size === 1 ? only : undefined;
}

function plainKeys(source: ScriptSource): OwnKey[] {
  return ['sign', 'verify'].flatMap((name) =>
    callsOfName(name, source).flatMap((call): OwnKey[] => {
      const [, key, options] = argumentsOf(call);
      if (key === undefined || source.origins.key(calleeOf(call) ?? call) !== `jsonwebtoken:${name}` || !isModuleWide(key, source)) return [];
      const algorithm = algorithmOf(options, name === 'sign' ? 'algorithm' : 'algorithms', source);
      return algorithm === undefined ? [] : [{ text: key.text, algorithm }];
    }),
  );
}

function joseKeys(source: ScriptSource): OwnKey[] {
  const signed = callsOfName('sign', source).flatMap((call): OwnKey[] => {
    const [key] = argumentsOf(call);
    const algorithm = /\bSignJWT\b[\s\S]*?\balg:\s*['"](HS\d+)['"]/.exec(calleeOf(call)?.text ?? '')?.[1];
    return key === undefined || algorithm === undefined || !isModuleWide(key, source) ? [] : [{ text: key.text, algorithm }];
  });
  const verified = callsOfName('jwtVerify', source).flatMap((call): OwnKey[] => {
    const [, key, options] = argumentsOf(call);
    const algorithm = options === undefined ? undefined : algorithmOf(options, 'algorithms', source);
    return key === undefined || algorithm === undefined || !isModuleWide(key, source) ? [] : [{ text: key.text, algorithm }];
  });
  return [...signed, ...verified];
}

/** HS256 where the library's default decides; undefined where other code does. */
function algorithmOf(options: Node | undefined, name: string, source: ScriptSource): string | undefined {
  if (options === undefined) return 'HS256';
  const known = optionsOf(options, source);
  if (known === undefined) return undefined;
  const option = optionOf(known, name, source);
  if (option.state !== 'set') return option.state === 'absent' ? 'HS256' : undefined;
  const list = /^\[\s*(['"])(\w+)\1\s*\]$/.exec(option.value.text);
  return list === null ? stringValue(option.value) : list[2];
}

/** A literal, a setting of the environment, or a name of the module's top level, also behind `!` or `as string`. */
function isModuleWide(key: Node, source: ScriptSource): boolean {
  if (stringValue(key) !== undefined) return true;
  let root: Node | undefined = key;
  while (root !== undefined && root.type !== 'identifier') root = field(root, 'object') ?? (/^(?:non_null|as|parenthesized)_expression$/.test(root.type) ? (root.firstNamedChild ?? undefined) : undefined);
  if (root === undefined) return false;
  const declaration = source.scopes.resolve(root);
  return declaration === undefined ? /^process\.env\b/.test(key.text) : declaration.scope.type === 'program';
}
