import { functionTypes, placesOf } from '../../../facts/javascript/scope';
import { moduleStyle } from '../../../fix/javascript/moduleSyntax';
import { reindented, slicedWith } from '../../../fix/lines';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { FanOut } from './sites';

/** A limiter declared before the work starts. */
export interface Limiter {
  readonly name: string;
  /** The edits that use it, and those that declare it. */
  readonly place: (uses: readonly TextEdit[]) => readonly TextEdit[];
}

const blocks: ReadonlySet<string> = new Set(['statement_block', 'program']);

/** Declares a limiter where the work starts; a text says why that is not possible. */
export function declareLimiter({ form, call, list, inner }: FanOut, maker: string, source: ScriptSource): Limiter | string {
  // A loop's list stands in its head.
  const statement = statementOf(form === 'push' ? list : (inner ?? call));
  if (statement === undefined) return 'there is no statement to declare a limiter before';
  const name = nameFor(statement, source);
  const { keyword, end } = moduleStyle(source);
  const declaration = `${keyword} ${name} = ${maker}(${source.settings.concurrency})${end}`;
  const { newline, indent } = sourceStyle(source);
  if (blocks.has(statement.parent?.type ?? '')) {
    const line = `${declaration}${newline}${indentationAt(source.text, statement.startIndex)}`;
    return { name, place: (uses) => [{ start: statement.startIndex, end: statement.startIndex, newText: line }, ...uses] };
  }
  // The body of an arrow function: it becomes a block that returns the expression.
  if (hasLongTemplate(statement)) return 'the function has no block to declare a limiter in';
  const outer = indentationAt(source.text, statement.parent?.startIndex ?? statement.startIndex);
  const own = indentationAt(source.text, statement.startIndex);
  const place = (uses: readonly TextEdit[]): TextEdit[] => {
    const body = slicedWith(source.text, statement.startIndex, statement.endIndex, uses);
    const lines = ['{', `${outer}${indent}${declaration}`, `${outer}${indent}return ${reindented(body, own, outer + indent)}${end}`, `${outer}}`];
    const from = /\s*$/.exec(source.text.slice(0, statement.startIndex))?.index ?? statement.startIndex;
    return [{ start: from, end: statement.endIndex, newText: ` ${lines.join(newline)}` }];
  };
  return { name, place };
}

/** The statement a node stands in, or the expression that is the whole body of its arrow function. */
function statementOf(node: Node): Node | undefined {
  for (let at: Node = node; at.parent !== null; at = at.parent) {
    if (blocks.has(at.parent.type)) return at.type === 'export_statement' ? undefined : at;
    if (at.parent.type === 'arrow_function' && field(at.parent, 'body')?.id === at.id) return at;
    if (functionTypes.has(at.type)) return undefined;
  }
  return undefined;
}

const hasLongTemplate = (node: Node) => node.descendantsOfType('template_string').some((template) => template?.text.includes('\n'));

/** `limit`, unless that means something here. */
function nameFor(statement: Node, source: ScriptSource): string {
  const unit = ancestorOf(statement, functionTypes) ?? source.tree.rootNode;
  const isFree = (name: string) => source.scopes.lookup(name, statement) === undefined && placesOf(name, source.text, unit.startIndex, unit.endIndex).length === 0;
  return ['limit', 'limiter', 'limited'].find(isFree) ?? 'concurrencyLimit';
}
