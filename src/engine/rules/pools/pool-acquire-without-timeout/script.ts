import type { ScriptSource } from '../../../source';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { unboundedPool, unboundedRenamed, unboundedSubclass } from './construction';
import { mayPool } from './libraries';
import { patientKnex } from './knex';
import { nestedAcquire } from './nested';

type Check = (node: TreeHit['node'], source: ScriptSource) => Draft[];

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['Pool(', unboundedPool],
  ['createPool<', unboundedPool],
  ['MongoClient(', unboundedPool],
  ['MongoClient.connect(', unboundedPool],
  ['PrismaPg(', unboundedPool],
  ['Pool as ', unboundedRenamed],
  ['Pool: ', unboundedRenamed],
  ['MongoClient as ', unboundedRenamed],
  ['PrismaPg as ', unboundedRenamed],
  ["'pg-pool'", unboundedRenamed],
  ['"pg-pool"', unboundedRenamed],
  ['extends Pool', unboundedSubclass],
  ['extends pg.Pool', unboundedSubclass],
  ['acquireConnectionTimeout', patientKnex],
  ['acquireTimeoutMillis', patientKnex],
  ['.connect()', nestedAcquire],
  ['.getConnection()', nestedAcquire],
]);

export const script: Matcher<ScriptSource, TreeHit> = {
  triggers: [...checks.keys()],
  mayHold: mayPool,
  check: ({ node, literal }, source) => checks.get(literal)?.(node, source) ?? [],
};
