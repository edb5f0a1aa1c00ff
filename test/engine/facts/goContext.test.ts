import assert from 'node:assert/strict';
import { callerContext, deadlineOf } from '../../../src/engine/facts/go/context';
import { goSource, nodeAt } from '../support/parse';

const header = 'package a\n\nimport (\n\t"context"\n\t"net/http"\n\t"os/signal"\n\n\t"golang.org/x/sync/errgroup"\n)\n\n';

const cases: readonly [name: string, body: string, expected: string][] = [
  ['background', 'use(context.Background())', 'none'],
  ['to do', 'use(context.TODO())', 'none'],
  ['a variable of it', 'ctx := context.Background()\nuse(ctx)', 'none'],
  ['with a value and a cancel', 'ctx, cancel := context.WithCancel(context.WithValue(context.Background(), k, 1))\ndefer cancel()\nuse(ctx)', 'none'],
  ['a signal', 'ctx, stop := signal.NotifyContext(context.Background())\ndefer stop()\nuse(ctx)', 'none'],
  ['an errgroup', 'g, ctx := errgroup.WithContext(context.Background())\n_ = g\nuse(ctx)', 'none'],
  ['detached from anything', 'use(context.WithoutCancel(r.Context()))', 'none'],
  ['with a timeout', 'ctx, cancel := context.WithTimeout(context.Background(), d)\ndefer cancel()\nuse(ctx)', 'set'],
  ['shadowed by one with a timeout', 'ctx := context.Background()\nctx, cancel := context.WithTimeout(ctx, d)\ndefer cancel()\nuse(ctx)', 'set'],
  ['assigned one with a timeout', 'ctx := context.Background()\nvar cancel func()\nctx, cancel = context.WithTimeout(ctx, d)\ndefer cancel()\nuse(ctx)', 'unknown'],
  ['its address taken', 'ctx := context.Background()\nbound(&ctx)\nuse(ctx)', 'unknown'],
  ['declared without a value', 'var ctx context.Context\nctx = context.Background()\nuse(ctx)', 'unknown'],
  ['a parameter', 'use(parent)', 'unknown'],
  ['of a request', 'use(r.Context())', 'unknown'],
  ['of a request, with a value', 'use(context.WithValue(r.Context(), k, 1))', 'unknown'],
  ['from a function', 'ctx := newContext()\nuse(ctx)', 'unknown'],
];

describe('the deadline of a Go context', () => {
  for (const [name, body, expected] of cases) {
    it(`${name}: ${expected}`, async () => {
      const source = await goSource(`${header}func f(parent context.Context, r *http.Request) {\n${body}\n}\n`);
      const argument = nodeAt(source, body.slice(body.lastIndexOf('use('))).descendantsOfType('argument_list')[0]?.namedChild(0);
      assert.ok(argument !== null && argument !== undefined);
      assert.equal(deadlineOf(argument, source), expected);
    });
  }

  it('knows unimported packages in a fragment only', async () => {
    const text = 'func f() {\n\tuse(context.Background())\n}\n';
    for (const [fragment, expected] of [[true, 'none'], [false, 'unknown']] as const) {
      const source = await goSource(text, fragment);
      assert.equal(deadlineOf(nodeAt(source, 'context.Background()'), source), expected);
    }
  });
});

describe('the context a Go function was called with', () => {
  const callers: readonly [name: string, text: string, expected: string | undefined][] = [
    ['a parameter', 'func f(id int, ctx context.Context) {\n\tuse()\n}', 'ctx'],
    ['a request', 'func f(w http.ResponseWriter, req *http.Request) {\n\tuse()\n}', 'req.Context()'],
    ['of a literal', 'var f = func(c context.Context) {\n\tuse()\n}', 'c'],
    ['unnamed', 'func f(_ context.Context) {\n\tuse()\n}', undefined],
    ['of an outer function', 'func f(ctx context.Context) {\n\tgo func() {\n\t\tuse()\n\t}()\n}', undefined],
    ['shadowed', 'func f(ctx context.Context) {\n\tctx := 1\n\t_ = ctx\n\tuse()\n}', undefined],
    ['that may have ended', 'func f(ctx context.Context) {\n\t<-ctx.Done()\n\tuse()\n}', undefined],
    ['none', 'func f() {\n\tuse()\n}', undefined],
  ];
  for (const [name, text, expected] of callers) {
    it(name, async () => {
      const source = await goSource(`${header}${text}\n`);
      assert.equal(callerContext(nodeAt(source, 'use()'), source), expected);
    });
  }
});
