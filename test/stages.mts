import path from 'node:path';
import { releasesToRun } from './host/editor.mts';
import { runHostSuite, type HostRun } from './host/hostSuite.mts';
import { runPackagedSuite } from './host/packagedSuite.mts';
import { runWebSuite } from './host/web/webSuite.mts';
import { packageExtension } from './support/package.mts';
import { releaseOf, type Release } from './host/server/releases.mts';
import { againWhereFailed, onlyFiles } from './support/again.mts';
import { buildTests } from './support/build.mts';
import { exec, npmCommand } from './support/command.mts';
import { readSummary, type Summary } from './support/mocha.mts';
import { withScratch } from './support/scratch.mts';

export interface StageOptions {
  /** Only this version of VS Code, where a stage runs on several. */
  readonly version?: string | undefined;
  /** How many processes the unit tests share. */
  readonly jobs?: number;
}

interface Stage {
  run(options: StageOptions): Promise<Summary>;
}

const nothing: Summary = { passed: 0, failed: 0, skipped: 0 };

/** The checks, in the order in which a failure is cheapest to learn of. */
export const stages = {
  types: { run: () => script('types') },
  lint: { run: () => script('lint') },
  unit: {
    async run({ jobs = 1 }) {
      await buildTests();
      const shared = jobs > 1 ? ['--jobs', String(jobs)] : [];
      return suite(['out/test', '--except', 'host', '--except', 'ui', '--except', 'evidence', '--except', 'cli', '--timeout', '60000', ...shared]);
    },
  },
  // What a rule claims, run against the real thing, and the built command line: slower than the inner loop allows.
  evidence: {
    async run() {
      await buildTests();
      return againWhereFailed((only) => suite(['out/test/evidence', 'out/test/cli', '--timeout', '60000'], only));
    },
  },
  build: { run: () => script('build') },
  host: {
    async run(options) {
      await buildTests();
      return inEachEditor(options, async (release) => {
        const runs: readonly Omit<HostRun, 'release'>[] = [
          { suite: 'suite' },
          { suite: 'packs', beside: 'test/host/packs/fixtures/node-habits' },
          { suite: 'roots', opened: 'roots' },
          { suite: 'empty', opened: 'nothing' },
          { suite: 'years', opened: 'files' },
          { suite: 'firsts', opened: 'lessons' },
        ];
        const summaries: Summary[] = [];
        for (const run of runs) summaries.push(await againWhereFailed((only) => runHostSuite({ release, ...run, only })));
        return summaries.reduce(add, nothing);
      });
    },
  },
  web: {
    async run(options) {
      await buildTests();
      return inEachEditor(options, runWebSuite);
    },
  },
  ui: {
    async run() {
      await buildTests();
      return againWhereFailed((only) => suite(['out/test/ui', '--timeout', '90000'], only));
    },
  },
  packaged: {
    async run(options) {
      const vsix = await packageExtension();
      await buildTests();
      return inEachEditor(options, (release) => runPackagedSuite(vsix, release));
    },
  },
} satisfies Record<string, Stage>;

export type StageName = keyof typeof stages;

/** An npm script that counts as one check. */
async function script(name: string): Promise<Summary> {
  const { code } = await exec(...npmCommand(['run', '--silent', name]), { live: true });
  return { ...nothing, ...(code === 0 ? { passed: 1 } : { failed: 1 }) };
}

/** Bundled tests, in a process of their own: all of them, or only the files named. */
async function suite(args: readonly string[], only?: readonly string[]): Promise<Summary> {
  return withScratch(async (scratch) => {
    const summaryFile = path.join(scratch, 'summary.json');
    const { code } = await exec(process.execPath, ['test/support/suite.mts', ...args], {
      live: true,
      env: { ...process.env, ...onlyFiles(only), ALTITUDE_SUMMARY: summaryFile },
    });
    const summary = readSummary(summaryFile);
    // A suite that passed and then ended badly has not passed: something it left running broke.
    return code !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
  });
}

async function inEachEditor({ version }: StageOptions, run: (release: Release) => Promise<Summary>): Promise<Summary> {
  const summaries: Summary[] = [];
  for (const release of version ? [releaseOf(version)] : releasesToRun()) summaries.push(await run(release));
  return summaries.reduce(add, nothing);
}

function add(left: Summary, right: Summary): Summary {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}
