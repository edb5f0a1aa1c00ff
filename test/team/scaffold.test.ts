import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { planScaffold } from '../../src/team/scaffold/plan';
import { withRecommendation } from '../../src/team/scaffold/recommendation';
import type { Scaffold } from '../../src/team/scaffold/model';
import { MemoryRepository } from './support';

const extension = 'altitude.altitude';

async function plan(tree: Readonly<Record<string, string | Uint8Array>>, root = '/repo', config = false): Promise<Scaffold> {
  const files = new MemoryRepository(Object.fromEntries(Object.entries(tree).map(([name, text]) => [`${root}/${name}`, text])));
  return planScaffold(files, root, { extension, config });
}

const created = ({ create }: Scaffold) => create.map(({ path }) => path).sort();
const left = (scaffold: Scaffold) => scaffold.left.map(({ path, reason }) => `${path} ${reason}`);

const script = [
  '.altitude/lessons/dates-in-copies/draft.js',
  '.altitude/lessons/dates-in-copies/lesson.md',
  '.altitude/onboarding.yml',
  '.altitude/rules/copy-by-json.yml',
  '.github/workflows/altitude.yml',
  '.vscode/extensions.json',
  'altitude-baseline.json',
];

describe('what sets a repository up', () => {
  it('is an onboarding, a lesson, a rule, a recommendation and a workflow', async () => {
    const scaffold = await plan({ 'package.json': '{}' });
    assert.deepEqual([created(scaffold), scaffold.change, scaffold.left], [script, [], []]);
  });

  it('speaks the language of the repository', async () => {
    const snippetFor = async (tree: Readonly<Record<string, string>>) => created(await plan(tree)).filter((path) => /^\.altitude\/lessons\/.*(?<!\.md)$/.test(path));
    assert.deepEqual(await snippetFor({ 'package.json': '{}', 'tsconfig.json': '{}' }), ['.altitude/lessons/dates-in-copies/draft.ts']);
    assert.deepEqual(await snippetFor({ 'go.mod': 'module x' }), ['.altitude/lessons/wrapped-errors/order.go']);
    assert.deepEqual(await snippetFor({ 'go.mod': 'module x', 'package.json': '{}' }), ['.altitude/lessons/dates-in-copies/draft.js']);
  });

  it('holds a configuration where one is asked for', async () => {
    assert.deepEqual(created(await plan({ 'package.json': '{}' }, '/repo', true)), ['.altitude/config.json', ...script]);
  });

  it('names the folder after itself, whatever its path and name', async () => {
    const yaml = async (root: string) => {
      const text = (await plan({ 'package.json': '{}' }, root)).create.find(({ path }) => path === '.altitude/onboarding.yml')?.text ?? '';
      return (parse(text) as { readonly id: unknown; readonly title: unknown });
    };
    const { id, title } = await yaml('c:/Users/Zoë Q/Ticket Desk');
    assert.deepEqual([id, title], ['ticket-desk', 'Ticket desk']);
    // Words that YAML reads as something else than text.
    assert.deepEqual((await yaml('/srv/null')).id, 'null');
    assert.deepEqual((await yaml('/srv/True')).title, 'True');
  });

  it('never overwrites: what is there is named and left', async () => {
    const tree = { 'package.json': '{}', '.github/workflows/altitude.yml': 'mine', '.altitude/onboarding.yml': 'mine', '.altitude/config.json': '{}' };
    const scaffold = await plan(tree, '/repo', true);
    assert.deepEqual(created(scaffold), ['.vscode/extensions.json']);
    assert.deepEqual(left(scaffold), [
      '.altitude/onboarding.yml is there already',
      '.altitude/config.json is there already',
      '.github/workflows/altitude.yml is there already',
    ]);
  });

  it('leads through the lessons and rules that are there', async () => {
    const scaffold = await plan({ 'package.json': '{}', '.altitude/lessons/charging/lesson.md': '', '.altitude/rules/no-float-money.yml': '', '.altitude/rules/README.md': '' });
    assert.deepEqual(created(scaffold).filter((path) => path.startsWith('.altitude/')), ['.altitude/onboarding.yml']);
    const yaml = parse(scaffold.create[0]?.text ?? '') as { readonly roles: readonly [{ readonly steps: unknown }] };
    assert.deepEqual(yaml.roles[0].steps, [{ lesson: 'charging' }, { lesson: 'altitude:request-lifecycle' }, { rule: 'no-float-money' }]);
    assert.deepEqual(left(scaffold), ['.altitude/lessons holds lessons already', '.altitude/rules holds rules already']);
  });

  it('follows no symbolic link and goes through no file', async () => {
    const scaffold = await plan({ 'package.json': '{}', '.altitude': 'link', '.vscode': 'a file', '.github': 'link' });
    assert.deepEqual(created(scaffold), []);
    assert.ok(left(scaffold).includes('.altitude/onboarding.yml lies behind .altitude, which is a symbolic link'));
    assert.ok(left(scaffold).includes('.vscode/extensions.json cannot be made: .vscode is a file'));
  });

  it('has a workflow only where GitHub would run it', async () => {
    const workflowIn = (scaffold: Scaffold) => [created(scaffold).includes('.github/workflows/altitude.yml'), left(scaffold).find((each) => each.startsWith('.github/'))];
    assert.deepEqual(workflowIn(await plan({ '.gitlab-ci.yml': '' })), [false, '.github/workflows/altitude.yml is for GitHub, and this folder has .gitlab-ci.yml: run lint-lessons, test-rules and scan there']);
    assert.deepEqual(workflowIn(await plan({ '.gitlab-ci.yml': '', '.github/CODEOWNERS': '' })), [true, undefined]);
    const inner = await planScaffold(new MemoryRepository({ '/mono/.git/HEAD': '', '/mono/services/pay/package.json': '{}' }), '/mono/services/pay', { extension, config: false });
    assert.deepEqual(workflowIn(inner), [false, '.github/workflows/altitude.yml belongs at the top of the repository, /mono']);
  });

  it('has a workflow that YAML reads, with the steps in their order', async () => {
    const text = (await plan({ 'package.json': '{}' })).create.find(({ path }) => path.startsWith('.github/'))?.text ?? '';
    const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>> };
    const commands = jobs['altitude']?.steps.flatMap(({ run }) => /altitude (\S+)/.exec(run ?? '')?.[1] ?? []);
    assert.deepEqual(commands, ['lint-lessons', 'test-rules', 'scan', 'scan']);
  });
});

describe('a recommendation in extensions.json', () => {
  const ours = '{\n  // Ours.\n  "recommendations": [\n    "a.b", // Lint.\n    "c.d"\n  ],\n  "unwantedRecommendations": []\n}\n';
  const after = (text: string): string => {
    const edited = withRecommendation(text, extension);
    assert.ok('text' in edited, JSON.stringify(edited));
    return edited.text;
  };
  const why = (text: string): string => {
    const edited = withRecommendation(text, extension);
    return 'left' in edited ? edited.left : 'changed';
  };

  it('comes last, and nothing else changes', () => {
    assert.equal(after(ours), ours.replace('"c.d"\n', '"c.d",\n    "altitude.altitude"\n'));
  });

  it('keeps line ends, tabs, a comma at the end, and what the file ends with', () => {
    assert.equal(after(ours.replaceAll('\n', '\r\n')), ours.replace('"c.d"\n', '"c.d",\n    "altitude.altitude"\n').replaceAll('\n', '\r\n'));
    assert.equal(after('{\n\t"recommendations": [\n\t\t"a.b", // Lint.\n\t]\n}'), '{\n\t"recommendations": [\n\t\t"a.b", // Lint.\n\t\t"altitude.altitude",\n\t]\n}');
    assert.equal(after('{"recommendations":["a.b"]}'), '{"recommendations":["a.b", "altitude.altitude"]}');
    assert.equal(after('{ "recommendations": [] }\n'), '{ "recommendations": ["altitude.altitude"] }\n');
    assert.equal(after('{\n  "recommendations": [\n    "a.b" /* , */\n  ]\n}\n'), '{\n  "recommendations": [\n    "a.b", /* , */\n    "altitude.altitude"\n  ]\n}\n');
  });

  it('gets a list where there is none', () => {
    assert.equal(after('{\n  // Ours.\n  "unwantedRecommendations": ["a.b"]\n}\n'), '{\n  "recommendations": ["altitude.altitude"],\n  // Ours.\n  "unwantedRecommendations": ["a.b"]\n}\n');
    assert.equal(after('{"unwantedRecommendations": ["a.b"]}'), '{ "recommendations": ["altitude.altitude"],"unwantedRecommendations": ["a.b"]}');
    assert.equal(after('{\r\n}\r\n'), '{\r\n  "recommendations": ["altitude.altitude"]\r\n}\r\n');
    assert.equal(after(''), '{\n  "recommendations": [\n    "altitude.altitude"\n  ]\n}\n');
    assert.equal(after('{}'), '{\n  "recommendations": ["altitude.altitude"]\n}');
  });

  it('is left where it stands already, is not wanted, or the file is broken', () => {
    assert.equal(why('{ "recommendations": ["Altitude.altitude"] }'), 'recommends altitude.altitude already');
    assert.equal(why('{ "unwantedRecommendations": ["altitude.altitude"] }'), 'says that altitude.altitude is not wanted');
    assert.equal(why('{\n  "recommendations": [\n}'), 'cannot be read as JSON at line 3; add "altitude.altitude" to its recommendations');
    assert.equal(why('[]'), 'cannot be read as JSON at line 1; add "altitude.altitude" to its recommendations');
    assert.equal(why('{ "recommendations": "a.b" }'), 'has recommendations that are not a list; make them one');
  });

  it('is planned as a change, its byte order mark apart', async () => {
    const bytes = new TextEncoder().encode('\uFEFF{ "recommendations": ["a.b"] }');
    const [change] = (await plan({ '.vscode/extensions.json': bytes })).change;
    assert.deepEqual([change?.before, change?.after], ['{ "recommendations": ["a.b"] }', '{ "recommendations": ["a.b", "altitude.altitude"] }']);
    assert.deepEqual((await plan({ '.vscode/extensions.json': new Uint8Array([0x7b, 0xff]) })).change, []);
  });
});
