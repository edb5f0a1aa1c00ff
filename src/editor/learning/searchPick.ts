import * as vscode from 'vscode';
import { allLessons, refOf } from '../../learning/lookup';
import type { SearchEntry, SearchKind, SearchTarget } from '../../learning/search/entries';
import type { Search } from '../../learning/search/search';
import { lessonStanding, pieceStanding } from '../../learning/standing';
import { searchKindLabel } from '../../views/panel/search/kindLabel';
import type { LearningController } from './controller';
import type { CatalogueSource } from './dependencies';
import { lessonIcon, pieceIcon, tierLabel } from './labels';
import { openFound } from './searchTarget';

export interface SearchOptions {
  readonly catalogue: CatalogueSource;
  readonly controller: LearningController;
  readonly search: Search;
}

interface FoundItem extends vscode.QuickPickItem {
  readonly target: SearchTarget;
}

const icons: Readonly<Record<Exclude<SearchKind, 'lesson' | 'piece'>, string>> = {
  rule: 'lightbulb',
  card: 'note',
  prompt: 'comment-discussion',
  drill: 'watch',
  template: 'list-ordered',
  table: 'table',
  row: 'table',
  term: 'book',
};

/** Searches everything and opens what is picked; before a word is typed, the lessons and pieces in reading order. */
export function searchEverything({ catalogue, controller, search }: SearchOptions): void {
  const pick = vscode.window.createQuickPick<FoundItem>();
  keepOrder(pick);
  pick.placeholder = vscode.l10n.t('Search lessons, symptoms, words, rules');
  const all = lessonItems(catalogue, controller);
  pick.items = all;
  let shown = '';
  const show = async (query: string) => {
    pick.busy = true;
    const found = await search.find(query);
    if (pick.value !== query) return;
    pick.busy = false;
    pick.items = query.trim() === '' ? all : found.map((entry) => itemOf(entry, controller, catalogue));
    shown = query;
  };
  pick.onDidChangeValue((query) => void show(query));
  pick.onDidAccept(async () => {
    // Enter may come before what it is meant for.
    const isLate = shown !== pick.value;
    if (isLate) await show(pick.value);
    const [picked] = isLate ? pick.items : pick.selectedItems;
    pick.hide();
    if (picked) await openFound(picked.target, catalogue);
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
  void search.prepare();
}

/** The editor would put first whatever has the query in its label; it leaves the order alone where this is set. */
function keepOrder(pick: vscode.QuickPick<FoundItem> & { sortByLabel?: boolean }): void {
  pick.sortByLabel = false;
}

function itemOf(entry: SearchEntry, controller: LearningController, catalogue: CatalogueSource): FoundItem {
  const { kind, summary, target, title, where } = entry;
  return {
    label: title,
    description: [searchKindLabel(kind), where].filter((text) => text !== '').join(' · '),
    ...(summary !== '' && { detail: summary }),
    iconPath: iconOf(entry, controller, catalogue),
    alwaysShow: true,
    target,
  };
}

function iconOf({ kind, target }: SearchEntry, { progress }: LearningController, { current }: CatalogueSource): vscode.ThemeIcon {
  if (kind === 'piece' && target.to === 'piece') return pieceIcon(pieceStanding(progress, target));
  const found = kind === 'lesson' && target.to === 'lesson' ? allLessons(current).find(({ lesson }) => lesson.id === target.lesson) : undefined;
  if (found) return lessonIcon(lessonStanding(progress, found.lesson));
  return new vscode.ThemeIcon(kind === 'piece' || kind === 'lesson' ? 'circle-large-outline' : icons[kind]);
}

function lessonItems(catalogue: CatalogueSource, { progress }: LearningController): FoundItem[] {
  return allLessons(catalogue.current).flatMap(({ track, lesson }): FoundItem[] => [
    {
      label: lesson.title,
      iconPath: lessonIcon(lessonStanding(progress, lesson)),
      description: vscode.l10n.t('{0} · {1}', track.title, tierLabel(lesson.tier)),
      detail: lesson.crux,
      alwaysShow: true,
      target: { to: 'lesson', lesson: lesson.id },
    },
    ...lesson.pieces.map((piece): FoundItem => ({
      label: piece.title,
      iconPath: pieceIcon(pieceStanding(progress, refOf(lesson, piece))),
      description: lesson.title,
      detail: piece.prompt,
      alwaysShow: true,
      target: { to: 'piece', lesson: lesson.id, piece: piece.id },
    })),
  ]);
}
