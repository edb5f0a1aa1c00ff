import { argumentsOf, calleeOf } from '../../../../facts/javascript/calls';
import { heldValue } from '../../../../facts/javascript/flow';
import { enclosingFunction } from '../../../../facts/javascript/functions';
import { optionOf, optionsOf } from '../../../../facts/javascript/options';
import type { OutboundCall } from '../../../../facts/javascript/outboundCalls';
import { stringValue } from '../../../../facts/javascript/strings';
import type { ScriptSource } from '../../../../source';
import type { Node } from '../../../../syntax/nodes';
import { cloudManagement, givesOthersLong, mayTakeLong, movesMoney, type Reason } from '../longCalls';
import { functionsAround, namesAround } from './names';

const writes = /^(?:put|post|patch|delete)$/i;

/** A body that is a file, or read from one. */
const files = /^(?!.*(?:JSON\.stringify|URLSearchParams))\w*(?:buffer|blob|bytes|binary|file(?:content|data|stream)?|fileContents)\b/i;

/** An address that leads to a feed or a page which others serve as slowly as they like, or to maps and what they are drawn from. */
const foreign = /\b(?:feed|rss|page|article|site|website|webpage)_?ur[il]\b|geo_?json|[?&]service=w\w{1,3}s\b|getcapabilities/i;

/**
 * Why a call may need longer than the usual deadline: by the names around it, by what it sends and asks for, or because the
 * file gives another call of this project longer. A write of which any caller chooses the method serves all of them.
 */
export function whyLonger(outbound: OutboundCall, source: ScriptSource): Reason | undefined {
  const method = methodOf(outbound, source);
  const [first] = argumentsOf(outbound.call);
  if (/^(?:put|post|patch)$/i.test(method) && movesMoney([...functionsAround(outbound.call), first?.text ?? ''])) return 'money';
  return mayTakeLongTo(outbound, method, source) ? 'long' : undefined;
}

function mayTakeLongTo(outbound: OutboundCall, method: string, source: ScriptSource): boolean {
  const { call } = outbound;
  if (mayTakeLong(source.file, namesAround(call)) || givesOthersLong(source)) return true;
  const [first] = argumentsOf(call);
  if (first !== undefined && foreign.test(first.text)) return true;
  if (method === 'chosen') return true;
  if (!writes.test(method)) return false;
  const body = bodyOf(outbound, source);
  return (body !== undefined && files.test(body.text)) || (!/^post$/i.test(method) && cloudManagement.test(source.text));
}

/** The method as it is written, `chosen` where a parameter or another variable says which, '' where none is named. */
function methodOf({ call, optionsAt, client }: OutboundCall, source: ScriptSource): string {
  const named = /\.(\w+)$/.exec(calleeOf(call)?.text ?? '')?.[1] ?? '';
  if (writes.test(named)) return named;
  const given = optionsAt === undefined ? undefined : argumentsOf(call)[optionsAt];
  const options = given === undefined ? undefined : optionsOf(given, source);
  const option = options === undefined ? undefined : optionOf(options, 'method', source);
  if (option?.state !== 'set') return '';
  const value = heldValue(option.value, source);
  const text = stringValue(value);
  return text ?? (client !== 'http' && /^[\w.]+$/.test(value.text) && enclosingFunction(call) !== undefined ? 'chosen' : '');
}

function bodyOf({ call, optionsAt, client }: OutboundCall, source: ScriptSource): Node | undefined {
  if (client === 'axios' && /\.(?:put|post|patch)$/.test(calleeOf(call)?.text ?? '')) return argumentsOf(call)[1];
  const given = optionsAt === undefined ? undefined : argumentsOf(call)[optionsAt];
  const options = given === undefined ? undefined : optionsOf(given, source);
  for (const name of ['body', 'data']) {
    const option = options === undefined ? undefined : optionOf(options, name, source);
    if (option?.state === 'set') return option.value;
  }
  return undefined;
}
