import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A secret compared by something that may stop at the first difference: \`===\` and its like, \`Buffer.equals\`, \`Buffer.compare\`; in Go \`==\`, \`bytes.Equal\`, \`bytes.Compare\`, \`strings.Compare\`, \`reflect.DeepEqual\`.

One side has to be proven a secret by where it comes from: the digest of an HMAC (\`createHmac\`, crypto-js, \`hmac.New\`), also inside a text, under a name or from a function of the file; or a setting of the environment or of the project's configuration that is called a secret, key, token or password, and then the other side has to come from the request. A name alone is no evidence.`,
  why: `A comparison that stops early takes longer the more of a guess is right, and whoever can measure that finds a signature piece by piece instead of guessing it whole. \`Buffer.equals\` is memcmp and no better; \`timingSafeEqual\` reads every byte, and throws on unequal lengths and on text (ran; Node 24), which is why both sides are hashed first.`,
  fix: `*Safe*: text in JavaScript goes through a small function that hashes both sides with SHA-256 and gives the hashes to \`timingSafeEqual\`: their lengths are always equal, and anything but text is refused. A function of the file that already does that is used. Two Buffers are compared by length, then by \`timingSafeEqual\`. In Go, \`hmac.Equal\` for signatures and \`subtle.ConstantTimeCompare\` for secrets; both take unequal lengths.

A missing header and a missing setting are no longer equal.`,
  notWhen: `Checksums, ETags and hashes of content are no secrets, and neither are two HMACs under one key, password hashes checked by bcrypt or argon2, or a stored hash of a random token: whoever guesses does not choose its bytes. Constants and presence checks are left alone. A signature that stands in a record the service reads back itself, or in a queued job, is a hint: nobody from outside chooses it. So is the HMAC of a secret, token or password under a key of the server, compared with what is stored: the guess does not choose the digest's bytes. And so is a check after which the handler only answers: a forged value gains nothing; and in Go a function that nothing of the program uses. There is no edit where the code may run without \`node:crypto\` (edge runtimes).

Nobody has shown this attack over the internet against a fast handler; on a shared host or network it is practical, and the fix costs a microsecond.`,
  sources: [
    { title: 'Node.js: crypto.timingSafeEqual', url: 'https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b' },
    { title: 'Go: crypto/hmac, Equal', url: 'https://pkg.go.dev/crypto/hmac#Equal' },
    { title: 'Go: crypto/subtle, ConstantTimeCompare', url: 'https://pkg.go.dev/crypto/subtle#ConstantTimeCompare' },
    { title: 'GitHub: validating webhook deliveries', url: 'https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries' },
    { title: 'Brumley and Boneh: Remote timing attacks are practical', url: 'https://crypto.stanford.edu/~dabo/papers/ssl-timing.pdf' },
  ],
};
