import assert from 'node:assert/strict';
import type { Language } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { suppressionComment } from '../../../src/engine/scan/suppression';
import { probeAnalyzer, probeRule, sourceOf } from '../support/probe';

const analyzer = probeAnalyzer([probeRule('probe'), probeRule('second')]);

/** `rule@line` of each finding. */
async function found(language: Language, ...lines: string[]): Promise<string[]> {
  return foundIn(language, lines.join('\n'));
}

async function foundIn(language: Language, text: string): Promise<string[]> {
  const findings = await analyzer.analyze(sourceOf(language, text));
  return (findings ?? []).map(({ rule, range }) => `${rule}@${range.start.line}`).sort();
}

describe('suppression comments', () => {
  it('turn one rule off on the next line', async () => {
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line probe', 'dangerSync();', 'dangerSync();'), ['probe@2', 'second@1', 'second@2']);
  });

  it('turn several rules off, with commas or spaces, and take a reason', async () => {
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line probe, second -- runs once, at start', 'dangerSync();'), []);
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line probe second', 'dangerSync();'), []);
  });

  it('turn every rule off when they name none', async () => {
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line', 'dangerSync();'), []);
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line -- runs once', 'dangerSync();'), []);
    assert.deepEqual(await found('javascript', '/* altitude-disable-next-line */', 'dangerSync();'), []);
  });

  it('do nothing for a rule that does not exist, nor with a reason in place of a rule', async () => {
    const both = ['probe@1', 'second@1'];
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line no-such-rule', 'dangerSync();'), both);
    assert.deepEqual(await found('javascript', "// altitude-disable-next-line It's_fine!", 'dangerSync();'), both);
    assert.deepEqual(await found('javascript', '// altitude-disable-next-lines probe', 'dangerSync();'), both);
    assert.deepEqual(await found('javascript', '// altitude-disable-line-probe', 'dangerSync();'), both);
    assert.deepEqual(await found('javascript', '// see altitude-disable-file', 'dangerSync();'), both);
  });

  it('turn rules off on their own line', async () => {
    assert.deepEqual(await found('javascript', 'dangerSync(); // altitude-disable-line probe -- why', 'dangerSync();'), ['probe@1', 'second@0', 'second@1']);
    assert.deepEqual(await found('javascript', '/* altitude-disable-line */ dangerSync();'), []);
  });

  it('turn rules off in the whole file, from anywhere in it', async () => {
    assert.deepEqual(await found('javascript', 'dangerSync();', 'dangerSync();', '/* altitude-disable-file probe */'), ['second@0', 'second@1']);
  });

  it('count in every comment form of a language', async () => {
    assert.deepEqual(await found('typescript', '/** altitude-disable-next-line probe, second */', 'dangerSync();'), []);
    assert.deepEqual(await found('go', 'package a', 'func f() {', '\t// altitude-disable-next-line probe, second -- why', '\tdangerSync()', '}'), []);
    assert.deepEqual(await found('go', 'package a', 'func f() {', '\tdangerSync() /* altitude-disable-line */', '}'), []);
    assert.deepEqual(await found('sql', '-- altitude-disable-next-line probe, second -- why', 'SELECT dangerSync FROM t;'), []);
    assert.deepEqual(await found('sql', 'SELECT dangerSync /* altitude-disable-line */ FROM t;'), []);
    assert.deepEqual(await found('tsx', 'const x = <a>', '  {/* altitude-disable-next-line */}', '  {dangerSync()}', '</a>;'), []);
  });

  it('count over several lines of one comment from its end', async () => {
    assert.deepEqual(await found('javascript', '/* altitude-disable-next-line probe, second --', '   a long reason */', 'dangerSync();'), []);
  });

  it('do not count in strings, templates or JSX text', async () => {
    const all = ['probe@1', 'second@1'];
    assert.deepEqual(await found('javascript', "const a = '// altitude-disable-file';", 'dangerSync();'), all);
    assert.deepEqual(await found('javascript', 'const a = `// altitude-disable-next-line`;', 'dangerSync();'), all);
    assert.deepEqual(await found('tsx', 'const a = <p>// altitude-disable-next-line</p>;', 'dangerSync();'), all);
    assert.deepEqual(await found('go', 'package a; var s = "// altitude-disable-file"', 'func f() { dangerSync() }'), all);
    assert.deepEqual(await found('sql', "SELECT '-- altitude-disable-file';", 'SELECT dangerSync FROM t;'), all);
  });

  it('count in line ends of every kind', async () => {
    assert.deepEqual(await foundIn('javascript', '// altitude-disable-next-line probe\r\ndangerSync();\r\ndangerSync();\r\n'), ['probe@2', 'second@1', 'second@2']);
    assert.deepEqual(await foundIn('go', 'package a\r\nfunc f() {\r\n\t// altitude-disable-next-line probe, second -- why\r\n\tdangerSync()\r\n}\r\n'), []);
    assert.deepEqual(await foundIn('sql', '-- altitude-disable-next-line probe\r\nSELECT dangerSync;\r\n'), ['second@1']);
  });

  it('speak of the line a finding begins on, or its statement does', async () => {
    const call = ['const x = await f(', '  1,', '  dangerSync(),', ');'];
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line', ...call), [], 'above the statement');
    assert.deepEqual(await found('javascript', call[0] ?? '', call[1] ?? '', '  // altitude-disable-next-line', ...call.slice(2)), [], 'above the call');
    assert.deepEqual(await found('javascript', 'const q = `', '  ${dangerSync()}', '`; // altitude-disable-line'), ['probe@1', 'second@1'], 'not where it ends');
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line', 'app.get(() => {', '  dangerSync();', '});'), ['probe@2', 'second@2'], 'not what a statement merely holds');
  });

  it('speak of a decorated method only where its statement stands', async () => {
    const method = ['class A {', '  // altitude-disable-next-line', '  @Get()', '  async a() {', '    dangerSync();', '  }', '}'];
    assert.deepEqual(await found('typescript', ...method), ['probe@4', 'second@4']);
  });

  it('may stand above each other, and above comments for other tools', async () => {
    const stacked = ['// altitude-disable-next-line probe -- a', '// altitude-disable-next-line second -- b', '// eslint-disable-next-line no-sync', 'dangerSync();'];
    assert.deepEqual(await found('javascript', ...stacked), []);
    assert.deepEqual(await found('javascript', '// altitude-disable-next-line', '', 'dangerSync();'), ['probe@2', 'second@2'], 'an empty line is a line');
  });

  it('hold for fixes too', async () => {
    const text = '// altitude-disable-next-line\ndangerSync();\ndangerSync();\n';
    const { text: fixed } = await fixText(analyzer, sourceOf('javascript', text), { rules: ['probe'] });
    assert.equal(fixed, '// altitude-disable-next-line\ndangerSync();\ndanger();\n');
  });

  it('are written as they are read', async () => {
    for (const language of ['javascript', 'typescript', 'tsx', 'sql'] as const) {
      const comment = suppressionComment(language, 'probe', 'measured');
      assert.deepEqual(await found(language, comment, language === 'sql' ? 'SELECT dangerSync;' : 'dangerSync();'), ['second@1']);
    }
  });
});
