import type { SourceText } from '../../../src/engine/engine';
import { ReadProject } from '../../../src/engine/facts/project/project';
import type { Draft, Matcher, Rule, TextHit, TreeHit } from '../../../src/engine/rules/rule';
import { Analyzer, type AnalyzerOptions } from '../../../src/engine/scan/analyzer';
import { grammarAssets } from '../../support/assets';
import { withGrammars } from './grammars';
import { testSettings } from './ruleTests';

const literal = 'dangerSync';

const draft = (start: number): Draft => ({
  start,
  end: start + literal.length,
  message: 'It blocks.',
  fixes: [{ title: 'Call the other one', safety: 'safe', edits: [{ start, end: start + literal.length, newText: 'danger' }] }],
});

const inTree: Matcher<unknown, TreeHit> = { triggers: [literal], check: ({ node }) => (/string|jsx_text/.test(node.type) ? [] : [draft(node.startIndex)]) };

const inSql: Matcher<{ readonly text: string }, TextHit> = {
  triggers: [literal],
  check: ({ offset }, { text }) => (text.slice(0, offset).endsWith("'") ? [] : [draft(offset)]),
};

const docs: Rule['docs'] = { finds: 'Finds `dangerSync`.', why: 'It blocks.', fix: 'Calls `danger`.', notWhen: 'In strings.', sources: [] };

/** A rule with nothing to prove: it finds every `dangerSync` in code, so that tests of the layers around rules need no real one. */
export function probeRule(id = 'probe', change: Partial<Rule> = {}): Rule {
  return {
    id,
    title: 'Probe',
    area: 'test',
    languages: ['javascript', 'typescript', 'tsx', 'go', 'sql'],
    grade: 'safe',
    severity: 'warning',
    lesson: 'test#probe',
    defaultOn: true,
    docs,
    script: inTree,
    go: inTree,
    sql: inSql,
    ...change,
  };
}

const project = new ReadProject(() => undefined, undefined, '/project');

export function probeAnalyzer(rules: readonly Rule[] = [probeRule()], options: Partial<AnalyzerOptions> = {}): Analyzer {
  return new Analyzer({ rules, assets: grammarAssets, projectOf: () => project, settings: testSettings, ...options }, withGrammars);
}

export const sourceOf = (language: SourceText['language'], text: string): SourceText => ({ file: `/project/main.${endings[language]}`, text, language });

const endings = { javascript: 'js', typescript: 'ts', tsx: 'tsx', go: 'go', sql: 'sql' } as const;
