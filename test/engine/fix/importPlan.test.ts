import assert from 'node:assert/strict';
import { ImportPlan } from '../../../src/engine/fix/javascript/importPlan';
import { applyEdits } from '../../../src/engine/text/edits';
import { scriptSource } from '../support/parse';

type Options = Parameters<typeof scriptSource>[1];

const js = { language: 'javascript' } as const;

async function planned(text: string, options: Options, change: (plan: ImportPlan, drop: (name: string) => void) => void): Promise<string> {
  const source = await scriptSource(text, options);
  const plan = new ImportPlan(source);
  change(plan, (name) => {
    const declaration = source.scopes.lookup(name, source.tree.rootNode);
    assert.ok(declaration !== undefined);
    plan.drop(declaration);
  });
  return applyEdits(text, plan.edits());
}

const readFile = { module: 'fs/promises', name: 'readFile' };

describe('ImportPlan', () => {
  const drops: readonly [name: string, text: string, after: string, options?: Options][] = [
    ['a name among others', `import { a, b, c } from 'x';\n`, `import { a, c } from 'x';\n`],
    ['the last name', `import { a, b } from 'x';\n`, `import { a } from 'x';\n`],
    ['an alias', `import { a, q as b } from 'x';\n`, `import { a } from 'x';\n`],
    ['a line of a list', `import {\n  a,\n  b,\n  c,\n} from 'x';\n`, `import {\n  a,\n  c,\n} from 'x';\n`],
    ['the only name, with its import', `import { b } from 'x';\nimport c from 'c';\n`, `import c from 'c';\n`],
    ['the only name beside a default', `import a, { b } from 'x';\n`, `import a from 'x';\n`],
    ['a required name', `const { a, q: b } = require('x');\n`, `const { a } = require('x');\n`, js],
    ['nothing where a comment may speak of it', `import { a, /* why */ b } from 'x';\n`, `import { a, /* why */ b } from 'x';\n`],
  ];
  for (const [name, text, after, options] of drops) {
    it(`drops ${name}`, async () => {
      assert.equal(await planned(text, options, (_, drop) => drop('b')), after);
    });
  }

  it('puts a new name where the old one stood', async () => {
    const after = await planned(`import { pbkdf2Sync, randomBytes } from 'node:crypto';\n`, undefined, (plan, drop) => {
      assert.equal(plan.need({ module: 'crypto', name: 'pbkdf2' }), 'pbkdf2');
      drop('pbkdf2Sync');
    });
    assert.equal(after, `import { pbkdf2, randomBytes } from 'node:crypto';\n`);
  });

  it('puts a new import where the old one stood', async () => {
    const after = await planned(`const { readFileSync } = require('fs');\nconst a = require('a');\n`, js, (plan, drop) => {
      plan.need(readFile);
      drop('readFileSync');
    });
    assert.equal(after, `const { readFile } = require('fs/promises');\nconst a = require('a');\n`);
  });

  it('declares constants apart from the imports and beside each other', async () => {
    const declare = (name: string) => (plan: ImportPlan) => {
      const base = plan.need({ module: 'crypto', name });
      const promisify = plan.need({ module: 'util', name: 'promisify' });
      plan.declare(`${name}Async = ${promisify}(${base})`, [promisify, base]);
    };
    const once = await planned(`const crypto = require('crypto')\n\nrun(crypto)\n`, js, declare('pbkdf2'));
    assert.equal(once, `const crypto = require('crypto')\nconst { promisify } = require('util')\n\nconst pbkdf2Async = promisify(crypto.pbkdf2)\n\nrun(crypto)\n`);
    const twice = await planned(once, js, declare('scrypt'));
    assert.equal(
      twice,
      `const crypto = require('crypto')\nconst { promisify } = require('util')\n\nconst pbkdf2Async = promisify(crypto.pbkdf2)\nconst scryptAsync = promisify(crypto.scrypt)\n\nrun(crypto)\n`,
    );
  });

  it('declares a constant below what it is made of', async () => {
    const text = `const { promisify } = require('util');\nrun();\nconst zlib = require('zlib');\nrun(zlib);\n`;
    const after = await planned(text, js, (plan) => plan.declare('gzip = promisify(zlib.gzip)', ['promisify', 'zlib.gzip']));
    assert.equal(after, `const { promisify } = require('util');\nrun();\nconst zlib = require('zlib');\n\nconst gzip = promisify(zlib.gzip);\nrun(zlib);\n`);
  });

  const types: readonly [name: string, text: string, after: string][] = [
    ['to a type-only import', `import type { Request } from 'express';\n`, `import type { Request, NextFunction } from 'express';\n`],
    ['as the author names types', `import { Request, Router } from 'express';\nRouter(0 as never as Request);\n`, `import { Request, Router, NextFunction } from 'express';\nRouter(0 as never as Request);\n`],
    ['marked where names are values', `import { Router } from 'express';\nRouter();\n`, `import { Router, type NextFunction } from 'express';\nRouter();\n`],
    ['by an import of its own', `import a from 'a';\n`, `import a from 'a';\nimport type { NextFunction } from 'express';\n`],
  ];
  for (const [name, text, after] of types) {
    it(`adds a type ${name}`, async () => {
      assert.equal(await planned(text, undefined, (plan) => void plan.need({ module: 'express', name: 'NextFunction', type: true })), after);
    });
  }

  it('imports into a fragment that has imports', async () => {
    const text = `import { readFileSync } from 'fs';\n`;
    const after = await planned(text, { fragment: true }, (plan) => void plan.need(readFile));
    assert.equal(after, `import { readFileSync } from 'fs';\nimport { readFile } from 'fs/promises';\n`);
  });
});
