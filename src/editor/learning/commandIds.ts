/**
 * The commands of learning, as the manifest declares them. A piece is given as `{ lesson, piece }`; without one, it is
 * the current piece. Those that open something take `{ preserveFocus }` after it.
 */
export const commandIds = {
  /** `(lesson)`: the lesson's first unanswered piece. */
  openLesson: 'altitude.openLesson',
  openPiece: 'altitude.openPiece',
  /** `(piece, position)`: opens the piece, and keeps the way back to a place in the reader's own code. */
  learnWhy: 'altitude.learnWhy',
  backToCode: 'altitude.backToCode',
  /** `(rules)`: flaws of these rules were mended in the reader's own code. */
  practised: 'altitude.practised',
  continue: 'altitude.continue',
  answer: 'altitude.answer',
  /** `(piece, option id)` */
  choose: 'altitude.choose',
  /** `(piece, confidence)` */
  commit: 'altitude.commit',
  /** `({ number })`: the option, or the confidence asked for, with this number from 1. */
  chooseNumber: 'altitude.chooseNumber',
  hint: 'altitude.hint',
  retry: 'altitude.retry',
  showFix: 'altitude.showFix',
  nextPiece: 'altitude.nextPiece',
  previousPiece: 'altitude.previousPiece',
  showRecap: 'altitude.showRecap',
  openPanel: 'altitude.openPanel',
  /** `(piece or lesson)`: its topic, at the reader's tier. */
  readTopic: 'altitude.readTopic',
  /** `(table id, row)`; without a table, the reader picks one. */
  lookUpTable: 'altitude.lookUpTable',
  showInWorkspace: 'altitude.showInWorkspace',
  /** `(rule)` */
  showRulePlaces: 'altitude.showRulePlaces',
  /** `(piece)`: where the code of a piece was, that is no longer found. */
  showWhereItWas: 'altitude.showWhereItWas',
  /** `(lesson)`, for authors: keeps the code that live pieces show now beside their lessons. */
  updateKnownText: 'altitude.updateKnownText',
  /** `(piece or lesson)` */
  copyLink: 'altitude.copyLink',
  search: 'altitude.searchLessons',
  showKeys: 'altitude.showKeys',
  reviewNow: 'altitude.reviewNow',
  /** The placement quiz. */
  placeMe: 'altitude.placeMe',
  showProfile: 'altitude.showProfile',
  /** `(lesson or piece)`; without one, the reader picks. */
  markFinished: 'altitude.markFinished',
  skip: 'altitude.skip',
  clearMark: 'altitude.clearMark',
  undoLast: 'altitude.undoLast',
  /** `(file)`: as CSV where its name ends in .csv, else for Anki; without a file, the reader chooses. */
  exportCards: 'altitude.exportCards',
  /** `(exercise id)`: a prompt or a drill; without one, the reader picks. */
  openExercise: 'altitude.openExercise',
  practisePrompt: 'altitude.practisePrompt',
  startDrill: 'altitude.startDrill',
  /** What is being answered goes to its rubric, to its next step, or is paused. */
  gradeExercise: 'altitude.gradeExercise',
  nextStep: 'altitude.nextStep',
  pauseDrill: 'altitude.pauseDrill',
  /** `(track id)`; without one, the first there is. */
  /** `(team)`: its welcome and the way through a role. */
  showTeam: 'altitude.showTeam',
  /** `(role)`: opens its next step; without a role, the reader picks. */
  startDayOne: 'altitude.startDayOne',
  /** `(team)` */
  copySummary: 'altitude.copyProgressSummary',
  /** Of the fix made last from a team's page. */
  copyCommit: 'altitude.copyCommitMessage',
  openTemplate: 'altitude.openTemplate',
  /** `(lesson.md)`: beside its editor; without a file, the one in the active editor. */
  previewLesson: 'altitude.previewLesson',
  newLesson: 'altitude.newLesson',
  /** `(folder)`; without one, that of the workspace. */
  setUpOnboarding: 'altitude.setUpOnboarding',
  /** `({ title, id, question, role })`: what is missing is asked for. */
  makeLesson: 'altitude.makeLesson',
  /** What other extensions bring: what it is, on or off, what is wrong with it. */
  lessonPacks: 'altitude.lessonPacks',
  exportProgress: 'altitude.exportProgress',
  importProgress: 'altitude.importProgress',
  resetProgress: 'altitude.resetProgress',
} as const;
