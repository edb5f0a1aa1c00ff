import assert from 'node:assert/strict';
import { loadCatalogue } from '../../src/lessons/catalogue';
import { nodeLessonFiles } from '../../src/lessons/nodeFiles';
import { packedLessons } from '../../src/lessons/pack';
import { packCatalogue, unpackCatalogue } from '../../src/lessons/packed';

describe('packed lessons', () => {
  it('are those of the Markdown, word for word', async () => {
    const catalogue = await loadCatalogue(nodeLessonFiles, { root: 'lessons' });
    assert.ok(catalogue.tracks.some(({ lessons }) => lessons.length > 5));
    assert.deepEqual(await unpackCatalogue(packCatalogue(catalogue)), catalogue);
  });

  it('are read from wherever the build runs', async () => {
    const { tracks, problems } = await unpackCatalogue(await packedLessons(process.cwd()));
    assert.ok(tracks.every(({ lessons }) => lessons.every(({ file }) => file.startsWith('lessons/'))));
    assert.deepEqual(problems.filter(({ message }) => message.includes('cannot be read')), []);
  });

  it('that were cut short are refused, not shown in part', async () => {
    const whole = packCatalogue(await loadCatalogue(nodeLessonFiles, { root: 'lessons' }));
    await assert.rejects(unpackCatalogue(whole.slice(0, -10)), SyntaxError);
  });

  it('may be none', async () => {
    const none = { tracks: [], tables: [], terms: [], problems: [] };
    assert.deepEqual(await unpackCatalogue(packCatalogue(none)), none);
  });
});
