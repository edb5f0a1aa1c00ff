import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import manifest from '../package.json';
import manifestStrings from '../package.nls.json';

const keysIn = (text: string) => [...text.matchAll(/"%([\w.-]+)%"/g)].map((match) => match[1] ?? '');

describe('texts that can be translated', () => {
  it('stand in the bundle translators start from: run `npm run l10n`', async () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const found = await getL10nJson(files.map((name) => ({ extension: '.ts' as const, contents: readFileSync(path.join('src', name), 'utf8') })));
    const bundle = JSON.parse(readFileSync('media/l10n/bundle.l10n.json', 'utf8')) as unknown;
    assert.deepEqual(bundle, found);
  });

  it('are there for every key of the manifest, and none is left over', () => {
    assert.deepEqual([...new Set(keysIn(JSON.stringify(manifest)))].sort(), Object.keys(manifestStrings).sort());
  });
});
