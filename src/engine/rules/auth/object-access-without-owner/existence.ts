import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, type Node } from '../../../syntax/nodes';
import type { Access } from './access';

const declarators: ReadonlySet<string> = new Set(['variable_declarator']);
const branches: ReadonlySet<string> = new Set(['if_statement']);

/** A read whose row the code only asks to be there: nothing of it reaches the sender. */
export function isOnlyExpected({ call, kind }: Access, source: ScriptSource): boolean {
  const site = kind === 'read' ? ancestorOf(call, declarators) : undefined;
  const name = site === undefined ? undefined : field(site, 'name');
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  if (declaration === undefined || declaration.site.id !== site?.id) return false;
  const uses = source.scopes.references(declaration).filter((use) => use.startIndex !== declaration.id.startIndex);
  return uses.length > 0 && uses.every(isPresenceTest);
}

/** `if (!row)`, `if (row === null)`: the condition asks for the row itself, not for anything in it. */
function isPresenceTest(use: Node): boolean {
  const branch = ancestorOf(use, branches);
  const condition = branch === undefined ? undefined : field(branch, 'condition');
  if (condition === undefined || !isInside(use, condition)) return false;
  const outer = use.parent;
  if (outer?.type === 'binary_expression') return /^[!=]==?$/.test(field(outer, 'operator')?.text ?? '') && /\b(?:null|undefined)\b/.test(outer.text);
  return outer?.type === 'unary_expression' ? field(outer, 'operator')?.text === '!' : outer?.id === condition.id;
}
