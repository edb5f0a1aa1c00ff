import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generatedFiles } from '../src/docs/files';
import { ReadProject } from '../src/engine/facts/project/project';
import { fixText } from '../src/engine/fix/fixText';
import { rules } from '../src/engine/rules/registry';
import { withGrammars } from './engine/support/grammars';
import { Analyzer } from '../src/engine/scan/analyzer';
import { loadCatalogue } from '../src/lessons/catalogue';
import { cardKinds, tiers, type Catalogue, type Piece } from '../src/lessons/model';
import { nodeLessonFiles } from '../src/lessons/nodeFiles';
import { readCases } from './engine/support/fixtures';
import { testSettings } from './engine/support/ruleTests';
import { allLessons, allPieces } from '../src/learning/lookup';
import { grammarAssets } from './support/assets';

const everyPiece = (catalogue: Catalogue): Piece[] => allLessons(catalogue).flatMap(({ lesson }) => [...lesson.pieces, ...lesson.variants]);

/** What holds for the whole set: rules, fixtures, lessons and the manifest belong together. */
describe('rules and lessons together', () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await loadCatalogue(nodeLessonFiles, { root: 'lessons', rules: new Set(rules.map(({ id }) => id)) });
  });

  it('loads every lesson that ships', () => {
    assert.deepEqual(catalogue.problems, []);
    assert.ok(catalogue.tracks.length > 0);
  });

  it('gives every rule its own id and every option its own explanation', () => {
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    for (const piece of everyPiece(catalogue)) {
      const explanations = piece.options.map(({ explanation }) => explanation.trim());
      assert.equal(new Set(explanations).size, piece.options.length, piece.id);
      assert.ok(explanations.every((text) => text.length > 80), piece.id);
    }
  });

  it('has settings, schema and the tables of the README as `npm run docs` writes them', async () => {
    for (const [file, text] of await generatedFiles()) assert.equal(readFileSync(file, 'utf8'), text, `${file}: run \`npm run docs\``);
  });

  for (const rule of rules) {
    it(`${rule.id}: languages match its matchers, documentation is whole, fixtures exist, a piece teaches it`, () => {
      const families = new Set(rule.languages.map((language) => (language === 'go' || language === 'sql' ? language : 'script')));
      for (const family of ['script', 'go', 'sql'] as const) assert.equal(rule[family] !== undefined, families.has(family), family);
      for (const text of [rule.docs.finds, rule.docs.why, rule.docs.fix, rule.docs.notWhen]) assert.ok(text.trim().length > 40);
      assert.ok(rule.docs.sources.length > 0 && rule.docs.sources.every(({ url }) => url.startsWith('https://')));
      const hits = readCases(rule.id, 'hits').length;
      assert.ok(hits >= 12, `${hits} hits`);
      assert.ok(readCases(rule.id, 'misses').length >= 12);
      const teaches = allPieces(catalogue).filter(({ lesson, piece }) => `${lesson.id}#${piece.id}` === rule.lesson);
      assert.deepEqual(teaches.map(({ piece }) => piece.rule === rule.id || piece.also?.includes(rule.id)), [true], `no piece ${rule.lesson} teaches it`);
    });
  }

  it('finds and fixes the snippet of every piece and variant that teaches a rule, and finds there what it teaches beside it', async () => {
    for (const piece of everyPiece(catalogue)) {
      const analyzerOf = (id: string) => {
        const rule = rules.find((each) => each.id === id);
        assert.ok(rule !== undefined, `${piece.id}: ${id} is no rule`);
        return new Analyzer({ rules: [rule], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: testSettings }, withGrammars);
      };
      const source = { file: `/lesson/${piece.snippetFile}`, text: piece.snippet, language: piece.language, fragment: true };
      for (const id of [...(piece.rule === undefined ? [] : [piece.rule]), ...(piece.also ?? [])]) assert.ok(((await analyzerOf(id).analyze(source)) ?? []).length > 0, `${piece.id}: ${id} finds nothing`);
      if (piece.rule === undefined) continue;
      const analyzer = analyzerOf(piece.rule);
      const fixed = await fixText(analyzer, source, { safety: 'guided' });
      assert.notEqual(fixed.text, piece.snippet, `${piece.id}: not fixed`);
      assert.deepEqual(await analyzer.analyze({ ...source, text: fixed.text }), [], `${piece.id}: found again`);
      if (process.env['ALTITUDE_SHOW'] !== undefined) console.log(fixed.text);
    }
  });
});

/** How many words a reading has, by its tier. */
const readingWords = { zero: [80, 170], junior: [120, 230], middle: [150, 280], senior: [150, 300] } as const;

describe('what is learnt beside pieces', () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await loadCatalogue(nodeLessonFiles, { root: 'lessons', rules: new Set(rules.map(({ id }) => id)) });
  });

  it('tells every topic of the foundations at four tiers, with a diagram and at least three pieces', () => {
    const lessons = catalogue.tracks.find(({ id }) => id === 'foundations')?.lessons ?? [];
    assert.ok(lessons.length >= 9, `${lessons.length} lessons`);
    for (const { id, readings, diagram, pieces } of lessons) {
      assert.deepEqual(readings.map(({ tier }) => tier), tiers, id);
      assert.ok(diagram !== undefined, `${id}: no diagram`);
      assert.ok(pieces.length >= 3, `${id}: ${pieces.length} pieces`);
    }
  });

  it('keeps readings short, and gives no answer away in one', () => {
    for (const { lesson } of allLessons(catalogue)) {
      const right = lesson.pieces.flatMap(({ options }) => options.flatMap(({ correct, text }) => (correct ? [text.replace(/\.$/, '')] : [])));
      for (const { tier, text } of lesson.readings) {
        const [fewest, most] = readingWords[tier];
        const words = text.replaceAll(/\]\([^)]*\)/g, ']').split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
        assert.ok(words >= fewest && words <= most, `${lesson.id}, ${tier}: ${words} words`);
        for (const answer of right) assert.ok(!text.includes(answer), `${lesson.id}, ${tier}: ${answer}`);
      }
    }
  });

  it('varies every piece of the flagship in a review', () => {
    const { pieces, variants } = catalogue.tracks.find(({ id }) => id === 'incident-reading')!.lessons[0]!;
    assert.deepEqual([...new Set(variants.map(({ variantOf }) => variantOf))].sort(), pieces.map(({ id }) => id).sort());
  });

  it('has the template, the prompts, the drills, and cards for every rule', () => {
    const practice = catalogue.tracks.flatMap((track) => track.practice ?? []);
    const cards = practice.flatMap((each) => each.cards);
    assert.equal(practice.flatMap(({ template }) => template?.steps ?? []).length, 6);
    assert.ok(practice.flatMap(({ prompts }) => prompts).length >= 9);
    assert.ok(practice.flatMap(({ drills }) => drills).length >= 3);
    assert.ok(cards.length >= 60, `${cards.length} cards`);
    for (const kind of cardKinds) assert.ok(cards.some((card) => card.kind === kind), `no ${kind}`);
    const shown = new Set(cards.map(({ rule }) => rule));
    assert.deepEqual(rules.flatMap(({ id }) => (shown.has(id) ? [] : [id])), [], 'rules without a card');
  });

  it('has tables to look up and a glossary', () => {
    assert.ok(catalogue.tables.length >= 3, `${catalogue.tables.length} tables`);
    assert.ok(catalogue.terms.length > 0);
  });
});
