import { awaitOf } from '../../../facts/javascript/calls';
import { isAsync } from '../../../facts/javascript/functions';
import { sourceStyle, indentationAt } from '../../../fix/style';
import { applyEdits, type TextEdit } from '../../../text/edits';
import type { ScriptSource } from '../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { DraftFix } from '../../rule';
import { core, type CachedRecord } from './cachedRecords';
import type { StaleWrite } from './staleWrites';

/** A rewrite, or the end of a sentence that begins with "No edit is offered:". */
export type Repair = { readonly fix: DraftFix } | { readonly refusal: string };

const refuse = (refusal: string): Repair => ({ refusal });

/** Deletes the entries right after the write. */
export function repair(stale: StaleWrite, source: ScriptSource): Repair {
  const { write, fn, entries } = stale;
  if (write.isTransaction) return refuse('the write is part of a transaction; delete the key after it commits');
  if (!isAsync(fn)) return refuse('the function that writes is not async');
  const deletions = entries.map((entry) => deletionOf(entry, stale, source));
  const known = deletions.flatMap((deletion) => deletion ?? []);
  if (known.length < deletions.length) return refuse('the client or a part of the key is not known where the write is');
  const edits = placed(write.call, fn, [...new Set(known)], source);
  if (edits === undefined) return refuse('the write is not a statement of its own');
  return { fix: { title: known.length > 1 ? 'Delete the cached entries after the write' : 'Delete the cached entry after the write', safety: 'review', edits } };
}

function deletionOf(entry: CachedRecord, { write, fn }: StaleWrite, source: ScriptSource): string | undefined {
  const { receiver, library } = entry.fill.store;
  if (receiver === undefined || !isKnownAt(receiver, fn, [], source)) return undefined;
  const values = entry.parts.map(({ node, column }) => ({ node, value: write.columns.get(column) }));
  if (!isKnownAt(entry.key, fn, values.map(({ node }) => node), source)) return undefined;
  const start = entry.key.startIndex;
  const edits = values.flatMap(({ node, value }): TextEdit[] => (value === undefined ? [] : [{ start: node.startIndex - start, end: node.endIndex - start, newText: core(value) }]));
  if (edits.length < values.length) return undefined;
  const key = applyEdits(entry.key.text, edits);
  const call = `${receiver.text}.${library === 'lru-cache' ? 'delete' : 'del'}(${key})`;
  return library === 'lru-cache' || library === 'node-cache' ? call : `await ${call}`;
}

/** True where every name of an expression, some parts left out, means the same in another function: it is the module's, or `this`. */
function isKnownAt(expression: Node, fn: Node, except: readonly Node[], source: ScriptSource): boolean {
  let isKnown = true;
  walk(expression, (node) => {
    if (except.some((part) => isInside(node, part))) return false;
    if (node.type === 'this') isKnown &&= fn.type === 'method_definition';
    if (node.type === 'identifier') isKnown &&= source.scopes.resolve(node)?.scope.type === 'program' && source.scopes.lookup(node.text, fn)?.id.id === source.scopes.resolve(node)?.id.id;
    return isKnown;
  });
  return isKnown;
}

function placed(call: Node, fn: Node, deletions: readonly string[], source: ScriptSource): TextEdit[] | undefined {
  const awaited = awaitOf(call) ?? call;
  const { newline, semicolons } = sourceStyle(source);
  const end = semicolons ? ';' : '';
  const statement = statementOf(awaited);
  if (statement?.parent?.type !== 'statement_block') return undefined;
  const indent = indentationAt(source.text, statement.startIndex);
  const lines = deletions.map((deletion) => `${newline}${indent}${deletion}${end}`).join('');
  if (statement.type !== 'return_statement') {
    if (awaited.id === call.id) return undefined;
    return [{ start: statement.endIndex, end: statement.endIndex, newText: lines }];
  }
  const name = ['written', 'stored', 'outcome'].find((each) => !new RegExp(`\\b${each}\\b`).test(fn.text));
  if (name === undefined) return undefined;
  return [
    { start: statement.startIndex, end: call.startIndex, newText: `const ${name} = await ` },
    { start: statement.endIndex, end: statement.endIndex, newText: `${lines}${newline}${indent}return ${name}${end}` },
  ];
}

/** The statement whose whole work the write is. */
function statementOf(awaited: Node): Node | undefined {
  const outer = awaited.parent;
  switch (outer?.type) {
    case 'expression_statement':
      return outer;
    case 'return_statement':
      return outer;
    case 'variable_declarator':
      return outer.parent !== null && namedChildren(outer.parent).length === 1 ? outer.parent : undefined;
    case 'assignment_expression':
      return field(outer, 'right')?.id === awaited.id && outer.parent?.type === 'expression_statement' ? outer.parent : undefined;
    default:
      return undefined;
  }
}
