// Run by `npm run corpus -- DIR…`: what Altitude finds in repositories, and whether its safe fixes leave them as sound as
// they were. Exits with 1 when a fix broke something.
import { parseArgs } from 'node:util';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkRepository, type RepositoryReport } from './repository';
import { reportTable, rulesTable, runOf } from './report';
import { compareVerdicts } from './verdicts';
import { exitOnSignals } from '../support/temporary.mts';

const { values, positionals } = parseArgs({
  options: {
    /** Leave out type checks, which need the repository's own dependencies. */
    'no-types': { type: 'boolean', default: false },
    /** Compare with the verdicts kept in test/corpus/verdicts instead of fixing anything. */
    verdicts: { type: 'boolean', default: false },
    /** With --verdicts: write down which of the judged places are still reported. */
    update: { type: 'boolean', default: false },
    /** Keep the figures in test/corpus/runs.json, from which the README's table is made. */
    save: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const runsFile = 'test/corpus/runs.json';

async function main(): Promise<number> {
  if (positionals.length === 0) {
    console.error('corpus needs folders: npm run corpus -- DIR…');
    return 2;
  }
  const folders = positionals.map((each) => path.resolve(each));
  if (values.verdicts) return compareVerdicts(folders, values.update);
  const reports: RepositoryReport[] = [];
  for (const folder of folders) {
    const report = await checkRepository(folder, !values['no-types']);
    reports.push(report);
    for (const problem of report.problems) console.error(`${report.name}: ${problem}`);
  }
  console.log(`\n${reportTable(reports)}\n\n${rulesTable(reports)}`);
  if (values.save) writeFileSync(runsFile, `${JSON.stringify(reports.map(runOf), undefined, 2)}\n`);
  const broken = reports.filter(({ problems }) => problems.length > 0).length;
  console.log(`\n${reports.length} repositories, ${broken} with a regression`);
  return broken > 0 ? 1 : 0;
}

exitOnSignals();
void main().then((code) => {
  process.exitCode = code;
});
