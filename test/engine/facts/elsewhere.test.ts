import assert from 'node:assert/strict';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { calleeOf } from '../../../src/engine/facts/javascript/calls';
import { lookAtFunction, lookAtValue, openElsewhere } from '../../../src/engine/facts/javascript/elsewhere';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { relativeImport } from '../../../src/engine/facts/project/relativeImport';
import type { Rule } from '../../../src/engine/rules/rule';
import { withGrammars } from '../support/grammars';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { field } from '../../../src/engine/syntax/nodes';
import { grammarAssets } from '../../support/assets';

/** Reports what is seen of the function that `probe(…)` or `x.probe(…)` calls, and of the value given to it first. */
const probe: Rule = {
  id: 'probe',
  title: 'Probe',
  area: 'test',
  languages: ['javascript', 'typescript'],
  grade: 'safe',
  severity: 'hint',
  lesson: 'none#none',
  defaultOn: true,
  docs: { finds: '', why: '', fix: '', notWhen: '', sources: [] },
  script: {
    triggers: ['probe('],
    *check({ node }, source) {
      const callee = node.type === 'call_expression' ? calleeOf(node) : undefined;
      if (callee === undefined) return;
      const first = field(node, 'arguments')?.namedChild(0) ?? undefined;
      const seen = lookAtFunction(callee, source, (fn, other) => `${other.file.replace('/project/', '')} ${field(fn, 'body')?.text ?? ''}`);
      const value = first === undefined ? undefined : lookAtValue(first, source, (found, other) => `${other.file.replace('/project/', '')} ${found.text}`);
      yield { start: node.startIndex, end: node.endIndex, message: `${seen ?? '-'} | ${value ?? '-'}`, fixes: [] };
    },
  },
};

async function seenIn(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  const project = new ReadProject((file) => files[file.replace('/project/', '')], undefined, '/project');
  const analyzer = new Analyzer({ rules: [probe], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, withGrammars);
  const main = Object.keys(files).find((file) => file.includes('main')) ?? '';
  const findings = await analyzer.analyze({ file: `/project/${main}`, text: files[main] ?? '', language: main.endsWith('.ts') ? 'typescript' : 'javascript' });
  return findings?.[0]?.message;
}

const cases: readonly [name: string, files: Readonly<Record<string, string>>, expected: string][] = [
  ['a function of this file', { 'main.js': 'const size = 4;\nfunction probe() { one(); }\nprobe(size);' }, 'main.js { one(); } | main.js 4'],
  ['a named import under another name', { 'a.ts': 'export function work() { one(); }\nexport const size = 4;', 'main.ts': "import { work as probe, size } from './a';\nprobe(size);" }, 'a.ts { one(); } | a.ts 4'],
  ['a default import', { 'a.js': 'export default async () => { one(); };', 'main.js': "import probe from './a.js';\nprobe(1);" }, 'a.js { one(); } | main.js 1'],
  ['module.exports of an object', { 'a.js': 'const probe = () => { one(); };\nconst queues = { mail: make() };\nmodule.exports = { probe, queues };', 'main.js': "const { probe, queues } = require('./a');\nprobe(queues.mail);" }, 'a.js { one(); } | a.js make()'],
  ['exports.name through the module', { 'a.js': 'exports.probe = () => { one(); };\nexports.size = 4;', 'main.js': "const a = require('./a');\na.probe(a.size);" }, 'a.js { one(); } | a.js 4'],
  ['a method of an exported instance', { 'a.ts': 'class A { probe() { one(); } }\nexport const a = new A();', 'main.ts': "import { a } from './a';\na.probe(1);" }, 'a.ts { one(); } | main.ts 1'],
  ['a method of an injected class', { 'a.ts': 'export class A { probe() { one(); } }', 'main.ts': "import { A } from './a';\nclass B {\n  constructor(private readonly a: A) {}\n  run() { this.a.probe(1); }\n}" }, 'a.ts { one(); } | main.ts 1'],
  ['a method of an instance made here', { 'main.js': 'class A { probe() { one(); } }\nconst a = new A();\na.probe(1);' }, 'main.js { one(); } | main.js 1'],
  ['barrels', { 'a.ts': 'export function probe() { one(); }\nexport const size = 4;', 'b.ts': "export * from './a';", 'c.ts': "import { size } from './b';\nexport { probe } from './b';\nexport { size as length };", 'main.ts': "import { probe, length } from './c';\nprobe(length);" }, 'a.ts { one(); } | a.ts 4'],
  ['barrels that lead back', { 'a.ts': "export * from './b';", 'b.ts': "export * from './a';", 'main.ts': "import { probe, size } from './a';\nprobe(size);" }, '- | main.ts size'],
  ['a missing file', { 'main.ts': "import { probe, size } from './gone';\nprobe(size);" }, '- | main.ts size'],
  ['a package', { 'main.ts': "import { probe } from 'a-package';\nprobe(1);" }, '- | main.ts 1'],
];

describe('looking into other files of the project', () => {
  for (const [name, files, expected] of cases) {
    it(name, async () => {
      assert.equal(await seenIn(files), expected);
    });
  }

  it('opens a file by its path', async () => {
    const opens: Rule = { ...probe, script: { triggers: ['probe('], *check({ node }, source) {
      const found = openElsewhere('/project/lib/deep/a.js', source, (other) => other.text);
      yield { start: node.startIndex, end: node.endIndex, message: found ?? '-', fixes: [] };
    } } };
    const files: Readonly<Record<string, string>> = { 'lib/deep/a.js': 'one();', 'src/main.js': "import './x';\nprobe();" };
    const project = new ReadProject((file) => files[file.replace('/project/', '')], undefined, '/project');
    const analyzer = new Analyzer({ rules: [opens], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, withGrammars);
    const findings = await analyzer.analyze({ file: '/project/src/main.js', text: files['src/main.js'] ?? '', language: 'javascript' });
    assert.equal(findings?.[0]?.message, 'one();');
  });

  it('names a file as an import does', () => {
    assert.equal(relativeImport('/p/src/a.ts', '/p/src/b.ts'), './b.ts');
    assert.equal(relativeImport('/p/src/a/b.ts', '/p/lib/c.ts'), '../../lib/c.ts');
    assert.equal(relativeImport('/p/a.ts', '/p/src/x/c.ts'), './src/x/c.ts');
  });
});
