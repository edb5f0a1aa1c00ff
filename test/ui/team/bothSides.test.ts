import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { execOrThrow, npmCommand } from '../../support/command.mts';
import { commandByKeyboard, pickByTyping, pressInPick, untilInCode, untilInPanel } from '../keyboard';
import { useWorkbench } from '../useWorkbench';
import { realBackend } from './backend';
import { question, rule, writtenLesson, writtenOnboarding } from './bothSidesTexts';

/** The environment of a machine that installs Altitude from the built package, without a network, into a folder of its own. */
async function runnerOf(scratch: string): Promise<NodeJS.ProcessEnv> {
  // Its scripts would build anew what the editor is running.
  const said = await execOrThrow(...npmCommand(['pack', '--ignore-scripts', '--silent', '--pack-destination', scratch]));
  const prefix = path.join(scratch, 'global');
  return {
    ...process.env,
    ALTITUDE_PACKAGE: path.join(scratch, said.trim().split('\n').at(-1) ?? ''),
    npm_config_prefix: prefix,
    npm_config_offline: 'true',
    PATH: `${path.join(prefix, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
  };
}

/** A lead and a new hire of a real backend, each in an editor of their own, on the same repository. */
describe('both sides of onboarding, in a real backend', () => {
  let scratch = '';
  let folder = '';
  const file = (name: string) => path.join(folder, name);
  const read = (name: string) => readFile(file(name), 'utf8');
  const write = (name: string, text: string) => writeFile(file(name), text);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Lead', '-c', 'user.email=lead@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  const altitude = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.resolve('dist/cli.js'), ...args], { cwd: folder, encoding: 'utf8' });
    return { status, said: stdout + stderr };
  };
  const lint = () => altitude('lint-lessons');
  const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

  before(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'altitude-both-'));
    folder = path.join(scratch, 'Haraka');
    await cp(await realBackend(), folder, { recursive: true });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'Haraka as it is published');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('checkout', '-q', '-b', 'onboarding');
  });

  after(async () => {
    await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  describe('the lead', () => {
    const bench = useWorkbench(() => ({ folder }));

    it('sets up onboarding after a look at every file', async () => {
      const row = (text: string) => bench().page.locator('.bulk-edit-panel .monaco-list-row', { hasText: text }).first();
      await bench().runCommand('Altitude: Set Up Onboarding');
      await row('lesson.md').waitFor();
      await row('onboarding.yml').click();
      await bench().page.locator('.monaco-diff-editor .view-line', { hasText: 'Backend engineer' }).first().waitFor();
      await assert.rejects(read('.altitude/onboarding.yml'), 'nothing is written before it is applied');
      await bench().page.locator('.bulk-edit-panel .monaco-button', { hasText: 'Apply' }).click();
      await bench().page.locator('.tab.active', { hasText: 'onboarding.yml' }).waitFor();
      assert.match(await read('.altitude/onboarding.yml'), /^id: haraka\ntitle: Haraka$/m);
      assert.match(await read('.vscode/extensions.json'), /altitude\.altitude/);
      assert.match(await read('.github/workflows/altitude.yml'), /lint-lessons/);
    });

    it('makes a lesson from lines of a function', async () => {
      const { page, quickPick } = bench();
      const answer = async (title: string, text?: string) => {
        await page.locator('.quick-input-title', { hasText: title }).waitFor();
        if (text !== undefined) await quickPick.input.fill(text);
        await page.keyboard.press('Enter');
      };
      await bench().openFile('host_pool.js');
      await bench().goTo(lineOf(await read('host_pool.js'), 'const retry_msecs'));
      await untilInCode(bench());
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await commandByKeyboard(bench(), 'Altitude: Make a Lesson from This Selection');
      await answer('Title of the lesson', 'A dead backend');
      await answer('Id of the lesson', 'dead-backend');
      await answer('The question', question);
      await page.locator('.tab.active', { hasText: 'lesson.md' }).waitFor();
      await page.locator('#status\\.editor\\.selection', { hasText: 'selected' }).waitFor();
      await page.keyboard.type('What runs once for every failure has to know that it runs already.');
      await bench().eventually(async () => assert.match(await read('.altitude/lessons/dead-backend/lesson.md'), /^crux: .?What runs once/m));
      const made = await read('.altitude/lessons/dead-backend/lesson.md');
      assert.match(made, /hot:\n {6}- "const retry_msecs = self.retry_secs \* 1000\\nself.dead_hosts\[key\] = true"$/m);
      assert.match(made, /source: host_pool\.js\n {4}anchor:\n {6}symbol: HostPool\.failed\n/);
      assert.equal(lint().status, 1, 'not everything is written yet');
      await write('.altitude/lessons/dead-backend/lesson.md', writtenLesson(made));
    });

    it('puts it first in place of the example, chooses a level for a rule, and writes one that finds and fixes', async () => {
      await write('.altitude/config.json', '{ "rules": { "timing-unsafe-compare": "information" } }\n');
      await write('.altitude/onboarding.yml', writtenOnboarding(await read('.altitude/onboarding.yml')));
      for (const example of ['lessons/dates-in-copies', 'rules/copy-by-json.yml']) await rm(file(`.altitude/${example}`), { recursive: true });
      await write('.altitude/rules/thrown-text.yml', rule);
      await bench().openFile('outbound/timer_queue.js');
      await bench().squiggles.first().waitFor();
      await bench().goTo(lineOf(await read('outbound/timer_queue.js'), "throw 'Should"), 12);
      await bench().applyQuickFix('Throw an Error');
      await bench().eventually(async () => assert.match(await read('outbound/timer_queue.js'), /throw new Error\('Should never get here'\)/));
    });
  });

  describe('the checks outside of the editor', () => {
    it('pass what the lead has written', () => {
      assert.deepEqual([lint(), altitude('test-rules')].map(({ status, said }) => (status === 0 ? 0 : said)), [0, 0]);
    });

    it('run step by step as the workflow has them', async () => {
      const { jobs } = parse(await read('.github/workflows/altitude.yml')) as { readonly jobs: { readonly altitude: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } } };
      const env = { ...(await runnerOf(scratch)), GITHUB_BASE_REF: 'main' };
      const bash = (script: string) => spawnSync('bash', ['-eo', 'pipefail', '-c', script], { cwd: folder, env, encoding: 'utf8' });
      const steps = jobs.altitude.steps.flatMap(({ name, run }) => (name === undefined || run === undefined ? [] : [{ name, run }]));
      git('add', '.');
      git('commit', '-q', '-m', 'Onboarding');
      const failed = steps.flatMap(({ name, run }) => (bash(run).status === 0 ? [] : [name]));
      assert.deepEqual(failed, ['Fail for what is new'], 'the rule still finds the other text of the changed file');
      assert.equal(bash('altitude scan . --baseline altitude-baseline.json --update-baseline').status, 0);
      assert.equal(bash(steps.at(-1)?.run ?? '').status, 0);
      git('add', 'altitude-baseline.json');
      git('commit', '-q', '-m', 'What is there today is accepted');
    });
  });

  describe('the new hire', () => {
    const bench = useWorkbench(() => ({ folder }));
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await bench().page.keyboard.press(key);
    };
    const command = (title: string) => commandByKeyboard(bench(), title);
    const heading = (name: string | RegExp) => bench().panel.getByRole('heading', { name });
    const isFocused = (name: string | RegExp) =>
      bench().eventually(async () => assert.match((await bench().panel.locator('*:focus').getAttribute('aria-label', { timeout: 2000 })) ?? '', new RegExp(name)));

    const tabTo = async (name: string) => {
      const target = bench().panel.getByRole('button', { name });
      await bench().eventually(async () => {
        if (!(await target.evaluate((element) => element === document.activeElement))) await press('Tab');
        assert.ok(await target.evaluate((element) => element === document.activeElement));
      });
    };

    it('is told by one word in the status bar, and finds the welcome in the Climb', async () => {
      await bench().page.locator('.statusbar-item', { hasText: 'Altitude: day one' }).waitFor();
      assert.deepEqual(await bench().notifications(), []);
      await command('Altitude: Focus on Climb View');
      await bench().page.locator('.pane-body .monaco-list-row', { hasText: 'Welcome' }).first().waitFor();
      await command('Altitude: Show the Team’s Welcome');
      await heading('Haraka').waitFor();
      assert.match(await bench().panel.locator('main').innerText(), /Mail that we lose is lost for somebody else/);
      await isFocused(/Start day one: Backend engineer/);
    });

    it('starts day one in the code of the team, and answers there', async () => {
      const { page, quickPick } = bench();
      await press('Enter');
      await page.locator('.tab.active', { hasText: 'host_pool.js' }).waitFor();
      await bench().codeLens(question.slice(0, 20)).waitFor();
      await command('Altitude: Answer');
      await pickByTyping(bench(), '500 every ten seconds');
      await quickPick.row('Sure').first().waitFor();
      await pressInPick(bench(), 'Enter');
      await heading('Right').waitFor();
      await quickPick.row('Recap').first().waitFor();
      await pressInPick(bench(), 'Escape');
      await bench().codeLens('Right').waitFor();
    });

    it('goes on to the next step, a lesson of Altitude’s own, and finishes it in the panel', async () => {
      await command('Altitude: Show Lesson Panel');
      await untilInPanel(bench());
      await press('j');
      await bench().panel.getByRole('button', { name: /^Next:/ }).waitFor();
      await press('j');
      const pieces = /of (\d+)/.exec(await bench().panel.getByText(/^Piece 1 of \d+$/).innerText())?.[1];
      for (let piece = 1; piece <= Number(pieces); piece++) {
        await bench().panel.getByText(`Piece ${piece} of`).waitFor();
        await press('2');
        await bench().panel.getByText('How sure').first().waitFor();
        await press('1');
        await heading(/^(?:Right|Wrong)$/).waitFor();
        await press('j');
      }
      await bench().panel.getByRole('button', { name: 'Your way: Haraka' }).waitFor();
      await press('j');
      await heading('Your way').waitFor();
      await bench().panel.getByText('2 of 4 steps done').waitFor();
    });

    it('looks for what the code still has, and makes the fix that is suggested first', async () => {
      await tabTo('Look for them in this workspace');
      await press('Enter');
      await heading('A good first fix').waitFor();
      assert.match(await bench().panel.locator('main').innerText(), /Safe, small \(.+\), and test\/plugins\/auth\/auth_base\.js tests the file\./);
      await bench().panel.locator('[data-focus="make-fix"]:focus').waitFor();
      await press('Enter');
      await bench().panel.getByText('3 of 4 steps done').waitFor();
      await bench().eventually(async () => assert.ok((await read('plugins/auth/auth_base.js')).includes("if (isSameSecret(hmac.digest('hex'), passwd)) return cb(true)\n")));
    });

    it('takes a commit message and a summary of the progress along', async () => {
      const clipboard = () => bench().page.evaluate(() => navigator.clipboard.readText());
      await bench().page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await tabTo('Copy commit message');
      await press('Enter');
      await bench().eventually(async () => assert.match(await clipboard(), /^Compare in constant time\n\nThe signature.*\n(?:.+\n)+\nRule: timing-unsafe-compare\nLesson: The same request, twice\n$/));
      await tabTo('Copy progress summary');
      await press('Enter');
      await bench().eventually(async () => assert.match(await clipboard(), /^## Haraka: Backend engineer$/m));
      assert.match(await clipboard(), /^Started .+, 3 of 4 steps done\.$/m);
      assert.match(await clipboard(), /^- \[x\] A dead backend \(1 of 1 answered · 5 min\)$/m);
      assert.match(await clipboard(), /^First fix: Compare in constant time \(`timing-unsafe-compare`\)$/m);
    });

    it('sees the progress in the Climb, and was never interrupted', async () => {
      await command('Altitude: Focus on Climb View');
      const row = (text: string) => bench().page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
      await row('Backend engineer').filter({ hasText: 'your role' }).waitFor();
      await row('A dead backend').waitFor();
      assert.equal(await bench().page.locator('.statusbar-item', { hasText: 'Altitude: day one' }).count(), 0);
      assert.deepEqual(await bench().notifications(), []);
    });

    describe('when the code of the lesson changes', () => {
      let original = '';
      const openLesson = () => bench().page.locator('.pane-body .monaco-list-row', { hasText: 'A dead backend' }).first().click();
      const lensLine = async () => {
        const texts = await bench().page.locator('.editor-group-container.active .monaco-editor .line-numbers.active-line-number').allInnerTexts();
        return Number(texts[0]);
      };

      before(async () => {
        original = await read('host_pool.js');
      });

      it('is followed where it moves', async () => {
        await write('host_pool.js', `// Moved down.\n\n${original}`);
        await bench().eventually(async () => {
          await openLesson();
          assert.equal(await lensLine(), lineOf(await read('host_pool.js'), 'const retry_msecs'));
        });
        assert.equal(lint().status, 0);
      });

      const isLost = async (reason: RegExp) => {
        await bench().eventually(async () => {
          await openLesson();
          await bench().codeLens('The code has left host_pool.js: this is the last known text').waitFor({ timeout: 2000 });
        });
        await bench().page.locator('.view-line', { hasText: 'const retry_msecs' }).first().waitFor();
        const { status, said } = lint();
        assert.equal(status, 1);
        assert.match(said, reason);
      };

      it('is told as lost, with its last known text, once it is renamed', async () => {
        await write('host_pool.js', original.replace('failed(host, port) {', 'mark_dead(host, port) {'));
        await isLost(/HostPool\.failed/);
      });

      it('is told as lost once it is deleted', async () => {
        await rm(file('host_pool.js'));
        await isLost(/host_pool\.js/);
      });

      it('is named where its file was renamed, and back once that is', async () => {
        await write('pool.js', original);
        assert.match(lint().said, /the same code is in pool\.js, so make that its source/);
        await rename(file('pool.js'), file('host_pool.js'));
        assert.equal(lint().status, 0);
        await bench().eventually(async () => {
          await openLesson();
          assert.equal(await lensLine(), lineOf(original, 'const retry_msecs'));
        });
      });
    });
  });
});
