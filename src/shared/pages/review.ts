import type { Rating } from '../../learning/entries';
import type { Quiz } from '../../learning/reviewSession';
import type { Card, Tier } from '../../lessons/model';
import type { QuestionView } from './lesson';

/** What the session of this quiz shows: an item, or its end. */
export interface ReviewPlace {
  readonly page: 'review';
  readonly quiz: Quiz;
}

interface ItemView {
  readonly quiz: Quiz;
  /** Tells one item of the session from another. */
  readonly item: number;
  /** Where the reader is in the session. */
  readonly title: string;
  readonly tier: Tier;
  /** What was answered or graded last can be taken back. */
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
  readonly cardKind: Card['kind'];
  readonly cueHtml: string;
  /** Set once the reader has asked for it. */
  readonly answer?: {
    readonly html: string;
    /** How long until the card comes back after each rating, in words. */
    readonly intervals: Readonly<Record<Rating, string>>;
    readonly source?: SourceView;
  };
}

/** The end of a session, or where the reader stepped out of it. */
export interface ReviewEndView {
  readonly kind: 'reviewEnd';
  readonly quiz: Quiz;
  /** Those answered or graded, in the order in which they were asked. */
  readonly items: readonly ReviewedView[];
  readonly right: number;
  /** Items still to come, where the reader stepped out. */
  readonly left: number;
  /** Reviews due now. */
  readonly due: number;
  /** What comes back first, and when, in words; absent where nothing will. */
  readonly first?: { readonly titleHtml: string; readonly when: string };
  readonly placed?: PlacedView;
  readonly canUndo: boolean;
}

export interface ReviewedView {
  readonly titleHtml: string;
  readonly state: 'right' | 'wrong';
  readonly source?: SourceView;
}

/** What a placement found, and why. */
export interface PlacedView {
  readonly tier: Tier;
  /** From the lowest tier that was asked. */
  readonly tiers: readonly { readonly tier: Tier; readonly asked: number; readonly right: number }[];
  /** Where to begin. */
  readonly start?: SourceView;
}

export type ReviewMessage =
  | { readonly type: 'review.goOn' }
  | { readonly type: 'review.reveal' }
  | { readonly type: 'review.grade'; readonly rating: Rating }
  | { readonly type: 'review.undo' }
  | { readonly type: 'review.leave' }
  | { readonly type: 'review.comeBack' }
  /** Another session of the same quiz. */
  | { readonly type: 'review.startAgain' };

export type ReviewString =
  | 'review'
  | 'placement'
  | 'review.cue'
  | 'review.pitfall'
  | 'review.hook'
  | 'review.question'
  | 'review.rules'
  | 'review.goOn'
  | 'review.leave'
  | 'review.undo'
  | 'review.undone'
  | 'review.taughtIn'
  | 'review.inWords'
  | 'review.reveal'
  | 'review.answer'
  | 'review.recalled'
  | 'review.again'
  | 'review.hard'
  | 'review.good'
  | 'review.easy'
  | 'review.done'
  | 'review.stopped'
  | 'review.score'
  | 'review.noneAnswered'
  | 'review.kept'
  | 'review.comesBack'
  | 'review.asked'
  | 'review.state.right'
  | 'review.state.wrong'
  | 'review.comeBack'
  | 'review.more'
  | 'review.placed'
  | 'review.why'
  | 'review.tierScore'
  | 'review.missesReturn'
  | 'review.startHere'
  | 'review.placeAgain'
  | 'key.review.reveal'
  | 'key.review.grade'
  | 'key.review.goOn'
  | 'key.review.undo'
  | 'key.review.leave';
