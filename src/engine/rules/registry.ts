import { jwtDecodeAsAuth } from './auth/jwt-decode-as-auth';
import { jwtVerifyUnpinned } from './auth/jwt-verify-unpinned';
import { timingUnsafeCompare } from './auth/timing-unsafe-compare';
import { cacheConstantTtl } from './caching/cache-constant-ttl';
import { cacheStaleAfterWrite } from './caching/cache-stale-after-write';
import { cacheStampede } from './caching/cache-stampede';
import { objectAccessWithoutOwner } from './auth/object-access-without-owner';
import { cacheWithoutTtl } from './caching/cache-without-ttl';
import { checkThenCreate } from './consistency/check-then-create';
import { checkThenInsert } from './consistency/check-then-insert';
import { dualWrite } from './consistency/dual-write';
import { getThenSet } from './consistency/get-then-set';
import { inlineThirdPartyCall } from './consistency/inline-third-party-call';
import { lostUpdate } from './consistency/lost-update';
import { queueJobWithoutRetryPolicy } from './consistency/queue-job-without-retry-policy';
import { queryInLoop } from './data-access/query-in-loop';
import { sqlInjection } from './data-access/sql-injection';
import { superLinearRegex } from './event-loop/super-linear-regex';
import { cpuOnEventLoop } from './event-loop/cpu-on-event-loop';
import { syncInRequestPath } from './event-loop/sync-in-request-path';
import { unboundedFanOut } from './memory/unbounded-fan-out';
import { missingPayloadLimit } from './memory/missing-payload-limit';
import { unboundedMemoryCache } from './memory/unbounded-memory-cache';
import { wholeFileInMemory } from './memory/whole-file-in-memory';
import { retryAfterMissing } from './http/retry-after-missing';
import { validationAs500 } from './http/validation-as-500';
import { errorSwallowed } from './observability/error-swallowed';
import { highCardinalityLabel } from './observability/high-cardinality-label';
import { breakerWithoutTimeout } from './pools/breaker-without-timeout';
import { callWithoutDeadline } from './pools/call-without-deadline';
import { poolAcquireWithoutTimeout } from './pools/pool-acquire-without-timeout';
import { retryWithoutBackoff } from './pools/retry-without-backoff';
import { serverWithoutTimeouts } from './pools/server-without-timeouts';
import { migrationRules } from './migrations/family';
import type { Rule } from './rule';

/** Every built-in rule, in the order they are listed: by area. */
export const rules: readonly Rule[] = [
  syncInRequestPath,
  cpuOnEventLoop,
  superLinearRegex,
  poolAcquireWithoutTimeout,
  breakerWithoutTimeout,
  retryWithoutBackoff,
  serverWithoutTimeouts,
  callWithoutDeadline,
  checkThenInsert,
  checkThenCreate,
  lostUpdate,
  getThenSet,
  queueJobWithoutRetryPolicy,
  inlineThirdPartyCall,
  dualWrite,
  sqlInjection,
  queryInLoop,
  cacheWithoutTtl,
  cacheConstantTtl,
  cacheStaleAfterWrite,
  cacheStampede,
  unboundedFanOut,
  missingPayloadLimit,
  unboundedMemoryCache,
  wholeFileInMemory,
  jwtVerifyUnpinned,
  jwtDecodeAsAuth,
  objectAccessWithoutOwner,
  timingUnsafeCompare,
  retryAfterMissing,
  validationAs500,
  errorSwallowed,
  highCardinalityLabel,
  ...migrationRules,
];
