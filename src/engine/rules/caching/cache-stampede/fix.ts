import { insertAfterImports } from '../../../fix/javascript/insertStatements';
import { moduleStyle } from '../../../fix/javascript/moduleSyntax';
import { isTaken } from '../../../fix/javascript/names';
import { sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import type { Stampede } from './stampede';

const helper = 'singleFlight';

/** Lets requests that miss at the same time wait for one load; the file gets the helper where it has none. */
export function singleFlightFix({ key, load }: Stampede, source: ScriptSource): DraftFix {
  // The arrow is async because what is awaited need not be a promise: a query builder, a plain value. The call itself is left
  // as it is, so that other fixes may change what is inside.
  const call: TextEdit[] = [
    { start: load.startIndex, end: load.startIndex, newText: `${helper}(${key.text}, async () => ` },
    { start: load.endIndex, end: load.endIndex, newText: ')' },
  ];
  const edits = isTaken(source, helper) ? call : [insertAfterImports(source, ['', ...helperLines(source)], moduleStyle(source)), ...call];
  return { title: 'Let requests that miss together share one load', safety: 'review', edits, oneAtATime: helper };
}

function helperLines(source: ScriptSource): string[] {
  const isTyped = source.language !== 'javascript';
  const { indent } = sourceStyle(source);
  const { end } = moduleStyle(source);
  const signature = isTyped ? '<T>(key: string, load: () => Promise<T>): Promise<T>' : '(key, load)';
  return [
    `const loadsInFlight = new Map${isTyped ? '<string, Promise<unknown>>' : ''}()${end}`,
    '',
    '/** Callers that ask for a key while it is being loaded get the same promise. */',
    `function ${helper}${signature} {`,
    `${indent}const running = loadsInFlight.get(key)${isTyped ? ' as Promise<T> | undefined' : ''}${end}`,
    `${indent}if (running !== undefined) return running${end}`,
    `${indent}const started = load().finally(() => loadsInFlight.delete(key))${end}`,
    `${indent}loadsInFlight.set(key, started)${end}`,
    `${indent}return started${end}`,
    '}',
  ];
}
