import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileOf } from '../../../../src/editor/identity';
import type { GitApi } from '../../../../src/editor/team/gitHistory';
import { showWhereItWas } from '../../../../src/editor/team/liveCommands';
import type { LiveCode } from '../../../../src/lessons/model';
import { usePlayground } from '../findings/support';
import { until } from '../learning/support';

// The files of this suite have a name that no other suite opens: the editor may still hold another's text under it.
const commit = '4f3a2b1c9d8e7f60';
const snippet = 'function charge(order) {\n  return provider.charge(order.cents);\n}\n';
const then = `// how it was\n// on that day\n${snippet}`;
const scheme = 'past';

/** Stands in for the Git extension, which the editor under test does without. */
class FakeGit implements GitApi {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly state = 'initialized';
  readonly onDidChangeState = this.changed.event;
  readonly asked: unknown[][] = [];

  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  toGitUri({ path }: vscode.Uri, ref: string): vscode.Uri {
    return vscode.Uri.from({ scheme, path, query: ref });
  }

  getRepository(uri: vscode.Uri): ReturnType<GitApi['getRepository']> {
    if (uri.path.includes('elsewhere')) return null;
    return {
      show: (ref, file) => {
        this.asked.push([ref, file]);
        const text = this.texts.get(ref);
        return text === undefined ? Promise.reject(new Error('fatal: path does not exist')) : Promise.resolve(text);
      },
    };
  }
}

describe('showing where code was', () => {
  const play = usePlayground();
  const git = new FakeGit(new Map([[commit, then]]));
  let provider: vscode.Disposable;

  before(() => {
    provider = vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: ({ query }) => (query === commit ? then : '') });
  });
  after(() => void provider.dispose());

  const at = (api: GitApi | undefined) => ({ git: () => Promise.resolve(api), column: vscode.ViewColumn.Active });
  const live = (changes: Partial<LiveCode> = {}): LiveCode => ({
    file: fileOf(play().uri('src/then.js')),
    source: 'src/then.js',
    anchor: { symbol: 'charge' },
    hot: [],
    kept: 'same',
    state: { lost: { kind: 'none' } },
    ...changes,
  });
  const shown = async (uri: string): Promise<vscode.TextEditor> => until(uri, () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString().startsWith(uri) && editor;
  });

  beforeEach(() => {
    play().write('src/then.js', `// moved\n\n\n\n${snippet.replace('charge(order)', 'pay(order)')}`);
  });

  it('shows the file as of the commit of the piece, at the code', async () => {
    assert.equal(await showWhereItWas({ snippet }, live({ commit }), at(git)), undefined);
    const { document, selection } = await shown(`${scheme}:`);
    assert.equal(document.getText(), then);
    assert.equal(selection.active.line, 2);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith('then.js'), true);
    assert.deepEqual(git.asked.at(-1), [commit, play().uri('src/then.js').fsPath]);
  });

  it('shows it as of the commit also where the file is gone', async () => {
    play().remove('src/then.js');
    await showWhereItWas({ snippet }, live({ commit, state: { lost: { kind: 'file', cause: 'cannot be read: no such file' } } }), at(git));
    assert.equal((await shown(`${scheme}:`)).document.getText(), then);
  });

  it('shows the file as it is now where the piece names no commit, and where Git does not have it, and says so', async () => {
    const now = play().uri('src/then.js').toString();
    const instead = (name: string, why: string) => `This is src/then.js as it is now. As of commit ${name} it cannot be shown: ${why}.`;
    const cases: readonly (readonly [Partial<LiveCode>, GitApi | undefined, string | undefined])[] = [
      [{}, git, undefined],
      [{ commit }, undefined, instead('4f3a2b1c9d', 'the Git extension of the editor is missing or switched off')],
      [{ commit: 'abcdef1' }, git, instead('abcdef1', 'Git does not have it there')],
    ];
    for (const [changes, api, said] of cases) {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.equal(await showWhereItWas({ snippet }, live(changes), at(api)), said);
      assert.equal((await shown(now)).selection.active.line, 5);
    }
  });

  it('says why it can show neither', async () => {
    const gone = live({ commit, file: fileOf(play().uri('elsewhere/then.js')), state: { lost: { kind: 'file', cause: 'is not a file' } } });
    const said = await showWhereItWas({ snippet }, gone, at(git));
    assert.equal(said, 'src/then.js cannot be shown: is not a file. As of commit 4f3a2b1c9d it cannot either: it lies in no Git repository that is open.');
  });
});
