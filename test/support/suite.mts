// Runs the bundled tests of a folder in this process and leaves a summary where ALTITUDE_SUMMARY says.
//   node test/support/suite.mts out/test --except host --except ui --timeout 10000
import { parseArgs } from 'node:util';
import { runMocha, testFilesIn } from './mocha.mts';
import { exitOnSignals } from './temporary.mts';

const { values, positionals } = parseArgs({
  options: {
    except: { type: 'string', multiple: true, default: [] },
    timeout: { type: 'string', default: '10000' },
    jobs: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});

/** For what a test leaves running to end by itself, in milliseconds. */
const graceMs = 20_000;

exitOnSignals();
const files = positionals.flatMap((folder) => testFilesIn(folder, values.except));
const { failed } = await runMocha(files, {
  timeout: Number(values.timeout),
  jobs: Number(values.jobs),
  grep: process.env['ALTITUDE_GREP'],
  summaryFile: process.env['ALTITUDE_SUMMARY'],
});
if (failed > 0) process.exitCode = 1;

// A test that failed half-way may have left a client open that tries for ever to reconnect: the verdict must not wait.
setTimeout(() => {
  console.error(`Something still runs ${graceMs / 1000} s after the last test: ${[...new Set(process.getActiveResourcesInfo())].join(', ')}.`);
  process.exit(1);
}, graceMs).unref();
