import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LearningController } from '../../../../src/editor/learning/controller';
import { noLessons, type Catalogue } from '../../../../src/lessons/model';
import { ClimbTree } from '../../../../src/views/climb';
import type { ClimbNode } from '../../../../src/views/climbNodes';
import { aLesson, aPiece } from '../../../learning/samples';
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
  ],
  problems: [
    { file: 'lessons/track/third/lesson.md', line: 41, message: 'option 3 has no explanation' },
    { file: 'lessons/track/third/lesson.md', line: 50, message: 'there is no right option' },
  ],
};

describe('the Climb', () => {
  let controller: LearningController;
  let tree: ClimbTree;

  beforeEach(async () => {
    const source = fixedSource(catalogue);
    controller = await memoryController(source);
    tree = new ClimbTree({ catalogue: source, controller, extensionUri: vscode.Uri.file('/altitude') });
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

  it('redraws when an answer is given', async () => {
    let redrawn = 0;
    const listening = tree.onDidChangeTreeData(() => (redrawn += 1));
    await answer('first', 'p', 'a');
    listening.dispose();
    assert.ok(redrawn > 0);
  });

  it('names broken lessons quietly, last, each problem opening its line', () => {
    assert.equal(tree.getChildren().length, 2);
    assert.equal(item(1).label, '1 lesson could not be loaded');
    const [uri, { selection }] = item(1, 0).command?.arguments as [vscode.Uri, { selection: vscode.Range }];
    assert.equal(item(1, 0).label, 'option 3 has no explanation');
    assert.equal(uri.path, '/altitude/lessons/track/third/lesson.md');
    assert.equal(selection.start.line, 40);
  });
});
