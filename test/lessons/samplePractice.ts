/** A track of practice with nothing wrong, beside the sample lesson. */
export const practiceTrack = `id: drills
title: Drills
summary: Say it aloud.
order: 2
`;

export const sampleTemplate = `---
title: Answer template
summary: Six steps of an answer.
---

## The path {#path}

Name what the user wants.

## The invariant {#invariant}

- What must [never](term:invariant) be wrong?
`;

export const sampleCards = `cards:
  - id: blocked-loop
    kind: cue
    tier: junior
    cue: Every route is slow, \`CPU\` is at 100 %.
    answer: |-
      Look for a name that ends in Sync.

      - Measure the loop's delay.
    rule: sync-in-request-path
    lesson: hashing
  - id: cheap-hash
    kind: pitfall
    tier: middle
    cue: Fewer rounds make it fast.
    answer: They make it weak.
`;

export const samplePrompt = `---
id: slow-login
title: Slow login
tier: middle
minutes: 10
lessons: [hashing]
---

## Logins take seconds {#situation}

The [login](lesson:hashing) takes three seconds at noon. What do you do?

## A strong answer names {#rubric}

- The loop, as what all routes share. {#shared-loop}

  One thread runs every handler.

- A measurement of its delay, before any change. {#delay-first}

  \`perf_hooks\` has a histogram of it.
`;

export const sampleDrill = `---
id: post-mortem
title: Post-mortem aloud
tier: senior
minutes: 12
steps:
  - id: impact
    minutes: 4
  - id: remedy
    minutes: 8
---

## Last night {#situation}

The login was down for an hour.

## Impact {#impact}

Say who noticed.

## Remedy {#remedy}

Say what stays.

## A strong answer names {#rubric}

- Who was hit, in numbers. {#who}

  Impact comes first.

- A guard that runs by itself. {#guard}

  People forget.
`;

export const samplePractice = {
  'lessons/glossary.yml': 'terms:\n  - { id: invariant, term: invariant, meaning: What is always true. }\n',
  'lessons/drills/track.yml': practiceTrack,
  'lessons/drills/template.md': sampleTemplate,
  'lessons/drills/cards/loop.yml': sampleCards,
  'lessons/drills/prompts/slow-login.md': samplePrompt,
  'lessons/drills/drills/post-mortem.md': sampleDrill,
};
