import type { Example } from './model';

const lesson = 'dates-in-copies';
const rule = 'copy-by-json';

/** A copy through JSON: found and mended in one line, and wrong in a way that shows far from the line. */
export function scriptExample(language: 'typescript' | 'javascript'): Example {
  const snippet = language === 'typescript' ? 'draft.ts' : 'draft.js';
  return {
    lesson,
    rule,
    files: [
      { path: `lessons/${lesson}/lesson.md`, text: lessonText(snippet), purpose: 'a first lesson of your own, to change or replace' },
      { path: `lessons/${lesson}/${snippet}`, text: language === 'typescript' ? typedSnippet : plainSnippet, purpose: 'the code it shows' },
      { path: `rules/${rule}.yml`, text: ruleText(language), purpose: 'a rule of your own with its fix and fixtures' },
    ],
  };
}

const typedSnippet = `export interface Order {
  id: string;
  placedAt: Date;
}

/** Callers change what they are given, so each gets a copy. */
export function draftOf(order: Order): Order {
  return JSON.parse(JSON.stringify(order));
}

export function isOverdue(order: Order, now: Date): boolean {
  const fourteenDays = 14 * 24 * 60 * 60 * 1000;
  return now.getTime() - order.placedAt.getTime() > fourteenDays;
}
`;

const plainSnippet = `/** Callers change what they are given, so each gets a copy. */
export function draftOf(order) {
  return JSON.parse(JSON.stringify(order));
}

export function isOverdue(order, now) {
  const fourteenDays = 14 * 24 * 60 * 60 * 1000;
  return now.getTime() - order.placedAt.getTime() > fourteenDays;
}
`;

const lessonText = (snippet: string): string => `---
# A lesson of your own. The folder has its id; its code is a real file beside it, or live code of this repository:
# "Altitude: Make a Lesson from This Selection" writes a lesson around a function that you select.
id: ${lesson}
title: The copy that lost its dates
crux: A copy through JSON holds what JSON can say, and JSON has no dates.
goal: Know what a copy keeps, and choose one that keeps what the code after it relies on.
tier: junior
minutes: 3
sources:
  - title: "Node.js: structuredClone"
    url: https://nodejs.org/api/globals.html#structuredclonevalue-options
  - title: "MDN: JSON.stringify"
    url: https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/JSON/stringify
pieces:
  - id: draft
    rule: ${rule}
    snippet: ${snippet}
    # The marked lines: any text that stands in the snippet once.
    hot:
      - JSON.parse(JSON.stringify(order))
      - order.placedAt.getTime()
---

## The copy that lost its dates {#draft}

A service on Node 24 keeps orders in memory, with \`placedAt\` as a \`Date\`, and hands out copies that may be changed. Since
a deploy, asking whether a draft is overdue ends in \`TypeError: order.placedAt.getTime is not a function\`.

::: quiz Drafts fail in getTime. What do you change first?

The same question about the order itself is answered correctly. Which change reaches the cause?

- [ ] Read the date in \`isOverdue\` through \`new Date(order.placedAt)\`, which takes a text as well as a date. {#wrap-the-date}

  This makes one reader right. Every other one meets the same text: a comparison, a sum, a formatter, each failing in its
  own place or, worse, not failing at all. The value is wrong since the copy was made, so the copy is where it is mended.

- [x] Copy the order with \`structuredClone(order)\`, so that the date in the draft is still one. {#structured-clone}

  \`JSON.stringify\` writes a \`Date\` as text, and \`JSON.parse\` has no reason to read it as anything else. It also leaves out
  fields that are \`undefined\` and turns a \`Map\` into \`{}\`. \`structuredClone\` copies dates, maps, sets and cycles as what they
  are. The copy has to keep what the code after it relies on.

- [ ] Give \`JSON.parse\` a reviver that turns every text which looks like a date back into a \`Date\`. {#reviver}

  A reviver sees texts and has to guess: a customer's note that reads \`2024-05-01\` becomes a date too. Fields that
  \`stringify\` left out do not come back. A copy that never leaves the process needs no detour through text.

- [ ] Retry the request once when it fails, since the order itself still answers and the draft is made anew. {#retry}

  A second attempt makes the same copy, with the same text in place of the date. Retries help where a failure passes by
  itself; this one is in the code and comes back each time. The copy is what has to change.

:::

::: hints

1. The order answers and its draft does not. What happened to the date between them?
2. What does \`JSON.stringify\` make of a \`Date\`, and what can \`JSON.parse\` know of it?
3. Node has had a function since version 17 that copies values without turning them into text.

:::

::: fix

The fix copies with \`structuredClone\`. Two things behave differently: it throws a \`DataCloneError\` for a function, which JSON
would leave out, and it gives an instance of a class back as a plain object, as JSON does. That is why the rule asks for a
review.

:::

## Recap {#recap}

A copy through JSON is a translation: what the other language has no word for is lost, without an error. The failure shows
where the value is used, far from where it was lost.

## Trade-off {#trade-off}

JSON is right where a value leaves the process: both sides then agree on text, and dates are read where they arrive. Inside
a process \`structuredClone\` costs time and memory in proportion to the value; where nobody changes it, no copy is needed.
`;

const ruleText = (language: 'typescript' | 'javascript'): string => `# A rule of your own, in the format of ast-grep (https://ast-grep.github.io/reference/yaml.html) with lesson, grade and
# fixtures. \`altitude test-rules\` runs the fixtures; \`altitude scan\` and the editor find and fix with it.
id: ${rule}
language: ${language === 'typescript' ? 'TypeScript' : 'JavaScript'}
message: A copy through JSON turns dates into text and drops what JSON cannot hold
note: |
  Fields that are \`undefined\` go missing, a \`Map\` becomes \`{}\`, and a \`Date\` becomes text that fails where it is used.
  \`structuredClone\`, in Node since version 17, keeps them.
severity: warning
rule:
  pattern: JSON.parse(JSON.stringify($VALUE))
fix: structuredClone($VALUE)
# safe: the fix changes nothing that works today. review: somebody has to look, as here, where functions now throw.
grade: review
# The lesson that explains it; #draft is the piece.
lesson: ${lesson}#draft
valid:
  - const draft = structuredClone(order);
  - const order = JSON.parse(body);
  - const text = JSON.stringify(order);
invalid:
  - code: const draft = JSON.parse(JSON.stringify(order));
    fixed: const draft = structuredClone(order);
`;
