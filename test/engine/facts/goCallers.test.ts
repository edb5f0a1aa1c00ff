import assert from 'node:assert/strict';
import { Mentions } from '../../../src/engine/facts/project/mentions';
import { ReadProject } from '../../../src/engine/facts/project/project';
import type { Analyzer } from '../../../src/engine/scan/analyzer';
import { listUnder } from '../support/listUnder';
import { probeAnalyzer, probeRule } from '../support/probe';

/** Reports who the call of `target` runs for. */
const probe = probeRule('callers', {
  go: {
    triggers: ['target()'],
    *check({ node }, source) {
      const callers = source.callers?.of(node, source);
      yield { start: node.startIndex, end: node.endIndex, message: callers === undefined ? 'not known' : [...callers].sort().join(' '), fixes: [] };
    },
  },
});

type Files = Readonly<Record<string, string>>;

const module = { 'go.mod': 'module example.com/shop\n' };

function analyzerOf(files: Map<string, string>): { readonly analyzer: Analyzer; readonly mentions: Mentions } {
  const read = (file: string) => files.get(file.replace('/project/', ''));
  const names = (dir: string) => [...files.keys()].flatMap((name) => (`/project/${name}`.replace(/\/[^/]+$/, '') === dir ? [name.replace(/^.*\//, '')] : []));
  const mentions = new Mentions(() => listUnder([...files.keys()].filter((name) => !name.endsWith('_test.go')).map((name) => `/project/${name}`)), read);
  const project = new ReadProject(read, undefined, '/project', names, mentions);
  return { analyzer: probeAnalyzer([probe], { projectOf: () => project }), mentions };
}

async function ask(analyzer: Analyzer, file: string, text: string): Promise<string | undefined> {
  const findings = await analyzer.analyze({ file: `/project/${file}`, text, language: 'go' });
  return findings?.[0]?.message;
}

/** The first file is the one asked about. */
async function callersIn(files: Files): Promise<string | undefined> {
  const [[file, text] = ['', '']] = Object.entries(files);
  return ask(analyzerOf(new Map(Object.entries({ ...module, ...files }))).analyzer, file, text);
}

const http = 'import "net/http"\n';
const rates = 'package rates\n\nfunc Fetch() { target() }\n';
const uses = (body: string, imports = '') => `package main\n\nimport "example.com/shop/rates"\n${imports}\n${body}\n`;

const cases: readonly [name: string, files: Files, expected: string][] = [
  // A request.
  ['a handler of net/http', { 'a.go': `package a\n${http}func show(w http.ResponseWriter, r *http.Request) { target() }\n` }, 'request'],
  ['a function that a handler of another file calls', { 'a.go': 'package a\nfunc load() { target() }\n', 'b.go': `package a\n${http}func show(w http.ResponseWriter, r *http.Request) { load() }\n` }, 'request'],
  ['a package that a handler uses', { 'rates/rates.go': rates, 'main.go': uses('func show(w http.ResponseWriter, r *http.Request) { rates.Fetch() }\n\nfunc main() {}', http) }, 'request'],
  ['a package imported under another name', { 'rates/rates.go': rates, 'api/a.go': `package api\nimport r8 "example.com/shop/rates"\n${http}func show(w http.ResponseWriter, r *http.Request) { r8.Fetch() }\n` }, 'request'],
  ['a literal given to a mux', { 'a.go': `package a\n${http}func routes(m *http.ServeMux) {\n\tm.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { target() })\n}\n` }, 'request'],
  ['a handler of gin two calls up', { 'a.go': 'package a\nfunc one() { target() }\nfunc two() { one() }\n', 'b.go': 'package a\nimport "github.com/gin-gonic/gin"\nfunc show(c *gin.Context) { two() }\n' }, 'request'],
  ['a handler with a context of its own, at a route', { 'a.go': 'package a\nfunc show(c *Context) error { target(); return nil }\nfunc routes(r Router) { r.GET("/rates", show) }\n' }, 'request'],
  [
    'a method behind an interface',
    { 'store/s.go': 'package store\ntype Store struct{}\nfunc (s *Store) Load() { target() }\n', 'api/a.go': `package api\n${http}type loader interface{ Load() }\ntype api struct{ l loader }\nfunc (a *api) show(w http.ResponseWriter, r *http.Request) { a.l.Load() }\n` },
    'request',
  ],
  ['a method of gRPC', { 'a.go': 'package a\nimport (\n\t"context"\n\t"example.com/shop/gen/ratespb"\n)\nfunc (s *Server) Get(ctx context.Context, in *ratespb.GetRequest) (*ratespb.GetReply, error) { target(); return nil, nil }\n' }, 'request'],
  ['a resolver of GraphQL', { 'a.go': 'package a\nimport "context"\nfunc (r *queryResolver) Rates(ctx context.Context) ([]string, error) { target(); return nil, nil }\n' }, 'request'],
  ['a message of NATS', { 'a.go': 'package a\nimport "github.com/nats-io/nats.go"\nfunc on(m *nats.Msg) { target() }\n' }, 'request'],
  ['a worker of a queue, given in a field', { 'a.go': 'package a\nfunc work() { target() }\nfunc init() { add(&Config{WorkerFunc: work}) }\n' }, 'request'],
  ['an action of Beego', { 'a.go': 'package a\nfunc (c *RateController) Show() { target() }\n', 'b.go': 'package a\nimport "github.com/beego/beego/v2/server/web"\ntype RateController struct {\n\tweb.Controller\n}\n', 'main.go': 'package main\nfunc main() {}\n' }, 'request'],
  ['a handler and a start', { 'rates/rates.go': rates, 'main.go': uses('func show(w http.ResponseWriter, r *http.Request) { rates.Fetch() }\n\nfunc main() { rates.Fetch() }', http) }, 'request'],
  // A goroutine.
  ['a goroutine of main', { 'rates/rates.go': rates, 'main.go': uses('func main() { go rates.Fetch() }') }, 'background'],
  ['a literal in a goroutine', { 'main.go': 'package main\nfunc main() {\n\tgo func() { target() }()\n}\n' }, 'background'],
  ['a loop over a ticker', { 'main.go': 'package main\nimport "time"\nfunc main() {\n\tt := time.NewTicker(time.Minute)\n\tfor range t.C {\n\t\ttarget()\n\t}\n}\n' }, 'background'],
  ['a loop that sleeps', { 'main.go': 'package main\nimport "time"\nfunc main() {\n\tfor {\n\t\ttarget()\n\t\ttime.Sleep(time.Minute)\n\t}\n}\n' }, 'background'],
  ['an error group', { 'main.go': 'package main\nfunc load() error { target(); return nil }\nfunc main() { group.Go(load) }\n' }, 'background'],
  ['a job of cron', { 'main.go': 'package main\nfunc load() { target() }\nfunc main() { c.AddFunc("@daily", load) }\n' }, 'background'],
  ['a goroutine that a handler starts', { 'a.go': `package a\n${http}func show(w http.ResponseWriter, r *http.Request) { go load() }\nfunc load() { target() }\n` }, 'background'],
  // A start, a command line.
  ['main', { 'main.go': 'package main\nfunc main() { target() }\n' }, 'start'],
  ['what main calls', { 'rates/rates.go': rates, 'main.go': uses('func main() { rates.Fetch() }') }, 'start'],
  ['a variable of the package', { 'a.go': 'package a\nvar rate = target()\n' }, 'start'],
  ['an init function', { 'a.go': 'package a\nfunc load() { target() }\nfunc init() { load() }\n' }, 'start'],
  ['a loop of attempts at the start', { 'main.go': 'package main\nimport "time"\nfunc main() {\n\tfor {\n\t\tif target() {\n\t\t\tbreak\n\t\t}\n\t\ttime.Sleep(time.Second)\n\t}\n}\n' }, 'start'],
  ['a literal called on the spot', { 'main.go': 'package main\nfunc main() {\n\tfunc() { target() }()\n}\n' }, 'start'],
  ['a command of cobra', { 'main.go': 'package main\nfunc load() { target() }\nvar c = &cobra.Command{Run: run}\nfunc run(cmd *cobra.Command, args []string) { load() }\nfunc main() { c.Execute() }\n' }, 'command'],
  ['a command of urfave', { 'a.go': 'package a\nimport "github.com/urfave/cli/v2"\nfunc run(c *cli.Context) error { target(); return nil }\n' }, 'command'],
  ['a goroutine of a command', { 'a.go': 'package a\nimport "github.com/spf13/cobra"\nfunc run(c *cobra.Command, args []string) { go load() }\nfunc load() { target() }\n' }, 'command'],
  ['a command that serves', { 'a.go': 'package a\nfunc load() { target() }\nvar c = &cobra.Command{\n\tUse: "serve",\n\tRunE: func(cmd *cobra.Command, args []string) error { load(); return nil },\n}\n' }, 'start'],
  ['a package of GOPATH, without a go.mod', { 'rates/rates.go': rates, 'main.go': 'package main\nimport "example.org/old/rates"\nfunc main() { rates.Fetch() }\n', 'go.mod': '' }, 'start'],
  // Neither.
  ['a function given away', { 'main.go': 'package main\nfunc load() { target() }\nfunc main() { bus.Subscribe(load) }\n' }, 'handed'],
  ['nobody', { 'a.go': 'package a\nfunc load() { target() }\n' }, ''],
  ['functions that nobody calls', { 'a.go': 'package a\nfunc load() { target() }\nfunc again() { load() }\n' }, ''],
  ['only a test', { 'rates/rates.go': rates, 'rates/rates_test.go': 'package rates\nfunc TestFetch() { Fetch() }\n', 'main.go': 'package main\nfunc main() {}\n' }, ''],
  ['a helper of tests', { 'rates/rates.go': rates, 'main.go': uses('import "testing"\nfunc check(t *testing.T) { rates.Fetch() }\nfunc main() {}') }, ''],
  ['an exported function of a program', { 'rates/rates.go': rates, 'main.go': 'package main\nfunc main() {}\n' }, ''],
  ['an exported function of a library', { 'rates/rates.go': rates }, 'elsewhere'],
  ['an exported method of a type that is made', { 'a.go': 'package a\ntype Trip struct{}\nfunc NewTrip() *Trip { return &Trip{} }\nfunc (t *Trip) RoundTrip() { target() }\n', 'main.go': 'package main\nimport "example.com/shop"\nfunc main() { a.NewTrip() }\n' }, 'elsewhere'],
  ['an exported method of a type that nobody makes', { 'a.go': 'package a\ntype Trip struct{}\nfunc NewTrip() *Trip { return &Trip{} }\nfunc (t *Trip) RoundTrip() { target() }\n', 'main.go': 'package main\nfunc main() {}\n' }, ''],
  // Names alone.
  ['a function of the same name in another package', { 'rates/rates.go': rates, 'main.go': `package main\nimport "example.com/other/rates"\n${http}func show(w http.ResponseWriter, r *http.Request) { rates.Fetch() }\nfunc main() {}\n` }, ''],
  ['a method of the same name of another type', { 'a.go': 'package a\ntype A struct{}\nfunc (a *A) load() { target() }\n', 'b.go': `package a\n${http}type B struct{}\nfunc (b *B) load() {}\nfunc (b *B) show(w http.ResponseWriter, r *http.Request) { b.load() }\n` }, ''],
  ['a method of the same name of the library', { 'a.go': 'package a\ntype A struct{}\nfunc (a *A) Serve() { target() }\n', 'main.go': `package main\n${http}func main() {\n\ts := http.Server{}\n\ts.Serve(nil)\n}\n` }, ''],
  [
    'a method of the same name of what another package makes',
    { 'a.go': 'package shop\ntype A struct{}\nfunc (a *A) Serve() { target() }\n', 'web/w.go': 'package web\ntype Web struct{}\nfunc New() (*Web, error) { return nil, nil }\nfunc (w *Web) Serve() {}\n', 'cmd/main.go': 'package main\nimport "example.com/shop/web"\nfunc main() {\n\tw, err := web.New()\n\tw.Serve()\n}\n' },
    '',
  ],
  ['a local variable of the same name', { 'a.go': 'package a\nfunc load() { target() }\n', 'b.go': `package a\n${http}func show(w http.ResponseWriter, r *http.Request) {\n\tload := func() {}\n\tload()\n}\n` }, ''],
  ['a name in a comment and a text', { 'a.go': 'package a\nfunc load() { target() }\n', 'b.go': `package a\n${http}// load is done by show.\nfunc show(w http.ResponseWriter, r *http.Request) { log("load()") }\n` }, ''],
  ['functions that call each other', { 'a.go': 'package a\nfunc even() { target(); odd() }\nfunc odd() { even() }\n' }, ''],
];

describe('who calls a Go function', () => {
  for (const [name, files, expected] of cases) {
    it(`${expected === '' ? 'nobody' : expected}: ${name}`, async () => {
      assert.equal(await callersIn(files), expected);
    });
  }

  it('is not known where the files of the project are not', async () => {
    const project = new ReadProject(() => undefined, undefined, '/project');
    assert.equal(await ask(probeAnalyzer([probe], { projectOf: () => project }), 'a.go', 'package a\nfunc load() { target() }\n'), 'not known');
  });

  it('is not known for what a folder without go.mod exports', async () => {
    const text = 'package a\nfunc Load() { target() }\n';
    const { analyzer } = analyzerOf(new Map(Object.entries({ 'a.go': text, 'b.go': 'package a\n' })));
    assert.equal(await ask(analyzer, 'a.go', text), 'not known');
    assert.equal(await ask(analyzer, 'a.go', 'package a\nfunc load() { target() }\n'), '');
    const two = analyzerOf(new Map(Object.entries({ 'a.go': text, 'b/b.go': 'package b\n' })));
    assert.equal(await ask(two.analyzer, 'a.go', text), 'elsewhere');
  });

  it('is told anew after another file changed', async () => {
    const text = 'package a\nfunc load() { target() }\n';
    const files = new Map(Object.entries({ 'a.go': text, 'b.go': 'package a\nfunc main() {}\n', ...module }));
    const { analyzer, mentions } = analyzerOf(files);
    assert.equal(await ask(analyzer, 'a.go', text), '');
    files.set('b.go', `package a\n${http}func show(w http.ResponseWriter, r *http.Request) { load() }\n`);
    mentions.forget(['/project/b.go']);
    analyzer.forgetFiles(['/project/b.go']);
    assert.equal(await ask(analyzer, 'a.go', text), 'request');
  });

  it('is told of the text as it is in the editor', async () => {
    const { analyzer } = analyzerOf(new Map(Object.entries({ 'a.go': 'package a\nfunc load() { target() }\n', 'b.go': 'package a\n', ...module })));
    assert.equal(await ask(analyzer, 'a.go', 'package a\nfunc load() { target() }\n'), '');
    assert.equal(await ask(analyzer, 'a.go', 'package a\nfunc load() { target() }\nfunc init() { load() }\n'), 'start');
  });
});
