import jwt from 'jsonwebtoken';

const secret = process.env.JWT_SECRET ?? '';

export interface Session {
  readonly sub: string;
  readonly name: string;
}

export function issue({ sub, name }: Session): string {
  return jwt.sign({ sub, name }, secret, { expiresIn: '15m' });
}

export function sessionOf(token: string): Session {
  const { sub, name } = jwt.verify(token, secret) as Session;
  return { sub, name };
}
