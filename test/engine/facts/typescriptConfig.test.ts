import assert from 'node:assert/strict';
import { PathAliases } from '../../../src/engine/facts/javascript/typescriptConfig';

const config = (paths: string, more = '') => `{ "compilerOptions": { ${more}"paths": { ${paths} } } }`;

function basesOf(files: Readonly<Record<string, string>>, dir: string, specifier: string): string[] {
  return new PathAliases((file) => files[file]).basesOf(dir, specifier);
}

describe('PathAliases', () => {
  it('follows the paths of the nearest tsconfig.json, from its baseUrl', () => {
    const files = { '/p/tsconfig.json': config('"@root/*": ["./*"]'), '/p/server/tsconfig.json': config('"@server/*": ["./*", "../spare/*"], /* more */ "rates": ["lib/rates.ts"]', '"baseUrl": "./src", ') };
    assert.deepEqual(basesOf(files, '/p/server/src/routes', '@server/lib/db'), ['/p/server/src/lib/db', '/p/server/spare/lib/db']);
    assert.deepEqual(basesOf(files, '/p/server', 'rates'), ['/p/server/src/lib/rates.ts']);
    assert.deepEqual(basesOf(files, '/p/server', 'rates/other'), []);
    assert.deepEqual(basesOf(files, '/p/server', '@root/db'), []);
    assert.deepEqual(basesOf(files, '/p/web', '@root/db'), ['/p/db']);
  });

  it('follows what a tsconfig.json extends, from the folder that says the paths', () => {
    const files = { '/p/tsconfig.base.json': config('"@libs/*": ["libs/*/src"]'), '/p/apps/web/tsconfig.json': '{ "extends": "../../tsconfig.base" }' };
    assert.deepEqual(basesOf(files, '/p/apps/web/src', '@libs/db'), ['/p/libs/db/src']);
  });

  it('takes no packages for files of the project', () => {
    const files = { '/p/tsconfig.json': config('"*": ["types/*"], "@own/*": ["own/*"]') };
    assert.deepEqual(basesOf(files, '/p', 'express'), []);
    assert.deepEqual(basesOf(files, '/p', '@other/db'), []);
    assert.deepEqual(basesOf({}, '/p', '@own/db'), []);
  });

  it('reads them anew once it is told to forget them', () => {
    const files = { '/p/tsconfig.json': config('"@own/*": ["a/*"]') };
    const aliases = new PathAliases((file) => (file === '/p/tsconfig.json' ? files[file] : undefined));
    assert.deepEqual(aliases.basesOf('/p', '@own/db'), ['/p/a/db']);
    files['/p/tsconfig.json'] = config('"@own/*": ["b/*"]');
    assert.deepEqual(aliases.basesOf('/p', '@own/db'), ['/p/a/db']);
    aliases.forget();
    assert.deepEqual(aliases.basesOf('/p', '@own/db'), ['/p/b/db']);
  });
});
