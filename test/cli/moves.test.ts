import assert from 'node:assert/strict';
import { movesBetween, type FileFindings } from '../../src/cli/moves';

/** A file and its findings, a letter for each. */
const file = (name: string, letters: string): FileFindings => {
  const kinds = new Map<string, number>();
  for (const letter of letters) kinds.set(letter, (kinds.get(letter) ?? 0) + 1);
  return { file: name, kinds };
};

const moves = (gone: readonly FileFindings[], fresh: readonly FileFindings[]) =>
  movesBetween(gone, fresh)
    .map(({ from, to, kind }) => `${from} > ${to}: ${kind}`)
    .sort();

describe('files that moved', () => {
  it('are known by the findings they share, each as often as it was there', () => {
    assert.deepEqual(moves([file('/old.js', 'aab')], [file('/new.js', 'aaab')]), ['/old.js > /new.js: a', '/old.js > /new.js: a', '/old.js > /new.js: b']);
    assert.deepEqual(moves([file('/old.js', 'ab')], [file('/new.js', 'cd')]), []);
    assert.deepEqual(moves([], [file('/new.js', 'a')]), []);
  });

  it('share half of what each has, or under the same name half of what the smaller has', () => {
    assert.equal(moves([file('/old.js', 'abcd')], [file('/new.js', 'ab')]).length, 2);
    assert.equal(moves([file('/old.js', 'abcde')], [file('/new.js', 'ab')]).length, 0);
    assert.equal(moves([file('/old.js', 'a')], [file('/new.js', 'abc')]).length, 0);
    assert.equal(moves([file('/src/old.js', 'abcde')], [file('/lib/old.ts', 'ab')]).length, 2);
    assert.equal(moves([file('/src/old.js', 'abcde')], [file('/lib/old.ts', 'axy')]).length, 0);
  });

  it('go to one file: of two copies, one is new', () => {
    assert.deepEqual(moves([file('/old.js', 'ab')], [file('/y.js', 'ab'), file('/x.js', 'ab')]), ['/old.js > /x.js: a', '/old.js > /x.js: b']);
  });

  it('that hold the same are told apart by their names', () => {
    const gone = [file('/src/a/index.js', 'a'), file('/src/b/index.js', 'a'), file('/src/b/other.js', 'a')];
    const fresh = [file('/lib/b/other.js', 'a'), file('/lib/b/index.js', 'a'), file('/lib/a/index.js', 'a')];
    assert.deepEqual(moves(gone, fresh), ['/src/a/index.js > /lib/a/index.js: a', '/src/b/index.js > /lib/b/index.js: a', '/src/b/other.js > /lib/b/other.js: a']);
  });

  it('may be split in two, or joined', () => {
    assert.equal(moves([file('/old.js', 'abcd')], [file('/one.js', 'ab'), file('/two.js', 'cd')]).length, 4);
    assert.equal(moves([file('/one.js', 'ab'), file('/two.js', 'cd')], [file('/new.js', 'abcd')]).length, 4);
  });

  it('by the thousand, though all share a finding, are told apart by the others', () => {
    const many = (folder: string) => Array.from({ length: 1000 }, (_, at) => ({ file: `/${folder}/${at}.js`, kinds: new Map([['same', 1], [String(at), 1]]) }));
    const found = movesBetween(many('old'), many('new'));
    assert.equal(found.length, 2000);
    assert.ok(found.every(({ from, to }) => from.replace('old', 'new') === to));
  });
});
