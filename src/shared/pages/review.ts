import type { Rating } from '../../learning/entries';
import type { Quiz } from '../../learning/reviewSession';
import type { cardKinds, Tier } from '../../lessons/model';
import type { QuestionView } from './lesson';

/** What the session of this quiz shows: an item, or its end. */
export interface ReviewPlace {
  readonly page: 'review';
  readonly quiz: Quiz;
}

/** Where in its session an item stands. */
interface ItemView {
  readonly quiz: Quiz;
  /** From 1. */
  readonly position: number;
  /** Items of the session; of a placement, the most there can be. */
  readonly count: number;
  readonly tier: Tier;
  /** What the session has asked so far can be taken back. */
  readonly canUndo: boolean;
}

/** The lesson that teaches an item. Sent only once the item is answered: it names the topic. */
export interface SourceView {
  readonly lesson: string;
  readonly piece?: string;
  readonly title: string;
}

/** A piece asked out of its lesson. In a placement there is never a verdict. */
export interface ReviewQuestionView extends QuestionView, ItemView {
  readonly kind: 'reviewQuestion';
  readonly source?: SourceView;
}

export interface ReviewCardView extends ItemView {
  readonly kind: 'reviewCard';
  readonly cardKind: (typeof cardKinds)[number];
  readonly cueHtml: string;
  /** Set once the reader has asked for it. */
  readonly answer?: {
    readonly html: string;
    /** When the card comes back after each rating, in words. */
    readonly intervals: Readonly<Record<Rating, string>>;
    readonly source?: SourceView;
  };
}

/** The end of a session, or where the reader stepped out of it. */
export interface ReviewEndView {
  readonly kind: 'reviewEnd';
  readonly quiz: Quiz;
  readonly asked: number;
  readonly right: number;
  /** Items still to come, where the reader stepped out. */
  readonly left: number;
  /** In the order in which they were asked. */
  readonly items: readonly (Partial<SourceView> & { readonly titleHtml: string; readonly state: 'right' | 'wrong' })[];
  /** What comes back first, and when; absent where nothing will. */
  readonly first?: { readonly titleHtml: string; readonly when: string };
  /** Items due now. */
  readonly due: number;
  readonly placed?: {
    readonly tier: Tier;
    /** One sentence for each tier that was asked, from the lowest. */
    readonly reasons: readonly string[];
    /** Where to begin. */
    readonly start?: SourceView;
  };
  readonly canUndo: boolean;
}

export type ReviewMessage =
  | { readonly type: 'review.goOn' }
  | { readonly type: 'review.reveal' }
  | { readonly type: 'review.grade'; readonly rating: Rating }
  | { readonly type: 'review.undo' }
  | { readonly type: 'review.leave' }
  | { readonly type: 'review.comeBack' }
  | { readonly type: 'review.startAgain' };

export type ReviewString =
  | 'review.title.review'
  | 'review.title.placement'
  | 'review.question'
  | 'review.card.cue'
  | 'review.card.pitfall'
  | 'review.card.hook'
  | 'review.intro.placement'
  | 'review.goOn'
  | 'review.leave'
  | 'review.undo'
  | 'review.undone'
  | 'review.source'
  | 'review.inWords'
  | 'review.inWordsHelp'
  | 'review.reveal'
  | 'review.answer'
  | 'review.recall'
  | 'review.again'
  | 'review.hard'
  | 'review.good'
  | 'review.easy'
  | 'review.end.review'
  | 'review.end.placement'
  | 'review.end.left'
  | 'review.nothingAnswered'
  | 'review.score'
  | 'review.saved'
  | 'review.comesBack'
  | 'review.asked'
  | 'review.comeBack'
  | 'review.more'
  | 'review.startHere'
  | 'review.placeAgain'
  | 'review.why'
  | 'key.review.reveal'
  | 'key.review.grade'
  | 'key.review.goOn'
  | 'key.review.undo'
  | 'key.review.leave';
