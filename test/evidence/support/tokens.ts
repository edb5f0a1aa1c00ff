import { createHmac } from 'node:crypto';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON web token as any signer would make it, without a library; `none` leaves the signature out. */
export function hmacToken(claims: Readonly<Record<string, unknown>>, alg: 'HS256' | 'HS384' | 'HS512' | 'none', secret: string): string {
  const body = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
  return alg === 'none' ? `${body}.` : `${body}.${createHmac(`sha${alg.slice(2)}`, secret).update(body).digest('base64url')}`;
}
