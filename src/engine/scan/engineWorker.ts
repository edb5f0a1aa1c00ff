import { resolveAnchor, type AnchorRequest, type ResolvedAnchor } from '../../team/anchors/resolve';
import { anchorTools } from '../../team/anchors/tools';
import { anchorFor, type ChosenAnchor, type SelectedCode } from '../../team/scaffold/anchorFor';
import { Policies, rulesInUse } from '../config/policy';
import type { DocumentFindings, SkippedFile, SkipReason, SourceText, TextChange } from '../engine';
import { mayDescribeDeployment } from '../facts/project/front';
import { parentDir, ReadProject, type Project } from '../facts/project/project';
import { Mentions } from '../facts/project/mentions';
import { mayDefineModels, modelsIn, type ModelReaders } from '../facts/orm/collect';
import { withModels } from '../facts/orm/model';
import { collectSchema } from '../facts/sql/collect';
import type { SchemaFacts } from '../facts/sql/schema';
import type { Finding } from '../finding';
import { fixText, type FixedText, type FixOptions } from '../fix/fixText';
import { rules } from '../rules/registry';
import { parseText, type AssetReader, type Grammars, type TreeLanguage } from '../syntax/grammars';
import { languageOf, projectEndings } from '../syntax/languages';
import type { SqlParser } from '../syntax/sql';
import { AstGrep } from '../team/astGrep';
import type { RuleTrouble, TeamRule } from '../team/model';
import { TeamRules } from '../team/teamRules';
import { Analyzer, defaultParseBudget, type AnalyzerOptions, type Inspection } from './analyzer';
import type { Disk, Listing } from './disk';
import { Documents } from './documents';
import { isUnder, relativeWithin } from './paths';
import { isTest } from './quiet';
import { PackedPaths, type SharedFiles } from './sharedFiles';
import { defaultConfig, type ScannedBatch, type WorkerApi, type WorkerConfig } from './workerApi';

/** The engine on one thread, over the files it is given. */
export class EngineWorker implements WorkerApi {
  private config = defaultConfig();
  private analyzer: Analyzer;
  private projects = new Map<string, ReadProject>();
  private readonly mentions = new Map<string, Mentions>();
  private readonly documents = new Documents(() => this.analyzer, async (source) => this.prepareSql(source));
  private sql: SqlParser | undefined;
  private models: ModelReaders | undefined;
  private astGrep: AstGrep | undefined;
  private troubles: RuleTrouble[] = [];
  private listed: SharedFiles | undefined;
  private packed: PackedPaths | undefined;

  constructor(
    private readonly assets: AssetReader,
    private readonly disk: Disk,
    private readonly firstParse?: (parse: () => void) => void,
  ) {
    this.analyzer = this.newAnalyzer();
  }

  async configure(config: WorkerConfig): Promise<void> {
    this.config = config;
    this.listed = undefined;
    this.packed = undefined;
    this.projects = new Map();
    this.analyzer = this.newAnalyzer(this.analyzer);
    return Promise.resolve();
  }

  /** What rules of teams did not do since this was last asked. */
  takeTroubles(): readonly RuleTrouble[] {
    return this.troubles.splice(0);
  }

  async list(roots: readonly string[], includeTests: boolean): Promise<Listing> {
    return Promise.resolve(this.disk.list(roots, { includeTests, endings: projectEndings }));
  }

  async knowFiles(files: SharedFiles): Promise<void> {
    this.listed = files;
    this.packed = undefined;
    return Promise.resolve();
  }

  async listWithin(paths: readonly string[], includeTests: boolean): Promise<Listing> {
    return Promise.resolve(this.disk.listWithin(this.config.roots, paths, { includeTests }));
  }

  async scan(files: readonly string[]): Promise<ScannedBatch> {
    this.forgetTexts();
    const findings: { file: string; findings: readonly Finding[] }[] = [];
    const skipped: SkippedFile[] = [];
    for (const file of files) {
      const result = await this.scanFile(file);
      if ('skip' in result) skipped.push({ file, reason: result.skip });
      else if (result.findings.length > 0) findings.push({ file, findings: result.findings });
    }
    return { findings, skipped };
  }

  async analyze(source: SourceText): Promise<readonly Finding[]> {
    this.forgetTexts();
    await this.prepareSql(source);
    return (await this.analyzer.analyze(source)) ?? [];
  }

  async fix(source: SourceText, options: FixOptions): Promise<FixedText> {
    this.forgetTexts();
    await this.prepareSql(source);
    return fixText(source.fragment === true ? this.analyzerOf(options.rules) : this.analyzer, source, options);
  }

  async resolveAnchor(request: AnchorRequest): Promise<ResolvedAnchor> {
    const { grammars } = this.analyzer;
    return resolveAnchor(anchorTools(grammars, this.astGrepOn(grammars)), request);
  }

  async anchorFor(selected: SelectedCode): Promise<ChosenAnchor | undefined> {
    const { grammars } = this.analyzer;
    return anchorFor(anchorTools(grammars, this.astGrepOn(grammars)), selected);
  }

  async openDocument(source: SourceText, version: number): Promise<DocumentFindings> {
    this.forgetTexts();
    return this.documents.openDocument(source, version);
  }

  async changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings> {
    this.forgetTexts();
    return this.documents.changeDocument(file, version, changes);
  }

  async closeDocument(file: string): Promise<void> {
    this.documents.close(file);
    return Promise.resolve();
  }

  async invalidate(files: readonly string[]): Promise<void> {
    for (const mentions of this.mentions.values()) mentions.forget(files);
    const isDecisive = files.some((file) => decisive.test(file) || mayDefineModels(this.projectOf(file).relative(file)));
    if (isDecisive) this.projects = new Map();
    // What came or went without an ending may be a folder, with files in it.
    if (isDecisive || files.some((file) => languageOf(file) === undefined)) this.analyzer.forgetModules();
    else this.analyzer.forgetFiles(files);
    return Promise.resolve();
  }

  private forgetTexts(): void {
    for (const project of this.projects.values()) project.forgetTexts();
  }

  /** For a snippet whose rules are named: a lesson shows their fix also where they are off. */
  private analyzerOf(ids: readonly string[] | undefined): Analyzer {
    if (ids === undefined) return this.analyzer;
    const { settings, team } = this.config;
    const isNamed = ({ id }: { readonly id: string }) => ids.includes(id);
    return new Analyzer({ rules: rules.filter(isNamed), ...this.teamOf(team.filter(isNamed)), assets: this.assets, projectOf: (file) => this.projectOf(file), settings }, this.analyzer);
  }

  private newAnalyzer(before?: Analyzer): Analyzer {
    const inUse = rulesInUse(this.config);
    const policies = new Policies(this.config);
    const options = {
      rules: rules.filter((rule) => inUse.has(rule.id)),
      ...this.teamOf(this.config.team.filter((rule) => inUse.has(rule.id))),
      assets: this.assets,
      projectOf: (file: string) => this.projectOf(file),
      settings: this.config.settings,
      policyOf: (file: string) => policies.of(file),
      ...(this.firstParse === undefined ? {} : { firstParse: this.firstParse }),
    };
    return new Analyzer(options, before);
  }

  private teamOf(team: readonly TeamRule[]): Pick<AnalyzerOptions, 'team'> {
    if (team.length === 0) return {};
    return {
      team: (grammars) => {
        const astGrep = this.astGrepOn(grammars);
        const parse = async (text: string, language: TreeLanguage) => parseText(await grammars.parser(language), text, defaultParseBudget);
        return new TeamRules({ rules: team, astGrep, parse, roots: this.config.roots, tell: (trouble) => this.troubles.push(trouble) });
      },
    };
  }

  /** One a thread: see {@link AstGrep}. */
  private astGrepOn(grammars: Grammars): AstGrep {
    return (this.astGrep ??= new AstGrep(this.assets, grammars));
  }

  private async scanFile(file: string): Promise<Inspection | { readonly skip: SkipReason }> {
    const language = languageOf(file);
    if (language === undefined) return { findings: [] };
    const read = this.disk.readSource(file, (bytes) => this.analyzer.isCandidate({ file, language }, bytes));
    if (read === undefined) return { findings: [] };
    if ('skip' in read) return read;
    const source: SourceText = { file, text: read.text, language };
    await this.prepareSql(source);
    return this.analyzer.inspect(source);
  }

  /** A rule reads the schema synchronously: the parsers must be there before. */
  private async prepareSql(source: SourceText): Promise<void> {
    if (!this.analyzer.needsSql(source)) return;
    this.sql ??= await this.analyzer.sql();
    this.models ??= await this.analyzer.modelReaders();
  }

  private projectOf(file: string): Project {
    const root = this.rootOf(file);
    let project = this.projects.get(root);
    if (project === undefined) {
      project = new ReadProject((path) => this.disk.readText(path), () => this.readSchema(root), root, (dir) => this.disk.names(dir), this.mentionsIn(root), () => this.deploymentOf(root), this.mentionsIn(root, 'others'));
      this.projects.set(root, project);
    }
    return project;
  }

  /** The longest root a file lies under. A file that is itself a root belongs to its package. */
  private rootOf(file: string): string {
    const { roots } = this.config;
    const [longest] = roots.filter((root) => isUnder(root, file)).sort((a, b) => b.length - a.length);
    return longest ?? (roots.includes(file) ? this.disk.packageRootOf(parentDir(file) ?? '/') : '');
  }

  /** They outlive what else is known of a project: a filter says nothing of other files. */
  private mentionsIn(root: string, kind: 'sources' | 'others' = 'sources'): Mentions | undefined {
    if (root === '') return undefined;
    const key = `${kind} ${root}`;
    let mentions = this.mentions.get(key);
    if (mentions === undefined) {
      const isMeant = kind === 'sources' ? isSource : isOther;
      const list = () => {
        const under = this.filesOf(this.disk.packageRootOf(root));
        return (dir: string, most: number) => under(dir, isMeant, most);
      };
      mentions = new Mentions(list, (file) => this.disk.readText(file));
      this.mentions.set(key, mentions);
    }
    return mentions;
  }

  private deploymentOf(root: string): readonly string[] {
    if (root === '') return [];
    const top = this.disk.packageRootOf(root);
    return this.filesOf(top)(top, (file) => mayDescribeDeployment(relativeWithin(top, file))) ?? [];
  }

  private readSchema(root: string) {
    const { sql, models } = this;
    if (sql === undefined || models === undefined || root === '') return { schema: {}, sqlFiles: [] };
    const top = this.disk.packageRootOf(root);
    const isSql = (file: string) => languageOf(file) === 'sql';
    const isModel = (file: string) => mayDefineModels(relativeWithin(top, file));
    const files = this.filesOf(top)(top, (file) => isSql(file) || isModel(file)) ?? [];
    const [sqlFiles, modelFiles] = [files.filter(isSql), files.filter(isModel)];
    const readTables = () => {
      const tables = collectSchema(this.textsOf(sqlFiles).filter(({ text }) => definesTables.test(text)), sql);
      return withModels(tables, this.textsOf(modelFiles).flatMap((file) => modelsIn(file, models)));
    };
    let schema: SchemaFacts | undefined;
    return {
      sqlFiles,
      // Many ask which files there are, few what they say.
      get schema() {
        return (schema ??= readTables());
      },
    };
  }

  /** The sources and models of a folder, tests left out: for those under it that somebody wants. */
  private filesOf(dir: string): (under: string, isWanted: (file: string) => boolean, most?: number) => readonly string[] | undefined {
    const { listed } = this;
    const isTold = listed?.root === dir;
    const packed = isTold ? (this.packed ??= new PackedPaths(dir, new Uint8Array(listed.paths))) : PackedPaths.of(dir, this.disk.list([dir], { includeTests: false, endings: projectEndings }).files);
    const mayBeTest = isTold && listed.includesTests;
    return (under, isWanted, most) => packed.under(under, (file) => isWanted(file) && !(mayBeTest && isTest(relativeWithin(dir, file))), most);
  }

  private textsOf(files: readonly string[]) {
    return files.flatMap((file) => {
      const text = this.disk.readText(file);
      return text === undefined ? [] : [{ file, text }];
    });
  }
}

const isSource = (file: string): boolean => !['sql', undefined].includes(languageOf(file));
const isOther = (file: string): boolean => languageOf(file) === undefined && !file.endsWith('.prisma');

/** Files that decide what is known of a whole project. */
const decisive = /(?:\/package\.json|\/go\.mod|\.sql|\.go)$/;

/** Seeds and queries say nothing of keys; what drops or renames one must not be missed. */
const definesTables = /\b(?:create|alter|drop)\s/i;
