import assert from 'node:assert/strict';
import { isServerSide } from '../../../src/engine/facts/javascript/serverSide';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { scriptSource } from '../support/parse';

const cases: readonly [name: string, text: string, isServer: boolean][] = [
  ['a file that imports a system module', `import { readFile } from 'node:fs/promises';`, true],
  ['a file that requires a database', `const { Pool } = require('pg');`, true],
  ['a component', `import { useState } from 'react'; import fs from 'fs';`, false],
  ['a file for the browser', `'use client';\nimport fs from 'fs';`, false],
  ['a file that uses the page', `export const go = (url) => { window.location.href = url; };`, false],
  ['a parameter called document', `import { ObjectId } from 'mongodb'; export const id = (document) => document.id;`, true],
];

describe('the side code runs on', () => {
  for (const [name, text, isServer] of cases) {
    it(`of ${name}`, async () => {
      assert.equal(isServerSide(await scriptSource(text)), isServer);
    });
  }

  const alone: readonly [file: string, text: string, isServer: boolean][] = [
    ['client.js', `const axios = require('axios');\nmodule.exports = { load: () => axios.get(address) };`, true],
    ['rates.js', `import axios from 'axios';\nexport const load = () => axios.get(address);`, true],
    ['rates.ts', 'export const load = () => fetch(address);', true],
    ['rates.js', 'export const load = () => fetch(address);', false],
    ['static/rates.js', `import axios from 'axios';\nexport const load = () => axios.get(address);`, false],
    ['rates.ts', 'export const load = () => fetch(`${location.origin}${window.name}`);', false],
  ];
  for (const [file, text, isServer] of alone) {
    it(`of ${file} without a package.json: ${text.slice(0, 20)}`, async () => {
      const source = await scriptSource(text, { file });
      assert.equal(isServerSide({ ...source, project: new ReadProject(() => undefined, undefined, '/project') }), isServer);
    });
  }

  const page = new Map([
    ['/project/package.json', '{"dependencies": {"express": "^5.1.0", "vue": "^3.5.0"}}'],
    ['/project/index.html', '<script type="module" src="/src/main.ts"></script>'],
  ]);
  const places: readonly [file: string, files: ReadonlyMap<string, string>, isServer: boolean][] = [
    ['services/session.ts', page, false],
    ['server/services/session.ts', page, true],
    ['services/session.ts', new Map([...page].slice(0, 1)), true],
  ];
  for (const [file, files, isServer] of places) {
    it(`of ${file} ${files.size > 1 ? 'beside a page' : 'without a page'}`, async () => {
      const source = await scriptSource('export const open = () => fetch(address);', { file });
      const project = new ReadProject((name) => files.get(name), undefined, '/project');
      assert.equal(isServerSide({ ...source, project }), isServer);
    });
  }
});
