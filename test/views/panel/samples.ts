import type { Answer } from '../../../src/learning/answer';
import type { PieceSession } from '../../../src/learning/session';
import { noLessons, tiers, type Catalogue, type Lesson, type Piece, type Track } from '../../../src/lessons/model';

/** A question about a pool, with a text of its own in every field, that no rule can fix. */
export const poolWithoutRule: Piece = {
  id: 'acquire',
  title: 'The acquire with no bound',
  tier: 'senior',
  language: 'typescript',
  snippetFile: 'settle.ts',
  snippet: 'const client = await pool.connect();\n',
  hotLines: [{ startLine: 0, endLine: 0 }],
  context: 'A settlement worker takes a connection from a pool of 50 and then calls the provider. The provider has slowed from 40 ms to **4 s**.',
  prompt: 'What happens to caller 51?',
  question: 'The pool is full. What does `pool.connect()` do for caller 51?',
  options: [
    { id: 'bounded', text: 'It fails at once, because the pool is bounded', correct: false, explanation: 'A bound on connections is no bound on *waiting*: the queue behind the pool has no limit and no clock. Caller 51 waits until somebody gives a connection back.' },
    { id: 'waits', text: 'It waits for ever, since no deadline was set', correct: true, explanation: '`connectionTimeoutMillis` is unset, so pg 8 keeps the caller in its queue without a timer. Only a deadline on the acquire turns that wait into an error.\n\n```ts\nconst pool = new Pool({ max: 50, connectionTimeoutMillis: 2_000 }); // fail fast\n```' },
    { id: 'bigger', text: 'It would pass with `max: 200`', correct: false, explanation: 'A bigger pool is exhausted later, and until then sends four times the calls to a provider that is already slow.' },
    { id: 'retry', text: 'It should be wrapped in a retry with backoff', correct: false, explanation: 'Nothing fails here, so nothing is retried; and a retry would hold one more connection.' },
  ],
  hints: ['Who gives a connection back, and after how long?', 'Look for a number of milliseconds on the acquire. There is none.', 'Without a timer, a wait in the queue ends only when a connection comes free.'],
  fixNote: 'The fix sets `connectionTimeoutMillis`, so caller 51 gets an error after two seconds. See [node-postgres](https://node-postgres.com/apis/pool).',
};

export const pool: Piece = { ...poolWithoutRule, rule: 'pool-acquire-without-timeout' };

function piece(id: string, title: string): Piece {
  return { ...pool, id, title };
}

export const lesson: Lesson = {
  id: 'incident',
  track: 'reading',
  order: 1,
  title: 'Four failures in one night',
  crux: 'Choose the lever that stops the interaction at its source.',
  goal: 'Predict behaviour under load from code.',
  tier: 'senior',
  minutes: 14,
  prerequisites: [],
  next: 'resilient',
  sources: [
    { title: 'node-postgres: Pool', url: 'https://node-postgres.com/apis/pool' },
    { title: 'Release It, chapter 5', url: 'https://pragprog.com/titles/mnee2/release-it-second-edition/' },
  ],
  pieces: [piece('loop', 'The handler that blocks the loop'), pool, piece('check', 'The idempotency check that races'), piece('breaker', 'The breaker that never trips')],
  variants: [],
  readings: [],
  recap: 'The blocked loop delays every answer, so callers retry. The retries fill the pool, the pool waits without a clock, and a breaker that counts only *failures* sees none.',
  diagram: {
    file: 'chain.svg',
    alt: 'The chain. Blocked loop leads to full pool leads to blind breaker',
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 64" fill="none" stroke="currentColor">
<title>The chain</title><desc>Blocked loop leads to full pool leads to blind breaker</desc>
<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8"/></marker></defs>
<rect x="1" y="12" width="120" height="40" rx="4"/><rect x="180" y="12" width="120" height="40" rx="4"/><rect x="359" y="12" width="120" height="40" rx="4"/>
<path d="M121 32H179" marker-end="url(#head)"/><path d="M300 32H358" marker-end="url(#head)"/>
<g stroke="none" font-size="13" text-anchor="middle"><text x="61" y="37">Blocked loop</text><text x="240" y="37">Full pool</text><text x="419" y="37">Blind breaker</text></g>
</svg>`,
  },
  tradeOff: 'A deadline turns waiting into errors: right where a caller can act on the error, wrong where the work must finish whatever it takes.',
  file: 'lessons/reading/incident/lesson.md',
};

export const nextLesson: Lesson = { ...lesson, id: 'first-service', track: 'resilient', title: 'Build a resilient backend service', pieces: [pool] };

/** A lesson whose topic is told at every tier. */
export const told: Lesson = {
  ...nextLesson,
  id: 'pools',
  title: 'Pools and their queues',
  readings: tiers.map((tier) => ({
    tier,
    title: `Waiting, ${tier}`,
    text: `A [connection pool](term:connection-pool) lends what is dear to make. See [the acquire](lesson:incident/acquire) and its [documentation](https://node-postgres.com/apis/pool).`,
  })),
};

export const track: Track = { id: 'reading', title: 'Incident reading', summary: '', lessons: [lesson] };

export const catalogue: Catalogue = {
  ...noLessons,
  terms: [{ id: 'connection-pool', term: 'connection pool', meaning: 'A set of **open** connections lent one at a time.' }],
  tables: [
    {
      id: 'diagnosis',
      title: 'Diagnosis',
      summary: 'From a symptom to what to measure first.',
      columns: ['Symptom', 'Likely cause', 'Measure'],
      rows: [
        { cells: ['Fast query, slow API', 'Waiting for the `pool`', 'Pool wait'], lesson: 'pools' },
        { cells: ['CPU high, I/O low', 'Synchronous work', 'A profile'] },
      ],
    },
  ],
  tracks: [track, { id: 'resilient', title: 'Capstone', summary: '', lessons: [nextLesson, told] }],
};

/** A session of {@link pool} that has not been answered. */
export const asked: PieceSession = { lesson: 'incident', piece: 'acquire', order: ['retry', 'bounded', 'waits', 'bigger'], hintsOpened: 0, attempts: 0 };

/** The answer that commits `option`. */
export function answerWith(option: string): Answer {
  return { id: 'an-answer', lesson: 'incident', piece: 'acquire', option, correct: option === 'waits', confidence: 'sure', hints: 0, at: 0 };
}
