import type { Rule } from '../rule';
import { docs } from './timing-unsafe-compare/docs';
import { comparedInGo } from './timing-unsafe-compare/go';
import { comparedIn } from './timing-unsafe-compare/script';

/** Reads of a header of one's own, such as `x-api-key`. */
const headerReads = ["headers['x-", 'headers["x-', "get('x-", 'get("x-', "header('x-", 'header("x-', "Headers('x-", 'Headers("x-'];

/** Signatures and secrets compared in a time that depends on them. */
export const timingUnsafeCompare: Rule = {
  id: 'timing-unsafe-compare',
  title: 'A secret compared byte by byte until one differs',
  area: 'auth',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'safe',
  severity: 'information',
  lesson: 'idempotency#webhook-signature',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: {
    triggers: ['createHmac', 'HmacSHA', '== process.env.', 'Bearer ${process.env.', '== config.', ...headerReads],
    check: (_hit, source) => comparedIn(source),
  },
  go: {
    triggers: ['hmac.New(', '== os.Getenv(', '!= os.Getenv(', 'Header.Get("X-', 'Header.Get("x-', 'Header.Get("Authorization")', 'GetHeader("'],
    check: (_hit, source) => comparedInGo(source),
  },
};
