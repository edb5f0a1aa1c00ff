import assert from 'node:assert/strict';
import { CodeOwners } from '../../src/cli/report/codeowners';
import { engineFile } from '../../src/engine/scan/files';
import { withTree } from '../engine/support/tree';

describe('CODEOWNERS', () => {
  const owned = async (text: string, ...files: readonly string[]) =>
    withTree({ CODEOWNERS: text }, (root) => {
      const top = engineFile(root);
      return files.map((file) => CodeOwners.read(top)?.ownersOf(`${top}/${file}`).join(' '));
    });

  it('takes the last rule that matches, also where it names nobody', async () => {
    const text = '* @all\n/src/ @org/backend ann@example.com\n/src/generated/\n';
    assert.deepEqual(await owned(text, 'a.js', 'src/a.js', 'src/deep/a.js', 'src/generated/a.js'), ['@all', '@org/backend ann@example.com', '@org/backend ann@example.com', '']);
  });

  for (const [pattern, matches, others] of [
    ['*', ['a.js', 'a/b/c.go'], []],
    ['*.go', ['a.go', 'a/b.go'], ['a.gone', 'ago']],
    ['/build/logs/', ['build/logs/a.js', 'build/logs/a/b.js'], ['a/build/logs/b.js', 'build/logs']],
    ['docs/*', ['docs/a.md', 'docs/.a'], ['docs/build/a.md', 'a/docs/b.md']],
    ['/*', ['a.js'], ['a/b.js']],
    ['apps/', ['apps/a.js', 'a/apps/b/c.js'], ['apps', 'myapps/a.js']],
    ['apps', ['apps/a.js', 'a/apps/b/c.js', 'apps'], ['apps.js']],
    ['/docs/', ['docs/a/b.md'], ['a/docs/b.md']],
    ['src/api', ['src/api/a.js', 'src/api'], ['a/src/api/b.js', 'src/apis/a.js']],
    ['**/logs', ['logs/a', 'build/logs/a', 'deep/build/logs/a/b'], ['logs.txt']],
    ['src/**/models', ['src/models/a.js', 'src/a/b/models/c.js'], ['models/a.js']],
    ['src/**', ['src/a.js', 'src/a/b.js'], ['src', 'lib/src/a.js']],
    ['/src/*/api', ['src/a/api/b.js'], ['src/a/b/api/c.js', 'src/api/a.js']],
    ['file?.js', ['file1.js', 'a/fileA.js'], ['file.js', 'file12.js', 'file/.js']],
    ['a+b(1).{js}', ['a+b(1).{js}'], ['aab1.js']],
    ['/with\\ space/', ['with space/a.js'], ['with/a.js']],
    ['Src/', ['Src/a.js'], ['src/a.js']],
  ] as const) {
    it(`reads ${pattern}`, async () => {
      assert.deepEqual(await owned(`${pattern} @o\n`, ...matches), matches.map(() => '@o'), 'matches');
      assert.deepEqual(await owned(`${pattern} @o\n`, ...others), others.map(() => ''), 'others');
    });
  }

  it('leaves out comments and lines GitHub refuses; the others hold', async () => {
    const text = '# all\r\n* @all # everything\r\n!a.js @not\r\n[ab].js @class\r\n\\#a.js @hash\r\na.js not-an-owner\r\n';
    assert.deepEqual(await owned(text, 'a.js', 'b.js'), ['@all', '@all']);
  });

  it('is read from .github first, then the top, then docs', async () => {
    const all = { '.github/CODEOWNERS': '* @github', CODEOWNERS: '* @top', 'docs/CODEOWNERS': '* @docs' };
    const at = async (...names: readonly (keyof typeof all)[]) =>
      withTree(Object.fromEntries(names.map((name) => [name, all[name]])), (root) => CodeOwners.read(engineFile(root))?.ownersOf(`${engineFile(root)}/a.js`)[0]);
    assert.equal(await at('docs/CODEOWNERS', 'CODEOWNERS', '.github/CODEOWNERS'), '@github');
    assert.equal(await at('docs/CODEOWNERS', 'CODEOWNERS'), '@top');
    assert.equal(await at('docs/CODEOWNERS'), '@docs');
    assert.equal(await at(), undefined);
  });

  it('answers at once for a pattern made to be slow', async () => {
    const started = Date.now();
    await owned(`${'*a'.repeat(40)}b @o\n${'**/'.repeat(30)}x @o\n`, 'a'.repeat(200), `${'a/'.repeat(60)}b`);
    assert.ok(Date.now() - started < 1000);
  });
});
