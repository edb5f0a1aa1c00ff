// Runs an in-editor suite on one version of VS Code, or on all. See editor.mts for which VS Code that is.
//   npm run test:host -- [--version 1.100.3] [--suite suite] [--grep "title"]
import { parseArgs } from 'node:util';
import { releasesToRun } from './editor.mts';
import { runHostSuite } from './hostSuite.mts';
import { releaseOf } from './server/releases.mts';

const { values } = parseArgs({
  options: { version: { type: 'string' }, suite: { type: 'string', default: 'suite' }, grep: { type: 'string' } },
});

for (const release of values.version ? [releaseOf(values.version)] : releasesToRun()) {
  const { passed, failed } = await runHostSuite({ release, suite: values.suite, grep: values.grep });
  if (failed > 0 || passed === 0) process.exitCode = 1;
}
