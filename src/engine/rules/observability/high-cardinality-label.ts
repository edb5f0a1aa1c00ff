import type { Rule } from '../rule';
import { labelledIn } from './high-cardinality-label/script';

/** Labels of prom-client metrics that can have any number of values. */
export const highCardinalityLabel: Rule = {
  id: 'high-cardinality-label',
  title: 'A metric that grows with its users',
  area: 'observability',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'observability#label-per-user',
  defaultOn: true,
  isUnproven: true,
  docs: {
    finds: `A label of a prom-client Counter, Gauge, Histogram or Summary whose value is the raw URL or path of the request, anything else a client sends (a parameter, a header, a field of the body), its address, the id or email of the request's user, or the message of an error. The metric is traced to prom-client, also through other files and Nest's constructor; the value, alone or in a text, to the request of a handler, or to a \`catch\`.

\`req.route?.path ?? req.path\` counts too: scanners ask for addresses that no route matches.`,
    why: `Each combination of label values is a time series of its own, which prom-client keeps until the process ends and Prometheus stores. 1,000 users asking for their own address made 1,000 series of a counter, and one with the route's pattern as the label (ran; prom-client 15.1); a histogram multiplies that by its buckets.`,
    fix: `*Review*: dashboards and alerts that name the label change with it. A URL becomes the route's pattern, in Express \`req.baseUrl + req.route.path\` once the response has finished, in Fastify \`request.routeOptions.url\`; a fallback to the raw path becomes \`'unmatched'\`; an error's message becomes its name. An id or email has no pattern: leave the label out and write the value to the log or the trace.`,
    notWhen: `Methods, status codes, constants, values looked up in a fixed list and values from other functions are left alone. What clients send is a hint where something before the label had it in its hands and may have let only some through: an awaited call that took it, or an \`if\` on it that leaves. Before a route has matched, as in the first middleware, Express does not know the pattern, so there is no edit.`,
    sources: [
      { title: 'Prometheus: metric and label naming', url: 'https://prometheus.io/docs/practices/naming/#labels' },
      { title: 'Prometheus: do not overuse labels', url: 'https://prometheus.io/docs/practices/instrumentation/#do-not-overuse-labels' },
      { title: 'Fastify: request.routeOptions', url: 'https://fastify.dev/docs/latest/Reference/Request/' },
    ],
  },
  script: { triggers: ['prom-client', '.startTimer(', '.observe({', '.inc({', '.labels('], check: (_hit, source) => labelledIn(source) },
};
