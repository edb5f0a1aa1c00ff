import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rules } from '../../../src/engine/rules/registry';
import { fixText } from '../../../src/engine/fix/fixText';
import { loadCatalogue } from '../../../src/lessons/catalogue';
import { lintLessons } from '../../../src/lessons/lint/lint';
import { analyzerFor } from '../../engine/support/ruleTests';
import { MemoryFiles } from '../memoryFiles';

/** The files that CONTRIBUTING shows: a path alone on its line, then a fenced block. */
function shownFiles(): Record<string, string> {
  const document = readFileSync('CONTRIBUTING.md', 'utf8');
  const blocks = document.matchAll(/^`(lessons\/[^`\n]+)`\n\n(`{3,})\w+\n([\s\S]*?\n)\2$/gm);
  return Object.fromEntries([...blocks].map(([, path = '', , text = '']) => [path, text]));
}

describe('the worked example in CONTRIBUTING', () => {
  const files = new MemoryFiles(shownFiles());

  it('is a sound lesson', async () => {
    const ids = new Set(rules.map(({ id }) => id));
    assert.deepEqual(await lintLessons(files, 'lessons', ids), []);
    const { tracks } = await loadCatalogue(files, { root: 'lessons', rules: ids });
    assert.equal(tracks[0]?.lessons[0]?.pieces.length, 1);
  });

  it('shows code that its rule finds, and mends so that it finds nothing more', async () => {
    const { tracks } = await loadCatalogue(files, { root: 'lessons' });
    const piece = tracks[0]?.lessons[0]?.pieces[0];
    const rule = rules.find(({ id }) => id === piece?.rule);
    assert.ok(piece && rule);
    const analyzer = await analyzerFor(rule);
    const source = { file: `/snippets/${piece.snippetFile}`, text: piece.snippet, language: piece.language, fragment: true };
    const findings = (await analyzer.analyze(source)) ?? [];
    assert.equal(findings.length, 1);
    const line = piece.snippet.split('\n').findIndex((each) => each.includes('new Pool'));
    assert.equal(findings[0]?.range.start.line, line);
    assert.deepEqual(piece.hotLines, [{ startLine: line, endLine: line }]);
    const { text } = await fixText(analyzer, source, { safety: 'guided' });
    assert.match(text, /connectionTimeoutMillis/);
    assert.deepEqual(await analyzer.analyze({ ...source, text }), []);
  });
});
