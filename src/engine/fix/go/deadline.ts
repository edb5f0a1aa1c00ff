import { leaves } from '../../facts/go/escape';
import { enclosingGoFunction, goFunctionTypes } from '../../facts/go/scope';
import type { GoSource } from '../../source';
import { field, walk, type Node } from '../../syntax/nodes';
import { joinEdits, type TextEdit } from '../../text/edits';
import { endOfLine, startOfLine } from '../../text/lineEnds';
import { indentationAt, styleOf } from '../style';
import { goDuration } from './duration';
import { ensureGoImports } from './imports';

export interface DeadlineRequest {
  /** The call to bound; the context is made before the statement it stands in. */
  readonly call: Node;
  /** What the new context derives from, as code: `ctx`, `r.Context()`. */
  readonly parent: string;
  /** What the new context is for, as a lower-case word: `acquire` gives `acquireCtx` where `ctx` is taken. */
  readonly purpose: string;
  /**
   * How long the context must live: `call` when it only matters until the call returns, `result` when cancelling it
   * breaks what the call returned (rows, a response body, a database/sql transaction).
   */
  readonly lifetime: 'call' | 'result';
  /** Edits that make the call use the new context, given its name. */
  readonly use: (ctx: string) => readonly TextEdit[];
}

/** Why no deadline can be put there, as the end of a sentence: "a deferred cancel would pile up in this loop". */
export interface DeadlineRefusal {
  readonly refused: string;
}

export interface Deadline {
  /** The new context's name. */
  readonly ctx: string;
  readonly edits: readonly TextEdit[];
}

/**
 * `context.WithTimeout` and its deferred cancel before the statement a call stands in, imports included. In a loop,
 * where the context is of no use after the call, cancel is called right after it instead.
 */
export function deadlineBefore(request: DeadlineRequest, source: GoSource): Deadline | DeadlineRefusal {
  const fn = enclosingGoFunction(request.call);
  const statement = statementOf(request.call);
  if (fn === undefined || statement === undefined) return { refused: 'there is no place for a deadline before this expression' };
  const repeats = isInLoop(statement, fn);
  const refusal = placeRefusal(statement, fn, source) ?? lifetimeRefusal(request, fn, source);
  if (refusal !== undefined) return { refused: refusal };
  if (repeats && (request.lifetime === 'result' || !plainStatements.has(statement.type))) return { refused: 'a deferred cancel would pile up in this loop' };

  const { locals, edits: imports } = ensureGoImports(source, [{ path: 'context' }, { path: 'time' }]);
  const [context = 'context', time = 'time'] = locals;
  if ([context, time].some((name) => source.scopes.lookup(name, statement) !== undefined)) {
    return { refused: 'a variable here hides package context or time' };
  }
  const { ctx, cancel } = freeNames(request.purpose, outermost(fn));
  const { newline } = styleOf(source.text);
  const indent = indentationAt(source.text, statement.startIndex);
  const made = `${ctx}, ${cancel} := ${context}.WithTimeout(${request.parent}, ${goDuration(source.settings.timeoutMs, time)})`;
  const inserted = [made, ...(repeats ? [] : [`defer ${cancel}()`])].map((line) => line + newline + indent).join('');
  const after = endOfLine(source.text, statement.endIndex);
  const own = [
    afterBlockStart(statement, inserted, source),
    ...request.use(ctx),
    ...(repeats ? [{ start: after, end: after, newText: `${newline}${indent}${cancel}()` }] : []),
  ];
  const edits = joinEdits(own, imports);
  return edits === undefined ? { refused: 'the imports of this file cannot be extended' } : { ctx, edits };
}

/**
 * Text put before a statement, as one edit from the start of its block. Two such edits in one block overlap, so that
 * they are never applied together: both would declare the same free names.
 */
function afterBlockStart(statement: Node, text: string, source: GoSource): TextEdit {
  const start = statement.parent?.parent?.startIndex ?? statement.startIndex;
  return { start, end: statement.startIndex, newText: source.text.slice(start, statement.startIndex) + text };
}

/** The statement, directly in a block, that a node is evaluated by; undefined where evaluation may come later or repeat. */
function statementOf(node: Node): Node | undefined {
  const at = statementAround(node);
  return at?.type === 'defer_statement' || at?.type === 'go_statement' ? undefined : at;
}

/** The statement, directly in a block, that a node belongs to; undefined where what stands before it may not have run just before. */
export function statementAround(node: Node): Node | undefined {
  let at = node;
  while (at.parent !== null && at.parent.type !== 'statement_list') {
    const outer = at.parent;
    if (goFunctionTypes.has(outer.type) || outer.type === 'labeled_statement') return undefined;
    // The header of a loop runs again; a select's channel operations and an else-if's start run later or never.
    if (outer.type === 'for_statement' || outer.type === 'communication_case') return undefined;
    if (outer.type === 'if_statement' && field(outer, 'alternative')?.id === at.id) return undefined;
    if (outer.type === 'expression_case' || outer.type === 'type_case') return undefined;
    at = outer;
  }
  return at.parent === null ? undefined : at;
}

function placeRefusal(statement: Node, fn: Node, source: GoSource): string | undefined {
  // A jump over a new variable does not compile.
  if (contains(fn, 'goto_statement') || contains(fn, 'labeled_statement')) return 'labels and jumps in this function leave no safe place for a new variable';
  const before = source.text.slice(startOfLine(source.text, statement.startIndex), statement.startIndex);
  const rest = source.text.slice(statement.endIndex, endOfLine(source.text, statement.endIndex));
  return before.trim() === '' && /^\s*(?:\/\/.*)?$/.test(rest) ? undefined : 'the statement shares its line with others';
}

function isInLoop(statement: Node, fn: Node): boolean {
  for (let at = statement.parent; at !== null && at.id !== fn.id; at = at.parent) if (at.type === 'for_statement') return true;
  return false;
}

/** Statements after which a call can stand on the next line and run in every case. */
const plainStatements: ReadonlySet<string> = new Set(['short_var_declaration', 'assignment_statement', 'expression_statement', 'var_declaration']);

function contains(fn: Node, type: string): boolean {
  return fn.descendantsOfType(type).some((node) => node !== null);
}

/** Cancelling a context that the result still needs breaks the caller, so the result must not leave the function. */
function lifetimeRefusal({ call, lifetime }: DeadlineRequest, fn: Node, source: GoSource): string | undefined {
  if (lifetime === 'call' || !leaves(call, fn, source)) return undefined;
  return 'the function hands on what this call returns, and a deferred cancel would end it too early';
}

function outermost(fn: Node): Node {
  let outer = fn;
  for (let at = enclosingGoFunction(fn); at !== undefined; at = enclosingGoFunction(at)) outer = at;
  return outer;
}

/** Names no identifier in the function has, so that the new variables neither hide nor meet another. */
function freeNames(purpose: string, fn: Node): { ctx: string; cancel: string } {
  const used = new Set<string>();
  walk(fn, (node) => {
    if (node.type === 'identifier') used.add(node.text);
    return true;
  });
  const capitalised = purpose.charAt(0).toUpperCase() + purpose.slice(1);
  const free = (short: string, long: string) => {
    let name = used.has(short) ? long : short;
    for (let n = 2; used.has(name); n++) name = `${long}${n}`;
    return name;
  };
  return { ctx: free('ctx', `${purpose}Ctx`), cancel: free('cancel', `cancel${capitalised}`) };
}
