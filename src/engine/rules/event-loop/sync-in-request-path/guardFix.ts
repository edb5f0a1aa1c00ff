import { argumentsOf } from '../../../facts/javascript/calls';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import { caughtName } from '../../../fix/javascript/tryCatch';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import { applyEdits, type TextEdit } from '../../../text/edits';
import { functionTypes } from '../../../facts/javascript/scope';
import { plainValue, type Guard } from './guard';

/** What the call with its guard becomes. */
export interface GuardedCall {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/**
 * One read that treats ENOENT as missing, in place of a check and a read.
 * @param own edits that await the call itself
 * @returns undefined where the two cannot be proven to be one
 */
export function readOnce(call: Node, guard: Guard, own: readonly TextEdit[], source: ScriptSource): GuardedCall | undefined {
  if (guard.form !== 'early' && guard.form !== 'inside') return undefined;
  const { statement, missing } = guard;
  const parts = partsOf(call, statement, source);
  const start = guard.form === 'early' ? statement.previousNamedSibling?.startIndex : guard.branch.startIndex;
  const end = guard.form === 'early' ? statement.endIndex : guard.branch.endIndex;
  if (parts === undefined || start === undefined || (guard.form === 'inside' && parts.declares !== undefined)) return undefined;
  if (guard.form === 'early' && !exitsCleanly(guard.missing)) return undefined;
  const { newline, indent, quote, semicolons } = sourceStyle(source);
  const eol = semicolons ? ';' : '';
  const margin = newline + indentationAt(source.text, start);
  const name = caughtName(source, [statement, ...(missing === undefined ? [] : [missing])]);
  const code = source.language === 'javascript' ? `${name}.code` : `(${name} as NodeJS.ErrnoException).code`;
  const body = missing === undefined ? [] : [statementsText(missing, source, margin + indent)];
  const lines = [
    `${indent}${parts.prefix}${rewritten(parts.value, own, source)}${eol}`,
    `} catch (${name}) {`,
    `${indent}if (${code} !== ${quote}ENOENT${quote}) throw ${name}${eol}`,
    ...body.map((text) => indent + text),
    '}',
  ];
  const declaration = parts.declares === undefined ? '' : `let ${parts.declares}${eol}${margin}`;
  return { start, end, newText: `${declaration}try {${margin}${lines.join(margin)}` };
}

interface Parts {
  /** What stands before the value: `return `, `data = `. */
  readonly prefix: string;
  readonly value: Node;
  /** The variable, with its type, that has to be declared before the `try`. */
  readonly declares?: string;
}

function partsOf(call: Node, statement: Node, source: ScriptSource): Parts | undefined {
  const value = plainValue(call, statement, source);
  if (value === undefined) return undefined;
  if (statement.type === 'return_statement') return { prefix: 'return ', value };
  const assignment = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
  if (assignment?.type === 'assignment_expression' && field(assignment, 'right')?.id === value.id) {
    return { prefix: `${field(assignment, 'left')?.text ?? ''} = `, value };
  }
  const [declarator, ...others] = namedChildren(statement);
  const name = declarator?.type === 'variable_declarator' ? field(declarator, 'name') : undefined;
  if (declarator === undefined || others.length > 0 || name?.type !== 'identifier' || field(declarator, 'value')?.id !== value.id) return undefined;
  const type = declaredType(declarator, name, call, value, source);
  return type === undefined ? undefined : { prefix: `${name.text} = `, value, declares: name.text + type };
}

/** The annotation a variable without initial value needs; '' where TypeScript follows its assignments. */
function declaredType(declarator: Node, name: Node, call: Node, value: Node, source: ScriptSource): string | undefined {
  const written = field(declarator, 'type')?.text;
  if (written !== undefined || source.language === 'javascript') return written ?? '';
  const declaration = source.scopes.resolve(name);
  const own = ancestorOf(declarator, functionTypes);
  const isCaptured = (declaration === undefined ? [] : source.scopes.references(declaration)).some((use) => ancestorOf(use, functionTypes)?.id !== own?.id);
  if (!isCaptured) return '';
  if (value.id !== call.id) return undefined;
  return argumentsOf(call).length === 1 ? ': Buffer' : givesText(call, source) ? ': string' : undefined;
}

function givesText(call: Node, source: ScriptSource): boolean {
  const options = argumentsOf(call)[1];
  if (options === undefined) return false;
  if (stringValue(options) !== undefined) return true;
  const known = optionsOf(options, source);
  const encoding = known === undefined ? undefined : optionOf(known, 'encoding', source);
  return encoding?.state === 'set' && stringValue(encoding.value) !== undefined;
}

/** The branch must not fall through to the read. */
function exitsCleanly(missing: Node): boolean {
  return missing.type !== 'statement_block' || namedChildren(missing).length > 0;
}

/** The statements of a branch, moved to another margin. */
function statementsText(branch: Node, source: ScriptSource, margin: string): string {
  const inner = branch.type === 'statement_block' ? branch.namedChildren : [branch];
  const [first, last] = [inner[0], inner.at(-1)];
  if (first === null || first === undefined || last === null || last === undefined) return '';
  const old = indentationAt(source.text, first.startIndex);
  return source.text
    .slice(first.startIndex, last.endIndex)
    .split(/\r?\n/)
    .map((line, i) => (i === 0 ? line : margin + (line.startsWith(old) ? line.slice(old.length) : line.trimStart())))
    .join('');
}

function rewritten(value: Node, own: readonly TextEdit[], source: ScriptSource): string {
  const text = source.text.slice(value.startIndex, value.endIndex);
  return applyEdits(text, own.map((edit) => ({ ...edit, start: edit.start - value.startIndex, end: edit.end - value.startIndex })));
}

/** `await rm(p, { force: true })`: force means that a missing file is no error. */
export function forcedOptions(call: Node, source: ScriptSource): string | undefined {
  const options = argumentsOf(call)[1];
  if (options === undefined) return '{ force: true }';
  const known = optionsOf(options, source);
  if (known === undefined || options.type !== 'object') return undefined;
  const force = optionOf(known, 'force', source);
  if (force.state === 'set') return force.value.type === 'true' ? options.text : undefined;
  return force.state === 'absent' ? options.text.replace(/,?\s*\}$/, ', force: true }').replace(/^\{\s*, /, '{ ') : undefined;
}
