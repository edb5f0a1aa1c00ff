import assert from 'node:assert/strict';
import { parse } from 'yaml';
import type { Finding, Language } from '../../src/engine/finding';
import { ruleList } from '../../src/engine/rules/list';
import { discoverTeams } from '../../src/team/discover';
import { lintTeam } from '../../src/team/lint';
import { anchorTools } from '../../src/team/anchors/tools';
import { anchorFor, markedTexts, type ChosenAnchor } from '../../src/team/scaffold/anchorFor';
import { lessonPlan } from '../../src/team/scaffold/lessonPlan';
import { roleEntry, rolesIn } from '../../src/team/scaffold/roleEntry';
import { sharedGrammars } from '../engine/support/grammars';
import { astGrep, builtIn, MemoryRepository, onboarding, resolve } from './support';

/** The lines between `«` and `»`, and the text without them. */
function selection(marked: string) {
  const before = marked.slice(0, marked.indexOf('«'));
  const startLine = before.split('\n').length - 1;
  const inside = marked.slice(marked.indexOf('«'), marked.indexOf('»'));
  return { text: marked.replace(/[«»]/g, ''), lines: { startLine, endLine: startLine + inside.split('\n').length - 1 } };
}

async function choose(marked: string, language: Exclude<Language, 'sql'> = 'typescript'): Promise<ChosenAnchor | undefined> {
  return anchorFor(anchorTools(sharedGrammars, astGrep), { ...selection(marked), language });
}

describe('an anchor for what is selected', () => {
  it('is the innermost symbol around it', async () => {
    const file = (body: string) => `export class Payments {\n  async charge(id: string) {\n    ${body}\n    return id;\n  }\n}\n`;
    assert.deepEqual(await choose(file('«await pay(id);»')), { anchor: { symbol: 'Payments.charge' }, startLine: 1, endLine: 4 });
    assert.deepEqual(await choose('«' + file('pay();').replace(/}\n$/, '}»')), { anchor: { symbol: 'Payments' }, startLine: 0, endLine: 5 });
    assert.deepEqual(await choose('package p\n\nfunc (s *Store) Find(id string) error {\n\treturn «s.find(id)»\n}\n', 'go'), { anchor: { symbol: 'Store.Find' }, startLine: 2, endLine: 4 });
  });

  it('is a pattern where no symbol is around it, or one that is there twice', async () => {
    const route = `const app = express();\napp.get('/health', ok);\napp.post('/orders', async (req, res) => {\n  «await save(req.body);»\n  res.end();\n});\n`;
    const ofRoute = { anchor: { pattern: "app.post('/orders', $$$)" }, startLine: 2, endLine: 5 };
    assert.deepEqual(await choose(route, 'javascript'), ofRoute, 'a line is shown in its statement');
    const whole = route.replace(/[«»]/g, '').replace('app.post', '«app.post').replace(/;\n$/, ';»\n');
    assert.deepEqual(await choose(whole, 'javascript'), ofRoute);
    assert.deepEqual(await choose("«app.use('/static', files);»\napp.listen(3000);\n", 'javascript'), { anchor: { pattern: "app.use('/static', $$$)" }, startLine: 0, endLine: 0 });
  });

  it('is another one where the first would not find exactly that code', async () => {
    const twice = `app.use(check);\napp.post('/orders', one);\n«app.post('/orders', two);»\n`;
    assert.deepEqual(await choose(twice, 'javascript'), { anchor: { pattern: "app.post('/orders', two);" }, startLine: 2, endLine: 2 });
    const alike = `if (a) {\n  «run();»\n} else {\n  run();\n}\n`;
    const chosen = await choose(alike, 'javascript');
    assert.deepEqual([chosen?.startLine, chosen?.endLine], [0, 4]);
  });

  it('is none for code that is nowhere else, or longer than a piece shows', async () => {
    assert.equal(await choose('«run();\nstop();»\n', 'javascript'), undefined);
    assert.equal(await choose(`«export function long() {\n${'  run();\n'.repeat(130)}}»\n`, 'javascript'), undefined);
    assert.equal(await choose('«»\n', 'javascript'), undefined);
  });
});

describe('marked lines', () => {
  const code = 'a();\nb();\na();\nc();\n';
  it('grow until they stand once in the code', () => {
    assert.deepEqual(markedTexts(code, [{ startLine: 1, endLine: 1 }]), ['b();']);
    assert.deepEqual(markedTexts(code, [{ startLine: 0, endLine: 0 }]), ['a();\nb();']);
    assert.deepEqual(markedTexts(code, []), ['b();']);
  });
});

const source = `import { db } from './db';

export async function charge(id: string): Promise<void> {
  const order = await db.find(id);
  for (const line of order.lines) {
    await db.query('SELECT 1 FROM prices WHERE sku = $1', [line.sku]);
  }
}
`;

const finding = (line: number, rule: string): Finding => ({
  ...{ rule, file: '/repo/src/charge.ts', severity: 'warning', message: '', lesson: '', language: 'typescript' },
  range: { start: { line, character: 4 }, end: { line, character: 20 } },
  fixes: [{ title: 'Ask for all of them in one query', safety: 'review', edits: [] }],
});

async function made(findings: readonly Finding[], text = source) {
  const chosen = await anchorFor(anchorTools(sharedGrammars, astGrep), { text, language: 'typescript', lines: { startLine: 2, endLine: 7 } });
  assert.ok(chosen);
  const lesson = { id: 'charging', title: 'Charging: "why" it is slow', prompt: 'What happens to a large order?', source: 'src/charge.ts', text, chosen, selected: { startLine: 2, endLine: 7 }, findings };
  return lessonPlan(lesson, { namespace: 'payments', rules: ruleList });
}

/** Everything lint says of a repository with these files beside its code. */
async function linted(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const repository = new MemoryRepository({ '/repo/src/charge.ts': source, '/repo/.altitude/onboarding.yml': onboarding.replace(/ {6}- rule: no-float-money\n/, ''), ...files });
  const [folder] = (await discoverTeams(repository, ['/repo'])).folders;
  assert.ok(folder);
  const { problems } = await lintTeam(repository, folder, { builtIn, rules: new Set(ruleList.map(({ id }) => id)), resolve });
  return problems.filter(({ file }) => file.includes('/charging/')).map(({ message }) => message);
}

describe('a lesson from a selection', () => {
  it('shows the live code, keeps its text, and lacks nothing but what is to be written', async () => {
    const [lesson, kept] = await made([finding(5, 'query-in-loop'), finding(5, 'payments/no-raw-sql'), finding(5, 'other/rule'), finding(0, 'sync-in-request-path')]);
    assert.deepEqual([lesson.path, kept.path], ['.altitude/lessons/charging/lesson.md', '.altitude/lessons/charging/last-known.ts']);
    assert.equal(kept.text, source.split('\n').slice(2).join('\n'));
    const yaml = parse(lesson.text.split('---\n')[1] ?? '') as { readonly title: string; readonly pieces: readonly unknown[] };
    assert.equal(yaml.title, 'Charging: "why" it is slow');
    assert.deepEqual(yaml.pieces, [
      {
        id: 'first-piece',
        rule: 'altitude:query-in-loop',
        also: ['no-raw-sql'],
        snippet: 'last-known.ts',
        source: 'src/charge.ts',
        anchor: { symbol: 'charge' },
        hot: ["await db.query('SELECT 1 FROM prices WHERE sku = $1', [line.sku]);"],
      },
    ]);
    assert.match(lesson.text, /^::: quiz What happens to a large order\?$/m);
    const problems = await linted({ [`/repo/${lesson.path}`]: lesson.text.replace(/ {4}also:\n.*\n/, ''), [`/repo/${kept.path}`]: kept.text });
    assert.ok(problems.includes('is still to be written: what this takes: Ask for all of them in one query.'));
    assert.deepEqual(problems.filter((message) => !message.startsWith('is still to be written: ')), []);
    assert.equal(problems.filter((message) => /^is still to be written: (?:what a colleague|what this takes|what would only|what seems)/.test(message)).length, 4, 'one an option');
  });

  it('does without a rule where nothing was found', async () => {
    const [lesson, kept] = await made([]);
    assert.doesNotMatch(lesson.text, /^ {4}(?:rule|also):/m);
    const problems = await linted({ [`/repo/${lesson.path}`]: lesson.text, [`/repo/${kept.path}`]: kept.text });
    assert.deepEqual(problems.filter((message) => !message.startsWith('is still to be written: ')), []);
  });

  it('becomes the last step of a role, the rest of the file as it was', () => {
    const add = (text: string, role = 'backend') => {
      const entry = roleEntry(text, role, 'charging');
      return entry && text.slice(0, entry.offset) + entry.text + text.slice(entry.offset);
    };
    assert.deepEqual(rolesIn(onboarding), [{ id: 'backend', title: 'Backend engineer' }]);
    assert.equal(add(onboarding), `${onboarding}      - lesson: charging\n`);
    assert.equal(add(onboarding.trimEnd()), `${onboarding}      - lesson: charging\n`);
    assert.equal(add(onboarding.replaceAll('\n', '\r\n')), `${onboarding}      - lesson: charging\n`.replaceAll('\n', '\r\n'));
    const two = `${onboarding.trimEnd()} # the last\n  # Who is called at night.\n  - { id: on-call, title: On call, days: 2, steps: [{ lesson: charge-flow }] }\n`;
    assert.equal(add(two), two.replace('# the last\n', '# the last\n      - lesson: charging\n'));
    assert.equal(add(two, 'on-call'), undefined);
    assert.equal(add('roles: ['), undefined);
    assert.equal(add(onboarding, 'nobody'), undefined);
  });
});
