import { confidences } from '../../../src/learning/answer';
import type { PieceView, QuestionView } from '../../../src/shared/pages/lesson';
import type { PanelStrings } from '../../../src/shared/protocol';
import type { KeyRow, Page } from '../page';
import type { View } from '../view';
import { announcement } from './announcer';
import { pieceSections } from './piece';

/** A question, and its verdict once it is answered. */
export const piecePage: Page<PieceView> = {
  sections: pieceSections,
  announcement,
  keys,
  press,
  focus: focusIn,
  focusAfter,
};

function keys(piece: PieceView, strings: PanelStrings): readonly KeyRow[] {
  return [
    ...answerKeys(piece, strings),
    ...moveKeys(strings),
    ...(piece.canRead === true ? [[['t'], strings['key.topic']] as const] : []),
    ...codeKey(piece, strings),
  ];
}

/** The keys that answer a question. */
export function answerKeys({ options }: QuestionView, strings: PanelStrings): readonly KeyRow[] {
  const last = options.at(-1)?.letter ?? '';
  return [
    [[`1–${options.length}`, `A–${last}`], strings['key.choose']],
    [['Enter'], strings['key.confirm']],
    [['1–3'], strings['key.confidence']],
  ];
}

/** The key that leads back to the reader's code. Before the verdict `b` is an option. */
function codeKey({ fileBehind, verdict }: PieceView, strings: PanelStrings): readonly KeyRow[] {
  return fileBehind === undefined || verdict === undefined ? [] : [[['b'], strings['key.code']]];
}

/** The keys that lead through a lesson. */
export function moveKeys(strings: PanelStrings): readonly KeyRow[] {
  return [
    [['j'], strings['key.next']],
    [['k'], strings['key.previous']],
  ];
}

function press(key: string, piece: PieceView, view: View): boolean {
  if (key === 'j') view.send({ type: 'go', to: piece.index === piece.count ? 'recap' : 'next' }, 'move');
  else if (key === 'k') view.send({ type: 'go', to: 'previous' }, 'move');
  else if (key === 't' && piece.canRead === true) view.send({ type: 'read' }, 'move');
  else if (key === 'b' && piece.verdict && piece.fileBehind !== undefined) view.send({ type: 'backToCode' });
  else return piece.verdict === undefined && pressAnswer(key, piece, view);
  return true;
}

/** Digits say how sure once an option is chosen; letters can still change the choice. */
export function pressAnswer(key: string, { options, pending }: Pick<QuestionView, 'options' | 'pending'>, view: View): boolean {
  const digit = Number(key) - 1;
  const confidence = confidences[digit];
  if (pending !== undefined && Number.isInteger(digit)) {
    if (confidence === undefined) return false;
    view.send({ type: 'confidence', value: confidence }, 'commit');
    return true;
  }
  const option = options[digit] ?? options.find(({ letter }) => letter.toLowerCase() === key);
  if (option === undefined) return false;
  view.send({ type: 'choose', option: option.id }, 'choose');
  return true;
}

/** The control of a question that is next to be used. */
export function focusIn({ verdict, pending }: QuestionView): string {
  return verdict ? 'verdict' : pending === undefined ? 'options' : 'confidence:sure';
}

/** Where the focus goes once a step of answering is drawn; undefined while it is not. */
export function focusAfter(intent: string, piece: QuestionView): string | undefined {
  switch (intent) {
    case 'choose':
      return piece.pending === undefined ? undefined : 'confidence:sure';
    case 'commit':
      return piece.verdict && 'verdict';
    case 'hint':
      return `hint:${piece.hintsHtml.length}`;
    default:
      return piece.verdict ? undefined : 'options';
  }
}
