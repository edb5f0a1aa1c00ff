import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A token that is verified with no list of algorithms:

- \`verify\` of jsonwebtoken, also promisified; \`verify\` and \`verifyAsync\` of @nestjs/jwt, where the module above registers no \`verifyOptions\`; \`createVerifier\` of fast-jwt; \`Strategy\` of passport-jwt, also as the base of a Nest strategy; koa-jwt; express-jwt before 6, which made the list a duty.
- \`jwtVerify\` of jose with a bare secret. Its CryptoKeys and key sets carry their algorithm.
- \`Parse\` and \`ParseWithClaims\` of golang-jwt v4 and v5 with neither \`WithValidMethods\` nor a key function that looks at the method.

The call is traced to its import. Options that other code decides are taken to be right.`,
  why: `Without a list the token's own header picks among all the algorithms that fit the key, and the library's version decides what fits. jsonwebtoken 9.0, fast-jwt 6.3, jose 6.2 and golang-jwt 5.3 refuse \`none\` and a public key used as a secret, so this is no hole today; jsonwebtoken 8.5 took an unsigned token when the key was undefined, and fast-jwt 3.3.1 a token signed with the public key (ran).

What a list buys: one algorithm in place of three for a secret and six for an RSA key (a key on an elliptic curve fits one by its curve), the same answer in every version, and a failure at once when somebody changes the kind of key. RFC 8725 asks for it.`,
  fix: `Adds \`algorithms\`, in Go \`jwt.WithValidMethods\`. *Safe* where the file signs with the same key, so that the algorithm is known: the library's default HS256 or the one that is named there. *Review* where only the key is known to be a secret, by its kind or its setting's name, and the file names no asymmetric algorithm (HS256), or where it is a public key and the file names one algorithm. Where every signer states an issuer or audience, a second fix checks those too; they are never invented.`,
  notWhen: `No edit is offered where the key is a public key or unknown and nothing names an algorithm. If another service signs with HS384 or HS512 and the same secret, name that one. Of jsonwebtoken before 9, only a key that is read from the environment, here or in the module of settings it comes from, is more than a hint, and not where a file of the package lists it among the variables that it looks up before the start, or ends or throws where the setting of that name is empty: whether another may be missing is not seen. Where no package.json says the version, an old one may be meant: the finding is more than a hint. Tools and scripts are left alone.

A list of algorithms says nothing of time: a token without \`exp\` is accepted for ever unless \`maxAge\` (jsonwebtoken, fast-jwt), \`requiredClaims\` (jose, fast-jwt) or \`WithExpirationRequired\` (golang-jwt 5) asks for it. The fix does not add one, because tokens already handed out may lack it.`,
  sources: [
    { title: 'RFC 8725: JSON Web Token best current practices, 3.1', url: 'https://www.rfc-editor.org/rfc/rfc8725#section-3.1' },
    { title: 'jsonwebtoken: jwt.verify', url: 'https://github.com/auth0/node-jsonwebtoken#jwtverifytoken-secretorpublickey-options-callback' },
    { title: 'jose: JWTVerifyOptions', url: 'https://github.com/panva/jose/blob/main/docs/jwt/verify/interfaces/JWTVerifyOptions.md' },
    { title: 'golang-jwt: WithValidMethods', url: 'https://pkg.go.dev/github.com/golang-jwt/jwt/v5#WithValidMethods' },
  ],
};
