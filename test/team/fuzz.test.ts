import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadAll, MemoryRepository, onboarding, resolve, sampleRepository, teamLesson } from './support';

const code = `export class Login {
  check = async (password) => {
    return hash(password);
  };
}
export default function () {}
`;

/** A text with some of its parts cut, doubled, moved or replaced. */
const mutated = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(40), fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('---\n', ':::', '- [x] ', '{#a}', '[', '{', '"', "'", '\u202E', '\0', '&a ', '*a', '!!x ', '```', '<!--', '](', 'lesson:', '\t', '}'))), { maxLength: 6 })
    .map((changes) => changes.reduce((at, [start, length, by]) => at.slice(0, start) + by + at.slice(start + length), text));

describe('a team’s folder, mutated', function () {
  this.timeout(60_000);

  it('never keeps the reader from what is sound', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(teamLesson), mutated(onboarding), async (lesson, file) => {
        const tree = {
          ...sampleRepository,
          '/repo/.altitude/onboarding.yml': file,
          '/repo/.altitude/lessons/broken/lesson.md': lesson,
          '/repo/.altitude/lessons/broken/hash.js': sampleRepository['/repo/.altitude/lessons/charge-flow/hash.js'],
        };
        const { teams } = await loadAll(new MemoryRepository(tree));
        assert.ok(teams[0]!.lessons.some(({ id }) => id.endsWith('/charge-flow')));
        assert.ok(teams[0]!.lessons.every(({ id }) => id.startsWith(`${teams[0]!.namespace}/`)));
      }),
      { numRuns: 150 },
    );
  });

  it('has its anchors found or lost, never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(code), fc.constantFrom('Login', 'Login.check', 'default', 'check', '', '.', '__proto__'), fc.constantFrom('javascript', 'typescript', 'tsx', 'go'), async (text, symbol, language) => {
        const found = await resolve({ text, language, anchor: { symbol }, hot: ['return hash(password);'] });
        if ('lost' in found) return;
        const lines = text.split('\n').length;
        assert.ok(found.startLine <= found.endLine && found.endLine < lines);
        assert.ok(found.hotLines.every(({ startLine, endLine }) => startLine >= found.startLine && endLine <= found.endLine));
      }),
      { numRuns: 300 },
    );
  });
});
