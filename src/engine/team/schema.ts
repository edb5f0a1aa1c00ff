import * as v from 'valibot';
import { fields, isId, list, portable, text } from '../../lessons/fields';
import { hiddenInReplacement } from '../../lessons/hiddenCharacters';
import type { TreeLanguage } from '../syntax/grammars';
import { globProblem } from './globs';

/** The names ast-grep knows the languages by that the engine reads. */
export const languageNames: Readonly<Record<string, TreeLanguage>> = {
  javascript: 'javascript',
  js: 'javascript',
  jsx: 'javascript',
  typescript: 'typescript',
  ts: 'typescript',
  tsx: 'tsx',
  go: 'go',
  golang: 'go',
};

const flag = () => v.boolean('must be true or false');
/** Larger than any place in a file, and small enough for ast-grep. */
const largest = 1_000_000;
const count = () => v.pipe(v.number('must be a number'), v.integer('must be a whole number'), v.minValue(0, 'must not be negative'), v.maxValue(largest, `must be at most ${largest}`));
const index = () => v.pipe(v.number('must be a number'), v.integer('must be a whole number'), v.minValue(-largest, `must be at least -${largest}`), v.maxValue(largest, `must be at most ${largest}`));

interface RuleObject {
  readonly [field: string]: unknown;
}

/** Refers to itself: a rule object holds others. */
const rule: v.GenericSchema<unknown, RuleObject> = v.lazy(() => ruleObject);

const stopBy = () => v.optional(v.union([v.picklist(['neighbor', 'end']), rule], 'must be neighbor, end or a rule'));

const position = () => fields({ line: count(), column: count() });

const matchers = {
  pattern: v.optional(
    v.union(
      [
        text(),
        fields({
          context: text(),
          selector: v.optional(text()),
          strictness: v.optional(v.picklist(['cst', 'smart', 'ast', 'relaxed', 'signature', 'template'], 'must be one of cst, smart, ast, relaxed, signature, template')),
        }),
      ],
      'must be text, or a set of fields: context, selector, strictness',
    ),
  ),
  kind: v.optional(text()),
  regex: v.optional(text()),
  nthChild: v.optional(
    v.union([index(), text(), fields({ position: v.union([index(), text()], 'must be a number, or a formula such as 2n+1'), reverse: v.optional(flag()), ofRule: v.optional(rule) })], 'must be a number, a formula such as 2n+1, or a set of fields: position, reverse, ofRule'),
  ),
  range: v.optional(fields({ start: position(), end: position() })),
  inside: v.optional(v.lazy(() => relation)),
  has: v.optional(v.lazy(() => relation)),
  precedes: v.optional(v.lazy(() => relation)),
  follows: v.optional(v.lazy(() => relation)),
  all: v.optional(list(rule, 'needs at least one rule')),
  any: v.optional(list(rule, 'needs at least one rule')),
  not: v.optional(rule),
  matches: v.optional(text()),
};

const ruleObject = fields(matchers) as unknown as v.GenericSchema<unknown, RuleObject>;
const relation = fields({ ...matchers, stopBy: stopBy(), field: v.optional(text()) }) as unknown as v.GenericSchema<unknown, RuleObject>;
/** What a fix grows over has no field to be looked for in. */
const expansion = fields({ ...matchers, stopBy: stopBy() }) as unknown as v.GenericSchema<unknown, RuleObject>;

const variableName = () => v.pipe(v.string(), v.regex(/^[A-Z_][A-Z0-9_]*$/, 'must name a metavariable without its dollar sign, in capitals'));

const source = () => v.pipe(text(), v.regex(/^\$/, 'must be a metavariable, such as $NAME'));
const cases = ['lowerCase', 'upperCase', 'capitalize', 'camelCase', 'snakeCase', 'kebabCase', 'pascalCase'] as const;
const separators = ['caseChange', 'dash', 'dot', 'slash', 'space', 'underscore'] as const;

/** Text that may be empty, and shows all it holds: it ends up in somebody's code. */
const replacement = () =>
  v.pipe(
    v.string('must be text'),
    v.maxLength(10_000, 'must not be longer than 10000 characters'),
    v.check((written) => hiddenInReplacement(written).length === 0, ({ input }) => `holds characters that cannot be seen (${hiddenInReplacement(input).join(', ')}); take them out`),
  );

const transformation = v.union(
  [
    text(),
    fields({ replace: fields({ source: source(), replace: v.string('must be text'), by: replacement() }) }),
    fields({ substring: fields({ source: source(), startChar: v.optional(index()), endChar: v.optional(index()) }) }),
    fields({
      convert: fields({
        source: source(),
        toCase: v.picklist(cases, `must be one of ${cases.join(', ')}`),
        separatedBy: v.optional(v.array(v.picklist(separators, `must be one of ${separators.join(', ')}`), 'must be a list')),
      }),
    }),
  ],
  'must be one of replace, substring or convert; rewrite is not supported',
);

const fixFields = { template: replacement(), expandStart: v.optional(expansion), expandEnd: v.optional(expansion) };

const glob = () =>
  v.pipe(
    text(),
    v.maxLength(200, 'must not be longer than 200 characters'),
    v.rawCheck(({ dataset, addIssue }) => {
      const problem = dataset.typed ? globProblem(dataset.value) : undefined;
      if (problem !== undefined) addIssue({ message: problem });
    }),
  );

const globs = () => list(v.union([glob(), fields({ glob: glob(), caseInsensitive: v.optional(flag()) })], 'must be a relative pattern within the folder that holds .altitude, such as src/**/*.ts'), 'needs at least one pattern');

const severities = ['hint', 'info', 'warning', 'error', 'off'] as const;

const isLesson = (value: string): boolean => {
  const [, , id = '', , piece] = /^(altitude:)?([^#]*)(#(.*))?$/.exec(value) ?? [];
  return isId(id) && (piece === undefined || isId(piece));
};

/** A rule file: the format of ast-grep, with `lesson`, `grade` and fixtures. */
export const ruleSchema = fields({
  id: v.pipe(text(), v.check(isId, 'must be kebab-case, such as no-console'), portable()),
  language: v.picklist(['JavaScript', 'TypeScript', 'Tsx', 'Go', 'TSX', ...Object.keys(languageNames)], 'must be one of JavaScript, TypeScript, Tsx, Go'),
  message: v.pipe(text(), v.maxLength(500, 'must not be longer than 500 characters'), v.description('What is wrong, in one sentence. May name metavariables: $NAME.')),
  note: v.optional(v.pipe(text(), v.maxLength(5000, 'must not be longer than 5000 characters'), v.description('Markdown, shown on hover: why it matters.'))),
  severity: v.optional(v.picklist(severities, `must be one of ${severities.join(', ')}`)),
  rule,
  constraints: v.optional(v.record(variableName(), rule, 'must be a set of metavariables, each with a rule')),
  utils: v.optional(v.record(v.string(), rule, 'must be a set of names, each with a rule')),
  transform: v.optional(v.record(variableName(), transformation, 'must be a set of metavariables, each with a transformation')),
  fix: v.optional(
    v.union(
      [replacement(), fields({ ...fixFields, title: v.optional(text()) }), v.pipe(list(fields({ ...fixFields, title: text() }), 'needs at least one fix'), v.maxLength(10, 'must not hold more than 10 fixes'))],
      'must be text, a set of fields (template, expandStart, expandEnd, title), or a list of those in which each has a title',
    ),
  ),
  files: v.optional(globs()),
  ignores: v.optional(globs()),
  url: v.optional(v.pipe(text(), v.regex(/^https:\/\/[^\s/]+/, 'must be an https address'))),
  metadata: v.optional(v.record(v.string(), v.unknown(), 'must be a set of fields')),
  lesson: v.optional(v.pipe(text(), v.check(isLesson, "must be a lesson, such as slow-queries or slow-queries#piece, with altitude: before it for one of Altitude's own"))),
  grade: v.optional(v.pipe(v.picklist(['safe', 'review'], 'must be safe or review'), v.description('safe: behaviour stays the same, so that the fix is part of fixing everything. review, the default: somebody has to look.'))),
  valid: v.optional(v.pipe(list(v.string('must be text'), 'needs at least one text'), v.description('Code the rule leaves alone: altitude test-rules checks it.'))),
  invalid: v.optional(
    v.pipe(list(fields({ code: v.string('must be text'), fixed: v.optional(v.string('must be text')) }), 'needs at least one fixture'), v.description('Code the rule finds, and what its fix makes of it.')),
  ),
});

export type RuleFile = v.InferOutput<typeof ruleSchema>;
