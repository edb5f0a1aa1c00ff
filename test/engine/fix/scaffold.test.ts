import assert from 'node:assert/strict';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { moduleText } from '../../../src/engine/fix/scaffold/moduleText';
import { newModule, specifierOf } from '../../../src/engine/fix/scaffold/place';
import type { Rule } from '../../../src/engine/rules/rule';
import { withGrammars } from '../support/grammars';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { grammarAssets } from '../../support/assets';

/** Reports where a module would be written for a file that says `mark`, how it is imported, and its text. */
const probe: Rule = {
  id: 'probe',
  title: 'Probe',
  area: 'test',
  languages: ['javascript', 'typescript'],
  grade: 'guided',
  severity: 'hint',
  lesson: 'none#none',
  defaultOn: true,
  docs: { finds: '', why: '', fix: '', notWhen: '', sources: [] },
  script: {
    triggers: ['mark'],
    *check({ node }, source) {
      const file = newModule('send-mail.worker', ['workers', 'jobs'], source);
      const specifier = file === undefined ? '' : specifierOf(source.file, file, source);
      const text = moduleText({ imports: [{ module: 'a', names: ['b as c'] }, { module: 'd', main: 'e', type: true }], body: ["export const x = f('y', {", '  z: 1,', '});'] }, source);
      yield { start: node.startIndex, end: node.endIndex, message: JSON.stringify([file?.replace('/project/', ''), specifier, text]), fixes: [] };
    },
  },
};

async function written(main: string, text: string, others: Readonly<Record<string, string>> = {}): Promise<[file: string | null, specifier: string, text: string]> {
  const files: Readonly<Record<string, string>> = { ...others, [main]: text };
  const namesIn = (dir: string) => Object.keys(files).flatMap((name) => (`/project/${name}`.slice(0, -(name.split('/').at(-1) ?? '').length - 1) === dir ? [name.split('/').at(-1) ?? ''] : []));
  const project = new ReadProject((file) => files[file.replace('/project/', '')], undefined, '/project', namesIn);
  const analyzer = new Analyzer({ rules: [probe], assets: grammarAssets, projectOf: () => project, settings: defaultFixSettings }, withGrammars);
  const findings = await analyzer.analyze({ file: `/project/${main}`, text, language: main.endsWith('.ts') ? 'typescript' : 'javascript' });
  return JSON.parse(findings?.[0]?.message ?? '[]') as [string | null, string, string];
}

describe('scaffolded modules', () => {
  it('stand beside the file, in its module form and style', async () => {
    const [file, specifier, text] = await written('src/a.ts', 'import q from "q"\n\nexport function run() {\n\tmark()\n}\n', { 'package.json': '{}' });
    assert.deepEqual([file, specifier], ['src/send-mail.worker.ts', './send-mail.worker']);
    assert.equal(text, 'import { b as c } from "a"\nimport type e from "d"\n\nexport const x = f("y", {\n\tz: 1,\n})\n');
  });

  it('are CommonJS where the file is', async () => {
    const [, , text] = await written('src/a.js', "const q = require('q');\n\nexports.run = () => {\n    mark();\n};\n", { 'package.json': '{}' });
    assert.equal(text, "const { b: c } = require('a');\n\nconst x = f('y', {\n    z: 1,\n});\n\nmodule.exports = { x };\n");
  });

  it('go to a folder that exists, spelled as the files there', async () => {
    const [file, specifier] = await written('src/routes/a.js', "import './b.js';\nmark();\n", { 'package.json': '{ "type": "module" }', 'src/workers/resizeImage.js': '', 'src/routes/b.js': '' });
    assert.deepEqual([file, specifier], ['src/workers/sendMail.worker.js', '../workers/sendMail.worker.js']);
  });

  it('name the ending where Node needs it, and .js for TypeScript that writes it so', async () => {
    assert.equal((await written('a.js', 'mark();\n', { 'package.json': '{ "type": "module" }' }))[1], './send-mail.worker.js');
    assert.equal((await written('a.ts', "import './b.js';\nmark();\n", { 'package.json': '{}' }))[1], './send-mail.worker.js');
    assert.equal((await written('a.js', 'mark();\n', { 'package.json': '{}' }))[1], './send-mail.worker');
  });

  it('never take the place of a file', async () => {
    const [file] = await written('a.js', 'mark();\n', { 'package.json': '{}', 'send-mail.worker.js': '' });
    assert.equal(file, null);
  });
});
