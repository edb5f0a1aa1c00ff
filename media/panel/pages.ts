import type { PanelState } from '../../src/shared/protocol';
import { emptyPage } from './empty';
import { drillStartPage } from './exercise/drillStartPage';
import { drillStepPage } from './exercise/drillStepPage';
import { gradedPage } from './exercise/gradedPage';
import { promptPage } from './exercise/promptPage';
import { reflectPage } from './exercise/reflectPage';
import { rubricPage } from './exercise/rubricPage';
import { templatePage } from './exercise/templatePage';
import { piecePage } from './lesson/piecePage';
import { recapPage } from './lesson/recapPage';
import type { Page } from './page';
import { previewPage } from './preview/page';
import { profileEmptyPage, profilePage } from './profile/page';
import { readingPage } from './reading/page';
import { reviewCardPage } from './review/cardPage';
import { reviewEndPage } from './review/endPage';
import { reviewQuestionPage } from './review/questionPage';
import { searchPage } from './search/page';
import { tablePage } from './table/page';
import { teamPage } from './team/page';

type Pages = { readonly [Kind in PanelState['kind']]: Page<Extract<PanelState, { kind: Kind }>> };

const pages: Pages = {
  empty: emptyPage,
  piece: piecePage,
  recap: recapPage,
  preview: previewPage,
  reading: readingPage,
  table: tablePage,
  profile: profilePage,
  profileEmpty: profileEmptyPage,
  reviewQuestion: reviewQuestionPage,
  reviewCard: reviewCardPage,
  reviewEnd: reviewEndPage,
  search: searchPage,
  prompt: promptPage,
  drillStart: drillStartPage,
  drillStep: drillStepPage,
  reflect: reflectPage,
  rubric: rubricPage,
  graded: gradedPage,
  template: templatePage,
  team: teamPage,
};

/** The page that draws a state. */
export function pageOf(state: PanelState): Page {
  return pages[state.kind];
}
