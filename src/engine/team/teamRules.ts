import type { SourceText } from '../engine';
import type { Draft } from '../rules/rule';
import { BrokenCode } from '../scan/brokenCode';
import type { RuleDraft } from '../scan/findings';
import { LiteralSearch } from '../scan/literalSearch';
import { isUnder, relativeWithin } from '../scan/paths';
import type { TreeLanguage } from '../syntax/grammars';
import type { Tree } from '../syntax/nodes';
import { RuleRefused, SearchStopped, type AstGrep } from './astGrep';
import { countBroken, offeredFixes, type OfferedFixes } from './fixes';
import { Globs } from './globs';
import { checkRule, countMatches, matchesOf, mostMatches, type Match, type Matches } from './matching';
import type { RuleTrouble, TeamRule } from './model';

export interface TeamRulesOptions {
  readonly rules: readonly TeamRule[];
  readonly astGrep: AstGrep;
  /** @returns undefined when it took too long; the caller frees the tree. */
  readonly parse: (text: string, language: TreeLanguage) => Promise<Tree | undefined>;
  /** Workspace folders: what a rule for every file calls a file is relative to the one that holds it. */
  readonly roots?: readonly string[];
  /** Told once of each rule that does not work. */
  readonly tell: (trouble: RuleTrouble) => void;
  /** Longest a rule may look at one file, in milliseconds. */
  readonly budget?: number;
}

interface Entry {
  readonly rule: TeamRule;
  readonly files: Globs | undefined;
  readonly ignores: Globs | undefined;
}

interface LanguageRules {
  readonly entries: readonly Entry[];
  /** Of all their literals; undefined when some rule has none and looks at every file. */
  readonly search: LiteralSearch | undefined;
}

/** A rule that took too long on this many files is not asked any more: thousands may follow. */
const mostTimeouts = 3;

/** The rules of teams on one thread. ast-grep is loaded when a text comes by in which one of them may match. */
export class TeamRules {
  private readonly byLanguage: ReadonlyMap<TreeLanguage, LanguageRules>;
  private readonly checked = new Set<string>();
  private readonly refused = new Set<string>();
  private readonly timeouts = new Map<string, number>();
  private readonly crowded = new Set<string>();
  /** Milliseconds that rules took before they were stopped. */
  private lost = 0;
  constructor(private readonly options: TeamRulesOptions) {
    const languages = new Set(options.rules.map(({ language }) => language));
    this.byLanguage = new Map([...languages].map((language) => [language, languageRules(options.rules.filter((rule) => rule.language === language))]));
  }

  /** Where one rule after the other has to be stopped, the later ones get less time: the others' files wait. */
  private get budget(): number {
    const { budget = 2000 } = this.options;
    return this.lost > 4 * budget ? budget / 40 : budget;
  }

  /** Whether a file of these bytes could hold a match. */
  isCandidate(language: SourceText['language'], file: string, bytes: Uint8Array): boolean {
    const rules = language === 'sql' ? undefined : this.byLanguage.get(language);
    if (rules?.entries.some((entry) => this.speaksOf(entry, file)) !== true) return false;
    return rules.search?.isIn(bytes) ?? true;
  }

  /** The rules that may match in a text. @param isOn whether a rule runs on its file */
  rulesFor({ file, text, language, fragment = false }: SourceText, isOn: (rule: string) => boolean = () => true): readonly TeamRule[] {
    const entries = language === 'sql' ? [] : (this.byLanguage.get(language)?.entries ?? []);
    return entries.filter((entry) => this.speaksOf(entry, file, fragment) && isOn(entry.rule.id) && entry.rule.literals?.some((literal) => text.includes(literal)) !== false).map(({ rule }) => rule);
  }

  /** What some rules find in a text. Never throws for a rule's sake. @param tree the text's own */
  async check(rules: readonly TeamRule[], source: SourceText, tree: Tree): Promise<readonly RuleDraft[]> {
    const broken = new BrokenCode(tree);
    const drafts: RuleDraft[] = [];
    try {
      for (const rule of rules) {
        const matches = await this.matches(rule, source);
        const isSound = ({ start, end }: Match) => {
          const node = tree.rootNode.descendantForIndex(start, Math.max(start, end - 1));
          return node !== null && !broken.holds(node);
        };
        if (matches?.shown.some(isSound) !== true) continue;
        const offered = await this.offered(rule, source, tree, matches);
        for (const [index, match] of matches.shown.entries()) if (isSound(match)) drafts.push({ rule, draft: toDraft(match, offered[index]) });
      }
    } finally {
      this.options.astGrep.close();
    }
    return drafts;
  }

  private async matches(rule: TeamRule, source: SourceText): Promise<Matches | undefined> {
    if (!(await this.isSound(rule, source))) return undefined;
    const matches = await this.asked(rule, source.file, async () => this.options.astGrep.search(rule.language, source.text, this.budget, (root, hold) => matchesOf(rule, source.text, root, hold)));
    if (matches !== undefined && matches.total > mostMatches) this.tellOfMany(rule, source.file, matches.total);
    return matches;
  }

  private async isSound(rule: TeamRule, source: SourceText): Promise<boolean> {
    if (this.refused.has(rule.id) || (this.timeouts.get(rule.id) ?? 0) >= mostTimeouts) return false;
    if (this.checked.has(rule.id)) return true;
    this.checked.add(rule.id);
    const answer = await this.asked(rule, source.file, async () => this.options.astGrep.search(rule.language, source.text, this.budget, (root, hold) => {
      checkRule(rule, root, hold);
      return true;
    }));
    return answer === true;
  }

  private async offered(rule: TeamRule, { file, text }: SourceText, tree: Tree, matches: Matches): Promise<readonly OfferedFixes[]> {
    if (rule.fixes.length === 0) return [];
    const end = performance.now() + this.budget;
    return offeredFixes(rule, matches, {
      text,
      tree,
      brokenParts: async (fixed) => {
        const parsed = await this.options.parse(fixed, rule.language);
        const count = parsed === undefined ? undefined : countBroken(parsed.rootNode);
        parsed?.delete();
        return count;
      },
      countMatches: async (fixed) => this.asked(rule, file, async () => this.options.astGrep.search(rule.language, fixed, this.budget, (root, hold) => countMatches(rule, root, hold))),
      isLate: () => performance.now() > end,
    });
  }

  /** @returns undefined when the rule did not answer; that was told then. */
  private async asked<T>(rule: TeamRule, file: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof RuleRefused) this.refuse(rule, withPlace(rule, error.message));
      else if (error instanceof SearchStopped) this.stop(rule, file, error.reason);
      else throw error;
      return undefined;
    }
  }

  /** A fragment, such as a rule's own fixture, has no path to go by. */
  private speaksOf({ rule, files, ignores }: Entry, file: string, isFragment = false): boolean {
    if (rule.folder !== '' && !isUnder(rule.folder, file)) return false;
    if (isFragment || (files === undefined && ignores === undefined)) return true;
    const name = this.nameOf(file, rule);
    return ignores?.match(name) !== true && files?.match(name) !== false;
  }

  private nameOf(file: string, { folder }: TeamRule): string {
    const base = folder !== '' && isUnder(folder, file) ? folder : this.options.roots?.find((root) => isUnder(root, file));
    return base === undefined ? file.replace(/^\//, '') : relativeWithin(base, file);
  }

  /** Once: a rule that matches everything does so in every file. */
  private tellOfMany(rule: TeamRule, source: string, total: number): void {
    if (this.crowded.has(rule.id)) return;
    this.crowded.add(rule.id);
    const message = `matches ${total} times in ${this.nameOf(source, rule)}; of one file only the first ${mostMatches} places are shown`;
    this.options.tell({ rule: rule.id, file: rule.file, line: rule.lines['rule'] ?? 1, message });
  }

  private refuse({ id, file }: TeamRule, { line, message }: { readonly line: number; readonly message: string }): void {
    this.refused.add(id);
    this.options.tell({ rule: id, file, line, message });
  }

  private stop(rule: TeamRule, source: string, reason: SearchStopped['reason']): void {
    const { id, lines, file } = rule;
    const name = this.nameOf(source, rule);
    const line = lines['rule'] ?? 1;
    if (reason === 'crash') {
      this.refuse(rule, { line, message: `ran out of memory or broke down on ${name} and is not asked any more` });
      return;
    }
    const { budget } = this;
    this.lost += budget;
    const count = (this.timeouts.get(id) ?? 0) + 1;
    this.timeouts.set(id, count);
    if (count === 1) this.options.tell({ rule: id, file, line, message: `took longer than ${budget / 1000} s on ${name} and was stopped there; after ${mostTimeouts} such files it is not asked any more` });
  }
}

function languageRules(rules: readonly TeamRule[]): LanguageRules {
  const literals = rules.map((rule) => rule.literals);
  return {
    entries: rules.map((rule) => ({ rule, files: rule.files && new Globs(rule.files), ignores: rule.ignores && new Globs(rule.ignores) })),
    search: literals.includes(undefined) ? undefined : new LiteralSearch([...new Set(literals.flatMap((each) => each ?? []))]),
  };
}

function toDraft({ start, end, message }: Match, { fixes, why }: OfferedFixes = { fixes: [] }): Draft {
  return { start, end, message: why === undefined ? message : `${message} No fix here: ${why}.`, fixes };
}

/** What ast-grep says begins with the field it is about, if it is one of the rule's. */
function withPlace({ lines }: TeamRule, refusal: string): { readonly line: number; readonly message: string } {
  const message = refusal
    .split('\n')
    .map((line) => line.replace(/^\s*\|->/, '').trim())
    .filter((line) => line !== '' && line !== '^')
    .join(' ');
  const isOfFix = /used in `transform`/.test(message) && lines['fix'] !== undefined;
  const said = isOfFix ? message.replace('`transform`', '`transform` or `fix`') : message;
  const [, field = 'rule'] = /`(constraints|utils|transform|fix)`/.exec(message) ?? [];
  return { line: lines[isOfFix ? 'fix' : field] ?? lines['rule'] ?? 1, message: said };
}
