import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { sarifLog } from '../../src/cli/sarif';
import type { Finding } from '../../src/engine/finding';
import { probeRule } from '../engine/support/probe';
import { withTree } from '../engine/support/tree';
import { altitude, builtCommand } from './support/command';
import { clean, rule, slow } from './support/samples';

const schema = JSON.parse(readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8')) as object;
// One of the schema's own patterns is no expression under the `u` flag.
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

function assertValid(log: unknown): void {
  assert.ok(validate(log), ajv.errorsText(validate.errors, { separator: '\n' }));
}

async function logOf(cwd: string, ...args: string[]): Promise<Log> {
  const log = JSON.parse((await altitude(['scan', '.', '--format', 'sarif', ...args], { cwd })).stdout) as Log;
  assertValid(log);
  return log;
}

const range = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });

const finding = (change: Partial<Finding> = {}): Finding => ({
  rule: 'probe',
  file: 'src/a.js',
  range: range(0, 0, 1),
  severity: 'warning',
  message: 'It blocks.',
  lesson: 'a#b',
  fixes: [],
  ...change,
});

const resultOf = (change: Partial<Finding>): Result => {
  const log = sarifLog({ findings: [finding(change)], files: 1, skipped: [], ms: 1 }, ['print:1'], [probeRule()], '1.0.0');
  assertValid(log);
  const result = log.runs[0]?.results?.[0];
  assert.ok(result !== undefined);
  return result;
};

describe('SARIF', () => {
  before(builtCommand);

  it('is checked: the schema refuses a log without a version', () => {
    assert.ok(!validate({ runs: [] }));
  });

  it('is valid for findings with fixes, for none, and for skipped files', async () => {
    await withTree({ 'src/a b#ñ.js': slow, 'clean.js': clean, 'min.js': 'x=1;'.repeat(5000) }, async (cwd) => {
      const [run] = (await logOf(cwd)).runs;
      assert.ok(run !== undefined);
      const [result] = run.results ?? [];
      assert.equal(run.results?.length, 1);
      assert.equal(run.columnKind, 'utf16CodeUnits');
      assert.equal(run.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id, rule);
      assert.equal(result?.ruleId, rule);
      const place = result.locations?.[0]?.physicalLocation;
      assert.deepEqual(place?.artifactLocation, { uri: 'src/a%20b%23%C3%B1.js', uriBaseId: 'SRCROOT' });
      assert.deepEqual([place.region?.startLine, place.region?.startColumn], [6, 16]);
      const [change] = result.fixes?.[0]?.artifactChanges ?? [];
      assert.deepEqual(change?.artifactLocation, place.artifactLocation);
      assert.deepEqual(change.replacements.map(({ insertedContent }) => insertedContent?.text), ['await readFile', "import { readFile } from 'node:fs/promises';"]);
      assert.equal(run.invocations?.[0]?.executionSuccessful, true);
      assert.match(run.invocations[0].toolExecutionNotifications?.[0]?.message.text ?? '', /generated/);
    });
    await withTree({ 'clean.js': clean }, async (cwd) => {
      assert.deepEqual((await logOf(cwd)).runs[0]?.results, []);
    });
  });

  it('gives each finding a fingerprint of its own, which moved lines leave as it is', async () => {
    const twice = slow.replace('  res.send', "  readFileSync('page.html', 'utf8');\n  readFileSync('page.html', 'utf8');\n  res.send");
    const prints = (log: Log) => (log.runs[0]?.results ?? []).map(({ partialFingerprints }) => partialFingerprints?.['altitude/v1']);
    await withTree({ 'a.js': twice }, async (cwd) => {
      const before = prints(await logOf(cwd));
      assert.equal(new Set(before).size, 3);
      for (const print of before) assert.match(print ?? '', /^[0-9a-f]{16}:\d$/);
      writeFileSync(path.join(cwd, 'a.js'), `// Moves every line.\n${twice}`);
      assert.deepEqual(prints(await logOf(cwd)), before);
    });
  });

  it('describes every rule', async () => {
    await withTree({}, async (cwd) => {
      const described = (await logOf(cwd)).runs[0]?.tool.driver.rules ?? [];
      const { rules } = JSON.parse((await altitude(['rules', '--format', 'json'], { cwd })).stdout) as { rules: { id: string }[] };
      assert.deepEqual(described.map(({ id }) => id), rules.map(({ id }) => id));
      for (const { shortDescription, help } of described) assert.ok(shortDescription?.text !== '' && help?.markdown !== '');
      // GitHub's code scanning takes no longer ones: docs.github.com, "SARIF support for code scanning".
      for (const { id, fullDescription } of described) assert.match(fullDescription?.text ?? '', /^[^]{1,999}[.…]$/, id);
    });
  });

  it('gives a severity the level that fits a failed result', () => {
    const levels = (['error', 'warning', 'information', 'hint'] as const).map((severity) => resultOf({ severity }).level);
    assert.deepEqual(levels, ['error', 'warning', 'note', 'note']);
  });

  it('writes insertions as empty regions and new files as changes of their own', () => {
    const edits = [
      { file: 'src/a.js', range: range(3, 2, 2), newText: 'await ' },
      { file: 'migrations/2.sql', range: range(0, 0, 0), newText: 'SELECT 1;', create: true as const },
      { file: 'src/a.js', range: range(0, 0, 0), newText: 'x' },
    ];
    const changes = resultOf({ fixes: [{ title: 'Do it', safety: 'guided', edits }] }).fixes?.[0]?.artifactChanges ?? [];
    assert.deepEqual(changes.map(({ artifactLocation, replacements }) => [artifactLocation.uri, replacements.length]), [['src/a.js', 2], ['migrations/2.sql', 1]]);
    assert.deepEqual(changes[0]?.replacements[0]?.deletedRegion, { startLine: 4, startColumn: 3, endLine: 4, endColumn: 3 });
  });

  it('names a file above the working directory, and on another drive', () => {
    const uriOf = (file: string) => resultOf({ file }).locations?.[0]?.physicalLocation?.artifactLocation;
    assert.deepEqual(uriOf('../b/a.js'), { uri: '../b/a.js', uriBaseId: 'SRCROOT' });
    assert.deepEqual(uriOf('D:/b c/a.js'), { uri: 'file:///D:/b%20c/a.js' });
  });
});
