import type { FilePolicy } from '../config/model';
import type { SourceText } from '../engine';
import type { FixSettings } from '../fixSettings';
import { GoCallers } from '../facts/go/callers';
import { GoFiles } from '../facts/go/callers/files';
import { GoOrigins } from '../facts/go/origin';
import { GoPackages } from '../facts/go/packages';
import { GoScopes } from '../facts/go/scope';
import { Modules } from '../facts/javascript/modules';
import type { ModelReaders } from '../facts/orm/collect';
import { Origins } from '../facts/javascript/origin';
import { namedIn, Reach } from '../facts/javascript/reach';
import { Scopes } from '../facts/javascript/scope';
import { UnloadedModules } from '../facts/javascript/unloadedModules';
import { isUnrunGo, isUnrunScript } from '../facts/unrun';
import { isDevelopersAid } from '../facts/project/aids';
import { isLoose } from '../facts/project/loose';
import type { Project } from '../facts/project/project';
import type { Finding } from '../finding';
import { Memo } from '../memo';
import type { Rule } from '../rules/rule';
import type { TeamRules } from '../team/teamRules';
import type { GoSource, ScriptSource, SqlSource } from '../source';
import { Grammars, parseText, type AssetReader, type TreeLanguage } from '../syntax/grammars';
import { familyOf, type Family } from '../syntax/languages';
import type { Tree } from '../syntax/nodes';
import { loadRegexAnalyser, type RegexAnalyser } from '../syntax/regex';
import { loadSqlParser, type SqlParser } from '../syntax/sql';
import { LineIndex } from '../text/lineIndex';
import { checkHits, type Checked } from './checkHits';
import { sqlComments, treeComments } from './commentFacts';
import { toFindings, type FindingsOptions } from './findings';
import { Prefilter, type TriggerHit } from './prefilter';
import { memoized, unloadedRegex, unloadedSql } from './ruleSql';
import { suppressionsIn, type CommentFacts } from './suppression';

/** Milliseconds. */
export const defaultParseBudget = 2000;

export interface AnalyzerOptions {
  readonly rules: readonly Rule[];
  readonly assets: AssetReader;
  /** The project a file belongs to. */
  readonly projectOf: (file: string) => Project;
  readonly settings: FixSettings;
  /** What applies to a file; every rule with its own severity when absent. */
  readonly policyOf?: (file: string) => FilePolicy;
  /** Makes the rules of teams, which run beside those that are built in, on the same grammars. */
  readonly team?: (grammars: Grammars) => TeamRules;
  /** Calls what parses SQL for the first time: where a host minds how that is compiled. */
  readonly firstParse?: (parse: () => void) => void;
  /** Longest a single file may take to parse, in milliseconds. */
  readonly parseBudget?: number;
}

/** Findings of one text, or why it could not be judged: nothing in it that a rule would look at parses, or time ran out. */
export type Inspection = { readonly findings: readonly Finding[] } | { readonly skip: 'parse' | 'timeout' };

const ownImport = /(?:from|require\(|import\()\s*['"](?:\.\.?|src|[@~])\//;

/** What a file exports others call: they are looked into too. */
const exporting = /\bexports?\b/;

/** A text on its way to its findings. */
type ReadText = Pick<FindingsOptions, 'lines' | 'policy'> & { readonly source: SourceText };

/** Turns one text into findings. Lives on one thread; `analyze` parses only when a trigger is present. */
export class Analyzer {
  readonly grammars: Grammars;
  private readonly prefilters = new Map<Family, Prefilter>();
  private readonly parseBudget: number;
  private readonly team: TeamRules | undefined;
  private recent: { readonly file: string; readonly text: string; readonly hits: readonly TriggerHit[] } | undefined;
  private sqlParser: Promise<SqlParser> | undefined;
  private statements: { readonly file: string; readonly sql: SqlParser } | undefined;
  private regexAnalyser: Promise<RegexAnalyser> | undefined;
  private readonly modules = new Map<Project, Modules>();
  private reaches = new WeakMap<Project, Reach>();
  private goPackages = new WeakMap<Project, GoPackages>();
  private readonly goCallers = new Map<Project, GoCallers>();
  /** Languages in which a rule wanted to look into a file, and whose grammar is not loaded. */
  private readonly missing = new Set<TreeLanguage>();
  private unloaded = new WeakMap<Project, UnloadedModules>();

  /** @param before gives its grammars and SQL parser on, so that new settings do not load them again */
  constructor(
    private readonly options: AnalyzerOptions,
    before?: Analyzer,
  ) {
    this.grammars = before?.grammars ?? new Grammars(options.assets);
    this.team = options.team?.(this.grammars);
    this.sqlParser = before?.sqlParser;
    this.regexAnalyser = before?.regexAnalyser;
    this.parseBudget = options.parseBudget ?? defaultParseBudget;
  }

  private prefilterOf(family: Family): Prefilter {
    let prefilter = this.prefilters.get(family);
    if (prefilter === undefined) {
      prefilter = new Prefilter(this.options.rules, family);
      this.prefilters.set(family, prefilter);
    }
    return prefilter;
  }

  /** Whether a file of these bytes could hold a finding. */
  isCandidate({ file, language }: Pick<SourceText, 'file' | 'language'>, bytes: Uint8Array): boolean {
    return this.prefilterOf(familyOf(language)).matches(bytes) || this.team?.isCandidate(language, file, bytes) === true;
  }

  /** Whether the text could hold a finding; the exact text, not bytes. */
  hasTriggers(source: SourceText): boolean {
    return this.hitsIn(source).length > 0 || (this.team?.rulesFor(source).length ?? 0) > 0;
  }

  /** Every trigger where a rule may hold; asked several times of the same text in a row. */
  private hitsIn({ file, text, language, fragment = false }: SourceText): readonly TriggerHit[] {
    const family = familyOf(language);
    if (this.recent?.text !== text || this.recent.file !== file) {
      const project = this.options.projectOf(file);
      const glimpse = { file, text, fragment, project, ...this.glance({ file, text, fragment }, project) };
      this.recent = { file, text, hits: [...this.prefilterOf(family).likelyHits(glimpse)] };
    }
    return this.recent.hits;
  }

  /** What the places of one text share: see `Glimpse`. */
  private glance({ file, text, fragment }: { readonly file: string; readonly text: string; readonly fragment: boolean }, project: Project) {
    const memo = new Memo();
    const known = new Map<RegExp, boolean>();
    const names = (pattern: RegExp): boolean => {
      const answer = known.get(pattern) ?? (fragment || this.reachOf(project).names(pattern, file, memo.once(namedIn, text)));
      known.set(pattern, answer);
      return answer;
    };
    return { memo, names };
  }

  /** Whether a rule that reads SQL will look at the text. */
  needsSql(source: SourceText): boolean {
    const family = familyOf(source.language);
    return this.hitsIn(source).some((hit) => hit.rule[family]?.needsSql === true);
  }

  /** @returns undefined when the text could not be parsed within the budget, and for SQL, which has no tree. */
  async parse(source: SourceText, old?: Tree): Promise<Tree | undefined> {
    if (source.language === 'sql') return undefined;
    return parseText(await this.grammars.parser(source.language), source.text, this.parseBudget, old);
  }

  /** @returns undefined when the text could not be judged; {@link inspect} says why. */
  async analyze(source: SourceText, kept?: Tree): Promise<readonly Finding[] | undefined> {
    const result = await this.inspect(source, kept);
    return 'findings' in result ? result.findings : undefined;
  }

  /**
   * Findings of one text, suppressed ones left out, in order of the text.
   * @param kept the text's tree when the caller keeps one; without it a tree is made and freed here.
   */
  async inspect(source: SourceText, kept?: Tree): Promise<Inspection> {
    const family = familyOf(source.language);
    const policy = this.options.policyOf?.(source.file);
    const hits = this.hitsIn(source).filter(({ rule }) => policy?.isOn(rule.id) !== false);
    const teamRules = this.team?.rulesFor(source, (rule) => policy?.isOn(rule) !== false) ?? [];
    if (hits.length === 0 && teamRules.length === 0) return { findings: [] };
    const read: ReadText = { source, policy, lines: new LineIndex(source.text) };
    const sql = hits.some((hit) => hit.rule[family]?.needsSql) ? await this.sqlOf(source.file) : unloadedSql;
    if (source.language === 'sql') {
      const parser = await this.sql();
      return this.judge(read, this.checkSql(read, hits, sql), () => sqlComments(source.text, parser));
    }
    const tree = kept ?? (await this.parse(source));
    if (tree === undefined) return { skip: 'timeout' };
    try {
      // Imported files are parsed while a rule runs, which cannot wait for a grammar.
      if (family === 'script' && (ownImport.test(source.text) || exporting.test(source.text))) await Promise.all([this.grammars.parser('javascript'), this.grammars.parser('typescript')]);
      const regex = family === 'script' && hits.some((hit) => hit.rule.script?.needsRegex) ? await this.regex() : unloadedRegex;
      const checked = await this.checkWithGrammars(() => this.checkTree(read, tree, hits, { sql, regex }));
      const ofTeam = (await this.team?.check(teamRules, source, tree)) ?? [];
      const all = { ...checked, drafts: [...checked.drafts, ...ofTeam], isUnreadable: checked.isUnreadable && ofTeam.length === 0 };
      return await this.checkWithGrammars(() => this.judge(read, all, () => treeComments(tree)));
    } finally {
      if (kept === undefined) tree.delete();
    }
  }

  /** True when the text parses without an error. SQL is judged by PostgreSQL's parser. */
  async parses(source: SourceText): Promise<boolean> {
    if (source.language === 'sql') return (await this.sql()).parse(source.text).error === undefined;
    const tree = await this.parse(source);
    const clean = tree !== undefined && !tree.rootNode.hasError;
    tree?.delete();
    return clean;
  }

  async sql(): Promise<SqlParser> {
    this.sqlParser ??= loadSqlParser(this.options.firstParse);
    return this.sqlParser;
  }

  /** Remembers the statements of one file, which change little from edit to edit. */
  private async sqlOf(file: string): Promise<SqlParser> {
    if (this.statements?.file !== file) this.statements = { file, sql: memoized(await this.sql()) };
    return this.statements.sql;
  }

  private async regex(): Promise<RegexAnalyser> {
    this.regexAnalyser ??= loadRegexAnalyser();
    return this.regexAnalyser;
  }

  /** What reads the models of the workspace's ORMs, loaded. */
  async modelReaders(): Promise<ModelReaders> {
    await Promise.all([this.grammars.parser('javascript'), this.grammars.parser('typescript')]);
    return { parse: (text, language) => this.parseNow(text, language) };
  }

  /** Checks again where files of a language whose grammar is not loaded yet were looked into: what they say must not hang on what was checked before. */
  private async checkWithGrammars<T>(check: () => T): Promise<T> {
    const checked = check();
    if (this.missing.size === 0) return checked;
    const missing = [...this.missing];
    this.missing.clear();
    await Promise.all(missing.map(async (language) => this.grammars.parser(language)));
    this.forgetModules();
    return check();
  }

  /** Parses with a grammar that is already loaded; undefined when it is not, which is noted, or time ran out. */
  private parseNow(text: string, language: TreeLanguage): Tree | undefined {
    const parser = this.grammars.loaded(language);
    if (parser === undefined) this.missing.add(language);
    return parser === undefined ? undefined : parseText(parser, text, this.parseBudget);
  }

  /** Forgets what these files export, and what others do because of them: they changed, came or went. */
  forgetFiles(files: readonly string[]): void {
    for (const modules of this.modules.values()) modules.forget(files);
    this.reaches = new WeakMap();
    this.forgetCallers();
  }

  /** Forgets what every file exports. */
  forgetModules(): void {
    this.modules.clear();
    this.reaches = new WeakMap();
    this.goPackages = new WeakMap();
    this.forgetCallers();
  }

  private forgetCallers(): void {
    this.unloaded = new WeakMap();
    for (const callers of this.goCallers.values()) callers.forget();
    this.goCallers.clear();
  }

  private goCallersOf(project: Project): GoCallers {
    let callers = this.goCallers.get(project);
    if (callers === undefined) {
      callers = new GoCallers(new GoFiles(project, this.goPackagesOf(project), (text) => this.parseNow(text, 'go')));
      this.goCallers.set(project, callers);
    }
    return callers;
  }

  private goPackagesOf(project: Project): GoPackages {
    let packages = this.goPackages.get(project);
    if (packages === undefined) {
      packages = new GoPackages(project, (text) => this.parseNow(text, 'go'));
      this.goPackages.set(project, packages);
    }
    return packages;
  }

  private unloadedOf(project: Project): UnloadedModules {
    let unloaded = this.unloaded.get(project);
    if (unloaded === undefined) {
      const modules = this.modulesOf(project);
      unloaded = new UnloadedModules(project, (from, specifier) => modules.find(from, specifier));
      this.unloaded.set(project, unloaded);
    }
    return unloaded;
  }

  private reachOf(project: Project): Reach {
    let reach = this.reaches.get(project);
    if (reach === undefined) {
      const modules = this.modulesOf(project);
      reach = new Reach(
        (file) => project.read(file),
        (from, specifier) => modules.find(from, specifier),
      );
      this.reaches.set(project, reach);
    }
    return reach;
  }

  private modulesOf(project: Project): Modules {
    let modules = this.modules.get(project);
    if (modules === undefined) {
      modules = new Modules(
        (file) => project.read(file),
        (text, language) => this.parseNow(text, language),
      );
      this.modules.set(project, modules);
    }
    return modules;
  }

  private base({ source, policy, lines }: ReadText, sql: SqlParser) {
    return {
      file: source.file,
      text: source.text,
      lines,
      fragment: source.fragment ?? false,
      project: this.options.projectOf(source.file),
      settings: policy?.settings ?? this.options.settings,
      sql,
      memo: new Memo(),
    };
  }

  private checkSql(read: ReadText, hits: readonly TriggerHit[], sql: SqlParser): Checked {
    const file: SqlSource = { ...this.base(read, sql), family: 'sql', language: 'sql' };
    const drafts = hits.flatMap(({ rule, offset, literal }) => [...(rule.sql?.check({ offset, literal }, file) ?? [])].map((draft) => ({ rule, draft })));
    const readsSql = hits.some(({ rule }) => rule.sql?.needsSql === true);
    return { drafts, isUnreadable: drafts.length === 0 && readsSql && sql.parse(read.source.text).error !== undefined };
  }

  private checkTree(read: ReadText, tree: Tree, hits: readonly TriggerHit[], { sql, regex }: { readonly sql: SqlParser; readonly regex: RegexAnalyser }): Checked {
    const { source } = read;
    const base = this.base(read, sql);
    const { project } = base;
    const at = ({ start, end }: { readonly start: number; readonly end: number }) => tree.rootNode.descendantForIndex(start, end);
    if (source.language === 'go') {
      const scopes = new GoScopes(tree, source.text);
      const open = (): GoSource => {
        const origins = new GoOrigins(tree, scopes, base.fragment, { file: source.file, packages: this.goPackagesOf(project) });
        return { ...base, family: 'go', language: 'go', tree, scopes, origins, callers: this.goCallersOf(project) };
      };
      return { ...checkHits(tree, hits, (rule) => rule.go, open()), isUnrun: (place) => isUnrunGo(at(place), open()) };
    }
    const { language } = source;
    if (language === 'sql') return { drafts: [], isUnreadable: false };
    const scopes = new Scopes(tree, source.text);
    // What is known of other files may have been forgotten since the rules asked.
    const open = (): ScriptSource => {
      const origins = new Origins(scopes, base.fragment, undefined, { file: source.file, modules: this.modulesOf(project) });
      return { ...base, memo: new Memo(), family: 'script', language, tree, scopes, origins, regex };
    };
    return { ...checkHits(tree, hits, (rule) => rule.script, open()), isUnrun: (place) => isUnrunScript(at(place), open(), this.unloadedOf(project)) };
  }

  private judge({ source, policy, lines }: ReadText, { drafts, isUnreadable, isUnrun }: Checked, comments: () => CommentFacts): Inspection {
    if (isUnreadable) return { skip: 'parse' };
    if (drafts.length === 0) return { findings: [] };
    const suppressions = suppressionsIn(source.text, lines, comments);
    return { findings: toFindings(drafts, { file: source.file, lines, suppressions, policy, doubts: this.doubtsOf(source, policy, isUnrun) }) };
  }

  /**
   * What helps developers alone is doubtful, and what nothing runs, unless it is being written; so is, in a project, what an
   * unproven rule finds.
   */
  private doubtsOf({ file, fragment = false, isOpen = false }: SourceText, policy: FilePolicy | undefined, isUnrun: Checked['isUnrun']): FindingsOptions['doubts'] {
    const project = this.options.projectOf(file);
    if (isDevelopersAid(project.relative(file))) return () => true;
    const isTrial = policy === undefined || fragment || isLoose(file, project);
    return ({ rule: { isUnproven }, draft }) => (!isTrial && isUnproven === true) || (!fragment && !isOpen && isUnrun?.(draft) === true);
  }
}
