import type { FixSettings, SourceText } from '../engine';
import { GoOrigins } from '../facts/go/origin';
import { GoScopes } from '../facts/go/scope';
import { Modules } from '../facts/javascript/modules';
import { Origins } from '../facts/javascript/origin';
import { Scopes } from '../facts/javascript/scope';
import type { Project } from '../facts/project/project';
import type { FileEdit, Finding, Severity } from '../finding';
import type { Draft, DraftFix, Matcher, Rule } from '../rules/rule';
import type { GoSource, ScriptSource, SqlSource } from '../source';
import { Grammars, parseText, type AssetReader } from '../syntax/grammars';
import { familyOf, type Family } from '../syntax/languages';
import { closest, type Node, type Tree } from '../syntax/nodes';
import { loadSqlParser, type ParsedSql, type SqlParser } from '../syntax/sql';
import { LineIndex } from '../text/lineIndex';
import { Prefilter, type TriggerHit } from './prefilter';
import { withoutSuppressed } from './suppression';

/** Longest a single file may take to parse, in milliseconds. */
export const parseBudget = 2000;

export interface AnalyzerOptions {
  readonly rules: readonly Rule[];
  readonly assets: AssetReader;
  /** The project a file belongs to. */
  readonly projectOf: (file: string) => Project;
  readonly settings: FixSettings;
  /** Severity by rule id, where the reader chose another. */
  readonly severities?: Readonly<Record<string, Severity>>;
}

const families: readonly Family[] = ['script', 'go', 'sql'];

const relativeImport = /(?:from|require\(|import\()\s*['"]\.\.?\//;

const units: ReadonlySet<string> = new Set([
  'function_declaration',
  'method_declaration',
  'function_expression',
  'method_definition',
  'class_declaration',
  'expression_statement',
  'lexical_declaration',
]);

/** Turns one text into findings. Lives on one thread; `analyze` parses only when a trigger is present. */
export class Analyzer {
  private readonly grammars: Grammars;
  private readonly prefilters: ReadonlyMap<Family, Prefilter>;
  private sqlParser: Promise<SqlParser> | undefined;
  private modules = new WeakMap<Project, Modules>();

  constructor(private readonly options: AnalyzerOptions) {
    this.grammars = new Grammars(options.assets);
    this.prefilters = new Map(families.map((family) => [family, new Prefilter(options.rules, family)]));
  }

  /** Whether the text could hold a finding; `text` may be raw bytes decoded as Latin-1. */
  isCandidate(family: Family, text: string): boolean {
    return this.prefilters.get(family)?.matches(text) ?? false;
  }

  /** Whether the text could hold a finding; the exact text, not bytes. */
  hasTriggers(source: SourceText): boolean {
    return this.isCandidate(familyOf(source.language), source.text);
  }

  /** Whether a rule that reads SQL will look at the text. */
  needsSql(source: SourceText): boolean {
    const family = familyOf(source.language);
    for (const hit of this.prefilters.get(family)?.hits(source.text) ?? []) if (hit.rule[family]?.needsSql === true) return true;
    return false;
  }

  /** @returns undefined when the text could not be parsed within the budget, and for SQL, which has no tree. */
  async parse(source: SourceText, old?: Tree): Promise<Tree | undefined> {
    if (source.language === 'sql') return undefined;
    return parseText(await this.grammars.parser(source.language), source.text, parseBudget, old);
  }

  /**
   * Findings of one text, suppressed ones left out, in order of the text.
   * @param kept the text's tree when the caller keeps one; without it a tree is made and freed here.
   * @returns undefined when parsing ran out of time.
   */
  async analyze(source: SourceText, kept?: Tree): Promise<readonly Finding[] | undefined> {
    const family = familyOf(source.language);
    const hits = [...(this.prefilters.get(family)?.hits(source.text) ?? [])];
    if (hits.length === 0) return [];
    const needsSql = hits.some((hit) => hit.rule[family]?.needsSql);
    const sql = needsSql ? memoized(await this.sql()) : unloadedSql;
    if (source.language === 'sql') return this.finish(this.sqlDrafts(source, hits, sql), source);
    const tree = kept ?? (await this.parse(source));
    if (tree === undefined) return undefined;
    // Imported files are parsed while a rule runs, which cannot wait for a grammar.
    if (family === 'script' && relativeImport.test(source.text)) await Promise.all([this.grammars.parser('javascript'), this.grammars.parser('typescript')]);
    try {
      return this.finish(this.treeDrafts(source, tree, hits, sql), source);
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
    this.sqlParser ??= loadSqlParser();
    return this.sqlParser;
  }

  /** Forgets what other files export: one of them changed. */
  forgetModules(): void {
    this.modules = new WeakMap();
  }

  private modulesOf(project: Project): Modules {
    let modules = this.modules.get(project);
    if (modules === undefined) {
      modules = new Modules(
        (file) => project.read(file),
        (text, language) => {
          const parser = this.grammars.loaded(language);
          return parser === undefined ? undefined : parseText(parser, text, parseBudget);
        },
      );
      this.modules.set(project, modules);
    }
    return modules;
  }

  private base(source: SourceText, sql: SqlParser) {
    return {
      file: source.file,
      text: source.text,
      lines: new LineIndex(source.text),
      fragment: source.fragment ?? false,
      project: this.options.projectOf(source.file),
      settings: this.options.settings,
      sql,
    };
  }

  private sqlDrafts(source: SourceText, hits: readonly TriggerHit[], sql: SqlParser): RuleDraft[] {
    const file: SqlSource = { ...this.base(source, sql), family: 'sql', language: 'sql' };
    return hits.flatMap(({ rule, offset, literal }) => tag(rule, rule.sql?.check({ offset, literal }, file)));
  }

  private treeDrafts(source: SourceText, tree: Tree, hits: readonly TriggerHit[], sql: SqlParser): RuleDraft[] {
    const base = this.base(source, sql);
    if (source.language === 'go') {
      const scopes = new GoScopes(tree, source.text);
      const file: GoSource = { ...base, family: 'go', language: 'go', tree, scopes, origins: new GoOrigins(tree, scopes, base.fragment) };
      return checkHits(tree, hits, (rule) => rule.go, file);
    }
    if (source.language === 'sql') return [];
    const scopes = new Scopes(tree, source.text);
    const origins = new Origins(scopes, base.fragment, undefined, { file: source.file, modules: this.modulesOf(base.project) });
    const file: ScriptSource = { ...base, family: 'script', language: source.language, tree, scopes, origins };
    return checkHits(tree, hits, (rule) => rule.script, file);
  }

  private finish(drafts: readonly RuleDraft[], source: SourceText): readonly Finding[] {
    const lines = new LineIndex(source.text);
    const seen = new Set<string>();
    const findings: Finding[] = [];
    for (const { rule, draft } of [...drafts].sort((a, b) => a.draft.start - b.draft.start || a.draft.end - b.draft.end)) {
      const identity = `${rule.id} ${draft.start} ${draft.end}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
      findings.push({
        rule: rule.id,
        file: source.file,
        range: lines.rangeOf(draft.start, draft.end),
        severity: this.options.severities?.[rule.id] ?? draft.severity ?? rule.severity,
        message: draft.message,
        lesson: rule.lesson,
        fixes: draft.fixes.map((fix) => ({ title: fix.title, safety: fix.safety, edits: fileEdits(fix, source.file, lines) })),
      });
    }
    return withoutSuppressed(findings, source.text, lines);
  }
}

interface RuleDraft {
  readonly rule: Rule;
  readonly draft: Draft;
}

const tag = (rule: Rule, drafts: Iterable<Draft> | undefined): RuleDraft[] => [...(drafts ?? [])].map((draft) => ({ rule, draft }));

function checkHits<S>(
  tree: Tree,
  hits: readonly TriggerHit[],
  matcherOf: (rule: Rule) => Matcher<S, { readonly node: Node; readonly literal: string }> | undefined,
  file: S,
): RuleDraft[] {
  return hits.flatMap(({ rule, offset, literal }) => {
    const node = tree.rootNode.descendantForIndex(offset, offset + literal.length);
    if (node === null || node.type === 'comment' || isBroken(node)) return [];
    return tag(rule, matcherOf(rule)?.check({ node, literal }, file));
  });
}

/** A statement or function that does not parse proves nothing, and an edit in it could make it worse. */
function isBroken(node: Node): boolean {
  return node.isError || (closest(node, units)?.hasError ?? node.tree.rootNode.hasError);
}

function fileEdits(fix: DraftFix, file: string, lines: LineIndex): FileEdit[] {
  const origin = { line: 0, character: 0 };
  return [
    ...fix.edits.map((edit) => ({ file, range: lines.rangeOf(edit.start, edit.end), newText: edit.newText })),
    ...(fix.newFiles ?? []).map((added) => ({ file: added.file, range: { start: origin, end: origin }, newText: added.text, create: true as const })),
  ];
}

function memoized(parser: SqlParser): SqlParser {
  const parsed = new Map<string, ParsedSql>();
  return {
    parse(text) {
      const known = parsed.get(text) ?? parser.parse(text);
      parsed.set(text, known);
      return known;
    },
    tokens: (text) => parser.tokens(text),
    comments: (text) => parser.comments(text),
    parseFunction: (text) => parser.parseFunction(text),
  };
}

const unloadedSql: SqlParser = {
  parse() {
    throw new Error('a rule that reads SQL must declare needsSql');
  },
  tokens() {
    throw new Error('a rule that reads SQL must declare needsSql');
  },
  parseFunction() {
    throw new Error('a rule that reads SQL must declare needsSql');
  },
};
