import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LessonPreview } from '../../../../src/editor/authoring/preview';
import { Workshops } from '../../../../src/editor/authoring/workshops';
import { writtenFiles } from '../../../../src/editor/authoring/writtenFiles';
import { fileOf } from '../../../../src/editor/identity';
import { editorTeamFiles } from '../../../../src/editor/team/editorFiles';
import { ruleList } from '../../../../src/engine/rules/list';
import { noLessons } from '../../../../src/lessons/model';
import type { PanelPlace } from '../../../../src/shared/protocol';
import type { ResolveAnchor } from '../../../../src/team/anchors/resolve';
import { change, sampleLesson, sampleSnippet } from '../../../lessons/sampleLesson';
import { show, until, usePlayground } from '../findings/support';
import { run, tabs } from '../learning/support';
import { behind, lessonFile, retype, writeTracks } from './support';

/** Stands in for the engine: finds a function by its first line, up to the line that closes it. */
const resolve: ResolveAnchor = ({ anchor, text }) => {
  const lines = text.split('\n');
  const startLine = lines.findIndex((line) => 'symbol' in anchor && line.includes(`function ${anchor.symbol}`));
  const endLine = lines.indexOf('}', startLine);
  return Promise.resolve(startLine < 0 ? { lost: { kind: 'none' } } : { startLine, endLine, hotLines: [{ startLine: startLine + 1, endLine: startLine + 1 }] });
};

describe('the preview of a lesson', () => {
  const play = usePlayground();
  let shown: PanelPlace | undefined;
  let preview: LessonPreview;
  let workshops: Workshops;

  beforeEach(() => {
    shown = undefined;
    const files = writtenFiles(editorTeamFiles);
    workshops = new Workshops({ files, rules: ruleList, builtIn: noLessons, resolve: () => Promise.reject(new Error('no live code here')), log: { error: () => undefined } });
    const panel = {
      show: (place: PanelPlace) => void (shown = place),
      get shown() {
        return shown;
      },
    };
    preview = new LessonPreview({ workshops, files, panel: () => panel, resolve });
  });
  afterEach(() => {
    preview.dispose();
    workshops.dispose();
  });

  it('is the panel, opened by its command beside the lesson, which keeps the focus', async () => {
    writeTracks(play());
    const editor = await show(play().uri(lessonFile));
    await run('previewLesson', editor.document.uri);
    await until('the preview is open', () => tabs().some(({ label }) => label === 'Preview: Hashing in a handler'));
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
  });

  it('shows the section under the cursor, and moves the cursor with its own steps', async () => {
    writeTracks(play());
    const editor = await show(play().uri(lessonFile));
    const file = fileOf(editor.document.uri);
    preview.show(editor.document.uri, false);
    assert.deepEqual(shown, { page: 'preview', file });
    const part = () => preview.view(file)?.part.id;
    await until('the first piece', () => part() === 'slow-hash');
    const place = behind(editor.document, 'At start-up');
    editor.selection = new vscode.Selection(place, place);
    await until('the trade-off', () => part() === 'trade-off');
    preview.go(file, -1);
    await until('the recap', () => part() === 'recap');
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /\{#recap\}/);
  });

  it('follows what is typed, names problems with their lines and keeps the rest', async () => {
    writeTracks(play());
    const editor = await show(play().uri(lessonFile));
    const file = fileOf(editor.document.uri);
    preview.show(editor.document.uri, false);
    const piece = () => {
      const part = preview.view(file)?.part;
      return part?.kind === 'piece' ? part.piece : undefined;
    };
    await until('the first piece', () => piece()?.context === 'A login route.');
    await retype(editor, 'A login route.', 'A slow login route.');
    await until('the new context', () => piece()?.context === 'A slow login route.');
    await retype(editor, 'minutes: 5', 'minutes: [');
    await until('a problem', () => preview.view(file)?.problems.some(({ line, message }) => line >= 7 && /YAML/.test(message)));
    assert.equal(piece()?.context, 'A slow login route.');
    assert.equal(piece()?.options.length, 2);
  });

  it('shows live code as it is being written, and why it is lost', async () => {
    const anchored = '    snippet: hash.js\n    source: src/login.js\n    anchor: { symbol: check }\n';
    play().write('.altitude/onboarding.yml', 'id: play\ntitle: Play\nwelcome: Hello.\nowners: [us]\nroles: []\n');
    play().write('.altitude/lessons/hashing/hash.js', sampleSnippet);
    play().write('.altitude/lessons/hashing/lesson.md', change(change(sampleLesson, '    snippet: hash.js\n', anchored), 'diagram: loop.svg\n', ''));
    const code = await play().open('src/login.js', "// logs in\nfunction check(password, salt) {\n  return pbkdf2Sync(password, salt, 100_000, 32, 'sha512');\n}\n");
    const { document } = await show(play().uri('.altitude/lessons/hashing/lesson.md'));
    const file = fileOf(document.uri);
    preview.show(document.uri, false);
    const shownCode = () => {
      const part = preview.view(file)?.part;
      return part?.kind === 'piece' ? { ...part.snippet, hotLines: part.piece.hotLines } : undefined;
    };
    await until('the code of the repository', () => shownCode()?.file === 'src/login.js');
    assert.match(shownCode()?.text ?? '', /^function check[^]*\}\n$/);
    assert.deepEqual(shownCode()?.hotLines, [{ startLine: 1, endLine: 1 }]);
    const renaming = new vscode.WorkspaceEdit();
    renaming.replace(code.document.uri, new vscode.Range(1, 9, 1, 14), 'verify');
    await vscode.workspace.applyEdit(renaming);
    await until('the reason', () => shownCode()?.lost === 'check is not in src/login.js');
    assert.equal(shownCode()?.text, sampleSnippet);
  });

  it('tries answers out and records none of them', async () => {
    writeTracks(play(), change(sampleLesson, 'A login route.', 'A tried route.'));
    const { document } = await show(play().uri(lessonFile));
    const file = fileOf(document.uri);
    preview.show(document.uri, false);
    const found = await until('the first piece', () => preview.view(file));
    const ref = { lesson: file, piece: 'slow-hash' };
    found.trial.choose(ref, 'they-wait');
    await found.trial.commit(ref, 'sure');
    assert.equal(found.trial.session(ref).answer?.correct, true);
    found.trial.retry(ref);
    assert.equal(found.trial.session(ref).answer, undefined);
  });
});
