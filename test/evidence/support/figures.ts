import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rules } from '../../../src/engine/rules/registry';

/** One measured quantity of a rule, as the flawed code gives it and as the rule's own fix does. */
export interface Figure {
  /** What was measured, with its load: "charges for 20 concurrent requests with one key". */
  readonly what: string;
  readonly before: number | string;
  readonly after: number | string;
  /** Only where the quantity has one: "ms", "MB", "req/s". */
  readonly unit?: string;
}

interface Evidence {
  readonly measured: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly figures: readonly Figure[];
}

/** Beside the rule: `src/engine/rules/<area>/<rule-id>.evidence.json`. */
export function evidenceFile(rule: string): string {
  const found = rules.find(({ id }) => id === rule);
  if (found === undefined) throw new Error(`${rule} is no rule`);
  return path.join(process.cwd(), 'src/engine/rules', found.area, `${rule}.evidence.json`);
}

/**
 * Writes what a test has just measured beside the rule, where `ALTITUDE_RECORD=1 npm run test:evidence` asks for it; figures
 * differ a little in each run, and a test must not leave changed files behind.
 * @param versions of what was run besides Node: `{ postgresql: '15.18', opossum: '9.0.0' }`
 */
export function recordFigures(rule: string, versions: Readonly<Record<string, string>>, figures: readonly Figure[]): void {
  const file = evidenceFile(rule);
  if (process.env['ALTITUDE_RECORD'] !== '1') return;
  const evidence: Evidence = {
    measured: new Date().toISOString().slice(0, 10),
    machine: `${os.cpus()[0]?.model.trim() ?? 'unknown'}, ${os.availableParallelism()} threads, ${os.platform()}`,
    versions: { node: process.versions.node, ...versions },
    figures,
  };
  writeFileSync(file, `${JSON.stringify(evidence, undefined, 2)}\n`);
}

/** The version of a package that the tests depend on. */
export function versionOf(dependency: string): string {
  const { version } = JSON.parse(readFileSync(path.join(process.cwd(), 'node_modules', dependency, 'package.json'), 'utf8')) as { version: string };
  return version;
}
