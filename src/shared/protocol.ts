import type { ExerciseMessage, ExercisePlace, ExerciseString, ExerciseView, TemplatePlace, TemplateView } from './pages/exercise';
import type { LessonMessage, LessonPlace, LessonString, PieceView, RecapView } from './pages/lesson';
import type { PreviewMessage, PreviewPlace, PreviewString, PreviewView } from './pages/preview';
import type { ProfileEmptyView, ProfileMessage, ProfilePlace, ProfileString, ProfileView } from './pages/profile';
import type { ReadingPlace, ReadingString, ReadingView } from './pages/reading';
import type { ReviewCardView, ReviewEndView, ReviewMessage, ReviewPlace, ReviewQuestionView, ReviewString } from './pages/review';
import type { SearchMessage, SearchPlace, SearchString, SearchView } from './pages/search';
import type { TeamMessage, TeamPlace, TeamString, TeamView } from './pages/team';
import type { TablePlace, TableString, TableView } from './pages/table';

/**
 * The messages between the extension and the panel. The panel shows one page at a time; each page has its places,
 * states, messages and texts in a file of `pages`. Everything a page shows arrives as a whole state: it can be redrawn
 * from its last state after a reload, and it never holds an answer the reader has not earned.
 */

export interface EmptyView {
  readonly kind: 'empty';
  readonly message: string;
}

export type PanelState = PieceView | PreviewView | RecapView | ReadingView | TableView | ReviewQuestionView | ReviewCardView | ReviewEndView | SearchView | ProfileView | ProfileEmptyView | ExerciseView | TemplateView | TeamView | EmptyView;

/** Where the reader is; flat, so that two are the same place where their fields are. Kept across a reload. */
export type PanelPlace = LessonPlace | PreviewPlace | ReadingPlace | TablePlace | ReviewPlace | SearchPlace | ProfilePlace | ExercisePlace | TemplatePlace | TeamPlace;

/** What only the page in view can answer. */
export type PageMessage = LessonMessage | PreviewMessage | ReviewMessage | SearchMessage | ProfileMessage | ExerciseMessage | TeamMessage;

/** Every text of the panel's own interface; `{0}` and `{1}` are filled in by the panel. */
export type PanelString = CommonString | LessonString | PreviewString | ReadingString | TableString | ReviewString | SearchString | ProfileString | ExerciseString | TeamString;

export type CommonString =
  | 'language'
  | 'tier.zero'
  | 'tier.junior'
  | 'tier.middle'
  | 'tier.senior'
  | 'confidence'
  | 'confidence.sure'
  | 'confidence.think'
  | 'confidence.guess'
  | 'sources'
  | 'keys'
  | 'copyLink'
  | 'key.search'
  | 'key.keys'
  | 'close';

export type PanelStrings = Readonly<Record<PanelString, string>>;

export type ToPanel =
  | { readonly type: 'state'; readonly place?: PanelPlace; readonly state: PanelState; readonly strings: PanelStrings }
  /** Move focus into the panel; only ever sent because the reader asked for it. */
  | { readonly type: 'focus' };

export type FromPanel =
  | PageMessage
  | { readonly type: 'ready'; readonly restored?: PanelPlace }
  /** The page has got the keyboard, and not by the pointer. */
  | { readonly type: 'focused' }
  /** Another page, or another place of this one. */
  | { readonly type: 'show'; readonly place: PanelPlace }
  /** A lesson where the reader stopped, or one of its pieces, with its code. */
  | { readonly type: 'open'; readonly lesson: string; readonly piece?: string }
  /** From a place where something was looked up, to where the reader was before. */
  | { readonly type: 'back' }
  /** A link to the place in view. */
  | { readonly type: 'copyLink' }
  | { readonly type: 'openSource'; readonly url: string };
