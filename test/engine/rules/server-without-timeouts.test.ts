import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../../src/engine/finding';
import { fixText } from '../../../src/engine/fix/fixText';
import { serverWithoutTimeouts } from '../../../src/engine/rules/pools/server-without-timeouts';
import { languageOf } from '../../../src/engine/syntax/languages';
import { analyzerFor, testRule } from '../support/ruleTests';

testRule(serverWithoutTimeouts, { hits: 20, misses: 20 });

const folder = path.join(process.cwd(), 'test/engine/rules/server-without-timeouts/fixtures/hits');

async function first(name: string): Promise<Finding> {
  const language = languageOf(name);
  const text = readFileSync(path.join(folder, name), 'utf8').replace(/[«»]/g, '');
  assert.ok(language !== undefined);
  const [finding] = (await (await analyzerFor(serverWithoutTimeouts)).analyze({ file: `/project/main${path.extname(name)}`, text, language })) ?? [];
  assert.ok(finding !== undefined, name);
  return finding;
}

describe('server-without-timeouts', () => {
  const titles: readonly [fixture: string, title: string][] = [
    ['listen-and-serve.go', 'Limit the wait for headers to 5 s and idle connections to 2 min'],
    ['write-timeout-only.go', 'Limit the wait for headers to 5 s'],
    ['request-timeout-zero.js', "Limit the wait for a client's request to 5 min"],
  ];
  for (const [fixture, title] of titles) {
    it(`offers "${title}" for review in ${fixture}`, async () => {
      assert.deepEqual(
        (await first(fixture)).fixes.map((fix) => [fix.title, fix.safety]),
        [[title, 'review']],
      );
    });
  }

  const messages: readonly [fixture: string, message: RegExp][] = [
    ['listen-and-serve.go', /`http\.ListenAndServe` gives a client for ever to send its headers.*they would also cut uploads, downloads and streams/],
    ['gin-port-from-environment.go', /No edit is offered: gin takes the address from the environment here/],
    ['literal-comment-beside.go', /No edit is offered: the literal is not laid out/],
    ['request-timeout-zero.js', /Node's own limit is 5 min, which long uploads may need more of/],
  ];
  for (const [fixture, message] of messages) {
    it(`says what happens in ${fixture}`, async () => {
      assert.match((await first(fixture)).message, message);
    });
  }

  it('is a hint for what only operators and probes ask', async () => {
    const severityOf = async (address: string) => {
      const text = `package main\n\nimport "net/http"\n\nfunc serve(address, healthcheckAddress string, router http.Handler) error {\n\tserver := &http.Server{Addr: ${address}, Handler: router}\n\treturn server.ListenAndServe()\n}\n`;
      return (await (await analyzerFor(serverWithoutTimeouts)).analyze({ file: '/project/main.go', text, language: 'go' }))?.map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf('healthcheckAddress'), ['hint']);
    assert.deepEqual(await severityOf('address'), ['information']);
  });

  const server = 'package web\n\nimport (\n\t"net"\n\t"net/http"\n)\n\n';
  const open = `${server}func Serve(h http.Handler) error {\n\treturn http.ListenAndServe(":8080", h)\n}\n`;
  const main = 'package main\n\nimport "example.com/shop/web"\n\nfunc main() { web.Serve(nil) }\n';
  const makefile = 'build:\n\tgo build ./cmd/api\n\tgo build ./cmd/jobs\n\tgo build ./cmd/mails\n';
  const program = open.replace('package web', 'package main').replace('func Serve(h http.Handler) error {\n\treturn', 'func main() {\n\th := newRouter()\n\t_ =');
  const held = `${server}type Site struct {\n\tsrv *http.Server\n}\n\nfunc Serve(h http.Handler) {\n\tsite := &Site{srv: &http.Server{Addr: ":8080", Handler: h}}\n\tsite.run()\n}\n\nfunc (s *Site) Stop() error { return s.srv.Close() }\n`;
  const unserved = `${server}type Site struct {\n\tsrv *http.Server\n}\n\nvar site Site\n\nfunc Serve(h http.Handler) {\n\tsite.srv = &http.Server{Addr: settings.Address, Handler: h}\n\tlistener, err := net.Listen("tcp", settings.Address)\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tif err := http.Serve(listener, h); err != nil {\n\t\tpanic(err)\n\t}\n}\n\nfunc Stop() error { return site.srv.Close() }\n\nfunc Current() *http.Server {\n\treturn site.srv\n}\n`;
  const projects: readonly [what: string, files: Readonly<Record<string, string>>, severity: string][] = [
    ['a server that main starts', { 'web/web.go': open, 'main.go': main }, 'information'],
    ['the server that listens beside one that is shut down alone', { 'web/web.go': unserved, 'main.go': main }, 'information'],
    ['a server of the package that another file lets listen', { 'web/web.go': held, 'web/run.go': 'package web\n\nfunc (s *Site) run() error { return s.srv.ListenAndServe() }\n', 'main.go': main }, 'information'],
    ['a server that is handed on', { 'web/web.go': held, 'web/run.go': 'package web\n\nfunc (s *Site) run() error { return run(s.srv) }\n', 'main.go': main }, 'information'],
    ['a server that nobody starts', { 'web/web.go': open, 'main.go': 'package main\n\nfunc main() {}\n' }, 'hint'],
    ['a server that only a test starts', { 'web/web.go': open, 'main.go': 'package main\n\nimport "testing"\n\nfunc run(t *testing.T) { web.Serve(nil) }\n\nfunc main() {}\n' }, 'hint'],
    ['a server on a listener of its caller', { 'web/web.go': `${server}func Serve(h http.Handler, l net.Listener) error {\n\treturn http.Serve(l, h)\n}\n`, 'main.go': main }, 'hint'],
    ['a server whose network is a setting', { 'web/web.go': `${server}func Serve(h http.Handler) error {\n\tl, err := net.Listen(settings.Network, settings.Address)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn http.Serve(l, h)\n}\n`, 'main.go': main }, 'hint'],
    ['a server on a listener of the network', { 'web/web.go': `${server}func Serve(h http.Handler) error {\n\tl, err := net.Listen("tcp", settings.Address)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn http.Serve(l, h)\n}\n`, 'main.go': main }, 'information'],
    ['a server on a socket that another file opens', { 'web/web.go': `${server}func Serve(h http.Handler, dir string) error {\n\tl, err := listen(dir)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn http.Serve(l, h)\n}\n`, 'web/listen.go': 'package web\n\nimport "net"\n\nfunc listen(dir string) (net.Listener, error) {\n\treturn net.Listen("unix", dir+"/web.sock")\n}\n', 'main.go': main }, 'hint'],
    ['a server on a port that another file opens', { 'web/web.go': `${server}func Serve(h http.Handler, dir string) error {\n\tl, err := listen(dir)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn http.Serve(l, h)\n}\n`, 'web/listen.go': 'package web\n\nimport "net"\n\nfunc listen(at string) (net.Listener, error) {\n\treturn net.Listen("tcp", at)\n}\n\nfunc local() (net.Listener, error) {\n\treturn net.Listen("unix", "web.sock")\n}\n', 'main.go': main }, 'information'],
    ['a server on a socket that another function opens', { 'web/web.go': `${server}func Serve(h http.Handler, path string) error {\n\tl := socketAt(path)\n\treturn http.Serve(l, h)\n}\n`, 'web/socket.go': 'package web\n\nimport "net"\n\nfunc socketAt(path string) net.Listener {\n\tl, err := net.Listen("unix", path)\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\treturn l\n}\n', 'main.go': main }, 'hint'],
    ['a server behind the nginx of the project', { 'web/web.go': open, 'main.go': main, 'misc/shop.nginx.conf': 'server {\n    location / {\n        proxy_pass http://127.0.0.1:8080;\n    }\n}\n' }, 'hint'],
    ['a server beside an nginx that only gives out files', { 'web/web.go': open, 'main.go': main, 'misc/shop.nginx.conf': 'server {\n    root /srv/pages;\n}\n' }, 'information'],
    ["a server behind a developer's nginx", { 'web/web.go': open, 'main.go': main, 'dev/nginx.conf': 'server {\n    location / {\n        proxy_pass http://127.0.0.1:8080;\n    }\n}\n' }, 'information'],
    ['a server behind a Caddyfile', { 'web/web.go': open, 'main.go': main, 'deploy/Caddyfile': 'shop.example.com {\n\treverse_proxy api:8080\n}\n' }, 'hint'],
    ['a server behind an ingress of its chart', { 'web/web.go': open, 'main.go': main, 'charts/shop/templates/ingress.yaml': '{{- if .Values.ingress.enabled }}\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop\n{{- end }}\n' }, 'hint'],
    ['a server whose chart knows no ingress', { 'web/web.go': open, 'main.go': main, 'charts/shop/templates/role.yaml': 'kind: Role\nrules:\n  - resources: [ingresses]\n' }, 'information'],
    ['a server behind a route of OpenShift', { 'web/web.go': open, 'main.go': main, 'templates/route.yml': 'kind: Template\nobjects:\n  - apiVersion: route.openshift.io/v1\n    kind: Route\n' }, 'hint'],
    ['a server behind the router of Cloud Foundry', { 'web/web.go': open, 'main.go': main, 'manifest-api.yml': 'applications:\n  - name: shop\n    buildpack: go_buildpack\n' }, 'hint'],
    ['a server behind the proxy of Fly', { 'web/web.go': open, 'main.go': main, 'fly.toml': 'app = "shop"\n\n[http_service]\n  internal_port = 8080\n' }, 'hint'],
    ['a server beside a proxy in one set of containers', { 'web/web.go': open, 'main.go': main, 'docker-compose.yml': 'services:\n  shop:\n    build: .\n  edge:\n    image: caddy:2\n' }, 'hint'],
    ['a server beside a database in one set of containers', { 'web/web.go': open, 'main.go': main, 'docker-compose.yml': 'services:\n  shop:\n    build: .\n  data:\n    image: postgres:17\n' }, 'information'],
    ['a server behind HAProxy', { 'web/web.go': open, 'main.go': main, 'deploy/haproxy.cfg': 'defaults\r\n    mode http\r\n\r\nbackend shop\r\n    server one 10.0.0.1:8080\r\n' }, 'hint'],
    ['a server behind an HAProxy that passes bytes on', { 'web/web.go': open, 'main.go': main, 'deploy/haproxy.cfg': 'defaults\n    mode tcp\n\nbackend shop\n    server one 10.0.0.1:8080\n' }, 'information'],
    ['a server beside a file of empty lines', { 'web/web.go': open, 'main.go': main, 'deploy/haproxy.yaml': '\n'.repeat(190_000) }, 'information'],
    ['a server behind the router of Heroku', { 'web/web.go': open, 'main.go': main, Procfile: 'web: bin/shop\n' }, 'hint'],
    ['a server whose Procfile starts several of it', { 'web/web.go': open, 'main.go': main, Procfile: 'one: bin/shop\ntwo: bin/shop\n' }, 'information'],
    ['a server behind a load balancer', { 'web/web.go': open, 'main.go': main, 'terraform/main.tf': 'resource "aws_lb_listener_rule" "shop" {\n}\n' }, 'hint'],
    ['redirects to HTTPS beside an ingress', { 'web/web.go': open.replace('":8080", h', '":80", http.HandlerFunc(redirect)'), 'main.go': main, 'deploy/Caddyfile': 'shop.example.com {\n\treverse_proxy api:8080\n}\n' }, 'information'],
    ['a server on a setting that is the loopback unless somebody changes it', { 'web/web.go': open.replace('":8080"', 'settings.ConsoleAddress'), 'main.go': main, 'settings/settings.go': 'package settings\n\nfunc Default() Settings {\n\treturn Settings{\n\t\tConsoleAddress: "127.0.0.1:8080",\n\t}\n}\n' }, 'hint'],
    ['a server on a setting that is every address', { 'web/web.go': open.replace('":8080"', 'settings.ConsoleAddress'), 'main.go': main, 'settings/settings.go': 'package settings\n\nfunc Default() Settings {\n\treturn Settings{\n\t\tConsoleAddress: "0.0.0.0:8080",\n\t}\n}\n' }, 'information'],
    ['a server on a listener of an overlay network', { 'web/web.go': `${server}type share struct {\n\tlistener net.Listener\n}\n\nfunc Serve(h http.Handler, mesh Mesh) (err error) {\n\ts := &share{}\n\tif s.listener, err = mesh.ListenWithOptions("shop", nil); err != nil {\n\t\treturn err\n\t}\n\treturn http.Serve(s.listener, h)\n}\n`, 'main.go': main }, 'hint'],
    ['a server on a listener with options of its own', { 'web/web.go': `${server}func Serve(h http.Handler, options net.ListenConfig, ctx context.Context) error {\n\tl, err := options.Listen(ctx, "tcp", ":8080")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn http.Serve(l, h)\n}\n`, 'main.go': main }, 'information'],
    ['a program that previews templates', { 'mails/templates/main.go': program, 'cmd/api/main.go': program }, 'hint'],
    ['a program that calls itself a development server', { 'cmd/preview/main.go': program.replace('h := newRouter()', 'h := newRouter()\n\tlog.Println("development server on port 8080")'), 'cmd/api/main.go': program }, 'hint'],
    ['a program that the Makefile leaves out', { 'cmd/dump/main.go': program, Makefile: makefile }, 'hint'],
    ['a program that the Makefile builds', { 'cmd/dump/main.go': program, Makefile: `${makefile}\tgo build ./cmd/dump\n` }, 'information'],
    ['a program that a target for developers runs', { 'cmd/dump/main.go': program, Makefile: `${makefile}\ndev-dump: data\n\tgo run cmd/dump/main.go\n` }, 'hint'],
    ['a program that a target runs', { 'cmd/dump/main.go': program, Makefile: `${makefile}\nserve: data\n\tgo run cmd/dump/main.go\n` }, 'information'],
    ['a program of a project without a Makefile', { 'cmd/dump/main.go': program, 'cmd/api/main.go': program }, 'information'],
  ];
  for (const [what, files, severity] of projects) {
    it(`reports ${what} as ${severity}`, async () => {
      const [[file, text] = ['', '']] = Object.entries(files);
      const analyzer = await analyzerFor(serverWithoutTimeouts, new Map(Object.entries({ ...files, 'go.mod': 'module example.com/shop\n' })));
      assert.deepEqual(
        (await analyzer.analyze({ file: `/project/${file}`, text, language: 'go' }))?.map((finding) => finding.severity),
        [severity],
      );
    });
  }

  const aside: readonly [what: string, code: string, severity: string][] = [
    ['a server with no handler of its own', 'func Run() error {\n\thttp.HandleFunc("/dump", dump)\n\treturn http.ListenAndServe(":8080", nil)\n}\n', 'hint'],
    ['a program that registers its routes at the default handler', 'func Run() error {\n\thttp.HandleFunc("/", home)\n\thttp.HandleFunc("/orders", orders)\n\thttp.HandleFunc("/carts", carts)\n\treturn http.ListenAndServe(":8080", nil)\n}\n', 'information'],
    ['routes for probes alone', 'func Run() error {\n\troutes := http.NewServeMux()\n\troutes.HandleFunc("GET /healthz", ok)\n\troutes.Handle("GET /metrics", all)\n\treturn http.ListenAndServe(":8080", routes)\n}\n', 'hint'],
    ['metrics under a path that is a setting, and the page that points to them', 'func Run(at string) error {\n\troutes := http.NewServeMux()\n\troutes.Handle(at, promhttp.Handler())\n\troutes.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {\n\t\t_, _ = w.Write([]byte(`<a href="` + at + `">all</a>`))\n\t})\n\treturn http.ListenAndServe(":8080", routes)\n}\n', 'hint'],
    ['metrics beside the product', 'func Run(at string, home http.HandlerFunc) error {\n\troutes := http.NewServeMux()\n\troutes.Handle(at, promhttp.Handler())\n\troutes.HandleFunc("/", home)\n\treturn http.ListenAndServe(":8080", routes)\n}\n', 'information'],
    ['a probe beside other routes', 'func Run() error {\n\troutes := http.NewServeMux()\n\troutes.HandleFunc("GET /healthz", ok)\n\troutes.Handle("POST /orders", all)\n\treturn http.ListenAndServe(":8080", routes)\n}\n', 'information'],
    ['a function named after the profiler', 'func serveProfiler(routes http.Handler) error {\n\treturn http.ListenAndServe(":8080", routes)\n}\n', 'hint'],
    ['a page for whoever started the program', 'func Show(routes http.Handler) error {\n\tgo openBrowser("http://localhost:8080")\n\treturn http.ListenAndServe(":8080", routes)\n}\n', 'hint'],
    ['the admin port, by its setting', 'func Run(routes http.Handler) error {\n\treturn http.ListenAndServe(fmt.Sprintf(":%d", settings.AdminPort), routes)\n}\n', 'hint'],
    ['the status port, by its function', 'func startStatusServer(addr string, routes http.Handler) error {\n\treturn http.ListenAndServe(addr, routes)\n}\n', 'hint'],
    ['an internal port, by what the server is kept as', 'func Run(addr string, routes http.Handler) error {\n\tinternalServer := &http.Server{Addr: addr, Handler: routes}\n\treturn internalServer.ListenAndServe()\n}\n', 'hint'],
    ['an internal port, by the field it is kept in', 'func Run(addr string, routes http.Handler) *jobs {\n\treturn &jobs{monitor: &http.Server{Addr: addr, Handler: routes}}\n}\n', 'hint'],
    ['a handler named after what operators ask', 'func Run(addr string, s *site) error {\n\treturn http.ListenAndServe(addr, s.adminRoutes)\n}\n', 'hint'],
    ['a handler of what is measured', 'func Run(addr string, s *site) error {\n\treturn http.ListenAndServe(addr, s.instrumentationRouter)\n}\n', 'hint'],
    ['a flag that is the loopback unless somebody changes it', 'var where = flag.String("where", "localhost:8080", "")\n\nfunc Run(routes http.Handler) error {\n\treturn http.ListenAndServe(*where, routes)\n}\n', 'hint'],
    ['a flag that is every address', 'var where = flag.String("where", ":8080", "")\n\nfunc Run(routes http.Handler) error {\n\treturn http.ListenAndServe(*where, routes)\n}\n', 'information'],
    ['a route for the goroutines alone', 'func Run() error {\n\troutes := http.NewServeMux()\n\troutes.HandleFunc("/goroutines", dump)\n\treturn http.ListenAndServe(":3030", routes)\n}\n', 'hint'],
    ['a port that the system chooses', 'func Run(routes http.Handler) *http.Server {\n\treturn &http.Server{Handler: routes}\n}\n\nfunc start(s *http.Server) error {\n\tl, err := net.Listen("tcp", ":0")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn s.Serve(l)\n}\n', 'hint'],
    ['a port that the system chooses, behind an address', 'func Run(routes http.Handler) *http.Server {\n\treturn &http.Server{Handler: routes}\n}\n\nfunc start(s *http.Server, host string) error {\n\tl, err := net.Listen("tcp", host+":0")\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn s.Serve(l)\n}\n', 'hint'],
    ['a port that the system chooses, in the address', 'func Run(routes http.Handler) error {\n\treturn http.ListenAndServe(":0", routes)\n}\n', 'hint'],
    ['a server beside one that has its limits', 'func Public(routes http.Handler) *http.Server {\n\treturn &http.Server{Addr: ":443", Handler: routes, ReadTimeout: limit}\n}\n\nfunc Second(routes http.Handler) *http.Server {\n\treturn &http.Server{Addr: ":9000", Handler: routes}\n}\n', 'hint'],
    ['redirects beside a server that has its limits', 'func Public(routes http.Handler) *http.Server {\n\treturn &http.Server{Addr: ":443", Handler: routes, ReadTimeout: limit}\n}\n\nfunc ToTLS() error {\n\treturn http.ListenAndServe(":80", http.HandlerFunc(redirect))\n}\n', 'information'],
    ['a server in a file that gives a client of something else a limit', 'var cache = redis.Options{ReadTimeout: limit}\n\nfunc Run(routes http.Handler) error {\n\treturn http.ListenAndServe(":8080", routes)\n}\n', 'information'],
  ];
  for (const [what, code, severity] of aside) {
    it(`reports ${what} as ${severity}`, async () => {
      const text = `package site\n\nimport "net/http"\n\n${code}`;
      assert.deepEqual((await (await analyzerFor(serverWithoutTimeouts)).analyze({ file: '/project/site.go', text, language: 'go' }))?.map((each) => each.severity), [severity]);
    });
  }

  const mains: readonly [what: string, code: string, severity: string][] = [
    ['the default handler that main serves last', 'func main() {\n\thttp.HandleFunc("/", home)\n\tlog.Fatal(http.ListenAndServe(":8080", nil))\n}\n', 'information'],
    ['the default handler that main serves, and then looks at the error', 'func main() {\n\terr := http.ListenAndServe(":8080", nil)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n', 'information'],
    ['the default handler that main serves, and prints the error', 'func main() {\n\thttp.HandleFunc("/", home)\n\tfmt.Println(http.ListenAndServe(":8080", nil))\n}\n', 'information'],
    ['the default handler in a goroutine of main', 'func main() {\n\tgo func() {\n\t\tlog.Println(http.ListenAndServe(":8080", nil))\n\t}()\n\twork()\n}\n', 'hint'],
    ['the default handler with a probe alone', 'func main() {\n\thttp.HandleFunc("/healthz", ok)\n\tlog.Fatal(http.ListenAndServe(":8080", nil))\n}\n', 'hint'],
  ];
  for (const [what, code, severity] of mains) {
    it(`reports ${what} as ${severity}`, async () => {
      const text = `package main\n\nimport (\n\t"log"\n\t"net/http"\n)\n\n${code}`;
      assert.deepEqual((await (await analyzerFor(serverWithoutTimeouts)).analyze({ file: '/project/main.go', text, language: 'go' }))?.map((each) => each.severity), [severity]);
    });
  }

  it('is a hint where the file or folder is for operators, or stands in for another program', async () => {
    const text = 'package site\n\nimport "net/http"\n\nfunc Serve(routes http.Handler) error {\n\treturn http.ListenAndServe(":8080", routes)\n}\n';
    const analyzer = await analyzerFor(serverWithoutTimeouts);
    const severityIn = async (file: string) => (await analyzer.analyze({ file: `/project/${file}`, text, language: 'go' }))?.map(({ severity }) => severity).join();
    const aside = ['server/monitoring/server.go', 'server/status_server.go', 'pkg/supportbundle/server.go', 'admin/http.go', 'cmd/complement_hs/main.go', 'canary/looper.go', 'docker/lag/main.go', '_upstream/main.go', 'internal/testservice/http.go', 'integration/testapps/web/main.go', 'test-app/main.go'];
    assert.deepEqual([...new Set(await Promise.all(aside.map(severityIn)))], ['hint']);
    const products = ['server/http.go', 'internal/api/server.go', 'cmd/statuses/main.go', 'cmd/complementary/main.go', 'latestapps/main.go'];
    assert.deepEqual([...new Set(await Promise.all(products.map(severityIn)))], ['information']);
  });

  it('follows an address to the constant that it is given', async () => {
    const analyzer = await analyzerFor(serverWithoutTimeouts);
    const found = async (lines: string) => (await analyzer.analyze({ file: '/project/main.go', text: `package main\n\nimport "net/http"\n\nfunc serve(routes http.Handler) error {\n${lines}\n\treturn http.ListenAndServe(at, routes)\n}\n`, language: 'go' }))?.length;
    assert.equal(await found('\tat := "127.0.0.1:9000"'), 0);
    assert.equal(await found('\tat := ":9000"'), 1);
    assert.equal(await found('\tat := "127.0.0.1:9000"\n\tflag.StringVar(&at, "at", at, "")'), 1);
  });

  it('leaves the tools of developers, mocks and the support of tests alone', async () => {
    const text = 'package site\n\nimport "net/http"\n\nfunc Serve(routes http.Handler) error {\n\treturn http.ListenAndServe(":8080", routes)\n}\n';
    const analyzer = await analyzerFor(serverWithoutTimeouts);
    const found = async (file: string) => (await analyzer.analyze({ file: `/project/${file}`, text, language: 'go' }))?.length;
    const aside = ['devtools/mail/main.go', 'internal/testenv/upstream.go', 'mocks/payments.go', 'pkg/mockmail/server.go', 'internal/fake/upstream.go', 'utils/fakebank2/main.go', 'cmd/bank-stub/main.go', 'scripts/tools-server/main.go', 'experiments/login/main.go'];
    assert.deepEqual(await Promise.all(aside.map(found)), aside.map(() => 0));
    assert.deepEqual(await Promise.all(['pkg/scripts/server.go', 'tooling/server.go', 'hammock/server.go', 'devices/server.go', 'fakery/server.go', 'stubbs/main.go'].map(found)), [1, 1, 1, 1, 1, 1]);
  });

  it('fixes a fragment without imports', async () => {
    const text = 'func main() {\n\thttp.ListenAndServe(addr, mux)\n}\n';
    const source = { file: 'untitled:1', text, language: 'go', fragment: true } as const;
    const { text: after } = await fixText(await analyzerFor(serverWithoutTimeouts), source, { safety: 'review' });
    assert.match(after, /server := &http\.Server\{\n\t\tAddr: {14}addr,\n\t\tHandler: {11}mux,\n\t\tReadHeaderTimeout: 5 \* time\.Second,/);
  });
});
