import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLink, pathOf, type Link } from '../../src/learning/link';

const id = fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const links: fc.Arbitrary<Link> = fc.oneof(
  fc.record({ to: fc.constantFrom('lesson', 'topic'), lesson: id }),
  fc.record({ to: fc.constant('piece'), lesson: id, piece: id }),
  fc.record({ to: fc.constant('rule'), rule: id }),
  fc.record({ to: fc.constant('table'), table: id }),
);

describe('links', () => {
  it('are read as they were written', () => {
    fc.assert(fc.property(links, (link) => assert.deepEqual(parseLink(pathOf(link)), { ...link })));
  });

  it('may end in a slash, as some programs make them', () => {
    assert.deepEqual(parseLink('/lesson/pools/'), { to: 'lesson', lesson: 'pools' });
  });

  for (const path of ['', '/', '/lesson', '/lesson/', '/lesson/a/b', '/piece/a', '/piece/a/', '/piece/a/b/c', '/piece//b', '/run/altitude.resetProgress', '/Lesson/a', 'lesson/a', '//lesson/a'])
    it(`are nothing else: ${path}`, () => assert.equal(parseLink(path), undefined));
});
