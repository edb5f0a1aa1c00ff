import type { Rule } from '../rule';
import { docs } from './jwt-verify-unpinned/docs';
import { checkParse, newParser } from './jwt-verify-unpinned/go';
import { unpinnedIn } from './jwt-verify-unpinned/script';

/** JSON web tokens verified without a list of the algorithms that may have signed them. */
export const jwtVerifyUnpinned: Rule = {
  id: 'jwt-verify-unpinned',
  title: 'The token chooses its own algorithm',
  area: 'auth',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'safe',
  severity: 'hint',
  lesson: 'auth-boundaries#any-algorithm',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: {
    triggers: ['jwt.verify(', 'jwtVerify(', 'createVerifier(', "jsonwebtoken'", 'jsonwebtoken"', 'passport-jwt', 'koa-jwt', 'express-jwt', '@nestjs/jwt'],
    check: (_hit, source) => unpinnedIn(source),
  },
  go: {
    triggers: ['ParseWithClaims(', 'jwt.Parse(', newParser],
    check: checkParse,
  },
};
