import type { Judgement } from '../../learning/exerciseSession';
import type { Tier } from '../../lessons/model';

/** A prompt or a drill, wherever the reader is in it. */
export interface ExercisePlace {
  readonly page: 'exercise';
  readonly exercise: string;
}

/** The answer template of a track. */
export interface TemplatePlace {
  readonly page: 'template';
  readonly track: string;
}

interface ExerciseHead {
  readonly exercise: string;
  readonly trackTitle: string;
  readonly title: string;
  readonly tier: Tier;
  readonly minutes: number;
}

/** The latest result of an exercise graded before. */
export interface EarlierView {
  readonly met: number;
  readonly points: number;
}

export interface TemplateStepView {
  readonly title: string;
  /** Sanitised HTML, from Markdown with html off; so is all HTML below. */
  readonly html: string;
}

/** A prompt while it is answered, in an editor of its own. */
export interface PromptView extends ExerciseHead {
  readonly kind: 'prompt';
  readonly situationHtml: string;
  /** Shown folded: a reader asks for it. */
  readonly template?: readonly TemplateStepView[];
  /** The editor with the answer is open. */
  readonly isWriting: boolean;
  readonly earlier?: EarlierView;
}

export interface DrillStepRow {
  readonly title: string;
  readonly minutes: number;
  /** Milliseconds taken so far; absent where no clock ran, and in steps not reached. */
  readonly taken?: number;
}

/** A drill before it begins: its steps, and nothing of what they are about. */
export interface DrillStartView extends ExerciseHead {
  readonly kind: 'drillStart';
  readonly steps: readonly DrillStepRow[];
  readonly earlier?: EarlierView;
}

/** A drill at one of its steps. */
export interface DrillStepView extends ExerciseHead {
  readonly kind: 'drillStep';
  readonly steps: readonly DrillStepRow[];
  /** From 0. */
  readonly step: number;
  readonly stepHtml: string;
  readonly situationHtml: string;
  readonly isWriting: boolean;
  /** Absent where the reader does without one. */
  readonly clock?: {
    /** Milliseconds left in this step and in all when the state was made; below zero where time is over. */
    readonly stepLeft: number;
    readonly left: number;
    readonly running: boolean;
    readonly isLastMinute: boolean;
  };
}

/** The answer is given, and one sentence on it offered. */
export interface ReflectView extends ExerciseHead {
  readonly kind: 'reflect';
  readonly isDrill: boolean;
  /** Milliseconds. */
  readonly taken?: number;
}

export interface PointView {
  readonly id: string;
  readonly html: string;
  /** Sent with the judgement, not before. */
  readonly judged?: { readonly as: Judgement; readonly explanationHtml: string };
}

/** The rubric, judged point by point. */
export interface RubricView extends ExerciseHead {
  readonly kind: 'rubric';
  readonly points: readonly PointView[];
}

/** What came of it. */
export interface GradedView extends ExerciseHead {
  readonly kind: 'graded';
  readonly points: readonly Required<PointView>[];
  readonly met: number;
  /** Of a drill with a clock. */
  readonly steps?: readonly DrillStepRow[];
  readonly taken?: number;
  readonly isDrill: boolean;
  readonly lessons: readonly { readonly lesson: string; readonly title: string }[];
}

export interface TemplateView {
  readonly kind: 'template';
  readonly trackTitle: string;
  readonly title: string;
  readonly summary: string;
  readonly steps: readonly TemplateStepView[];
}

export type ExerciseView = PromptView | DrillStartView | DrillStepView | ReflectView | RubricView | GradedView;

export type ExerciseMessage =
  /** Begins a drill. */
  | { readonly type: 'exercise.start'; readonly timed: boolean }
  /** Opens the editor for the answer, or brings it up; `headings` are the template's or the drill's steps. */
  | { readonly type: 'exercise.write'; readonly headings: boolean }
  | { readonly type: 'exercise.next' }
  | { readonly type: 'exercise.previous' }
  | { readonly type: 'exercise.pause' }
  /** The answer is given, whichever step this is. */
  | { readonly type: 'exercise.finish' }
  | { readonly type: 'exercise.showRubric' }
  | { readonly type: 'exercise.judge'; readonly point: string; readonly as: Judgement }
  | { readonly type: 'exercise.store' }
  | { readonly type: 'exercise.again' }
  /** Picks another of the same kind. */
  | { readonly type: 'exercise.another' };

export type ExerciseString =
  | 'exercise.minutes'
  | 'exercise.earlier'
  | 'exercise.situation'
  | 'exercise.template'
  | 'exercise.write'
  | 'exercise.writeUnderHeadings'
  | 'exercise.backToAnswer'
  | 'exercise.staysHere'
  | 'exercise.grade'
  | 'exercise.drillRules'
  | 'exercise.steps'
  | 'exercise.start'
  | 'exercise.startUntimed'
  | 'exercise.stepOf'
  | 'exercise.inStep'
  | 'exercise.inAll'
  | 'exercise.leftIn'
  | 'exercise.overIn'
  | 'exercise.paused'
  | 'exercise.pause'
  | 'exercise.resume'
  | 'exercise.nextStep'
  | 'exercise.lastStep'
  | 'exercise.notes'
  | 'exercise.backToNotes'
  | 'exercise.takenOf'
  | 'exercise.current'
  | 'exercise.stepNews'
  | 'exercise.lastMinute'
  | 'exercise.reflect'
  | 'exercise.inWords'
  | 'exercise.notStored'
  | 'exercise.showRubric'
  | 'exercise.backToStep'
  | 'exercise.rubric'
  | 'exercise.judgeHelp'
  | 'exercise.met'
  | 'exercise.missed'
  | 'exercise.pointOf'
  | 'exercise.toJudge'
  | 'exercise.store'
  | 'exercise.score'
  | 'exercise.cards'
  | 'exercise.noneMissed'
  | 'exercise.times'
  | 'exercise.taught'
  | 'exercise.again'
  | 'exercise.anotherPrompt'
  | 'exercise.anotherDrill'
  | 'key.exercise.start'
  | 'key.exercise.next'
  | 'key.exercise.previous'
  | 'key.exercise.pause'
  | 'key.exercise.back'
  | 'key.exercise.write'
  | 'key.exercise.grade'
  | 'key.exercise.judge'
  | 'key.exercise.move';
