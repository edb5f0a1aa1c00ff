import type { Confidence } from '../../learning/answer';
import type { Tier } from '../../lessons/model';

/** A piece, or without one the recap of its lesson. */
export interface LessonPlace {
  readonly page: 'lesson';
  readonly lesson: string;
  readonly piece?: string;
}

export interface OptionView {
  readonly id: string;
  /** Shown letter: A, B, C, D. */
  readonly letter: string;
  /** Sanitised HTML, from Markdown with html off. */
  readonly html: string;
}

export interface VerdictView {
  readonly correct: boolean;
  readonly chosen: string;
  readonly right: string;
  readonly confidence: Confidence;
  /** Explanations in display order, the chosen option's first. */
  readonly explanations: readonly { readonly option: string; readonly letter: string; readonly correct: boolean; readonly html: string }[];
  readonly fixNoteHtml: string;
  /** Attempt number, from 1. */
  readonly attempt: number;
  readonly canShowFix: boolean;
  /** Places in the open workspace with the same flaw; absent until a scan has run. */
  readonly inWorkspace?: number;
}

/** A question on code, from what the reader is looking at to the verdict. */
export interface QuestionView {
  /** Tells one question from another. */
  readonly piece: string;
  readonly contextHtml: string;
  readonly questionHtml: string;
  readonly options: readonly OptionView[];
  /** Hints opened so far. */
  readonly hintsHtml: readonly string[];
  readonly hintsLeft: number;
  /** Set once an option is chosen and its confidence is awaited. */
  readonly pending?: string;
  readonly verdict?: VerdictView;
}

export interface PieceView extends QuestionView {
  readonly kind: 'piece';
  readonly lesson: string;
  readonly trackTitle: string;
  readonly lessonTitle: string;
  readonly pieceTitle: string;
  /** From 1. */
  readonly index: number;
  readonly count: number;
  readonly tier: Tier;
  /** The topic can be read, at each tier: `t` leads there and cycles them. */
  readonly canRead?: true;
  readonly minutesLeft: number;
  /** Said where the code is no longer found in the file it lived in. */
  readonly lost?: string;
  /** The file the reader came from, where a finding led here. */
  readonly fileBehind?: string;
}

export interface DiagramView {
  readonly svg: string;
  readonly alt: string;
}

export interface RecapView {
  readonly kind: 'recap';
  readonly lesson: string;
  readonly trackTitle: string;
  readonly lessonTitle: string;
  readonly tier: Tier;
  /** Pieces never answered. While there are any, everything that gives an answer away is empty or absent. */
  readonly unanswered: number;
  readonly recapHtml: string;
  readonly tradeOffHtml: string;
  readonly diagram?: DiagramView;
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  /** One row a piece: answered or not, right or not at the last attempt. */
  readonly pieces: readonly { readonly id: string; readonly title: string; readonly state: 'open' | 'right' | 'wrong' }[];
  readonly next?: NextLesson;
  /** Of the role that the lesson is a step of, where the reader has started it. */
  readonly way?: { readonly team: string; readonly title: string };
  /** What the lesson's rules find in the open workspace; empty while there are unanswered pieces. */
  readonly places: readonly RulePlacesView[];
  readonly fileBehind?: string;
}

export interface NextLesson {
  readonly lesson: string;
  readonly title: string;
}

/** The way of a started role, behind one of its lessons. */
export interface RecapWay {
  /** Its namespace. */
  readonly team: string;
  readonly title: string;
  /** Absent where the way goes on with a rule, or is done. */
  readonly next?: NextLesson;
}

export interface RulePlacesView {
  readonly rule: string;
  readonly title: string;
  /** Absent until a scan has run. */
  readonly count?: number;
  /** The day on which the reader last fixed one, in words. */
  readonly fixedOn?: string;
}

export type LessonMessage =
  | { readonly type: 'choose'; readonly option: string }
  | { readonly type: 'confidence'; readonly value: Confidence }
  | { readonly type: 'hint' }
  | { readonly type: 'retry' }
  | { readonly type: 'showFix' }
  | { readonly type: 'showInWorkspace' }
  | { readonly type: 'go'; readonly to: 'next' | 'previous' | 'recap' }
  | { readonly type: 'read' }
  | { readonly type: 'showRule'; readonly rule: string }
  | { readonly type: 'backToCode' }
  | { readonly type: 'showWhereItWas' };

export type LessonString =
  | 'readFirst'
  | 'pieceOf'
  | 'minutesLeft'
  | 'previous'
  | 'next'
  | 'nextPiece'
  | 'recap'
  | 'options'
  | 'optionsHelp'
  | 'hint'
  | 'hintOpened'
  | 'right'
  | 'wrong'
  | 'youWere.sure'
  | 'youWere.think'
  | 'youWere.guess'
  | 'attempt'
  | 'yourAnswer'
  | 'rightAnswer'
  | 'announceRight'
  | 'announceWrong'
  | 'whyRight'
  | 'whyNot'
  | 'others'
  | 'fix'
  | 'showFix'
  | 'oneInWorkspace'
  | 'inWorkspace'
  | 'noneInWorkspace'
  | 'findInWorkspace'
  | 'answerAgain'
  | 'pieces'
  | 'state.open'
  | 'state.right'
  | 'state.wrong'
  | 'locked'
  | 'tradeOff'
  | 'nextLesson'
  | 'wayOn'
  | 'places'
  | 'onePlace'
  | 'manyPlaces'
  | 'noPlaces'
  | 'fixedOn'
  | 'placesHelp'
  | 'backToCode'
  | 'showWhereItWas'
  | 'key.choose'
  | 'key.confirm'
  | 'key.confidence'
  | 'key.next'
  | 'key.previous'
  | 'key.topic'
  | 'key.tier'
  | 'key.code';
