import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { writeLesson, type Place } from '../../../../src/editor/authoring/newLesson';
import { findTracks } from '../../../../src/editor/authoring/tracks';
import { fileOf } from '../../../../src/editor/identity';
import { editorTeamFiles } from '../../../../src/editor/team/editorFiles';
import { ruleList } from '../../../../src/engine/rules/list';
import { lintLessons } from '../../../../src/lessons/lint/lint';
import { unwrittenMessage } from '../../../../src/lessons/lint/unwritten';
import type { LessonProblem } from '../../../../src/lessons/model';
import { nodeLessonFiles } from '../../../../src/lessons/nodeFiles';
import { sampleTrack } from '../../../lessons/sampleLesson';
import { show, usePlayground } from '../findings/support';
import { shippedCatalogue } from '../learning/support';
import { problemsOf, untilSound, writeTracks } from './support';

describe('a new lesson', () => {
  const play = usePlayground();
  const rules = new Set(ruleList.map(({ id }) => id));

  /** But for the texts that are still to be written. */
  async function faults(dir: string): Promise<LessonProblem[]> {
    const problems = await lintLessons(nodeLessonFiles, dir, rules);
    assert.ok(problems.some(({ message }) => message.startsWith(unwrittenMessage)));
    return problems.filter(({ message }) => !message.startsWith(unwrittenMessage));
  }

  async function write(place: Place, dir: string, id: string, ruleId?: string): Promise<vscode.TextEditor> {
    const rule = ruleList.find((each) => each.id === ruleId);
    await writeLesson({ place, dir, id, title: 'The pool: never "no"', tier: 'junior', rule }, { builtIn: await shippedCatalogue(), files: editorTeamFiles, rules: ruleList });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor && fileOf(editor.document.uri), `${dir}/${id}/lesson.md`);
    return editor ?? assert.fail();
  }

  it('is sound in a track that is there, listed in it, and opens at the first text to write', async () => {
    writeTracks(play());
    const root = fileOf(play().uri('lessons'));
    const [track] = await findTracks(root, editorTeamFiles);
    assert.ok(track);
    const editor = await write({ kind: 'track', track }, track.dir, 'no-limit', 'pool-acquire-without-timeout');
    assert.match(editor.document.getText(editor.selection), /^To be written: one sentence on what the lesson trains\.$/);
    assert.deepEqual(await faults(root), []);
    const entry = new TextDecoder().decode(await vscode.workspace.fs.readFile(play().uri('lessons/node/track.yml')));
    assert.equal(entry, `${sampleTrack}  - no-limit\n`);
    await untilSound(editor.document.uri);
  });

  it('is sound in a track of its own, with a rule or without', async () => {
    const dir = fileOf(play().uri('lessons'));
    await write({ kind: 'new track', dir, id: 'own', title: 'Our own', order: 1 }, `${dir}/own`, 'first-one', 'sync-in-request-path');
    const [track] = await findTracks(dir, editorTeamFiles);
    assert.ok(track);
    await write({ kind: 'track', track }, `${dir}/own`, 'second-one');
    assert.deepEqual(await faults(dir), []);
  });

  it('is sound for rules of every kind, many at once', async function () {
    this.timeout(60_000);
    const dir = fileOf(play().uri('lessons'));
    const builtIn = await shippedCatalogue();
    const [first, ...others] = ruleList;
    assert.ok(first);
    await write({ kind: 'new track', dir, id: 'all', title: 'All', order: 1 }, `${dir}/all`, `on-${first.id}`, first.id);
    const [track] = await findTracks(dir, editorTeamFiles);
    assert.ok(track);
    for (const rule of others.filter((_, index) => index % 6 === 0)) {
      await writeLesson({ place: { kind: 'track', track }, dir: track.dir, id: `on-${rule.id}`, title: rule.title, tier: 'senior', rule }, { builtIn, files: editorTeamFiles, rules: ruleList });
    }
    assert.deepEqual(await faults(dir), []);
  });

  it('is sound in the folder of a team, where it names the built-in rule as such', async () => {
    const dir = fileOf(play().uri('.altitude/lessons'));
    const editor = await write({ kind: 'team', dir }, dir, 'team-lesson', 'sync-in-request-path');
    assert.match(editor.document.getText(), /rule: altitude:sync-in-request-path/);
    await show(editor.document.uri);
    await setTimeout(1500);
    assert.deepEqual(problemsOf(editor.document.uri), []);
  });
});
