/** What the lead of a team writes for Haraka's new hires, beyond what Altitude writes. */

export const question = 'A backend dies under 500 mails. How many probes follow?';

const sections = `## One backend, 500 mails {#all-at-once}

\`forwarding_host_pool\` names the backends that \`smtp_forward\` hands mail to. This function is called for each connection
to one of them that fails.

::: quiz ${question}

500 mails are on their way to one backend when it dies. All 500 connections fail, and the backend stays down for a minute.

- [ ] One every ten seconds: the first failure marks the host as dead, and the others find it marked. {#one}

  Nothing asks for the mark: \`dead_hosts\` is written here and read only by \`get_host\`. Each of the 500 calls starts a timer
  of its own.

- [x] 500 every ten seconds: each call starts a timer, and each probe that fails starts the next. {#all}

  Every call goes through to the \`setTimeout\`, and \`cb_if_still_dead\` starts it anew for as long as the host is down. Asking
  for the mark before setting it would leave one probe.

- [ ] 500 in the first ten seconds, then none: a probe that fails gives up. {#once}

  A probe that fails calls \`cb_if_still_dead\`, which starts the timer again. The probes go on until the host answers, each in
  a chain of its own.

- [ ] None until \`get_host\` wants the backend again. {#none}

  \`get_host\` only skips what is marked. The probes are started here, by the timers, whether mail is waiting or not.

:::

::: hints

1. Count the calls of \`setTimeout\`, not the hosts.
2. What does the second call with the same host find, and does it look?
3. Follow one failed probe: which function runs next?

:::

::: fix

Ask \`self.dead_hosts[key]\` before it is set, and return when the host is marked already: one chain of probes is enough.

:::

## Recap {#recap}

What is called once for each failure must know whether it was called before.

## Trade-off {#trade-off}

A pool of two backends and little mail never notices. What hands on hundreds of mails at once does, at the worst moment.
`;

/** The lesson as its author leaves it: what was written about the code stays, what was to be written is. */
export function writtenLesson(made: string): string {
  const [, frontMatter = ''] = made.split('---\n');
  const written = frontMatter
    .replace(/^goal: .*$/m, 'goal: See what a function does that is called once for every failure, and what bounds it.')
    .replace(/^ {2}- title: .*\n.*$/m, '  - title: "Node.js: setTimeout"\n    url: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args')
    .replace('id: first-piece', 'id: all-at-once');
  return ['', written, `\n${sections}`].join('---\n');
}

/** The rule of the team: what its fix makes of the code has to be looked at, since somebody may catch the text. */
export const rule = `id: thrown-text
language: JavaScript
message: A thrown text has no stack, so nobody learns where it came from
severity: warning
rule:
  pattern: throw $TEXT
constraints:
  TEXT:
    any:
      - kind: string
      - kind: template_string
fix:
  title: Throw an Error, which has a stack
  template: throw new Error($TEXT)
grade: review
lesson: altitude:observability
valid:
  - throw new Error('not found')
  - throw err
invalid:
  - code: throw 'not found'
    fixed: throw new Error('not found')
  - code: throw \`\${id} not found\`
    fixed: throw new Error(\`\${id} not found\`)
`;

/** The onboarding as the lead leaves it: an own welcome, and the steps of a first day in this code. */
export function writtenOnboarding(made: string): string {
  return made
    .replace(/welcome: \|\n(?: {2}.*\n)+/, 'welcome: |\n  Welcome to Haraka. Mail that we lose is lost for somebody else, so begin with\n  [what happens when a backend dies](lesson:dead-backend).\n')
    .replace(/ {4}steps:\n(?:.|\n)*$/, `    steps:\n${steps}`);
}

const steps = `      - lesson: dead-backend
      - lesson: altitude:idempotency
      - rule: altitude:timing-unsafe-compare
      - rule: thrown-text
`;
