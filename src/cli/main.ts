import { parseArgs } from 'node:util';
import { initCommand } from './init';
import { lessonsCommand } from './lessons';
import { lintLessonsCommand } from './lintLessons';
import { exit, UsageError, type Output } from './output';
import type { StartEngine } from './prepare';
import { reportCommand } from './report/report';
import { rulesCommand } from './rules';
import { parseShard } from './shard';
import { scanCommand } from './scan';
import { testRulesCommand } from './testRules';

export const usage = `altitude finds backend failure patterns and makes the fix a senior would make first.

  altitude scan PATH…           find them; folders are walked, ignore files respected
    --format pretty|json|sarif  how to print (pretty)
    --rule ID                   only this rule; repeat for more
    --fix                       apply the safe fixes
    --fix-dry-run               print the safe fixes as a unified diff, change nothing
    --include-tests             look at test files too
    --doubtful                  show places, too, of which a rule cannot tell whether they matter;
                                always in JSON, each marked, and of a rule named by --rule
    --force-exclude             leave out what is named, too, where a scan of the folder would
    --baseline FILE             leave out the findings this file holds: only new ones fail
    --update-baseline           write that file from this scan
    --changed-since REF         only files that changed since the branch left REF
    --shard I/N                 only the I-th of N parts, the same on every machine
    --config FILE               instead of the .altitude/config.json in or above the paths
  altitude report [PATH…]       what is left, for the lead of a team    --format markdown|json|svg
    --baseline FILE             compare with the findings this file holds
    --since REF|DATE            the trend from that commit or day (2026-01-31) on
    --samples N                 scan at most so many of its commits (12)
    --output FILE               write there instead of the standard output
    --rule, --include-tests, --doubtful, --config as for scan
  altitude rules [ID]           list the rules, or explain one          --format pretty|json
  altitude test-rules [PATH…]   run the fixtures of a team's rules    --format pretty|json
  altitude lessons              list the lessons        --format pretty|json
  altitude lint-lessons [PATH…] check lessons of your own             --format pretty|json
    --update-snippets           write live code as it is now into the files that keep it
  altitude init [DIR]           set a repository up for onboarding; nothing that is there is overwritten
    --dry-run                   list what would be written, write nothing
    --with-config               a .altitude/config.json too
  altitude --version | --help

Exit code: 0 nothing found, 1 findings, 2 an error. A report ends with 0 whatever it found.
`;

export interface Surroundings {
  readonly output: Output;
  readonly version: string;
  /** The editor's extension, `publisher.name`. */
  readonly extension: string;
  /** The folder of tracks that ships with the command. */
  readonly lessonsRoot: string;
  /** Called only by commands that need it. */
  readonly startEngine: StartEngine;
}

const options = {
  format: { type: 'string' },
  rule: { type: 'string', multiple: true },
  fix: { type: 'boolean' },
  'fix-dry-run': { type: 'boolean' },
  'include-tests': { type: 'boolean' },
  doubtful: { type: 'boolean' },
  'force-exclude': { type: 'boolean' },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean' },
  'changed-since': { type: 'string' },
  shard: { type: 'string' },
  since: { type: 'string' },
  samples: { type: 'string' },
  output: { type: 'string' },
  'update-snippets': { type: 'boolean' },
  config: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'with-config': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const general: readonly string[] = ['help', 'version'];

const optionsOf: Readonly<Record<string, readonly string[]>> = {
  scan: ['format', 'rule', 'fix', 'fix-dry-run', 'include-tests', 'doubtful', 'force-exclude', 'baseline', 'update-baseline', 'changed-since', 'shard', 'config'],
  report: ['format', 'baseline', 'since', 'samples', 'output', 'rule', 'include-tests', 'doubtful', 'config'],
  rules: ['format'],
  'test-rules': ['format'],
  lessons: ['format'],
  'lint-lessons': ['format', 'update-snippets'],
  init: ['dry-run', 'with-config'],
};

/** An option of another command would be ignored in silence, and so would a path where none belongs. */
function parse(args: readonly string[]) {
  const { values, positionals } = parsed(args);
  const [command = '', ...rest] = positionals;
  const allowed = optionsOf[command];
  if (allowed !== undefined) {
    const stray = Object.keys(values).find((name) => !allowed.includes(name) && !general.includes(name));
    if (stray !== undefined) throw new UsageError(`${command} has no option --${stray}; \`altitude --help\` lists them`);
    if (command === 'lessons' && rest[0] !== undefined) throw new UsageError(`${command} takes no path: ${rest[0]}`);
  }
  return { values, positionals };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function formatOf<F extends string>(value: string | undefined, allowed: readonly F[], fallback: F): F {
  const found = value === undefined ? fallback : allowed.find((format) => format === value);
  if (found === undefined) throw new UsageError(`unknown format: ${value ?? ''}; use ${allowed.join(', ')}`);
  return found;
}

function samplesOf(text: string | undefined, since: string | undefined): number {
  if (text !== undefined && since === undefined) throw new UsageError('--samples needs --since');
  const samples = text === undefined ? 12 : Number(text);
  if (!Number.isInteger(samples) || samples < 2) throw new UsageError(`--samples must be a number from 2, not ${text ?? ''}`);
  return samples;
}

function checkBaseline(values: { readonly baseline?: string | undefined; readonly 'update-baseline'?: boolean | undefined; readonly fix?: boolean | undefined; readonly 'fix-dry-run'?: boolean | undefined }): void {
  if (values['update-baseline'] === true && values.baseline === undefined) throw new UsageError('--update-baseline needs --baseline FILE');
  if (values.baseline !== undefined && (values.fix === true || values['fix-dry-run'] === true)) throw new UsageError('--baseline excludes --fix and --fix-dry-run: a fix looks at the whole file');
}

async function run(args: readonly string[], { output, version, extension, lessonsRoot, startEngine }: Surroundings): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (values.version === true) {
    output.stdout(`${version}\n`);
    return exit.clean;
  }
  if (values.help === true || command === 'help') {
    output.stdout(usage);
    return exit.clean;
  }
  switch (command) {
    case 'scan': {
      if (values.fix === true && values['fix-dry-run'] === true) throw new UsageError('--fix and --fix-dry-run exclude each other');
      checkBaseline(values);
      const request = {
        paths: rest,
        format: formatOf(values.format, ['pretty', 'json', 'sarif'], 'pretty'),
        rules: values.rule ?? [],
        fix: values.fix ?? false,
        fixDryRun: values['fix-dry-run'] ?? false,
        includeTests: values['include-tests'] ?? false,
        doubtful: values.doubtful ?? (values.format === 'json' || values.rule !== undefined),
        forceExclude: values['force-exclude'] ?? false,
        config: values.config,
        baseline: values.baseline,
        updateBaseline: values['update-baseline'] ?? false,
        changedSince: values['changed-since'],
        shard: values.shard === undefined ? undefined : parseShard(values.shard),
      };
      return scanCommand(request, startEngine, output, version);
    }
    case 'report': {
      const request = {
        paths: rest,
        format: formatOf(values.format, ['markdown', 'json', 'svg'], 'markdown'),
        rules: values.rule ?? [],
        includeTests: values['include-tests'] ?? false,
        doubtful: values.doubtful ?? values.rule !== undefined,
        config: values.config,
        baseline: values.baseline,
        since: values.since,
        samples: samplesOf(values.samples, values.since),
        outputFile: values.output,
      };
      return reportCommand(request, { extension, lessonsRoot, startEngine, output });
    }
    case 'rules':
      return rulesCommand(rest, formatOf(values.format, ['pretty', 'json'], 'pretty'), output);
    case 'test-rules':
      return testRulesCommand(rest, formatOf(values.format, ['pretty', 'json'], 'pretty'), startEngine, output);
    case 'lessons':
      return lessonsCommand(lessonsRoot, formatOf(values.format, ['pretty', 'json'], 'pretty'), output);
    case 'lint-lessons': {
      const request = { paths: rest, format: formatOf(values.format, ['pretty', 'json'], 'pretty'), updateSnippets: values['update-snippets'] ?? false };
      return lintLessonsCommand(request, lessonsRoot, startEngine, output);
    }
    case 'init': {
      const [dir, stray] = rest;
      if (stray !== undefined) throw new UsageError(`init takes one folder; it was given ${stray} too`);
      return initCommand({ dir, dryRun: values['dry-run'] ?? false, config: values['with-config'] ?? false, extension }, output);
    }
    default:
      throw new UsageError(command === undefined ? usage : `unknown command: ${command}; \`altitude --help\` lists them`);
  }
}

/** Runs one command line. @returns the exit code; 2 when the command could not be carried out. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await run(args, surroundings);
  } catch (error) {
    const text = error instanceof UsageError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    surroundings.output.stderr(`${text.trimEnd()}\n`);
    return exit.error;
  }
}
