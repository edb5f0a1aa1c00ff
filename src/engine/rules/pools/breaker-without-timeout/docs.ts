import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A circuit breaker whose calls nothing ends:

- opossum with \`timeout: false\` or \`timeout: 0\`, unless the action in this file carries a deadline. A timeout that is left out is no hang, since opossum then gives up after 10 s: that is a hint only. So are \`undefined\` and \`null\`, and a zero from 4.0 to 8.1.1.
- cockatiel's \`circuitBreaker\` executed alone, or wrapped with no timeout inside it; a timeout outside the breaker (\`wrap(timeout, breaker)\`); a cooperative timeout around a function that takes no signal; an error filter that leaves out the timeout's TaskCancelledError.
- sony/gobreaker, v1 and v2, whose function sends an HTTP request with no deadline in its context, its request or its client.
- A breaker class of the project itself: three states, a count of failures, and an \`await\` of the function it was given with nothing that ends the wait.

Where the guarded call is not in this file it may have a deadline of its own: such a finding is a hint.`,
  why: `A breaker counts outcomes, and a hang has none: with 50 calls to a provider that accepts and never answers, opossum 9 with \`timeout: false\` counted 0 failures and stayed closed, and so did cockatiel 3.2 and 4.0; 20 such calls left gobreaker 1.0 and 2.4 closed as well. With a timeout inside the breaker every call became a failure, and the breaker opened.`,
  fix: `*Review*: the number comes from \`altitude.fixes.timeoutMs\` and is yours to confirm, above the provider's normal p99 and below what your own caller waits.

- opossum: the \`timeout\` option; where the action is a fetch or axios call of this file whose answer is read there, also \`AbortSignal.timeout\` on that call, a tenth shorter, so that the request ends before the breaker gives up on it. opossum's own \`abortController\` does not serve for that: all calls share it, and one call's timeout aborted a healthy one (ran on 8.5, 9.0 and 10.0).
- cockatiel: \`wrap(breaker, timeout(ms, TimeoutStrategy.Aggressive))\`, the breaker outermost, with the policy's signal handed to the call where that is plainly right. With the two reversed the breaker counted nothing unless the call obeyed the signal. The error filter gets \`TaskCancelledError\` where it may not count it.
- gobreaker: \`context.WithTimeout\` inside the function. Its \`Settings.Timeout\` is not that: it is how long the breaker stays open.
- A class of your own: the awaited call raced against a timer that is cleared.`,
  notWhen: `The edit is left out, and the message says why, where a deferred \`cancel\` would end the reading of a response body that the function returns, in a loop, and where a timeout inside the breaker would be longer than one outside it.

cockatiel aborts the policy's signal when the function returns, so a function that hands its \`Response\` on gets no signal from the fix. Streams and long downloads need a deadline on the first byte, not on the whole. A timed out write may still have happened: give it an idempotency key.

Options, policies and contexts that come from other code are taken to be right. gobreaker's \`IsSuccessful\` and \`IsExcluded\` decide whether a deadline counts: look at them if the breaker still stays closed.`,
  sources: [
    { title: 'opossum: options', url: 'https://nodeshift.dev/opossum/' },
    { title: 'cockatiel: circuit breaker, timeout, wrap', url: 'https://github.com/connor4312/cockatiel' },
    { title: 'gobreaker: Settings', url: 'https://pkg.go.dev/github.com/sony/gobreaker/v2#Settings' },
    { title: 'Node.js: AbortSignal.timeout', url: 'https://nodejs.org/api/globals.html#abortsignaltimeoutdelay' },
  ],
};
