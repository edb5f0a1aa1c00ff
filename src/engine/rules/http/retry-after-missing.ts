import { isTooling } from '../../scan/quiet';
import type { Rule } from '../rule';
import { answerAt } from './retry-after-missing/answers';
import { tellWhen } from './retry-after-missing/fix';
import { isForReaders } from './retry-after-missing/pages';
import { isForAdministrators, isGate, isNoLimit, isSettled, isStopped, isUncalled } from './retry-after-missing/quiet';

const triggers = ['429', '503'].flatMap((status) => [`tatus(${status})`, `.code(${status})`, `tatusCode = ${status}`, `.status = ${status}`, `writeHead(${status}`, `, ${status})`, `, ${status}, {`]).concat('TOO_MANY_REQUESTS', 'SERVICE_UNAVAILABLE');

/** Answers of 429 and 503 that do not say when to come back. */
export const retryAfterMissing: Rule = {
  id: 'retry-after-missing',
  title: 'Too many requests, and no word on when to come back',
  area: 'http',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'concurrency-models#retry-after',
  defaultOn: true,
  isUnproven: true,
  docs: {
    finds: `An answer of 429 in a handler of Express, Fastify, Koa, Hono, Nest or bare \`http\` that sets no \`Retry-After\`, and an answer of 503 whose condition or text says that it passes: a full queue, an open breaker, maintenance. The response has to be the handler's own parameter. Outside the middleware that lets requests through or refuses them, a hook of Fastify or a bare server's one function it is a hint, unless it is JSON of a file that no package.json is beside, and so it is with a text translated for a reader: a page that calls its own endpoint rarely reads the header, and somebody who is shown a page never does: a 429 that renders or redirects, is HTML, or is plain text for a handler that reads cookies or a form, or in a file that answers with pages alone, is a hint too. A hint too is a 503 of maintenance, whose end the code seldom knows, and of a server that shuts down: another one takes the next try. So is a handler made by a function that nothing of the project calls, one that stands before the paths of administrators alone, a 429 that refuses a second run of work in progress, and one whose text names another reason than too many requests.`,
    why: `A client that is not told when to come back tries again at once, or by its own clock, and adds to the load that it was refused for. A client that honours the header sent 2 requests until it got through a limit of one second; without the header the same client sent 20 (ran; Express 5).`,
    fix: `*Review*: sets the header, in seconds. They come from the time to live that the handler has read, a constant that names the window of the limit, its expiry in Redis, the \`duration\` of rate-limiter-flexible, or the one window that the handler works with under a name with its unit (\`windowMs\`, \`expireSeconds\`), else from \`altitude.fixes.timeoutMs\`: the number is yours to confirm, and better still is the time that is left of this client's window.`,
    notWhen: `Limiters such as express-rate-limit set the header themselves, also before they call an own \`handler\`, be it written in the options, given by name (in another file too), made by a call, or the only caller of the function that answers; so does @fastify/rate-limit before an error handler sees its 429. Not left alone is such a handler where the options keep the library from it: no \`standardHeaders\` and \`legacyHeaders: false\` (or \`headers: false\`) for express-rate-limit, \`standardHeaders: false\` for hono-rate-limiter; the seconds then are the limiter's window. Health and readiness probes, quotas of a plan, features that are not configured and functions that mention the header anywhere are left alone. An exception that a filter turns into an answer is not looked at.`,
    sources: [
      { title: 'RFC 9110: Retry-After', url: 'https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3' },
      { title: 'RFC 6585: 429 Too Many Requests', url: 'https://www.rfc-editor.org/rfc/rfc6585#section-4' },
      { title: 'MDN: Retry-After', url: 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Retry-After' },
    ],
  },
  script: {
    triggers,
    *check({ node }, source) {
      const answer = isTooling(source.project.relative(source.file)) ? undefined : answerAt(node, source);
      if (answer === undefined || isSettled(answer, source)) return;
      const fix = tellWhen(answer, source);
      const refused = typeof fix === 'string';
      yield {
        start: answer.node.startIndex,
        end: answer.node.endIndex,
        ...(isGate(answer, source) && !isStopped(answer) && !isNoLimit(answer) && !isForReaders(answer, source) && !isForAdministrators(answer, source) && !isUncalled(answer, source) ? {} : { severity: 'hint' as const }),
        message: `This ${answer.status} has no Retry-After, so a client that was refused tries again at once, or when it likes.${refused ? ` No automatic fix: ${fix}.` : ''}`,
        fixes: refused ? [] : [fix],
      };
    },
  },
};
