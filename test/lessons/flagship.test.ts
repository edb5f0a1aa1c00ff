import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { parse as parseSchema } from 'valibot';
import { loadCatalogue } from '../../src/lessons/catalogue';
import { jsonSchemas } from '../../src/lessons/jsonSchemas';
import { optionSignal } from '../../src/lessons/lint/optionSignal';
import type { Catalogue, Piece } from '../../src/lessons/model';
import { nodeLessonFiles, portablePath } from '../../src/lessons/nodeFiles';
import { lessonSchema, trackSchema } from '../../src/lessons/schema';

const words = (text: string) => text.split(/\s+/).length;

describe('bundled lessons', () => {
  let catalogue: Catalogue;
  let pieces: readonly Piece[];

  before(async () => {
    catalogue = await loadCatalogue(nodeLessonFiles, { root: path.join(process.cwd(), 'lessons') });
    pieces = catalogue.tracks.flatMap(({ lessons }) => lessons.flatMap((lesson) => [...lesson.pieces, ...lesson.variants]));
  });

  it('have no problems', () => {
    assert.deepEqual(catalogue.problems, []);
  });

  it('hold the flagship with its four pieces, rules and languages', () => {
    const lesson = catalogue.tracks.find(({ id }) => id === 'incident-reading')!.lessons[0]!;
    assert.equal(lesson.id, 'incident-reading');
    assert.equal(lesson.tier, 'senior');
    assert.equal(lesson.minutes, 14);
    assert.deepEqual(
      lesson.pieces.map(({ id, rule, language, options }) => [id, rule, language, options.length]),
      [
        ['blocked-loop', 'sync-in-request-path', 'javascript', 4],
        ['unbounded-acquire', 'pool-acquire-without-timeout', 'go', 4],
        ['racing-idempotency', 'check-then-insert', 'typescript', 4],
        ['blind-breaker', 'breaker-without-timeout', 'typescript', 4],
      ],
    );
    assert.match(lesson.diagram!.alt, /blocked loop.*blind breaker/i);
  });

  it('explain every option at the length of a thought', () => {
    for (const piece of pieces) {
      for (const option of piece.options) {
        const length = words(option.explanation);
        assert.ok(length >= 60 && length <= 130, `${piece.id}, ${option.id}: ${length} words`);
      }
    }
  });

  it('give every option an explanation of its own', () => {
    const explanations = pieces.flatMap(({ options }) => options.map(({ explanation }) => explanation));
    assert.equal(new Set(explanations).size, explanations.length);
  });

  it('do not betray the right option by its length or place', () => {
    const signal = optionSignal(pieces);
    assert.deepEqual(
      pieces.filter((piece) => optionSignal([piece]).longest > 0).map(({ id }) => id),
      [],
      'the right option is the longest',
    );
    assert.ok(Math.abs(signal.ratio - 1) < 0.05, `the right option is ${signal.ratio.toFixed(2)} times as long as the others`);
    for (const { id, options } of pieces) {
      const lengths = options.map(({ text }) => text.length);
      assert.ok(Math.max(...lengths) <= 1.25 * Math.min(...lengths), `${id}: options of ${lengths.join(', ')} characters`);
    }
    const places = pieces.map(({ options }) => options.findIndex(({ correct }) => correct));
    assert.equal(new Set(places).size, 4, `right options stand at ${places.join(', ')}`);
  });

  it('do not give an option away in a hint', () => {
    for (const { id, options, hints } of pieces) {
      for (const { text } of options) {
        for (const hint of hints) assert.ok(!hint.includes(text.replace(/\.$/, '')), `${id}: ${hint}`);
      }
    }
  });
});

describe('JSON schemas of the lesson files', () => {
  const schemas = jsonSchemas();
  const read = (name: string) => readFileSync(path.join('lessons', name), 'utf8');
  const frontMatter = () => parse(read('incident-reading/incident-reading/lesson.md').split('---\n')[1]!) as Record<string, unknown>;
  const track = () => parse(read('incident-reading/track.yml')) as Record<string, unknown>;

  for (const [name, text] of Object.entries(schemas)) {
    it(`${name} is up to date (npm run schemas)`, () => {
      assert.equal(read(name), text);
    });
  }

  const broken: readonly (readonly [string, Record<string, unknown>])[] = [
    ['an unknown field', { duration: 3 }],
    ['a wrong tier', { tier: 'expert' }],
    ['a fraction of a minute', { minutes: 1.5 }],
    ['an http source', { sources: [{ title: 'x', url: 'http://example.com' }] }],
    ['a path as snippet', { pieces: [{ id: 'a', snippet: '../a.js', hot: ['a'] }] }],
    ['no pieces', { pieces: [] }],
  ];
  const validate = new Ajv({ strict: false }).compile(JSON.parse(schemas['lesson.schema.json']!) as object);

  it('accept the flagship, as the loader does', () => {
    assert.ok(validate(frontMatter()), JSON.stringify(validate.errors));
    assert.ok(new Ajv({ strict: false }).validate(JSON.parse(schemas['track.schema.json']!) as object, track()));
    parseSchema(lessonSchema, frontMatter());
    parseSchema(trackSchema, track());
  });

  const shipped: readonly (readonly [schema: string, files: RegExp])[] = [
    ['tables', /^tables\.yml$/],
    ['glossary', /^glossary\.yml$/],
    ['cards', /\/cards\/[^/]+\.yml$/],
    ['prompt', /\/prompts\/[^/]+\.md$/],
    ['drill', /\/drills\/[^/]+\.md$/],
    ['template', /\/template\.md$/],
  ];
  for (const [schema, pattern] of shipped) {
    it(`${schema}: accept what ships, but not with a field that nobody knows`, () => {
      const accepts = new Ajv({ strict: false }).compile(JSON.parse(schemas[`${schema}.schema.json`]!) as object);
      const names = readdirSync('lessons', { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll(path.sep, '/'));
      const files = names.filter((name) => pattern.test(name));
      assert.ok(files.length > 0);
      for (const file of files) {
        const text = file.endsWith('.md') ? read(file).split('---\n')[1]! : read(file);
        const data = parse(text) as Record<string, unknown>;
        assert.ok(accepts(data), `${file}: ${JSON.stringify(accepts.errors)}`);
        assert.equal(accepts({ ...data, duration: 3 }), false);
      }
    });
  }

  for (const [mistake, fields] of broken) {
    it(`refuse ${mistake}, as the loader does`, () => {
      const data = { ...frontMatter(), ...fields };
      assert.equal(validate(data), false);
      assert.throws(() => parseSchema(lessonSchema, data), { name: 'ValiError' });
    });
  }
});

describe('portablePath', () => {
  it('is relative below the working folder and absolute elsewhere', () => {
    assert.equal(portablePath('/work', './lessons/node/'), 'lessons/node');
    assert.equal(portablePath('/work/lessons', '.'), '/work/lessons');
    assert.equal(portablePath('/work/lessons', '../other'), '/work/other');
  });
});
