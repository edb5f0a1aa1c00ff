import type { Confidence } from '../../learning/answer';
import type { Quiz } from '../../learning/reviewSession';
import type { Tier } from '../../lessons/model';

/** The reader's altitude, what it is made of and what is due. */
export interface ProfilePlace {
  readonly page: 'profile';
}

/** A height over time at even steps, the last being now: the tier reached as a number, and above it the share held of the next. */
export type Heights = readonly number[];

export interface TopicView {
  readonly lesson: string;
  readonly title: string;
  readonly heights: Heights;
  /** The tier reached, above the lowest, and the mastery of its pieces, in words. */
  readonly standing: string;
}

export interface CalibrationView {
  readonly confidence: Confidence;
  readonly outcome: string;
  /** Of right answers, 0 to 1; absent where there are too few for anything to be claimed. */
  readonly share?: number;
}

/** Something to open, and what there is to say of it. */
export interface NearestView {
  readonly lesson: string;
  readonly piece: string;
  readonly title: string;
  readonly note: string;
}

/** Texts of this view are whole sentences in the reader's language. */
export interface ProfileView {
  readonly kind: 'profile';
  readonly title: string;
  readonly facts: readonly string[];
  /** What the next tier takes; where there is none, that the highest is reached. */
  readonly next: string;
  /** Pieces nearest to counting for it, of those the reader has not set aside. */
  readonly nearest: readonly NearestView[];
  readonly climb: {
    readonly heights: Heights;
    /** Its beginning, its middle and now, in words. */
    readonly labels: readonly [string, string, string];
    readonly table: {
      /** Moments, in words. */
      readonly columns: readonly string[];
      /** What is told of first, then the tier at each moment: all topics together, then each. */
      readonly rows: readonly { readonly title: string; readonly tiers: readonly Tier[] }[];
    };
  };
  readonly due: {
    readonly now: number;
    /** What is due and when the next one comes, in a sentence. */
    readonly next: string;
    /** Spans of time from now on and how many items come due in each; those without any are left out. */
    readonly spans: readonly { readonly span: string; readonly count: number }[];
  };
  /** The best first. */
  readonly strong: readonly TopicView[];
  /** The weakest first. */
  readonly weak: readonly TopicView[];
  /** The surest first. */
  readonly calibration: readonly CalibrationView[];
  /** Why some of it says nothing yet; absent where all of it does. */
  readonly calibrationNote?: string;
  readonly explanation: readonly string[];
}

/** Before the first answer there is nothing to tell, only where to begin. */
export interface ProfileEmptyView {
  readonly kind: 'profileEmpty';
  readonly start?: { readonly lesson: string; readonly title: string };
  readonly explanation: readonly string[];
}

export type ProfileMessage =
  | { readonly type: 'profile.copy' }
  | { readonly type: 'profile.startQuiz'; readonly quiz: Quiz };

export type ProfileString =
  | 'profile'
  | 'profile.yours'
  | 'profile.none'
  | 'profile.placeMe'
  | 'profile.startHere'
  | 'profile.copy'
  | 'profile.copied'
  | 'profile.chart'
  | 'profile.chartTitle'
  | 'profile.chartNote'
  | 'profile.trend'
  | 'profile.asTable'
  | 'profile.topic'
  | 'profile.next'
  | 'profile.reviews'
  | 'profile.reviewNow'
  | 'profile.strong'
  | 'profile.weak'
  | 'profile.topicNote'
  | 'profile.moreTopics'
  | 'profile.calibration'
  | 'profile.calibrationHelp'
  | 'profile.how'
  | 'key.profile.copy'
  | 'key.profile.review';
