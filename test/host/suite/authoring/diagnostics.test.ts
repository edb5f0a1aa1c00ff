import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { change, sampleLesson, sampleSnippet } from '../../../lessons/sampleLesson';
import { show, until, usePlayground } from '../findings/support';
import { shareOf } from '../pauses';
import { lessonFile, problemsOf, retype, untilProblem, untilSound, writeTracks } from './support';

describe('problems of a lesson that is being written', () => {
  const play = usePlayground();

  it('come and go as one types, at their lines, without saving', async () => {
    writeTracks(play());
    const editor = await show(play().uri(lessonFile));
    const { uri } = editor.document;
    await retype(editor, 'minutes: 5', 'minutes: five');
    assert.equal(await untilProblem(uri, /minutes/), '7: minutes must be a whole number from 1 to 240');
    assert.equal(editor.document.isDirty, true);
    await retype(editor, 'minutes: five', 'minutes: 6');
    await untilSound(uri);
    await retype(editor, 'A login route.', 'See [this](term:missing).');
    await untilProblem(uri, /^\d+: there is no term called missing/);
  });

  it('name a rule, a snippet and marked lines that are not there', async () => {
    writeTracks(play(), change(change(sampleLesson, 'rule: sync-in-request-path', 'rule: no-such-rule'), 'pbkdf2Sync(password', 'scryptSync('));
    const { document } = await show(play().uri(lessonFile));
    await untilProblem(document.uri, /there is no rule called no-such-rule/);
    await untilProblem(document.uri, /the hot text "scryptSync\(" is not in hash\.js/);
  });

  it('follow a snippet that is edited beside the lesson', async () => {
    writeTracks(play());
    const { document } = await show(play().uri(lessonFile));
    const snippet = await show(play().uri('lessons/node/hashing/hash.js'));
    await retype(snippet, 'pbkdf2Sync(password', 'hashOf(password');
    await untilProblem(document.uri, /the hot text/);
    await retype(snippet, 'hashOf(password', 'pbkdf2Sync(password');
    await untilSound(document.uri);
    assert.equal(snippet.document.getText(), sampleSnippet);
  });

  it('are shown in track.yml, the glossary and prompts too', async () => {
    writeTracks(play());
    const track = await show(play().uri('lessons/node/track.yml'));
    await retype(track, '  - hashing', '  - hashing\n  - missing');
    await untilProblem(track.document.uri, /^7: there is no folder missing/);
    const glossary = await show(play().uri('lessons/glossary.yml'));
    await retype(glossary, 'term: event loop', 'word: event loop');
    await untilProblem(glossary.document.uri, /word is not a known field/);
    const prompt = await show(play().write('lessons/node/prompts/webhook.md', '---\nid: hook\ntitle: Hook\ntier: senior\nminutes: 5\n---\n'));
    await untilProblem(prompt.document.uri, /there is no situation/);
  });

  it('are shown in a lesson of a team', async () => {
    play().write('.altitude/lessons/hashing/hash.js', sampleSnippet);
    play().write('.altitude/lessons/hashing/loop.svg', '<svg xmlns="http://www.w3.org/2000/svg"><title>a</title><desc>b</desc></svg>');
    const uri = play().write('.altitude/lessons/hashing/lesson.md', sampleLesson);
    const editor = await show(uri);
    await untilProblem(uri, /there is no rule called sync-in-request-path in this folder; write altitude:sync-in-request-path/);
    await retype(editor, 'rule: sync', 'rule: altitude:sync');
    await untilSound(uri);
  });

  it('are gone with the document, and never there for a file that only looks like a lesson', async () => {
    writeTracks(play(), change(sampleLesson, 'minutes: 5', 'minutes: five'));
    const { document } = await show(play().uri(lessonFile));
    await untilProblem(document.uri, /minutes/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('the document is closed', () => document.isClosed);
    await until('its problems are gone', () => problemsOf(document.uri).length === 0);

    const stray = await show(play().write('notes/lesson.md', '# My piano lesson\n'));
    await setTimeout(600);
    assert.deepEqual(problemsOf(stray.document.uri), []);
  });

  it('remind of texts that are still to be written', async () => {
    writeTracks(play(), change(sampleLesson, 'A login route.', 'To be written: what the reader sees.'));
    const { document } = await show(play().uri(lessonFile));
    const reminders = () => problemsOf(document.uri, vscode.DiagnosticSeverity.Information);
    assert.deepEqual(await until('a reminder', () => reminders().length > 0 && reminders()), ['22: is still to be written: what the reader sees.']);
  });

  it('hold the thread for a few milliseconds at most while a shipped lesson is written', async function () {
    this.timeout(60_000);
    const extension = vscode.extensions.getExtension('altitude.altitude');
    assert.ok(extension);
    const shipped = vscode.Uri.joinPath(extension.extensionUri, 'lessons');
    const copy = play().uri('lessons');
    await vscode.workspace.fs.copy(shipped, copy);
    const editor = await show(vscode.Uri.joinPath(copy, 'node-crises/big-upload/lesson.md'));
    const { uri } = editor.document;
    const cycle = async (round: number) => {
      await retype(editor, 'id: big-upload\n', `id: big-upload\nround: ${round}\n`);
      await untilProblem(uri, /round is not a known field/);
      await retype(editor, `round: ${round}\n`, '');
      await untilSound(uri);
    };
    await cycle(0);
    const rounds = [];
    for (let round = 1; round <= 3; round++) rounds.push(await shareOf(`${extension.extensionPath}/dist/`, async () => cycle(round)));
    const least = rounds.toSorted((a, b) => a.longest - b.longest)[0];
    console.log(`      longest of our turns while typing: ${rounds.map(({ longest }) => longest.toFixed(1)).join(', ')} ms; in all ${rounds.map(({ total }) => total.toFixed(0)).join(', ')} ms`);
    assert.ok(least && least.longest < 10, JSON.stringify(least));
  });
});
