import type { Rule } from '../rule';
import { mayReadByHand } from './jwt-decode-as-auth/decodes';
import { docs } from './jwt-decode-as-auth/docs';
import { checkUnverified } from './jwt-decode-as-auth/go';
import { decodedIn } from './jwt-decode-as-auth/script';

/** Claims of a client's token that decide something although nothing verified its signature. */
export const jwtDecodeAsAuth: Rule = {
  id: 'jwt-decode-as-auth',
  title: 'A token is believed that nothing verified',
  area: 'auth',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'review',
  severity: 'warning',
  lesson: 'auth-boundaries#decoded-not-verified',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: {
    triggers: ['jwt.decode(', 'decodeJwt', 'jwt-decode', 'createDecoder(', "jsonwebtoken'", 'jsonwebtoken"', '@nestjs/jwt', 'hono/jwt', 'jwt-simple', ".split('.')", '.split(".")'],
    mayHold: (glimpse) => !glimpse.literal.startsWith('.split') || mayReadByHand(glimpse),
    check: (_hit, source) => decodedIn(source),
  },
  go: {
    triggers: ['ParseUnverified('],
    check: checkUnverified,
  },
};
