import { calleeOf } from '../../../facts/javascript/calls';
import { isTooling } from '../../../scan/quiet';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { decodesIn, isSent, type Decode } from './decodes';
import { verifyInstead } from './fix';
import { mayBeVerifiedElsewhere } from './projectVerifies';
import { useOfClaims, type ClaimUse } from './uses';
import { mayBeVerified } from './verified';

/** Findings of the whole file; each trigger in it leads to the same ones. */
export const decodedIn = (source: ScriptSource): readonly Draft[] => source.memo.once(findAll, source);

function findAll(source: ScriptSource): readonly Draft[] {
  if (isTooling(source.project.relative(source.file))) return [];
  return decodesIn(source).flatMap((decode) => {
    const use = useOfClaims(decode, source);
    if (use === undefined || !isSent(decode.token, source) || mayBeVerified(decode.call, source)) return [];
    // What a parameter decorator hands on is doubtful twice over: who reads it, and what ran before.
    if (use.kind === 'returned' && isParameterDecorator(decode.call, source)) return [];
    return [draftOf(decode, use, source)];
  });
}

function draftOf(decode: Decode, use: ClaimUse, source: ScriptSource): Draft {
  const callee = calleeOf(decode.call) ?? decode.call;
  const isDoubtful = use.kind === 'returned' || isParameterDecorator(decode.call, source) || isLaterGuard(decode.call) || mayBeVerifiedElsewhere(decode.call, source);
  const told = use.kind === 'identity' ? `\`${use.text}\` is believed` : 'The claims are handed on';
  const where = isDoubtful ? ' unless a guard or middleware has verified this token before' : '';
  const fix = verifyInstead(decode, source);
  const refused = typeof fix === 'string';
  return {
    start: callee.startIndex,
    end: callee.endIndex,
    ...(isDoubtful ? { severity: 'hint' } : {}),
    message: `${told}, but ${callee.text} checks no signature: a client can write a token that says anything${where}.${refused ? ` No automatic fix: ${fix}.` : ''}`,
    fixes: refused ? [] : [fix],
  };
}

/** A Nest guard about roles is declared after the one that authenticates. */
function isLaterGuard(call: Node): boolean {
  const method = ancestorOf(call, methods);
  const owner = method === undefined || field(method, 'name')?.text !== 'canActivate' ? undefined : ancestorOf(method, classes);
  return owner !== undefined && !/auth|jwt|token|session/i.test(field(owner, 'name')?.text ?? '');
}

const methods: ReadonlySet<string> = new Set(['method_definition']);
const classes: ReadonlySet<string> = new Set(['class_declaration', 'class']);

/** Nest runs a parameter decorator after the route's guards, which are declared elsewhere. */
function isParameterDecorator(call: Node, source: ScriptSource): boolean {
  for (let fn = ancestorOf(call, functionTypes); fn !== undefined; fn = ancestorOf(fn, functionTypes)) {
    const outer = fn.parent?.type === 'arguments' ? fn.parent.parent : null;
    const callee = outer?.type === 'call_expression' ? calleeOf(outer) : undefined;
    if (callee !== undefined && source.origins.key(callee) === '@nestjs/common:createParamDecorator') return true;
  }
  return false;
}
