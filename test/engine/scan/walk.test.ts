import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { engineFile, systemFile } from '../../../src/engine/scan/files';
import { listChanged, listFiles, listWithin } from '../../../src/engine/scan/walk';
import { withTree, type Entry } from '../support/tree';

type Tree = Readonly<Record<string, Entry>>;

/** Names found under the tree's root, or under some of its folders. */
async function listed(tree: Tree, { from = ['.'], includeTests = false } = {}): Promise<string[]> {
  return withTree(tree, (root) =>
    listFiles(
      from.map((name) => path.join(root, name)),
      { includeTests },
    ).files.map((file) => path.posix.relative(root, file)),
  );
}

describe('listing files', () => {
  it('takes files of known languages, in any case, in order', async () => {
    assert.deepEqual(await listed({ 'b.go': '', 'a.TS': '', 'c.sql': '', 'd.py': '', 'js': '', 'e.js/Makefile': '', 'z/f.mjs': '' }), ['a.TS', 'b.go', 'c.sql', 'z/f.mjs']);
  });

  it('takes names that are asked for whole, in any case', async () => {
    const tree = { Caddyfile: '', 'a.b/caddyfile': '', 'site.caddyfile': '', 'a/notcaddyfile': '', 'b.go': '' };
    assert.deepEqual(await withTree(tree, (root) => listFiles([root], { includeTests: false, endings: ['/caddyfile'] }).files.map((file) => path.posix.relative(root, file))), ['Caddyfile', 'a.b/caddyfile']);
  });

  it('takes a folder named like a file for a folder', async () => {
    assert.deepEqual(await listed({ 'x.js/inner.js': '' }), ['x.js/inner.js']);
  });

  it('takes names with spaces, per cent, hash, other letters and backslashes', async () => {
    const names = ['a b/%20.js', '日本/ñ#1.ts', 'quote"\'.go', ...(path.sep === '/' ? ['back\\slash.js'] : [])];
    assert.deepEqual(await listed(Object.fromEntries(names.map((name) => [name, '']))), [...names].sort());
  });

  it('leaves out vendored, generated and test files by name', async () => {
    const tree = { 'node_modules/a/a.js': '', 'vendor/b.go': '', 'dist/c.js': '', '.hidden/d.js': '', 'e.min.js': '', 'f.pb.go': '', 'g.d.ts': '', 'h.test.ts': '', 'hTest.js': '', 'i_test.go': '', 'test/j.js': '', 'k.js': '', 'latest.js': '' };
    assert.deepEqual(await listed(tree), ['k.js', 'latest.js']);
    assert.deepEqual(await listed(tree, { includeTests: true }), ['h.test.ts', 'hTest.js', 'i_test.go', 'k.js', 'latest.js', 'test/j.js']);
  });

  it('takes what is named itself, whatever it is called or ignored by', async () => {
    const tree = { '.git/': '', '.gitignore': 'secret\n*.test.ts\n', 'secret/a.js': '', 'secret/.gitignore': 'b.js', 'secret/b.js': '', 'c.test.ts': '', 'node_modules/d/d.js': '' };
    assert.deepEqual(await listed(tree, { from: ['secret', 'c.test.ts', 'node_modules/d'] }), ['c.test.ts', 'node_modules/d/d.js', 'secret/a.js']);
  });

  it('lists each file once for ten roots, overlapping ones and the same one twice', async () => {
    const folders = Array.from({ length: 10 }, (_, i) => `r${i}`);
    const tree = Object.fromEntries(folders.map((name) => [`${name}/a.js`, '']));
    assert.equal((await listed(tree, { from: folders })).length, 10);
    assert.equal((await listed(tree, { from: ['.', 'r1', 'r1/', './r1/a.js', 'r2/../r1/a.js', '.'] })).length, 10);
  });

  it('lists a file once when two roots are one folder', async () => {
    assert.deepEqual(await listed({ 'real/a.js': '', link: { link: 'real' } }, { from: ['link', 'real', 'link/a.js'] }), ['link/a.js']);
  });
});

describe('links, pipes and folders that cannot be read', () => {
  it('follows a root that is a link, and no link below it', async () => {
    const tree = { 'real/a.js': '', 'real/loop': { link: '..' }, 'real/self.js': { link: 'self.js' }, 'real/out.js': { link: '/etc/hostname' }, 'real/gone.js': { link: 'nowhere' }, link: { link: 'real' } };
    assert.deepEqual(await listed(tree, { from: ['link'] }), ['link/a.js']);
  });

  it('takes no pipe and no socket for a file, and tells of those that are named like one', async function () {
    if (process.platform === 'win32') this.skip();
    await withTree({ 'a.js': '', '.gitignore': 'ignored.*' }, async (root) => {
      for (const name of ['pipe.js', 'pipe', 'ignored.js']) execFileSync('mkfifo', [path.join(root, name)]);
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(path.join(root, 'socket.ts'), resolve));
      try {
        const { files, unreadable } = listFiles([root, '/dev/null'], { includeTests: false });
        assert.deepEqual(files, [path.join(root, 'a.js')]);
        assert.deepEqual(unreadable, ['/dev/null', path.join(root, 'pipe.js'), path.join(root, 'socket.ts')]);
      } finally {
        server.close();
      }
    });
  });

  it('tells of a root that is gone or loops', async () => {
    await withTree({ loop: { link: 'loop' } }, (root) => {
      const roots = [path.join(root, 'gone'), path.join(root, 'loop')];
      assert.deepEqual(listFiles(roots, { includeTests: false }), { files: [], unreadable: roots });
    });
  });

  it('tells of a folder that is deleted while it is listed', async () => {
    await withTree({ 'a/x.js': '', 'b/x.js': '' }, (root) => {
      const { readdirSync } = fs;
      const deleting = (dir: string, options: { withFileTypes: true }) => {
        const entries = readdirSync(dir, options);
        if (dir === root) fs.rmSync(path.join(root, 'b'), { recursive: true });
        return entries;
      };
      fs.readdirSync = deleting as typeof readdirSync;
      try {
        assert.deepEqual(listFiles([root], { includeTests: false }), { files: [path.join(root, 'a/x.js')], unreadable: [path.join(root, 'b')] });
      } finally {
        fs.readdirSync = readdirSync;
      }
    });
  });
});

describe('ignore files', () => {
  const repository = (tree: Tree): Tree => ({ '.git/': '', ...tree });

  it('apply below their folder, the nearer one stronger, negation included', async () => {
    const tree = repository({ '.gitignore': '*.js\n!keep.js\n/only-top.ts\n', 'a.js': '', 'keep.js': '', 'only-top.ts': '', 'sub/only-top.ts': '', 'sub/.gitignore': '!a.js\nkeep.js', 'sub/a.js': '', 'sub/keep.js': '' });
    assert.deepEqual(await listed(tree), ['keep.js', 'sub/a.js', 'sub/only-top.ts']);
  });

  it('do not let a file out of an ignored folder', async () => {
    assert.deepEqual(await listed(repository({ '.gitignore': 'private/\n!private/a.js', 'private/a.js': '', 'b.js': '' })), ['b.js']);
  });

  it('of our own name are stronger than Git\'s', async () => {
    const tree = repository({ '.gitignore': 'a.js', '.altitudeignore': '!a.js\nb.js', 'a.js': '', 'b.js': '', 'c.js': '' });
    assert.deepEqual(await listed(tree), ['a.js', 'c.js']);
  });

  it('above the root count up to the top of its repository', async () => {
    const tree = { '.gitignore': 'c.js', 'repo/.git/': '', 'repo/.gitignore': 'a.js', 'repo/src/a.js': '', 'repo/src/b.js': '', 'repo/src/c.js': '' };
    assert.deepEqual(await listed(tree, { from: ['repo/src'] }), ['repo/src/b.js', 'repo/src/c.js']);
  });

  it('above the root do not count outside a repository', async () => {
    assert.deepEqual(await listed({ '.gitignore': '*', 'src/a.js': '' }, { from: ['src'] }), ['src/a.js']);
  });

  it('start anew in a repository inside another', async () => {
    assert.deepEqual(await listed(repository({ '.gitignore': 'a.js', 'module/.git': 'gitdir: elsewhere', 'module/a.js': '' })), ['module/a.js']);
  });

  it('of one checkout alone, .git/info/exclude, are the weakest', async () => {
    const tree = { '.git/info/exclude': '*.local.js\n/scratch/\nkept.js\nours.js', '.gitignore': '!kept.js', '.altitudeignore': '!ours.js', 'a.js': '', 'b.local.js': '', 'kept.js': '', 'ours.js': '', 'scratch/c.js': '', 'src/scratch/d.js': '', 'src/.gitignore': '!e.local.js', 'src/e.local.js': '', 'src/f.local.js': '' };
    assert.deepEqual(await listed(tree), ['a.js', 'kept.js', 'ours.js', 'src/e.local.js', 'src/scratch/d.js']);
    assert.deepEqual(await listed(tree, { from: ['src'] }), ['src/e.local.js', 'src/scratch/d.js']);
    assert.deepEqual(await listed(tree, { from: ['scratch'] }), ['scratch/c.js']);
  });

  it('of one checkout alone are those that Git takes, in worktrees and submodules too', async () => {
    await withTree({ 'main/a.js': '', 'library/b.js': '' }, (root) => {
      const at = (...names: string[]) => path.join(root, ...names);
      const git = (folder: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', '-c', 'protocol.file.allow=always', ...args], { cwd: at(folder), encoding: 'utf8', stdio: 'pipe' });
      for (const folder of ['library', 'main']) {
        git(folder, 'init', '-q');
        git(folder, 'add', '.');
        git(folder, 'commit', '-q', '-m', 'first');
      }
      git('main', 'submodule', '--quiet', 'add', at('library'), 'module');
      git('main', 'worktree', 'add', '-q', '--detach', at('tree'));
      fs.appendFileSync(at('main/.git/info/exclude'), 'mine.js\n');
      fs.appendFileSync(at('main/.git/modules/module/info/exclude'), 'own.js\n');
      for (const folder of ['main', 'main/module', 'tree']) for (const name of ['mine.js', 'own.js']) fs.writeFileSync(at(folder, name), '');
      for (const folder of ['main', 'main/module', 'tree']) {
        const theirs = git(folder, 'ls-files', '--cached', '--others', '--exclude-standard').split('\n').filter((name) => name.endsWith('.js'));
        const files = listFiles([at(folder)], { includeTests: false }).files.map((file) => path.posix.relative(at(folder), file));
        assert.deepEqual(files.filter((name) => !name.startsWith('module/')), theirs.sort(), folder);
      }
      assert.deepEqual(listFiles([at('main')], { includeTests: false }).files.map((file) => path.posix.relative(root, file)), ['main/a.js', 'main/module/b.js', 'main/module/mine.js', 'main/own.js']);
    });
  });

  it('of one checkout alone may lie anywhere or nowhere', async () => {
    const linked = { 'elsewhere/info/exclude': 'a.js', 'work/.git': `gitdir: ../elsewhere\r\n`, 'work/a.js': '', 'work/b.js': '' };
    assert.deepEqual(await listed(linked, { from: ['work'] }), ['work/b.js']);
    for (const git of ['', 'gitdir:', 'gitdir: nowhere', '\0', 'gitdir: .git']) assert.deepEqual(await listed({ '.git': git, 'a.js': '' }), ['a.js'], JSON.stringify(git));
    assert.deepEqual(await listed({ '.git/info/exclude/': '', '.git/commondir': '.', 'a.js': '' }), ['a.js']);
  });

  it('are read with a byte order mark, \\r\\n and patterns that mean nothing', async () => {
    assert.deepEqual(await listed(repository({ '.gitignore': '\ufeffa.js\r\n[\r\n\\\r\n!\r\n**\\/x\r\n', 'a.js': '', 'b.js': '' })), ['b.js']);
  });

  it('that are folders, pipes or broken links are none', async function () {
    if (process.platform === 'win32') this.skip();
    await withTree({ '.gitignore/': '', 'sub/.gitignore': { link: 'nowhere' }, 'a.js': '', 'sub/b.js': '' }, (root) => {
      execFileSync('mkfifo', [path.join(root, '.altitudeignore')]);
      assert.equal(listFiles([root], { includeTests: false }).files.length, 2);
    });
  });
});

describe('listing what changed', () => {
  it('agrees with a full listing', async () => {
    const tree = { '.git/': '', '.gitignore': 'ignored', 'ignored/a.js': '', 'src/b.js': '', 'src/deep/c.ts': '', 'node_modules/d/d.js': '', 'src/e.test.js': '' };
    await withTree(tree, (root) => {
      const names = Object.keys(tree).map((name) => path.join(root, name));
      const changed = listWithin([root], [...names, path.join(root, 'src'), path.join(root, 'gone.js'), '/elsewhere.js'], { includeTests: false });
      assert.deepEqual(changed.files, listFiles([root], { includeTests: false }).files);
      assert.equal(changed.files.length, 2);
    });
  });

  it('takes nothing behind a link that a scan does not follow', async () => {
    await withTree({ 'src/a.js': '', 'other/b.js': '' }, (root) => {
      fs.symlinkSync(root, path.join(root, 'other/loop'), 'junction');
      const changed = listChanged([root], ['other/loop', 'other/loop/src/a.js', 'other/b.js'].map((name) => path.posix.join(root, name)), { includeTests: false });
      assert.deepEqual(changed.files, [path.posix.join(root, 'other/b.js')]);
    });
  });
});

describe('names of files on Windows', () => {
  const { win32 } = path;
  it('are absolute, with forward slashes and a drive', () => {
    assert.equal(engineFile('src\\a.js', 'C:\\work', win32), 'C:/work/src/a.js');
    assert.equal(engineFile('C:\\work\\', '', win32), 'C:/work');
    assert.equal(engineFile('C:\\', '', win32), 'C:');
    assert.equal(engineFile('\\\\server\\share\\src', '', win32), '//server/share/src');
  });

  it('keep a drive from meaning its current folder', () => {
    assert.equal(systemFile('C:'), 'C:/');
    assert.equal(systemFile('C:/work'), 'C:/work');
  });
});
