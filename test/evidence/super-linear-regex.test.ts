import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { superLinearRegex } from '../../src/engine/rules/event-loop/super-linear-regex';
import { fixText } from '../../src/engine/fix/fixText';
import { analyzerFor } from '../engine/support/ruleTests';
import { loadModule, removeModules } from './support/modules';
import { recordFigures } from './support/figures';

const flawed = `import http from 'node:http';

const email = /^[^@]+@[^@]+\\.[^@]+$/;

export const server = http.createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => {
    body += chunk;
  });
  req.on('end', () => {
    const { text } = JSON.parse(body);
    if (req.url === '/name') res.end(String(/^(\\w+\\s?)*$/.test(text)));
    else if (req.url === '/email') res.end(String(email.test(text)));
    else res.end(text.replace(/\\s+$/, ''));
  });
});
`;

async function fixed(): Promise<string> {
  const analyzer = await analyzerFor(superLinearRegex);
  return (await fixText(analyzer, { file: '/project/main.js', text: flawed, language: 'javascript' })).text;
}

interface Ask {
  readonly path: string;
  readonly text: string;
}

interface Running {
  /** Milliseconds that one request takes, and what it answers; the fastest of three. */
  time(ask: Ask): Promise<{ readonly ms: number; readonly answer: string }>;
  stop(): Promise<void>;
}

async function run(name: string, text: string): Promise<Running> {
  const { server } = (await loadModule('super-linear-regex', name, text)) as unknown as { server: Server };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async time({ path, text: sent }) {
      let ms = Infinity;
      let answer = '';
      for (let i = 0; i < 3; i++) {
        const start = performance.now();
        answer = await (await fetch(base + path, { method: 'POST', body: JSON.stringify({ text: sent }) })).text();
        ms = Math.min(ms, performance.now() - start);
      }
      return { ms, answer };
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

const name = (length: number): Ask => ({ path: '/name', text: `${'a'.repeat(length)}!` });
const email = (length: number): Ask => ({ path: '/email', text: `a@${'.'.repeat(length)}@` });
const note = (length: number): Ask => ({ path: '/note', text: `${' '.repeat(length)}x` });

/** A body of 40 kB, well under what `express.json()` takes. */
const long = 40_000;

describe('super-linear-regex', () => {
  after(() => {
    removeModules('super-linear-regex');
  });

  it('takes twice as long with every character where it is exponential', async function () {
    this.timeout(60_000);
    const running = await run('flawed', flawed);
    try {
      const short = (await running.time(name(22))).ms;
      const longer = (await running.time(name(27))).ms;
      // Five characters more: 32 times the work.
      assert.ok(longer > 8 * short, `${short} ms, ${longer} ms`);
      recordFigures('super-linear-regex', {}, await measure(short, longer));
    } finally {
      await running.stop();
    }
  });

  it('is linear after the fix, and answers the same', async function () {
    this.timeout(60_000);
    const text = await fixed();
    assert.match(text, /trimEnd\(\)/);
    assert.doesNotMatch(text, /@\[\^@\]\+\\\./);
    const [before, after] = [await run('before', flawed), await run('after', text)];
    try {
      const addresses = ['a@b.c', 'a@b', 'a@b.c.d', '@b.c', 'a@.b', 'a@b..c', ''].map((text): Ask => ({ path: '/email', text }));
      const notes = ['a  ', '  a b ', ' \n', 'a\u00a0\ufeff', ''].map((text): Ask => ({ path: '/note', text }));
      for (const ask of [...addresses, ...notes, email(10), note(10)]) {
        assert.equal((await after.time(ask)).answer, (await before.time(ask)).answer, ask.text);
      }
      for (const ask of [email, note]) {
        const slow = (await before.time(ask(long))).ms;
        const fast = (await after.time(ask(long))).ms;
        assert.ok(slow > 5 * fast, `${slow} ms, ${fast} ms`);
      }
    } finally {
      await Promise.all([before.stop(), after.stop()]);
    }
  });
});

/** One request against the flawed code, and against our own fix where it has one. */
async function measure(short: number, longer: number) {
  const [before, after] = [await run('before-figures', flawed), await run('after-figures', await fixed())];
  const round = (ms: number) => Math.round(ms * 10) / 10;
  try {
    const notes = [(await before.time(note(long))).ms, (await after.time(note(long))).ms] as const;
    const emails = [(await before.time(email(long))).ms, (await after.time(email(long))).ms] as const;
    return [
      { what: 'one request, 40,000 spaces and a letter: replace(/\\s+$/, ""), then trimEnd()', before: round(notes[0]), after: round(notes[1]), unit: 'ms' },
      { what: 'one request, an e-mail address of 40,000 dots, then with the rewritten pattern', before: round(emails[0]), after: round(emails[1]), unit: 'ms' },
      { what: 'one request, /^(\\w+\\s?)*$/ on 27 letters and a sign, and on 22', before: round(longer), after: round(short), unit: 'ms' },
    ];
  } finally {
    await Promise.all([before.stop(), after.stop()]);
  }
}
