import assert from 'node:assert/strict';
import { ensureImport, ensureImports, type ImportWish } from '../../../src/engine/fix/javascript/imports';
import { applyEdits } from '../../../src/engine/text/edits';
import { nodeAt, scriptSource } from '../support/parse';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly want: ImportWish;
  readonly local: string;
  /** The text after; unchanged when absent. */
  readonly after?: string;
  readonly options?: Parameters<typeof scriptSource>[1];
}

const readFile: ImportWish = { module: 'fs/promises', name: 'readFile' };
const promisify: ImportWish = { module: 'util', name: 'promisify' };
const js = { language: 'javascript' } as const;
const esm = { language: 'javascript', packageJson: { type: 'module' } } as const;

const reused: readonly Case[] = [
  { name: 'a named import', text: `import { readFile } from 'fs/promises';\n`, want: readFile, local: 'readFile' },
  { name: 'an aliased import', text: `import { readFile as read } from 'node:fs/promises';\n`, want: readFile, local: 'read' },
  { name: 'a namespace', text: `import * as fsp from 'node:fs/promises';\n`, want: readFile, local: 'fsp.readFile' },
  { name: 'a default import of a Node module', text: `import fsp from 'node:fs/promises';\n`, want: readFile, local: 'fsp.readFile' },
  { name: 'promises of fs', text: `import { promises as fs } from 'fs';\n`, want: readFile, local: 'fs.readFile' },
  { name: 'fs itself', text: `import fs from 'node:fs';\n`, want: readFile, local: 'fs.promises.readFile' },
  { name: 'a required fs', text: `const fs = require('fs');\n`, want: readFile, local: 'fs.promises.readFile', options: js },
  { name: 'a member of a require', text: `const fsp = require('fs').promises;\n`, want: readFile, local: 'fsp.readFile', options: js },
  { name: 'a destructured require', text: `const { promisify: p } = require('util');\n`, want: promisify, local: 'p', options: js },
  { name: 'an alias of a member', text: `import util from 'util';\nconst promisify = util.promisify;\n`, want: promisify, local: 'promisify' },
  { name: 'import equals', text: `import util = require('util');\n`, want: promisify, local: 'util.promisify' },
  { name: 'a required package as default', text: `const limit = require('p-limit');\n`, want: { module: 'p-limit', name: 'default' }, local: 'limit', options: js },
  { name: 'a default import', text: `import limit from 'p-limit';\n`, want: { module: 'p-limit', name: 'default' }, local: 'limit' },
];

const extended: readonly Case[] = [
  {
    name: 'a named import, whatever its prefix',
    text: `import { promisify as p, inspect } from 'node:util';\n`,
    want: { module: 'util', name: 'format' },
    local: 'format',
    after: `import { promisify as p, inspect, format } from 'node:util';\n`,
  },
  {
    name: 'a list over several lines',
    text: `import {\n  access,\n  stat,\n} from "fs/promises";\n`,
    want: readFile,
    local: 'readFile',
    after: `import {\n  access,\n  stat,\n  readFile,\n} from "fs/promises";\n`,
  },
  {
    name: 'a destructured require',
    text: `const { stat } = require('fs/promises')\n`,
    want: readFile,
    local: 'readFile',
    after: `const { stat, readFile } = require('fs/promises')\n`,
    options: js,
  },
  {
    name: 'before a rest element',
    text: `const { inspect, ...others } = require('util');\n`,
    want: promisify,
    local: 'promisify',
    after: `const { inspect, promisify, ...others } = require('util');\n`,
    options: js,
  },
  {
    name: 'a default import of a package',
    text: `import retry from 'p-retry';\n`,
    want: { module: 'p-retry', name: 'AbortError' },
    local: 'AbortError',
    after: `import retry, { AbortError } from 'p-retry';\n`,
  },
  {
    name: 'with an alias where the name is taken',
    text: `import { stat } from 'fs/promises';\nexport function readFile() { return stat; }\n`,
    want: readFile,
    local: 'fsReadFile',
    after: `import { stat, readFile as fsReadFile } from 'fs/promises';\nexport function readFile() { return stat; }\n`,
  },
  {
    name: 'with an alias in a require',
    text: `const { inspect } = require('util');\nconst promisify = (f) => f(inspect);\n`,
    want: promisify,
    local: 'utilPromisify',
    after: `const { inspect, promisify: utilPromisify } = require('util');\nconst promisify = (f) => f(inspect);\n`,
    options: js,
  },
];

const added: readonly Case[] = [
  {
    name: 'after the last import, with its quotes and prefix',
    text: `import { pbkdf2Sync } from "node:crypto";\nimport express from "express"; // web\n\nexpress(pbkdf2Sync);\n`,
    want: promisify,
    local: 'promisify',
    after: `import { pbkdf2Sync } from "node:crypto";\nimport express from "express"; // web\nimport { promisify } from "node:util";\n\nexpress(pbkdf2Sync);\n`,
  },
  {
    name: 'without semicolons and prefix where the file has none, beside the module it belongs to',
    text: `import { readFileSync } from 'fs'\nimport x from './x'\n\nx(readFileSync)\n`,
    want: readFile,
    local: 'readFile',
    after: `import { readFileSync } from 'fs'\nimport { readFile } from 'fs/promises'\nimport x from './x'\n\nx(readFileSync)\n`,
  },
  {
    name: 'beside a type-only import',
    text: `import type { FileHandle } from 'node:fs/promises';\nlet handle: FileHandle;\n`,
    want: readFile,
    local: 'readFile',
    after: `import type { FileHandle } from 'node:fs/promises';\nimport { readFile } from 'node:fs/promises';\nlet handle: FileHandle;\n`,
  },
  {
    name: 'not by a specifier that is only a type',
    text: `import { type Abortable, format } from 'util';\nlet a: Abortable;\nformat(a);\n`,
    want: { module: 'util', name: 'Abortable' },
    local: 'utilAbortable',
    after: `import { type Abortable, format, Abortable as utilAbortable } from 'util';\nlet a: Abortable;\nformat(a);\n`,
  },
  {
    name: 'after the block of requires, not after a late one',
    text: `'use strict';\n\nvar express = require('express');\nrequire('dotenv').config();\nvar db = require('./db');\n\nvar app = express();\nvar late = require('./late')(app);\n`,
    want: promisify,
    local: 'promisify',
    after: `'use strict';\n\nvar express = require('express');\nrequire('dotenv').config();\nvar db = require('./db');\nvar { promisify } = require('util');\n\nvar app = express();\nvar late = require('./late')(app);\n`,
    options: js,
  },
  {
    name: 'as import equals where that is the style',
    text: `import http = require('http');\nhttp;\n`,
    want: promisify,
    local: 'util.promisify',
    after: `import http = require('http');\nimport util = require('util');\nhttp;\n`,
  },
  {
    name: 'below a hashbang and directives',
    text: `#!/usr/bin/env node\n'use strict';\n\nmodule.exports = 1;\n`,
    want: promisify,
    local: 'promisify',
    after: `#!/usr/bin/env node\n'use strict';\n\nconst { promisify } = require('util');\n\nmodule.exports = 1;\n`,
    options: js,
  },
  {
    name: 'below the licence and above the first comment of the code',
    text: `/* Copyright Example */\n\n/** Reads. */\nexport function read() {}\n`,
    want: readFile,
    local: 'readFile',
    after: `/* Copyright Example */\n\nimport { readFile } from 'node:fs/promises';\n\n/** Reads. */\nexport function read() {}\n`,
  },
  {
    name: 'behind a byte order mark and with the file\'s line ends',
    text: `\ufeffexport const a = 1;\r\n`,
    want: readFile,
    local: 'readFile',
    after: `\ufeffimport { readFile } from 'node:fs/promises';\r\n\r\nexport const a = 1;\r\n`,
  },
  {
    name: 'as ESM by package.json',
    text: `run();\n`,
    want: promisify,
    local: 'promisify',
    after: `import { promisify } from 'node:util';\n\nrun();\n`,
    options: esm,
  },
  {
    name: 'as CommonJS by package.json',
    text: `run();\n`,
    want: promisify,
    local: 'promisify',
    after: `const { promisify } = require('util');\n\nrun();\n`,
    options: js,
  },
  {
    name: 'as ESM by the ending',
    text: `run();\n`,
    want: promisify,
    local: 'promisify',
    after: `import { promisify } from 'node:util';\n\nrun();\n`,
    options: { ...js, file: 'main.mjs' },
  },
  {
    name: 'as CommonJS by the ending',
    text: `run();\n`,
    want: promisify,
    local: 'promisify',
    after: `const { promisify } = require('util');\n\nrun();\n`,
    options: { ...esm, file: 'main.cjs' },
  },
  {
    name: 'a default export under the preferred name',
    text: `import {a} from './a';\na();\n`,
    want: { module: 'p-limit', name: 'default', preferred: 'limit' },
    local: 'limit',
    after: `import {a} from './a';\nimport limit from 'p-limit';\na();\n`,
  },
  {
    name: 'a whole module',
    text: `const a = require('a');\n`,
    want: { module: 'node-fetch', name: '*' },
    local: 'nodeFetch',
    after: `const a = require('a');\nconst nodeFetch = require('node-fetch');\n`,
    options: js,
  },
  {
    name: 'with tight braces where the file has them',
    text: `import {a} from './a';\na();\n`,
    want: promisify,
    local: 'promisify',
    after: `import {a} from './a';\nimport {promisify} from 'node:util';\na();\n`,
  },
  {
    name: 'a named export, since the default of a package is not its namespace',
    text: `import * as retry from 'p-retry';\nretry;\n`,
    want: { module: 'p-retry', name: 'default', preferred: 'pRetry' },
    local: 'pRetry',
    after: `import * as retry from 'p-retry';\nimport pRetry from 'p-retry';\nretry;\n`,
  },
  {
    name: 'beside a statement on the same line',
    text: `const a = require('a'); a();\n`,
    want: promisify,
    local: 'promisify',
    after: `const a = require('a');\nconst { promisify } = require('util');\n a();\n`,
    options: js,
  },
];

describe('ensureImport', () => {
  for (const [what, cases] of [
    ['reuses', reused],
    ['extends', extended],
    ['adds', added],
  ] as const) {
    for (const { name, text, want, local, after, options } of cases) {
      it(`${what} ${name}`, async () => {
        const source = await scriptSource(text, options);
        const { local: actual, edits } = ensureImport(source, want);
        const result = applyEdits(text, edits);
        assert.equal(result, after ?? text);
        assert.equal(actual, local);
        // A second wish for the same export finds what the first one wrote.
        const again = ensureImport(await scriptSource(result, options), want);
        assert.deepEqual(again, { local, edits: [] });
      });
    }
  }

  it('does not reuse a binding that is shadowed where it is needed', async () => {
    const source = await scriptSource(`import fsp from 'fs/promises';\nexport function f(fsp: string) { return fsp; }\n`);
    const { local } = ensureImport(source, { ...readFile, at: nodeAt(source, 'return fsp') });
    assert.equal(local, 'readFile');
  });

  it('imports nothing into a fragment', async () => {
    const source = await scriptSource(`fs.readFileSync('a');`, { ...js, fragment: true });
    assert.deepEqual(ensureImport(source, readFile), { local: 'fs.promises.readFile', edits: [] });
    assert.deepEqual(ensureImport(source, promisify), { local: 'promisify', edits: [] });
  });

  const policy: readonly ImportWish[] = ['timeout', 'TimeoutStrategy', 'wrap'].map((name) => ({ module: 'cockatiel', name }));
  const several: readonly (Pick<Case, 'name' | 'text' | 'options'> & { after: string; locals: readonly string[] })[] = [
    {
      name: 'into one list',
      text: `import { handleAll } from 'cockatiel';\n`,
      after: `import { handleAll, timeout, TimeoutStrategy, wrap } from 'cockatiel';\n`,
      locals: ['timeout', 'TimeoutStrategy', 'wrap'],
    },
    {
      name: 'into a list over several lines, those already there left out',
      text: `import {\n  handleAll,\n  wrap,\n} from 'cockatiel';\n`,
      after: `import {\n  handleAll,\n  wrap,\n  timeout,\n  TimeoutStrategy,\n} from 'cockatiel';\n`,
      locals: ['timeout', 'TimeoutStrategy', 'wrap'],
    },
    {
      name: 'beside a default import',
      text: `import cockatiel from 'cockatiel';\n`,
      after: `import cockatiel, { timeout, TimeoutStrategy, wrap } from 'cockatiel';\n`,
      locals: ['timeout', 'TimeoutStrategy', 'wrap'],
    },
    {
      name: 'by one new statement',
      text: `const a = require('a');\nconst timeout = 5;\na(timeout);\n`,
      options: js,
      after: `const a = require('a');\nconst { timeout: cockatielTimeout, TimeoutStrategy, wrap } = require('cockatiel');\nconst timeout = 5;\na(timeout);\n`,
      locals: ['cockatielTimeout', 'TimeoutStrategy', 'wrap'],
    },
    {
      name: 'through one import equals',
      text: `import a = require('a');\na();\n`,
      after: `import a = require('a');\nimport cockatiel = require('cockatiel');\na();\n`,
      locals: ['cockatiel.timeout', 'cockatiel.TimeoutStrategy', 'cockatiel.wrap'],
    },
  ];
  for (const { name, text, options, after, locals } of several) {
    it(`brings several exports ${name}`, async () => {
      const result = ensureImports(await scriptSource(text, options), policy);
      assert.equal(applyEdits(text, result.edits), after);
      assert.deepEqual(result.locals, locals);
    });
  }

  it('brings exports of different modules at the same place', async () => {
    const text = `import a from 'a';\na();\n`;
    const { edits } = ensureImports(await scriptSource(text), [readFile, promisify]);
    assert.equal(applyEdits(text, edits), `import a from 'a';\nimport { readFile } from 'node:fs/promises';\nimport { promisify } from 'node:util';\na();\n`);
  });
});
