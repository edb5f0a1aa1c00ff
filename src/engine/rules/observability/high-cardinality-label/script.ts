import { enclosingHandler } from '../../../facts/javascript/handlers';
import { sourceStyle } from '../../../fix/style';
import { isTooling } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Draft, DraftFix } from '../../rule';
import { isCheckedBefore } from './checked';
import { labelsIn } from './labels';
import { isAfterRouting, unboundedValue, type Unbounded } from './unbounded';

/** Findings of the whole file; each trigger in it leads to the same ones. */
export const labelledIn = (source: ScriptSource): readonly Draft[] => source.memo.once(findAll, source);

function findAll(source: ScriptSource): readonly Draft[] {
  if (isTooling(source.project.relative(source.file))) return [];
  return labelsIn(source).flatMap((label) => {
    const found = unboundedValue(label.value, source);
    return found === undefined ? [] : [draftOf(found, source)];
  });
}

const told: Readonly<Record<Unbounded['kind'], string>> = {
  url: 'Every address that is asked for makes a new series',
  fallback: 'Every address that no route matches makes a new series, and scanners ask for thousands',
  user: 'Every user makes a new series',
  id: 'Every id that is asked for makes a new series',
  address: 'Every client’s address makes a new series',
  sent: 'Whatever clients send makes a new series',
  message: 'Every text of an error makes a new series',
};

function draftOf(found: Unbounded, source: ScriptSource): Draft {
  // Where a name holds it for several metrics, it is one flaw.
  const at = found.value;
  const fix = fixOf(found, source);
  const refused = typeof fix === 'string';
  return {
    start: at.startIndex,
    end: at.endIndex,
    ...((found.kind === 'sent' || found.kind === 'id') && isCheckedBefore(at, source) ? { severity: 'hint' as const } : {}),
    message: `${told[found.kind]}: the process keeps each until it ends, and Prometheus stores each.${refused ? ` No automatic fix: ${fix}.` : ''}`,
    fixes: refused ? [] : [fix],
  };
}

/** `a || req.path || 'unknown'` already says what comes last: the raw path goes. */
function beforeAnother(value: Node): TextEdit[] | undefined {
  const inner = value.parent;
  const left = inner === null ? undefined : field(inner, 'left');
  const isFollowed = inner?.parent?.type === 'binary_expression' && field(inner.parent, 'left')?.id === inner.id;
  return isFollowed && left !== undefined ? [{ start: left.endIndex, end: value.endIndex, newText: '' }] : undefined;
}

/** In parentheses where something around it binds closer. */
function grouped(value: Node, text: string): string {
  return /^(?:pair|arguments|variable_declarator|return_statement|template_substitution)$/.test(value.parent?.type ?? '') ? text : `(${text})`;
}

function fixOf(found: Unbounded, source: ScriptSource): DraftFix | string {
  const { quote } = sourceStyle(source);
  const replaced = (node: Node, newText: string) => [{ start: node.startIndex, end: node.endIndex, newText }];
  const unmatched = `${quote}unmatched${quote}`;
  switch (found.kind) {
    case 'fallback':
      if (!isAfterRouting(found.value) && enclosingHandler(found.value, source)?.handler.framework !== 'fastify') return 'no route may have matched yet here; read it when the response has finished';
      return { title: "Label unmatched addresses 'unmatched'", safety: 'review', edits: beforeAnother(found.value) ?? replaced(found.value, unmatched) };
    case 'message':
      return { title: "Label by the error's name", safety: 'review', edits: replaced(found.value, `${found.value.text.replace(/\??\.message$/, '')}.name`) };
    case 'url': {
      const { request, framework } = found;
      if (framework === 'fastify') return { title: "Label by the route's pattern", safety: 'review', edits: replaced(found.value, grouped(found.value, `${request}.routeOptions.url ?? ${unmatched}`)) };
      if (framework !== 'express') return 'this framework keeps the pattern of the route elsewhere';
      if (!isAfterRouting(found.value)) return 'no route has matched yet here; read it when the response has finished';
      return { title: "Label by the route's pattern", safety: 'review', edits: replaced(found.value, grouped(found.value, `${request}.route ? ${request}.baseUrl + ${request}.route.path : ${unmatched}`)) };
    }
    default:
      return 'leave the label out, and write the value to the log or the trace';
  }
}
