// Runs the checks named, or every one, and ends with `N passed, N failed` alone on a line.
//   node test/run.mts [types] [lint] [unit] [evidence] [build] [host] [web] [ui] [packaged] [--version 1.100.3] [--grep "title"] [--at-once]
import os from 'node:os';
import { parseArgs } from 'node:util';
import { stages, type StageName } from './stages.mts';
import type { Summary } from './support/mocha.mts';
import { exitOnSignals } from './support/temporary.mts';

const { values, positionals } = parseArgs({
  options: { version: { type: 'string' }, grep: { type: 'string' }, 'at-once': { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** For whoever waits at the keyboard: the checks beside each other, the unit tests on every core. */
const atOnce = values['at-once'];
const jobs = atOnce ? os.availableParallelism() : 1;

// A machine that is trusted with the verdict has every tool: a check may not skip there.
if (process.env['CI'] === 'true') process.env['ALTITUDE_REQUIRE_TOOLS'] = '1';
if (values.grep) process.env['ALTITUDE_GREP'] = values.grep;

function chosen(): StageName[] {
  const all = Object.keys(stages) as StageName[];
  const unknown = positionals.filter((name) => !(name in stages));
  if (unknown.length > 0) throw new Error(`No such check: ${unknown.join(', ')}. There are ${all.join(', ')}.`);
  return positionals.length > 0 ? all.filter((name) => positionals.includes(name)) : all;
}

/** A stage that breaks, and one that runs nothing, is a failure: silence must never look like success. */
async function run(name: StageName): Promise<Summary> {
  const failure: Summary = { passed: 0, failed: 1, skipped: 0 };
  const started = performance.now();
  if (!atOnce) console.log(`\n== ${name}`);
  const summary = await stages[name].run({ version: values.version, jobs }).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return failure;
  });
  const ran = summary.passed + summary.failed > 0;
  if (!ran) console.error(`${name} ran no test.`);
  const { passed, failed, skipped } = ran ? summary : failure;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${seconds} s)`);
  return { passed, failed, skipped };
}

exitOnSignals();
const total = { passed: 0, failed: 0, skipped: 0 };
const count = ({ passed, failed, skipped }: Summary) => {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
};
if (atOnce) for (const summary of await Promise.all(chosen().map(run))) count(summary);
else for (const name of chosen()) count(await run(name));

if (total.skipped > 0) console.log(`\n${total.skipped} skipped: the reasons stand beside them above.`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
if (total.failed > 0) process.exitCode = 1;
