import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LearningController } from '../../../../src/editor/learning/controller';
import { noLessons, type Catalogue } from '../../../../src/lessons/model';
import { ClimbTree, type ClimbTeams } from '../../../../src/views/climb';
import type { ClimbNode } from '../../../../src/views/climbNodes';
import { aCard, aLesson, aPiece, aPrompt } from '../../../learning/samples';
import { fixedSource, memoryController } from './support';

const catalogue: Catalogue = {
  ...noLessons,
  tracks: [
    {
      id: 'track',
      title: 'Incident reading',
      summary: 'Summary.',
      lessons: [aLesson('first', [aPiece('p'), aPiece('q')], { minutes: 14 }), aLesson('second', [aPiece('p')])],
    },
    { id: 'base', title: 'Base', summary: '', lessons: [aLesson('easy', [aPiece('p', { tier: 'junior' })], { tier: 'junior' })] },
    {
      id: 'drills',
      title: 'Drills',
      summary: '',
      lessons: [],
      practice: {
        template: { title: 'Answer template', summary: 'The order of a strong answer.', steps: [], file: 'lessons/drills/template.md' },
        prompts: [aPrompt('webhook', ['verify', 'store'])],
        drills: [{ ...aPrompt('incident', ['impact'], { title: 'Incident' }), steps: [] }],
        cards: [aCard('one'), aCard('two')],
      },
    },
  ],
  problems: [
    { file: 'lessons/track/third/lesson.md', line: 41, message: 'option 3 has no explanation' },
    { file: 'lessons/track/third/lesson.md', line: 50, message: 'there is no right option' },
  ],
};

const noTeams: ClimbTeams = {
  groups: [],
  withheld: undefined,
  rules: { title: (rule) => rule, count: () => undefined },
  started: () => undefined,
  onDidChange: new vscode.EventEmitter<void>().event,
};

describe('the Climb', () => {
  let controller: LearningController;
  let tree: ClimbTree;

  beforeEach(async () => {
    const source = fixedSource(catalogue);
    controller = await memoryController(source);
    tree = new ClimbTree({ catalogue: source, controller, clock: { now: () => 1 }, extensionUri: vscode.Uri.file('/altitude'), team: noTeams });
  });

  afterEach(() => {
    tree.dispose();
    controller.dispose();
  });

  const [trackAt, firstAt] = [[0], [0, 0]] as const;

  function node(path: readonly number[]): ClimbNode {
    let here: ClimbNode | undefined;
    for (const index of path) here = tree.getChildren(here)[index];
    assert.ok(here, `no row at ${path.join('.')}`);
    return here;
  }

  const item = (...path: readonly number[]) => tree.getTreeItem(node(path));
  const icon = (each: vscode.TreeItem) => (each.iconPath as vscode.ThemeIcon).id;

  async function answer(lesson: string, piece: string, option: string): Promise<void> {
    controller.retry({ lesson, piece });
    controller.choose({ lesson, piece }, option);
    await controller.commit({ lesson, piece }, 'sure');
  }

  it('shows tracks, lessons and pieces in reading order', () => {
    assert.deepEqual(
      [item(...trackAt), item(...firstAt), item(0, 0, 0), item(0, 0, 1), item(0, 1)].map(({ label }) => label),
      ['Incident reading', 'Lesson first', 'Piece p', 'Piece q', 'Lesson second'],
    );
  });

  it('marks where a new reader starts, until there is an answer', async () => {
    assert.equal(item(...firstAt).description, 'Start here · senior · 14 min · 0/2');
    assert.equal(item(0, 1).description, 'senior · 10 min · 0/1');
    await answer('first', 'p', 'b');
    assert.equal(item(...firstAt).description, 'senior · 14 min · 1/2');
  });

  it('tells states apart by shape and in words', async () => {
    assert.deepEqual([icon(item(0, 0, 0)), icon(item(...firstAt))], ['circle-large-outline', 'circle-large-outline']);
    await answer('first', 'p', 'b');
    assert.deepEqual([icon(item(0, 0, 0)), icon(item(...firstAt))], ['error', 'color-mode']);
    await answer('first', 'p', 'a');
    await answer('first', 'q', 'a');
    assert.deepEqual([icon(item(0, 0, 0)), icon(item(0, 0, 1)), icon(item(...firstAt))], ['pass', 'pass-filled', 'pass-filled']);
    assert.equal(item(0, 0, 0).accessibilityInformation?.label, 'Piece p, right');
    assert.equal(item(0, 0, 1).accessibilityInformation?.label, 'Piece q, right at the first try');
    assert.equal(item(...firstAt).accessibilityInformation?.label, 'Lesson first, senior, 14 min, 2 of 2 answered');
  });

  it('opens what is picked', () => {
    assert.deepEqual(item(...firstAt).command?.arguments, ['first']);
    assert.deepEqual(item(0, 0, 1).command?.arguments, [{ lesson: 'first', piece: 'q' }]);
  });

  it('marks the start at the tier the placement found, and opens its track alone', async () => {
    const open = () => [0, 1, 2].map((track) => item(track).collapsibleState === vscode.TreeItemCollapsibleState.Expanded);
    assert.deepEqual(open(), [true, false, false]);
    await controller.setPlacement('junior');
    assert.equal(item(1, 0).description, 'Start here · junior · 10 min · 0/1');
    assert.equal(item(...firstAt).description, 'senior · 14 min · 0/2');
    assert.deepEqual(open(), [false, true, false]);
  });

  it('opens the track of the last answer once nothing is left to answer', async () => {
    for (const [lesson, piece] of [['first', 'p'], ['first', 'q'], ['second', 'p'], ['easy', 'p']] as const) await answer(lesson, piece, 'a');
    assert.equal(item(1).collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    assert.equal(item(0).collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
  });

  it('shows marks in words and in shapes that nothing earned has', async () => {
    await controller.mark({ lesson: 'first' }, 'finished');
    await controller.mark({ lesson: 'second', piece: 'p' }, 'skipped');
    const [lesson, piece] = [item(...firstAt), item(0, 1, 0)];
    assert.equal(lesson.description, 'marked finished · senior · 14 min · 0/2');
    assert.equal(lesson.accessibilityInformation?.label, 'Lesson first, marked finished, senior, 14 min, 0 of 2 answered');
    assert.deepEqual([piece.description, piece.accessibilityInformation?.label], ['skipped', 'Piece p, skipped, not answered']);
    assert.deepEqual([icon(lesson), icon(piece)], ['check', 'circle-slash']);
    assert.deepEqual([lesson.contextValue, piece.contextValue], ['lesson.finished', 'piece.skipped']);
    assert.equal(item(1, 0).description, 'Start here · junior · 10 min · 0/1', 'what is marked is not where to start');

    await answer('second', 'p', 'a');
    assert.equal(icon(item(0, 1, 0)), 'pass-filled', 'what was earned since is shown as earned');
    await controller.mark({ lesson: 'first' }, 'none');
    assert.deepEqual([item(...firstAt).contextValue, icon(item(...firstAt))], ['lesson', 'circle-large-outline']);
  });

  it('says what is remembered when a row is hovered, and that a mark is not mastery', async () => {
    const tooltip = (...path: readonly number[]) => tree.resolveTreeItem(item(...path), node(path)).tooltip as string;
    assert.doesNotMatch(tooltip(...firstAt), /Mastery/);
    await answer('first', 'p', 'a');
    await answer('first', 'q', 'b');
    assert.match(tooltip(...firstAt), /Mastery: 1 of 2 pieces held$/m);
    assert.match(tooltip(0, 0, 0), /right at the first try · Mastery: held/);
    assert.match(tooltip(0, 0, 1), /last answer not right · Mastery: not held/);
    await answer('second', 'p', 'a');
    assert.match(tooltip(0, 1), /Mastery: 1 of 1 pieces held · senior reached/);
    await controller.mark({ lesson: 'first' }, 'finished');
    assert.match(tooltip(...firstAt), /You marked it as finished\. That does not count as mastery\./);
  });

  it('shows what is practised: template, prompts, drills, cards, each opening its own', async () => {
    assert.equal(item(2).description, '1 prompt · 1 timed drill · 2 cards');
    const rows = [0, 1, 2, 3].map((row) => item(2, row));
    assert.deepEqual(rows.map(({ label }) => label), ['Answer template', '1 prompt', '1 timed drill', '2 cards']);
    assert.deepEqual(
      [rows[0], item(2, 1, 0), item(2, 2, 0), rows[3]].map((row) => [row?.command?.command, row?.command?.arguments]),
      [['altitude.openTemplate', undefined], ['altitude.openExercise', ['webhook']], ['altitude.openExercise', ['incident']], ['altitude.reviewNow', undefined]],
    );
    assert.deepEqual([item(2, 1, 0).description, icon(item(2, 1, 0))], ['senior · 10 min', 'circle-large-outline']);
    await controller.gradeExercise('webhook', { met: ['verify'], missed: ['store'] });
    assert.deepEqual([item(2, 1, 0).description, icon(item(2, 1, 0))], ['senior · 10 min · 1/2', 'color-mode']);
    assert.equal(item(2, 1, 0).accessibilityInformation?.label, 'Prompt webhook, senior, 10 min, 1 of 2 points named the last time');
    await controller.gradeExercise('webhook', { met: ['verify', 'store'], missed: [] });
    assert.equal(icon(item(2, 1, 0)), 'pass-filled');
  });

  it('has an id of its own for every row', () => {
    const ids = (parent?: ClimbNode): (string | undefined)[] => tree.getChildren(parent).flatMap((each) => [tree.getTreeItem(each).id, ...ids(each)]);
    const known = ids().filter((id) => id !== undefined);
    assert.equal(new Set(known).size, known.length);
  });

  it('shows what a pack brings as a track of its own, with its publisher, below what is built in', () => {
    const pack = { id: 'acme-habits/lessons', title: 'Node Habits', summary: 'Lessons by acme', publisher: 'acme', lessons: [aLesson('acme-habits/tokens', [aPiece('p')])] };
    const withPack = fixedSource({ ...catalogue, tracks: [pack, ...catalogue.tracks], problems: [] });
    const climb = new ClimbTree({ catalogue: withPack, controller, clock: { now: () => 1 }, extensionUri: vscode.Uri.file('/altitude'), team: noTeams });
    const rows = climb.getChildren().map((each) => climb.getTreeItem(each));
    climb.dispose();
    assert.deepEqual([rows.at(-1)?.label, rows.at(-1)?.description], ['Node Habits', 'acme · 1 lesson']);
    assert.deepEqual(rows.map(({ label }) => label), ['Incident reading', 'Base', 'Drills', 'Node Habits']);
  });

  it('redraws when an answer is given', async () => {
    let redrawn = 0;
    const listening = tree.onDidChangeTreeData(() => (redrawn += 1));
    await answer('first', 'p', 'a');
    listening.dispose();
    assert.ok(redrawn > 0);
  });

  it('names broken lessons quietly, last, each problem opening its line', () => {
    assert.equal(tree.getChildren().length, 4);
    assert.equal(item(3).label, '1 lesson could not be loaded');
    const [uri, { selection }] = item(3, 0).command?.arguments as [vscode.Uri, { selection: vscode.Range }];
    assert.equal(item(3, 0).label, 'option 3 has no explanation');
    assert.equal(uri.path, '/altitude/lessons/track/third/lesson.md');
    assert.equal(selection.start.line, 40);
  });
});
