import assert from 'node:assert/strict';
import { namedIn, Reach } from '../../../src/engine/facts/javascript/reach';

const pg = /^pg$/;

/** Files by name; every import of one is written as it is called. */
function reachIn(files: Readonly<Record<string, string>>) {
  const reads: string[] = [];
  const reach = new Reach(
    (file) => {
      reads.push(file);
      return files[file];
    },
    (_from, specifier) => (specifier in files ? specifier : undefined),
  );
  return { reads, names: (pattern: RegExp, text: string) => reach.names(pattern, './start', namedIn(text)) };
}

describe('Reach', () => {
  const ways: Readonly<Record<string, string>> = {
    'an import': "import { Pool } from 'pg';",
    'a default import': 'import pg from "pg"',
    'an import without names': "import 'pg'",
    'a minified import': "import{Pool}from'pg';",
    'a type import': "import type { Pool } from 'pg';",
    'an export': "export { Pool } from 'pg';",
    'an export of everything': "export * from 'pg';",
    'a require': "const { Pool } = require('pg');",
    'a require of TypeScript': "import pg = require('pg');",
    'a require on lines of its own': "const pg = require(\n  'pg',\n);",
    'a dynamic import': 'const pg = await import("pg");',
    'a dynamic import with a comment': "import(/* webpackChunkName: 'db' */ 'pg')",
    'a template without a part': 'require(`pg`)',
  };
  for (const [what, text] of Object.entries(ways)) {
    it(`sees ${what}`, () => assert.equal(reachIn({}).names(pg, text), true));
  }

  it('sees a module of Node under both of its names', () => {
    assert.equal(reachIn({}).names(/^fs$/, "import fs from 'node:fs';"), true);
    assert.equal(reachIn({}).names(/^node:fs$/, "import fs from 'node:fs';"), true);
  });

  it('takes another module for another, and a text that only mentions one for none', () => {
    assert.equal(reachIn({}).names(pg, "import { Pool } from 'pg-pool';"), false);
    assert.equal(reachIn({}).names(pg, "const name = 'pg';"), false);
  });

  it('follows the imports of the project, through files that import each other', () => {
    const files = { './a': "import './b';", './b': "import './a'; export * from './c';", './c': "import { Pool } from 'pg';" };
    assert.equal(reachIn(files).names(pg, "import { pool } from './a';"), true);
    assert.equal(reachIn(files).names(/^redis$/, "import { pool } from './a';"), false);
  });

  it('follows no module of others', () => {
    assert.equal(reachIn({ db: "import 'pg';" }).names(pg, "import 'db';"), false);
  });

  it('answers for each pattern by itself, and reads each file once', () => {
    const { names, reads } = reachIn({ './a': "import './b';", './b': "import 'redis';" });
    const text = "import './a';";
    assert.deepEqual([pg, /^redis$/, pg, /^redis$/].map((pattern) => names(pattern, text)), [false, true, false, true]);
    assert.deepEqual(reads, ['./a', './b']);
  });

  it('knows a generated client by its name', () => {
    assert.equal(reachIn({ './generated': 'export class PrismaClient {}' }).names(/^#PrismaClient$/, "import { db } from './generated';"), true);
    assert.equal(reachIn({ './generated': 'export class Client {}' }).names(/^#PrismaClient$/, "import { db } from './generated';"), false);
  });

  it("knows the platform's fetch from a method of that name, here and behind an import", () => {
    const files = { './call': 'export const get = (url) => fetch(url);', './method': 'export const get = (client) => client.fetch();' };
    const { names } = reachIn(files);
    const texts = ['fetch(url)', 'globalThis.fetch(url)', 'client.fetch()', "import { get } from './call';", "import { get } from './method';", 'const ask = fetch as Ask;', '// to fetch the next one'];
    assert.deepEqual(texts.map((text) => names(/^(?:axios|#fetch)$/, text)), [true, true, false, true, false, true, false]);
  });
});
