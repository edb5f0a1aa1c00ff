/** A small lesson with nothing wrong. The problem tests change one thing in it and expect that line to be named. */
export const sampleLesson = `---
id: hashing
title: Hashing in a handler
crux: Keep hashing off the loop.
goal: Find the hash and move it.
tier: middle
minutes: 5
sources:
  - title: Node.js crypto
    url: https://nodejs.org/api/crypto.html
diagram: loop.svg
pieces:
  - id: slow-hash
    rule: sync-in-request-path
    snippet: hash.js
    hot:
      - pbkdf2Sync(password
---

## The slow hash {#slow-hash}

A login route.

::: quiz What happens to the other routes?

Ten people log in at once.

- [ ] Nothing, the hash belongs to one route. {#nothing}

  The loop is shared.

- [x] They wait for every hash. {#they-wait}

  One thread runs all handlers.

:::

::: hints

1. Count the threads.
2. Look at the name.
3. It ends in Sync.

:::

::: fix

It awaits the hash.

:::

## Recap {#recap}

One thread.

## Trade-off {#trade-off}

At start-up it is fine.
`;

export const sampleSnippet = `import { pbkdf2Sync } from 'node:crypto';
import express from 'express';

const app = express();
app.post('/login', async (req, res) => {
  const { password, salt } = req.body;
  res.send(pbkdf2Sync(password, salt, 100_000, 32, 'sha512'));
});
app.listen(3000);
`;

export const sampleTrack = `id: node
title: Node
summary: Node in production.
order: 1
lessons:
  - hashing
`;

export const sampleDiagram = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
  <title>Loop</title>
  <desc>One loop</desc>
  <path d="M0 0 H10" stroke="currentColor"/>
</svg>
`;

/** The four readings of the sample's topic, to be put above its piece. */
export const sampleReadings = `## One cook {#zero}

One cook, many guests.

## One thread {#junior}

- JavaScript runs on one thread.
- I/O does not.

## What waits {#middle}

Timers wait too:

\`\`\`js
setTimeout(late, 0);
\`\`\`

## What to measure {#senior}

| sign | cause |
|---|---|
| loop delay | CPU |

`;

export const sampleVariant = `import { readFileSync } from 'node:fs';
import express from 'express';
import { renderSync } from './render.js';

const app = express();
app.get('/report', async (req, res) => {
  res.send(renderSync(req.query.month));
});
app.listen(3000);
`;

export const sampleFolder = {
  'lessons/node/track.yml': sampleTrack,
  'lessons/node/hashing/lesson.md': sampleLesson,
  'lessons/node/hashing/hash.js': sampleSnippet,
  'lessons/node/hashing/loop.svg': sampleDiagram,
};

/** `text` with one place changed; fails when the place is not exactly one, so that no case tests nothing. */
export function change(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${JSON.stringify(from)} is in the sample ${parts.length - 1} times`);
  return parts.join(to);
}

const slowHash = sampleLesson.slice(sampleLesson.indexOf('## The slow hash'), sampleLesson.indexOf('## Recap'));

/** The sample with a variant of its piece, whose snippet is `sampleVariant` in render.js. */
export const varied = change(
  change(
    sampleLesson,
    '      - pbkdf2Sync(password\n',
    '      - pbkdf2Sync(password\n  - id: slow-render\n    variantOf: slow-hash\n    rule: sync-in-request-path\n    snippet: render.js\n    hot:\n      - renderSync(\n',
  ),
  '## Recap',
  `${change(slowHash, '## The slow hash {#slow-hash}', '## The slow render {#slow-render}')}## Recap`,
);
