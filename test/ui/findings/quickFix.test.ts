import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useWorkbench } from '../useWorkbench';
import { showHover } from './support';

const call = 'crypto.pbkdf2Sync(';

describe('a flaw in the reader’s own file', () => {
  // What is undone while it is being saved by itself, the editor takes for saved.
  const bench = useWorkbench({ theme: 'dark', settings: { 'files.autoSave': 'off' } });
  const save = async () => {
    await bench().page.locator('.tab.dirty').first().waitFor();
    await bench().page.keyboard.press('Control+S');
    await bench().page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
  };

  it('has a squiggle under the call alone', async () => {
    await bench().openFile('src/accounts.js');
    const squiggle = bench().page.locator('.squiggly-info');
    await squiggle.waitFor();
    assert.equal(await squiggle.count(), 1);
    const line = bench().page.locator('.view-line', { hasText: call });
    const code = (await bench().fileText('src/accounts.js')).split('\n').find((each) => each.includes(call)) ?? '';
    // The window may still be moving its parts.
    await bench().eventually(async () => {
      const [mark, text] = [await squiggle.boundingBox(), await line.locator('> span').boundingBox()];
      assert.ok(mark && text);
      const width = text.width / code.length;
      const columns = [Math.round((mark.x - text.x) / width), Math.round((mark.x + mark.width - text.x) / width)] as const;
      assert.match(code.slice(...columns), /^crypto\.pbkdf2Sync\(.*\)$/);
    });
  });

  it('says on hover what happens, the grade of the fix, and where to learn why', async () => {
    await bench().goTo(12, 26);
    const hover = await showHover(bench(), 'Learn why');
    const text = (await hover.innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /no other request is served/);
    assert.match(text, /Fix: Await pbkdf2 off the event loop \(safe\)/);
    assert.match(text, /Altitude\(?sync-in-request-path/);
  });

  it('opens its lesson from the hover', async () => {
    await bench().goTo(12, 26);
    const hover = await showHover(bench(), 'Learn why (2 min)');
    await hover.locator('a', { hasText: 'Learn why (2 min)' }).click();
    await bench().codeLens('Hint').waitFor();
    await bench().openFile('src/accounts.js');
  });

  it('opens its lesson from the rule’s name', async () => {
    await bench().goTo(12, 26);
    const hover = await showHover(bench(), 'sync-in-request-path');
    await hover.locator('a', { hasText: 'sync-in-request-path' }).click();
    await bench().codeLens('Hint').waitFor();
    await bench().openFile('src/accounts.js');
  });

  it('offers the fix first, then the lesson', async () => {
    await bench().goTo(12, 26);
    const titles = await bench().quickFixes();
    assert.deepEqual(titles.slice(0, 3), [
      'Await pbkdf2 off the event loop (safe)',
      'Learn why (2 min)',
      'Suppress sync-in-request-path here',
    ]);
    await bench().page.keyboard.press('Escape');
  });

  it('is fixed on disk by the first of them, and brought back by one undo', async () => {
    const before = await bench().fileText('src/accounts.js');
    await bench().goTo(12, 26);
    await bench().applyQuickFix('Await pbkdf2');
    await save();
    await bench().eventually(async () => assert.match(await bench().fileText('src/accounts.js'), /= await pbkdf2Async\(/));
    await bench().page.locator('.squiggly-info').first().waitFor({ state: 'hidden' });
    await bench().page.keyboard.press('Control+Z');
    await save();
    await bench().eventually(async () => assert.equal(await bench().fileText('src/accounts.js'), before));
    await bench().page.locator('.squiggly-info').first().waitFor();
  });

  it('is suppressed with a reason typed where the comment asks for it', async () => {
    const before = await bench().fileText('src/accounts.js');
    await bench().goTo(12, 26);
    await bench().applyQuickFix('Suppress');
    await bench().page.locator('.squiggly-info').first().waitFor({ state: 'hidden' });
    await bench().page.keyboard.type('one administrator signs in');
    await save();
    const comment = '    // altitude-disable-next-line sync-in-request-path -- one administrator signs in\n';
    await bench().eventually(async () => assert.equal(await bench().fileText('src/accounts.js'), before.replace('    const hash', `${comment}    const hash`)));
  });
});

describe('a fix that adds a file', () => {
  // Doubtful until somebody chooses a level.
  const bench = useWorkbench({ theme: 'dark', settings: { 'altitude.rules': { 'check-then-insert': 'information' } } });
  const source = `const { Pool } = require('pg');

const pool = new Pool({ connectionTimeoutMillis: 1000 });

exports.subscribe = async (email) => {
  const { rows } = await pool.query('SELECT 1 FROM subscribers WHERE email = $1', [email]);
  if (rows.length > 0) return false;
  await pool.query('INSERT INTO subscribers (email) VALUES ($1)', [email]);
  return true;
};
`;

  const migrations = () => readdirSync(path.join(bench().folder, 'migrations')).sort();

  it('writes the migration and the code at once, and one undo takes both back', async () => {
    await writeFile(path.join(bench().folder, 'migrations/002_subscribers.sql'), 'CREATE TABLE subscribers (id bigint PRIMARY KEY, email text NOT NULL);\n');
    await writeFile(path.join(bench().folder, 'src/subscribers.js'), source);
    await bench().openFile('src/subscribers.js');
    await bench().page.locator('.squiggly-info').first().waitFor();
    await bench().goTo(8, 20);
    await bench().applyQuickFix('ON CONFLICT');
    await bench().eventually(async () => assert.match(await bench().fileText('src/subscribers.js'), /ON CONFLICT \(email\) DO NOTHING/));
    const [added = ''] = migrations().filter((name) => name.startsWith('003'));
    assert.match(await bench().fileText(`migrations/${added}`), /CREATE UNIQUE INDEX CONCURRENTLY/);

    await bench().page.locator('.editor-group-container.active .view-line').first().click();
    await bench().page.keyboard.press('Control+Z');
    await bench().eventually(async () => assert.equal(await bench().fileText('src/subscribers.js'), source));
    await bench().eventually(() => {
      assert.equal(existsSync(path.join(bench().folder, 'migrations', added)), false);
      return Promise.resolve();
    });
  });
});
