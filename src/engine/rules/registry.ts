import { jwtVerifyUnpinned } from './auth/jwt-verify-unpinned';
import { checkThenInsert } from './consistency/check-then-insert';
import { getThenSet } from './consistency/get-then-set';
import { queueJobWithoutRetryPolicy } from './consistency/queue-job-without-retry-policy';
import { syncInRequestPath } from './event-loop/sync-in-request-path';
import { breakerWithoutTimeout } from './pools/breaker-without-timeout';
import { migrationRules } from './migrations/family';
import { poolAcquireWithoutTimeout } from './pools/pool-acquire-without-timeout';
import type { Rule } from './rule';

/** Every built-in rule, in the order they are listed. */
export const rules: readonly Rule[] = [jwtVerifyUnpinned, syncInRequestPath, poolAcquireWithoutTimeout, checkThenInsert, getThenSet, queueJobWithoutRetryPolicy, breakerWithoutTimeout, ...migrationRules];
