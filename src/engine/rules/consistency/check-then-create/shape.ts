import { awaitOf } from '../../../facts/javascript/calls';
import { patternIdentifiers } from '../../../facts/javascript/scope';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { Race } from './race';

/** How the code around a creation uses its result. */
export interface Shape {
  readonly statement: Node;
  /** `await create()`, `const user = await create()`, `user = await create()`, `return create()`. */
  readonly kind: 'alone' | 'declares' | 'assigns' | 'returns';
  /** The name or pattern the result is kept under. */
  readonly target: Node | undefined;
}

/** @returns undefined where the creation is part of a larger expression. */
export function shapeOf(call: Node): Shape | undefined {
  const value = awaitOf(call) ?? call;
  const isAwaited = value.id !== call.id;
  const outer = value.parent;
  switch (outer?.type) {
    case 'expression_statement':
      return isAwaited ? { statement: outer, kind: 'alone', target: undefined } : undefined;
    case 'return_statement':
      return { statement: outer, kind: 'returns', target: undefined };
    case 'variable_declarator': {
      const declaration = outer.parent;
      const isOnly = declaration !== null && namedChildren(declaration).length === 1 && isAwaited;
      return isOnly ? { statement: declaration, kind: 'declares', target: field(outer, 'name') } : undefined;
    }
    case 'assignment_expression':
      return outer.parent?.type === 'expression_statement' && isAwaited ? { statement: outer.parent, kind: 'assigns', target: field(outer, 'left') } : undefined;
    default:
      return undefined;
  }
}

/** What the code does when the record exists: the statements of the branch that leaves. */
export interface Exit {
  readonly statements: readonly Node[];
  /** It is one `throw`. */
  readonly throws: boolean;
}

/** @returns undefined where the branch reads the record that was found: there is none to read on a conflict. */
export function exitOf({ guard, reader }: Race): Exit | undefined {
  const consequence = guard.kind === 'exit' ? field(guard.node, 'consequence') : undefined;
  const holder = reader.nameDeclarator();
  const target = holder === undefined ? undefined : (field(holder, 'name') ?? field(holder, 'left'));
  if (consequence === undefined || field(guard.node, 'alternative') !== undefined) return undefined;
  const statements = consequence.type === 'statement_block' ? namedChildren(consequence) : [consequence];
  const names = new Set(target === undefined ? [] : patternIdentifiers(target).map(({ text }) => text));
  const isRead = consequence.descendantsOfType(['identifier', 'shorthand_property_identifier']).some((node) => node !== null && names.has(node.text));
  return isRead ? undefined : { statements, throws: statements.length === 1 && statements[0]?.type === 'throw_statement' };
}

/** The branch for a record that exists does something too: a conflict would have to do that. */
export const writesElsewhere = ({ guard }: Race): boolean => field(guard.node, 'consequence') !== undefined && field(guard.node, 'alternative') !== undefined;
