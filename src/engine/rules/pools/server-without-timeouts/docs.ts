import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A server that lets a client take for ever to send its request:

- Go: \`http.Server{…}\` with neither ReadHeaderTimeout nor ReadTimeout, and what makes such a server by itself: \`http.ListenAndServe\`, \`http.Serve\`, their TLS forms, gin's \`Run\` and \`RunTLS\` (1.12), echo's \`Start\` and \`StartTLS\` (4.16).
- Node: only \`requestTimeout\` or \`headersTimeout\` of an HTTP server that the code sets to 0. Node's own limits, 5 min and 60 s, are fine.`,
  why: `A Go server has four timeouts, and all of them are zero: 50 clients that sent one byte of a header every 100 ms held 50 connections and goroutines for as long as they liked. With ReadHeaderTimeout the server had closed every one of them soon after the limit, and a client that asked properly was answered throughout.`,
  fix: `*Review*: ReadHeaderTimeout from \`altitude.fixes.timeoutMs\`, and IdleTimeout, 2 min, where there is none; \`http.ListenAndServe\` and gin's \`Run\` become an \`http.Server\` that carries them, and echo gets them on its own server. In Node the zero becomes Node's own limit.

Both are right for any handler: neither ends a request that is being read or answered. ReadTimeout and WriteTimeout are left out on purpose. They run over the whole body and the whole answer, and so cut long uploads, downloads, server-sent events and pprof's profiles. Set them where no handler does any of that, or per handler with \`http.ResponseController\`.`,
  notWhen: `Servers on a loopback address, also by a constant, or a Unix socket, those of tests, stand-ins (by their function, or a folder of fakes, stubs or mocks), demonstrations and examples, and files that set a read timeout later are left alone, and so are a literal handed to a function that may complete it and a server that the package shuts down and never lets listen. A hint: a server that by its name, address, handler, file or routes only answers probes, metrics (with a page that points to them), profilers, an admin or status page or other parts of the system; one beside a server of the same file that has its limits (unless it answers certificate challenges or redirects to HTTPS, which are open to everyone); one on a port that the system chooses (\`:0\`); a program in a folder of simulators, canaries, templates, test apps, conformance or end-to-end tests, in one whose name begins with an underscore, or that calls itself a development server; one whose function opens a browser at it; one with no handler of its own, which is seldom the product's server, unless it is the last thing \`main\` does; one in a function that nothing in the project calls, or only a command that starts no service; one whose listener comes from a caller or an overlay network, whose network is a setting, or that another function of the package opens as a Unix socket; one whose address is the loopback unless a setting changes it; and one in a program that the build files leave out, or that a target for developers only runs, while they name three beside it.

A hint, too, unless it answers certificate challenges or redirects to HTTPS: every server of a project that ships what stands before its ports. That is a configuration of nginx, Caddy, HAProxy, Envoy or Traefik that passes requests on, or one of them beside it in Docker Compose, an ingress or route of Kubernetes, OpenShift or Istio, also in a chart, a load balancer in Terraform or CloudFormation, or a deployment to Cloud Foundry, App Engine, Cloud Run, Fly, Heroku, Render or Railway. Folders for development, tests, examples and documents do not count. Programs that open a browser to sign somebody in are left alone.

Such a proxy protects as well, and the limit costs nothing beside it. A slow body still holds a handler: limit it with \`http.MaxBytesReader\` and a read deadline of the handler's own.`,
  sources: [
    { title: 'Go: net/http Server', url: 'https://pkg.go.dev/net/http#Server' },
    { title: 'Cloudflare: the complete guide to Go net/http timeouts', url: 'https://blog.cloudflare.com/the-complete-guide-to-golang-net-http-timeouts/' },
    { title: 'Node.js: server.requestTimeout', url: 'https://nodejs.org/api/http.html#serverrequesttimeout' },
    { title: 'CWE-400: uncontrolled resource consumption', url: 'https://cwe.mitre.org/data/definitions/400.html' },
  ],
};
