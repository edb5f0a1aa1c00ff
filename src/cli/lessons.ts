import { engineFile } from '../engine/scan/files';
import { formatLessons, lessonsDocument } from '../lessons/commands';
import { knownLessons } from './knownLessons';
import { exit, type Output } from './output';
import { plain } from './pretty';
import { tellProblems } from './team';

/** Lists the lessons that ship with the command, and behind them those of the working directory's teams. @param root the folder of tracks */
export async function lessonsCommand(root: string, format: 'pretty' | 'json', output: Output): Promise<number> {
  const catalogue = await knownLessons([engineFile(output.cwd)], root, output.cwd);
  output.stdout(`${format === 'json' ? JSON.stringify(lessonsDocument(catalogue)) : formatLessons(catalogue).split('\n').map(plain).join('\n')}\n`);
  tellProblems(catalogue.problems, output);
  return exit.clean;
}
