import type { Finding } from '../../../src/engine/finding';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { fixText } from '../../../src/engine/fix/fixText';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { parseText, type TreeLanguage } from '../../../src/engine/syntax/grammars';
import { languageOf } from '../../../src/engine/syntax/languages';
import { AstGrep } from '../../../src/engine/team/astGrep';
import type { ReadRules, RuleTrouble, TeamRule } from '../../../src/engine/team/model';
import { readRules } from '../../../src/engine/team/read';
import { TeamRules } from '../../../src/engine/team/teamRules';
import type { TeamFiles } from '../../../src/team/model';
import { grammarAssets } from '../../support/assets';
import { onceInProcess } from '../../support/onceInProcess';
import { sharedGrammars, withGrammars } from '../support/grammars';
import { testSettings } from '../support/ruleTests';

const root = '/repository';

/** Stands for a symbolic link. */
export const link: unique symbol = Symbol('link');

type Contents = Readonly<Record<string, string | Uint8Array | typeof link>>;

/** A folder of files in memory. */
export function filesOf(contents: Contents): TeamFiles {
  return {
    list: async (dir) => {
      const names = Object.keys(contents).filter((path) => path.startsWith(`${dir}/`)).map((path) => path.slice(dir.length + 1));
      if (names.length === 0) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return Promise.resolve(names.map((name) => ({ name, kind: contents[`${dir}/${name}`] === link ? 'other' : 'file' })));
    },
    read: async (path) => {
      const content = contents[path];
      if (content === undefined || content === link) throw Object.assign(new Error('none'), { code: 'ENOENT' });
      return Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    },
    real: async (path) => Promise.resolve(path),
  };
}

/** Reads rule files by name, in the namespace `shop`. */
export async function read(rules: Contents): Promise<ReadRules> {
  const contents = Object.fromEntries(Object.entries(rules).map(([name, content]): [string, Contents[string]] => [`${root}/.altitude/rules/${name}`, content]));
  return readRules(filesOf(contents), { root, namespace: 'shop' });
}

/** A rule file that has to be sound. */
export async function ruleFrom(yaml: string): Promise<TeamRule> {
  const name = /^id: (.*)$/m.exec(yaml)?.[1] ?? '';
  const { rules, problems } = await read({ [`${name}.yml`]: yaml });
  const [rule] = rules;
  if (rule === undefined) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return rule;
}

export interface TeamRun {
  readonly findings: readonly Finding[];
  readonly troubles: readonly RuleTrouble[];
  /** The text after all fixes up to `review`. */
  readonly fixed: string;
}

/** One binary for all test files of a process, and the class that knows its errors: see `withGrammars`. */
export const shared = onceInProcess('ast-grep', () => ({ astGrep: new AstGrep(grammarAssets, sharedGrammars), TeamRules }));

/** What rules find in a file of the repository, as the engine does it. @param budget milliseconds a rule may take */
export async function run(rules: readonly TeamRule[], name: string, text: string, budget?: number): Promise<TeamRun> {
  const troubles: RuleTrouble[] = [];
  const parse = async (source: string, language: TreeLanguage) => parseText(await sharedGrammars.parser(language), source, 2000);
  const team = () => new shared.TeamRules({ rules, astGrep: shared.astGrep, parse, tell: (trouble) => troubles.push(trouble), ...(budget !== undefined && { budget }) });
  const analyzer = new Analyzer({ rules: [], team, assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: testSettings }, withGrammars);
  const source = { file: `${root}/${name}`, text, language: languageOf(name) ?? 'javascript' };
  const findings = (await analyzer.analyze(source)) ?? [];
  const { text: fixed } = await fixText(analyzer, source, { safety: 'review' });
  return { findings, troubles, fixed };
}
