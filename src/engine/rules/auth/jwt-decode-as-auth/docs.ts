import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `Claims of a token that a client sent, read without its key and then believed: \`decode\` of jsonwebtoken and hono/jwt, jwt-decode, \`decodeJwt\` of jose, \`JwtService.decode\` of @nestjs/jwt, a decoder of fast-jwt, \`decode\` of jwt-simple told not to verify, and \`JSON.parse\` of the Base64 between a token's two dots; in Go \`ParseUnverified\` of golang-jwt.

The token has to come from the request of a handler or of an exported route (\`GET(request)\`, \`fetch(request)\`), a Nest execution context or a socket's handshake, and a claim has to decide something: it is looked up, compared, or kept as the request's user. A function of the file that gives them back is followed to its calls. Claims that are handed to an unknown caller, and Nest parameter decorators, which run after guards of other files, are hints. So is every decode where another file of the project verifies tokens, since a middleware, guard or decorator may have done so first; not in a handler that is registered in place, with nothing before it, on the server that the file makes.`,
  why: `A JSON web token is two pieces of Base64 text and a signature over them; decoding reads the text and ignores the signature. A token that names another user and is signed with nothing was answered with that user's data by the decoding handler and with 401 by the verifying one (ran; jsonwebtoken 9.0).`,
  fix: `*Review*: verifies with the key that the same file signs or verifies with, by its one algorithm, or with the key of the Nest service. Verifying throws where decoding gave \`null\`: in an Express handler without a \`try\` the fix adds one that answers 401 the way the file does. Otherwise there is no edit, and the message says what is missing.`,
  notWhen: `Logging a claim, looking up a key by \`kid\`, \`iss\` or \`aud\`, showing \`exp\`, code of the browser, and tokens that your own server fetched from an identity provider over TLS are left alone. So is every decode in a function that also calls something that verifies, behind route middleware, behind a Nest guard, or in a file that mounts authentication with \`use\`.

A gateway in front may have verified the token already. Then say so where the code reads it, and make sure that nothing else can reach the service.`,
  sources: [
    { title: 'RFC 7519: JSON Web Token, 7.2 validating a JWT', url: 'https://www.rfc-editor.org/rfc/rfc7519#section-7.2' },
    { title: 'jsonwebtoken: jwt.decode', url: 'https://github.com/auth0/node-jsonwebtoken#jwtdecodetoken--options' },
    { title: 'jose: decodeJwt', url: 'https://github.com/panva/jose/blob/main/docs/util/decode_jwt/functions/decodeJwt.md' },
    { title: 'golang-jwt: Parser.ParseUnverified', url: 'https://pkg.go.dev/github.com/golang-jwt/jwt/v5#Parser.ParseUnverified' },
  ],
};
