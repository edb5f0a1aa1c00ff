import assert from 'node:assert/strict';
import { deadlineBefore, type DeadlineRequest } from '../../../src/engine/fix/go/deadline';
import { goDuration } from '../../../src/engine/fix/go/duration';
import { applyEdits } from '../../../src/engine/text/edits';
import { goSource, nodeAt } from '../support/parse';

const header = 'package a\n\nimport (\n\t"context"\n\t"time"\n)\n\n';

/** Bounds the last `open(…)` of a function body, whose first argument is its context. */
async function bound(body: string, lifetime: DeadlineRequest['lifetime'] = 'call', signature = 'f(ctx context.Context) error') {
  const text = `${header}func ${signature} {\n${body}\n}\n`;
  const source = await goSource(text);
  const at = text.lastIndexOf('open(');
  const call = nodeAt(source, text.slice(at, text.indexOf(')', at) + 1));
  assert.equal(call.type, 'call_expression');
  const argument = call.childForFieldName('arguments')?.namedChild(0);
  assert.ok(argument !== null && argument !== undefined);
  const use = (ctx: string) => [{ start: argument.startIndex, end: argument.endIndex, newText: ctx }];
  const result = deadlineBefore({ call, parent: argument.text, purpose: 'acquire', lifetime, use }, source);
  if ('refused' in result) return { refused: result.refused };
  return { body: applyEdits(text, result.edits).slice(text.indexOf('{') + 2, -3) };
}

describe('a deadline before a Go statement', () => {
  it('derives a context with a name of its own where ctx is taken', async () => {
    assert.deepEqual(await bound('\tconn, err := open(ctx)\n\t_ = conn\n\treturn err'), {
      body: '\tacquireCtx, cancel := context.WithTimeout(ctx, 5*time.Second)\n\tdefer cancel()\n\tconn, err := open(acquireCtx)\n\t_ = conn\n\treturn err',
    });
  });

  it('calls it ctx where that is free', async () => {
    assert.deepEqual(await bound('\treturn open(context.Background())', 'call', 'f() error'), {
      body: '\tctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)\n\tdefer cancel()\n\treturn open(ctx)',
    });
  });

  it('goes before the if whose start makes the call, in its indentation', async () => {
    assert.deepEqual(await bound('\tif true {\n\t\tif err := open(ctx); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil'), {
      body: '\tif true {\n\t\tacquireCtx, cancel := context.WithTimeout(ctx, 5*time.Second)\n\t\tdefer cancel()\n\t\tif err := open(acquireCtx); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil',
    });
  });

  it('avoids names the function has, also further down', async () => {
    const { body } = await bound('\terr := open(ctx)\n\tacquireCtx, cancel := context.WithCancel(ctx)\n\tdefer cancel()\n\t_ = acquireCtx\n\treturn err');
    assert.match(body ?? '', /^\tacquireCtx2, cancelAcquire := context\.WithTimeout\(ctx, .*\n\tdefer cancelAcquire\(\)\n\terr := open\(acquireCtx2\)\n/);
  });

  it('cancels at once in a loop, where a deferred cancel would pile up', async () => {
    assert.deepEqual(await bound('\tfor range 3 {\n\t\terr := open(ctx) // again\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil'), {
      body: '\tfor range 3 {\n\t\tacquireCtx, cancel := context.WithTimeout(ctx, 5*time.Second)\n\t\terr := open(acquireCtx) // again\n\t\tcancel()\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil',
    });
  });

  const refusals: readonly [name: string, body: string, reason: RegExp, lifetime?: 'result'][] = [
    ['in a loop, for rows', '\tfor range 3 {\n\t\trows, err := open(ctx)\n\t\trows.Close()\n\t\t_ = err\n\t}\n\treturn nil', /pile up/, 'result'],
    ['in the condition of a loop body', '\tfor range 3 {\n\t\tif err := open(ctx); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\treturn nil', /pile up/],
    ['in the header of a loop', '\tfor open(ctx) == nil {\n\t}\n\treturn nil', /no place/],
    ['in an else-if', '\tif x := true; !x {\n\t\treturn nil\n\t} else if err := open(ctx); err != nil {\n\t\treturn err\n\t}\n\treturn nil', /no place/],
    ['in a deferred call', '\tdefer open(ctx)\n\treturn nil', /no place/],
    ['in a goroutine started here', '\tgo open(ctx)\n\treturn nil', /no place/],
    ['after another statement on the line', '\tx := 1; err := open(ctx)\n\t_ = x\n\treturn err', /shares its line/],
    ['beside a label', '\tif ctx == nil {\n\t\tgoto done\n\t}\n\t_ = open(ctx)\ndone:\n\treturn nil', /labels and jumps/],
    ['where time is a variable', '\ttime := 1\n\t_ = time\n\treturn open(ctx)', /hides/],
    ['when the result is returned', '\treturn open(ctx)', /hands on/, 'result'],
    ['when the variable is returned', '\trows, err := open(ctx)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\treturn rows, nil', /hands on/, 'result'],
    ['when a member is returned', '\tresp, err := open(ctx)\n\t_ = err\n\treturn resp.Body', /hands on/, 'result'],
    ['when a wrapper is returned', '\tresp, err := open(ctx)\n\t_ = err\n\treturn bufio.NewReader(resp.Body)', /hands on/, 'result'],
    ['when an alias of a wrapper is returned', '\tresp, err := open(ctx)\n\t_ = err\n\tr := bufio.NewReader(resp.Body)\n\treturn r', /hands on/, 'result'],
    ['when it is stored', '\tvar err error\n\ts.rows, err = open(ctx)\n\treturn err', /hands on/, 'result'],
    ['when a goroutine uses it', '\trows, err := open(ctx)\n\tgo func() {\n\t\trows.Next()\n\t}()\n\treturn err', /hands on/, 'result'],
  ];
  for (const [name, body, reason, lifetime] of refusals) {
    it(`is refused ${name}`, async () => {
      assert.match((await bound(body, lifetime)).refused ?? 'not refused', reason);
    });
  }

  it('is refused when a named result takes the value', async () => {
    const result = await bound('\trows, err = open(ctx)\n\treturn', 'result', 'f(ctx context.Context) (rows *Rows, err error)');
    assert.match(result.refused ?? 'not refused', /hands on/);
  });

  const consumed: readonly [name: string, body: string][] = [
    ['chained', '\treturn open(ctx).Scan(&n)'],
    ['iterated', '\trows, err := open(ctx)\n\tdefer rows.Close()\n\tfor rows.Next() {\n\t}\n\t_ = err\n\treturn rows.Err()'],
    ['read by another package', '\trows, err := open(ctx)\n\t_ = err\n\treturn context.Cause(rows)'],
    ['only tested', '\trows, err := open(ctx)\n\tif rows == nil {\n\t\treturn err\n\t}\n\tdefer func() { rows.Close() }()\n\treturn nil'],
    ['dropped', '\t_, err := open(ctx)\n\treturn err'],
  ];
  for (const [name, body] of consumed) {
    it(`is put where the result is ${name}`, async () => {
      assert.match((await bound(body, 'result')).body ?? 'refused', /WithTimeout/);
    });
  }
});

describe('a duration in Go', () => {
  it('uses the largest unit that fits', () => {
    assert.deepEqual(
      [5000, 1000, 1500, 250, 60_000, 120_000, 3_600_000].map((ms) => goDuration(ms, 'time')),
      ['5*time.Second', 'time.Second', '1500*time.Millisecond', '250*time.Millisecond', 'time.Minute', '2*time.Minute', 'time.Hour'],
    );
    assert.equal(goDuration(5000, 'clock', true), '5 * clock.Second');
  });
});
