import { titleOf, yamlText } from '../../lessons/authoring/skeletons';

export interface OnboardingSteps {
  /** Ids in the order of the steps, own ones as they are, built-in ones behind `altitude:`. */
  readonly lessons: readonly string[];
  readonly rules: readonly string[];
}

/** A first onboarding.yml, in which every field says what it is for. @param namespace the folder's own name, kebab-case */
export function onboardingText(namespace: string, { lessons, rules }: OnboardingSteps): string {
  const step = (kind: 'lesson' | 'rule') => (id: string) => `      - ${kind}: ${id}\n`;
  return `# What a new colleague is led through inside the editor. All of it is yours to change.
# \`altitude lint-lessons\` checks this folder, \`altitude test-rules\` the rules in it.

# The name of this folder in findings, settings and links, such as ${namespace}/backend.
id: ${yamlText(namespace)}
title: ${yamlText(titleOf(namespace))}
# Markdown, shown first. It may link to https addresses and to lessons (lesson:some-lesson).
welcome: |
  Welcome. These steps lead through what this code base asks of you, in its own code. Take them in your own time:
  what you answer stays on your machine.
# Who answers questions: people, a team, a channel.
owners:
  - the maintainers of this repository
# Each role is a track of its own. Add one for whoever starts differently, such as on-call.
roles:
  - id: backend
    title: Backend engineer
    summary: What to know before the first change to this code base
    # Working days until the steps should be done.
    days: 5
    steps:
      # A lesson is one of lessons/, or with \`altitude:\` before it one that comes with Altitude.
${lessons.map(step('lesson')).join('')}      # \`rule:\` names a rule to clear: done once this code base holds nothing that it finds.
${rules.map(step('rule')).join('')}`;
}
