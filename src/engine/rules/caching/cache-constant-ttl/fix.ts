import { numberText } from '../../../fix/javascript/lists';
import type { RedisCall } from '../../../facts/javascript/redisCalls';
import type { ScriptSource } from '../../../source';
import { isInside, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';

/** Adds up to a tenth of the expiry by chance, anew for each entry; undefined where it is not written at the store. */
export function jitterEdit(store: RedisCall, amount: Node, source: ScriptSource): TextEdit | undefined {
  if (!isInside(amount, store.call) || store.expiry.state !== 'set') return undefined;
  const { seconds, unit } = store.expiry;
  const tenth = seconds === undefined ? undefined : Math.round((unit === 's' ? seconds : seconds * 1000) / 10);
  const isNumber = !/[A-Za-z$]/.test(amount.text);
  const spread = isNumber && tenth !== undefined ? `Math.random() * ${numberText(tenth, source)}` : `Math.random() * ${operand(amount)} * 0.1`;
  return { start: amount.endIndex, end: amount.endIndex, newText: ` + Math.floor(${spread})` };
}

const operand = (amount: Node): string => (/^(?:identifier|member_expression|call_expression|number)$/.test(amount.type) ? amount.text : `(${amount.text})`);
