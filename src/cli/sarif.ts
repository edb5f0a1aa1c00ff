import type { Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { FileEdit, Range, Severity } from '../engine/finding';
import type { RuleInfo } from '../engine/rules/list';
import { groupBy } from '../shared/groupBy';
import type { ScanDocument } from './output';

const level: Readonly<Record<Severity, Result.level>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** SARIF regions are one-based; columns are UTF-16 code units, as the run declares. */
const region = ({ start, end }: Range) => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

/** Relative to where the scan was started, except on another drive. */
function artifact(file: string) {
  const [first = '', ...rest] = file.split('/');
  const names = rest.map(encodeURIComponent);
  const drive = /^[A-Za-z]:$/.test(first);
  return drive ? { uri: `file:///${[first, ...names].join('/')}` } : { uri: [encodeURIComponent(first), ...names].join('/'), uriBaseId: 'SRCROOT' };
}

/** As much of a rule's full description as GitHub's code scanning takes, in characters. */
const longestDescription = 1000;

/** Whole sentences from the start of a text; whole words of the first one where that is too long itself. */
function fitting(text: string): string {
  if (text.length <= longestDescription) return text;
  const end = text.lastIndexOf('. ', longestDescription - 1) + 1;
  return end > 0 ? text.slice(0, end) : `${text.slice(0, text.lastIndexOf(' ', longestDescription - 1))}…`;
}

function descriptor(rule: RuleInfo): ReportingDescriptor {
  const help = [rule.docs.finds, rule.docs.why, rule.docs.fix].join('\n\n');
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: fitting(rule.docs.finds) },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: level[rule.severity], enabled: rule.defaultOn },
    properties: { area: rule.area, lesson: rule.lesson, tags: [rule.area] },
  };
}

function changes(edits: readonly FileEdit[]) {
  return [...groupBy(edits, (edit) => edit.file)].map(([file, own]) => ({
    artifactLocation: artifact(file),
    replacements: own.map((edit) => ({ deletedRegion: region(edit.range), insertedContent: { text: edit.newText } })),
  }));
}

function skipNotification({ file, reason }: ScanDocument['skipped'][number]): Notification {
  return {
    descriptor: { id: `skipped/${reason}` },
    level: 'note',
    message: { text: `Not scanned: ${reason}.` },
    locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
  };
}

/**
 * A SARIF 2.1.0 log of one scan.
 * @param document with paths relative to the working directory
 * @param fingerprints of its findings, in their order: by them a viewer knows a finding again whose line moved
 */
export function sarifLog({ findings, skipped }: ScanDocument, fingerprints: readonly string[], rules: readonly RuleInfo[], version: string): Log {
  const index = new Map(rules.map((rule, at) => [rule.id, at]));
  return {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    runs: [
      {
        tool: { driver: { name: 'Altitude', semanticVersion: version, rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: skipped.map(skipNotification) }],
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder the scan was started in.' } } },
        results: findings.map((finding, at) => ({
          ruleId: finding.rule,
          ruleIndex: index.get(finding.rule) ?? -1,
          level: level[finding.severity],
          message: { text: finding.message },
          locations: [{ physicalLocation: { artifactLocation: artifact(finding.file), region: region(finding.range) } }],
          partialFingerprints: { 'altitude/v1': fingerprints[at] ?? '' },
          ...(finding.fixes.length === 0
            ? {}
            : {
                fixes: finding.fixes.map((fix) => ({
                  description: { text: `${fix.title} (${fix.safety})` },
                  artifactChanges: changes(fix.edits),
                })),
              }),
        })),
      },
    ],
  };
}
