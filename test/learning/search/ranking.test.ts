import assert from 'node:assert/strict';
import path from 'node:path';
import { ruleList } from '../../../src/engine/rules/list';
import type { SearchKind } from '../../../src/learning/search/entries';
import { SearchIndex } from '../../../src/learning/search/searchIndex';
import { loadCatalogue } from '../../../src/lessons/catalogue';
import { nodeLessonFiles } from '../../../src/lessons/nodeFiles';

/** What a reader types, and what should come first. */
const expected: readonly (readonly [query: string, kind: SearchKind, title: string])[] = [
  ['fast query slow API', 'row', 'Fast query, slow API'],
  ['slow api, fast query', 'row', 'Fast query, slow API'],
  ['the APIs are slow but the queries are fast', 'row', 'Fast query, slow API'],
  ['memory rises until process dies', 'row', 'Memory rises until the process dies'],
  ['event loop blocked', 'row', 'CPU at 10 %, answers in seconds'],
  ['charged twice', 'row', 'Charged, mailed or stored twice'],
  ['429', 'row', '429'],
  ['goroutine', 'term', 'goroutine'],
  ['What is a goroutine?', 'term', 'goroutine'],
  ['goroutin', 'term', 'goroutine'],
  ['gorountine', 'term', 'goroutine'],
  ['idempotency key', 'term', 'idempotency key'],
  ['race conditions', 'term', 'race condition'],
  ['replica lag', 'term', 'replication lag'],
  ['deadlocks', 'term', 'deadlock'],
  ['dlq', 'term', 'dead-letter queue'],
  ['isolation levels', 'table', 'Isolation levels in PostgreSQL'],
  ['isolation level', 'term', 'isolation level'],
  ['lost updates', 'term', 'lost update'],
  ['timeouts', 'table', 'Timeouts to set, hop by hop'],
  ['pbkdf2', 'piece', 'The handler that blocks the loop'],
  ['one incident', 'lesson', 'One incident, four flaws'],
  ['heap grows', 'lesson', 'The worker that dies every ten minutes'],
  ['large uploads', 'lesson', 'The upload as large as its sender likes'],
  ['slow sign-up email', 'lesson', 'The mail that hangs the sign-up'],
  ['sql injection', 'rule', 'Text from outside pasted into SQL'],
  ['cache without ttl', 'rule', 'A cache entry that never expires'],
  ['payment webhook', 'prompt', 'A payment webhook that can be relied on'],
  ['p99 after deploying', 'prompt', 'The p99 doubled after a deploy'],
  ['post-mortem', 'drill', 'Post-mortem of an endpoint, aloud'],
  ['answer template', 'template', 'Six steps of a strong answer'],
  ['metrics store runs out of memory', 'card', 'Since the last release the metrics store runs out of memory.'],
];

describe('search over all lessons', () => {
  let index: SearchIndex;
  before(async () => {
    const catalogue = await loadCatalogue(nodeLessonFiles, { root: path.join(process.cwd(), 'lessons') });
    index = await SearchIndex.build(catalogue, ruleList);
  });

  for (const [query, kind, title] of expected) {
    it(`"${query}" finds the ${kind} "${title}" first`, () => {
      const [first] = index.search(query);
      assert.deepEqual([first?.kind, first?.title], [kind, title]);
    });
  }

  it('finds each rule by its id', () => {
    const missed = ruleList.filter(({ id }) => !index.search(id).some((hit) => hit.kind === 'rule' && hit.names === id));
    assert.deepEqual(missed.map(({ id }) => id), []);
  });

  it('finds nothing for a word that is nowhere, and for no words', () => {
    for (const query of ['zzzzqx', '', ' ', '?!']) assert.deepEqual(index.search(query), []);
  });

  it('answers each key of a long query within a frame', () => {
    const query = 'the connection pool is exhausted while every request waits for one';
    for (let length = 1; length <= query.length; length += 1) index.search(query.slice(0, length));
    const began = performance.now();
    for (let length = 1; length <= query.length; length += 1) index.search(query.slice(0, length));
    const each = (performance.now() - began) / query.length;
    assert.ok(each < 8, `${each} ms a key`);
  });
});
