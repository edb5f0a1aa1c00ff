import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { callsOfName } from '../../../facts/javascript/namedCalls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import { isSameKey } from './keys';
import { nestModule } from './nestModule';
import type { Site } from './sites';

/** How the file signs the tokens that a site verifies. */
export interface Signing {
  readonly algorithm: string;
  /** What every signer of the key says of the token, as code that also reads at the site: `issuer: 'billing'`. */
  readonly claims: readonly string[];
}

interface Signer {
  readonly algorithm: string | undefined;
  readonly options: Node | undefined;
}

/** @returns undefined when the file does not sign with the same key; `unclear` when it does and other code decides how */
export function signingOf(site: Site, source: ScriptSource): Signing | 'unclear' | undefined {
  const signers = site.library === 'jose' ? joseSigners(site, source) : site.library === '@nestjs/jwt' ? nestSigners(site, source) : plainSigners(site, source);
  const [first] = signers;
  if (first === undefined) return undefined;
  if (first.algorithm === undefined || signers.some(({ algorithm }) => algorithm !== first.algorithm)) return 'unclear';
  return { algorithm: first.algorithm, claims: sharedClaims(signers, source) };
}

const isKeyOf = (key: Node | undefined, site: Site, source: ScriptSource) => key !== undefined && site.key !== undefined && isSameKey(key, site.key, source);

/** jsonwebtoken signs with HS256 unless it is told otherwise. */
function plainSigners(site: Site, source: ScriptSource): Signer[] {
  return callsOfName('sign', source).flatMap((call): Signer[] => {
    const [, key, options] = argumentsOf(call);
    if (source.origins.key(calleeOf(call) ?? call) !== 'jsonwebtoken:sign' || !isKeyOf(key, site, source)) return [];
    return [{ algorithm: stated(options, 'algorithm', source), options }];
  });
}

/** `new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key)`. */
function joseSigners(site: Site, source: ScriptSource): Signer[] {
  return callsOfName('sign', source).flatMap((call): Signer[] => {
    const callee = calleeOf(call);
    const chain = callee === undefined ? '' : callee.text;
    if (!/\bSignJWT\b/.test(chain) || !isKeyOf(argumentsOf(call)[0], site, source)) return [];
    return [{ algorithm: /\balg:\s*['"](\w+)['"]/.exec(chain)?.[1], options: undefined }];
  });
}

/** The service signs and verifies with what its module was given, or with the key that a call names. */
function nestSigners(site: Site, source: ScriptSource): Signer[] {
  return [...callsOfName('sign', source), ...callsOfName('signAsync', source)].flatMap((call): Signer[] => {
    if (!/^@nestjs\/jwt:JwtService\.new\.sign(?:Async)?$/.test(source.origins.key(calleeOf(call) ?? call))) return [];
    const [, options] = argumentsOf(call);
    const known = options === undefined ? undefined : optionsOf(options, source);
    if (options !== undefined && known === undefined) return [{ algorithm: undefined, options }];
    const secret = known === undefined ? undefined : optionOf(known, 'secret', source);
    const own = secret?.state === 'set' ? secret.value : undefined;
    if (own === undefined ? site.key !== undefined : !isKeyOf(own, site, source)) return [];
    const byCall = options === undefined ? 'HS256' : stated(options, 'algorithm', source);
    const byModule = nestModule(source)?.signsWith;
    return [{ algorithm: byCall === 'HS256' ? byModule : byCall, options }];
  });
}

/** The algorithm a signer's options state, HS256 where they are silent; undefined where other code decides. */
function stated(options: Node | undefined, name: string, source: ScriptSource): string | undefined {
  if (options === undefined) return 'HS256';
  const known = optionsOf(options, source);
  if (known === undefined) return undefined;
  const option = optionOf(known, name, source);
  if (option.state === 'absent') return 'HS256';
  return option.state === 'set' ? stringValue(option.value) : undefined;
}

/** The issuer and audience that every signer gives its tokens, where that is a constant. */
function sharedClaims(signers: readonly Signer[], source: ScriptSource): string[] {
  return ['issuer', 'audience'].flatMap((claim) => {
    const values = signers.map(({ options }) => {
      const known = options === undefined ? undefined : optionsOf(options, source);
      const option = known === undefined ? undefined : optionOf(known, claim, source);
      return option?.state === 'set' && isConstant(option.value, source) ? option.value.text : undefined;
    });
    const [first] = values;
    return first === undefined || values.some((value) => value !== first) ? [] : [`${claim}: ${first}`];
  });
}

/** A literal, a name of the module's top level, or a member of one: the same wherever in the file it is read. */
function isConstant(value: Node, source: ScriptSource): boolean {
  if (stringValue(value) !== undefined) return true;
  let root: Node | undefined = value;
  while (root?.type === 'member_expression') root = field(root, 'object');
  if (root?.type !== 'identifier') return false;
  const declaration = source.scopes.resolve(root);
  return declaration === undefined ? value.text.startsWith('process.env.') : declaration.scope.type === 'program' && declaration.kind !== 'let';
}

/** The asymmetric algorithms the file names anywhere, as `'RS256'`. */
export function namedAsymmetric(source: ScriptSource): readonly string[] {
  return [...new Set([...source.text.matchAll(/['"]((?:RS|ES|PS)(?:256|384|512)|EdDSA)['"]/g)].flatMap(([, name]) => name ?? []))];
}
