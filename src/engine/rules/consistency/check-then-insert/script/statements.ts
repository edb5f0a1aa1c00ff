import type { ScriptSource } from '../../../../source';
import { leadStart } from '../../../../fix/javascript/leadStart';
import { removeLines } from '../../../../fix/lines';
import { indentationAt, styleOf } from '../../../../fix/style';
import { field, isInside, walk, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { declaredNames, declaredValue, type Shape } from './shape';

/** Removes statements that stand together, with the comments above them. */
export function removeStatements(statements: readonly Node[], source: ScriptSource): TextEdit[] {
  const [first] = statements;
  const last = statements.at(-1);
  return first === undefined || last === undefined ? [] : [removeLines(source.text, leadStart(first, source), last.endIndex)];
}

/** Puts a statement where the check stood, so that it runs just before the decision. */
export function placeBeforeGuard({ select, derived, guard }: Shape, text: string, source: ScriptSource): TextEdit[] {
  const { newline } = styleOf(source.text);
  const removed = derived.map((statement) => removeLines(source.text, statement.startIndex, statement.endIndex));
  if (select !== undefined && isFollowedBy(select, derived, guard)) return [{ start: select.startIndex, end: select.endIndex, newText: text }, ...removed];
  if (select !== undefined) removed.push(removeLines(source.text, leadStart(select, source), select.endIndex));
  const at = leadStart(guard, source);
  return [{ start: at, end: at, newText: text + newline + indentationAt(source.text, guard.startIndex) }, ...removed];
}

function isFollowedBy(select: Node, derived: readonly Node[], guard: Node): boolean {
  const own = new Set(derived.map(({ id }) => id));
  for (let at = select.nextNamedSibling; at !== null && at.id !== guard.id; at = at.nextNamedSibling) {
    if (at.type !== 'comment' && !own.has(at.id)) return false;
  }
  return true;
}

/** Constants that only the check used: its SQL, its parameters. They go with it. */
export function removeOrphans({ select, derived, guard, readsFound }: Shape, source: ScriptSource): TextEdit[] {
  if (select === undefined || readsFound) return [];
  const gone = [select, ...derived];
  const condition = field(guard, 'condition');
  const isGone = (node: Node) => gone.some((statement) => isInside(node, statement)) || (condition !== undefined && isInside(node, condition));
  const found = new Map<number, Node>();
  walk(select, (node) => {
    const declaration = node.type === 'identifier' || node.type === 'shorthand_property_identifier' ? source.scopes.resolve(node) : undefined;
    const statement = declaration?.kind === 'const' && declaration.id.parent?.id === declaration.site.id ? declaration.site.parent : null;
    if (declaration === undefined || statement == null || isGone(declaration.id)) return true;
    const isOwn = declaredNames(statement).length === 1 && statement.parent?.type !== 'export_statement';
    const isPlain = /^(?:string|template_string|array|object|binary_expression)$/.test(declaredValue(statement)?.type ?? '');
    if (isOwn && isPlain && source.scopes.references(declaration).every(isGone)) found.set(statement.id, statement);
    return true;
  });
  return [...found.values()].flatMap((statement) => removeStatements([statement], source));
}
