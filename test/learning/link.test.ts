import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLink, pathOf, type Link } from '../../src/learning/link';

const id = fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/);
/** Of what is built in, or of a team. */
const named = fc.oneof(id, fc.tuple(id, id).map((parts) => parts.join('/')));
const links: fc.Arbitrary<Link> = fc.oneof(
  fc.record({ to: fc.constantFrom('lesson', 'topic'), lesson: named }),
  fc.record({ to: fc.constant('piece'), lesson: named, piece: id }),
  fc.record({ to: fc.constant('rule'), rule: named }),
  fc.record({ to: fc.constant('table'), table: id }),
);

describe('links', () => {
  it('are read as they were written', () => {
    fc.assert(fc.property(links, (link) => assert.deepEqual(parseLink(pathOf(link)), { ...link })));
  });

  it('may end in a slash, as some programs make them', () => {
    assert.deepEqual(parseLink('/lesson/pools/'), { to: 'lesson', lesson: 'pools' });
  });

  for (const path of ['', '/', '/lesson', '/lesson/', '/lesson/a/b/c', '/lesson/a//b', '/table/a/b', '/piece/a', '/piece/a/', '/piece/a/b/c/d', '/piece//b', '/run/altitude.resetProgress', '/Lesson/a', 'lesson/a', '//lesson/a'])
    it(`are nothing else: ${path}`, () => assert.equal(parseLink(path), undefined));
});
