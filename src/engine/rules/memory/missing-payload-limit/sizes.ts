import { heldValue } from '../../../facts/javascript/flow';
import { numberValue } from '../../../facts/javascript/numbers';
import { stringValue } from '../../../facts/javascript/strings';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

const units: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40, pb: 2 ** 50 };

/** The bytes a limit allows: `'50mb'`, `50 * 1024 * 1024`, `Infinity`; undefined where the code does not state it. */
export function bytesOf(node: Node, source: ScriptSource): number | undefined {
  const value = heldValue(node, source);
  if (/^(?:Infinity|Number\.(?:POSITIVE_INFINITY|MAX_SAFE_INTEGER|MAX_VALUE))$/.test(value.text)) return Infinity;
  const text = stringValue(value);
  return text === undefined ? numberValue(value, source.scopes) : bytesIn(text);
}

/** The bytes of a size as the parsers of Express read it. */
export function bytesIn(text: string): number | undefined {
  const size = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?b)?\s*$/i.exec(text);
  return size === null ? undefined : Number(size[1]) * (units[(size[2] ?? 'b').toLowerCase()] ?? 1);
}

/** A size as a person says it: `500 MB`. */
export function sizeName(bytes: number): string {
  if (bytes === Infinity) return 'any size';
  const [unit, size] = bytes >= 2 ** 30 ? (['GB', 2 ** 30] as const) : (['MB', 2 ** 20] as const);
  return `${Number((bytes / size).toFixed(1))} ${unit}`;
}

/** A size as the parsers of Express read it: `'1mb'`. */
export function sizeText(bytes: number, source: ScriptSource): string {
  const { quote } = sourceStyle(source);
  const [unit, size] = (['mb', 'kb'] as const).map((name) => [name, units[name] ?? 1] as const).find(([, each]) => bytes % each === 0) ?? (['b', 1] as const);
  return `${quote}${bytes / size}${unit}${quote}`;
}

/** A size as a number of bytes, written so that it can be read: `5 * 1024 * 1024`. */
export function sizeProduct(bytes: number): string {
  if (bytes % 2 ** 20 === 0) return bytes === 2 ** 20 ? '1024 * 1024' : `${bytes / 2 ** 20} * 1024 * 1024`;
  return bytes % 2 ** 10 === 0 ? `${bytes / 2 ** 10} * 1024` : String(bytes);
}
