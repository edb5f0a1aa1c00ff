import assert from 'node:assert/strict';
import { isServerSide } from '../../../src/engine/facts/javascript/serverSide';
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
});
