import type { GoDeclaration } from '../../../../facts/go/scope';
import { removeLines } from '../../../../fix/lines';
import type { GoSource } from '../../../../source';
import { field, isInside, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import type { TextEdit } from '../../../../text/edits';
import { refuse, type Refusal } from '../refusal';
import type { GoRace } from './find';
import type { GoShape } from './shape';

/** What becomes of the variables the check uses. */
export interface Scanned {
  /** The branch for a row that was found reads what the check scanned. */
  readonly readsFound: boolean;
  /** Variables that only the check used are no longer declared: Go does not compile with one. */
  readonly edits: readonly TextEdit[];
}

export function scannedVariables(shape: GoShape, race: GoRace, source: GoSource): Scanned | Refusal {
  const { read } = shape.check;
  const filled = variablesIn(field(read.scan, 'arguments') ?? read.scan, source);
  const usesOf = (declaration: GoDeclaration) => source.scopes.references(declaration, race.fn);
  const isInFound = (use: Node) => shape.foundPart !== undefined && isInside(use, shape.foundPart);
  // The branch for a missing row stands inside the check's own `if`, and stays.
  const kept = [shape.insert.statement, ...(shape.insert.failureStatement === undefined ? [] : [shape.insert.failureStatement]), ...shape.prelude, ...shape.work, ...shape.rest];
  const isIn = (use: Node, statements: readonly Node[]) => statements.some((statement) => isInside(use, statement));
  const isInCheck = (use: Node) => isIn(use, shape.checkStatements) && !isIn(use, kept);
  for (const declaration of filled) {
    const uses = usesOf(declaration);
    const isRead = uses.some((use) => !isInFound(use) && !isInCheck(use));
    const isRefilled = uses.some((use) => isInside(use, shape.insert.assignment)) || declaration.kind === 'parameter' || declaration.kind === 'result';
    if (isRead && !isRefilled) return refuse("The check's result is also used after the check.");
  }
  // What a parameter points to, and a named result, are read by the caller.
  const isLocal = ({ kind, id }: GoDeclaration) => (kind === 'var' || kind === 'short') && isInside(id, race.fn);
  const readsFound = filled.some((declaration) => !isLocal(declaration) || usesOf(declaration).some(isInFound));
  // Moved to the branch for a row that exists, the check keeps what it uses; so does an INSERT that only changes places.
  if (readsFound || (shape.foundPart === undefined && race.insert.method === 'QueryRow')) return { readsFound, edits: [] };
  const used = shape.checkStatements.flatMap((statement) => variablesIn(statement, source));
  const orphans = new Map(used.filter((declaration) => isLocal(declaration) && !isIn(declaration.id, shape.checkStatements) && usesOf(declaration).every(isInCheck)).map((declaration) => [declaration.id.startIndex, declaration]));
  const statements = [...orphans.values()].map(({ site }) => declaringStatement(site));
  if (!statements.every((statement) => statement !== undefined)) return refuse("The check's variable is declared together with others.");
  return { readsFound, edits: statements.map((statement) => removeLines(source.text, statement.startIndex, statement.endIndex)) };
}

/** Variables an expression or statement names. */
function variablesIn(node: Node, source: GoSource): GoDeclaration[] {
  const declarations: GoDeclaration[] = [];
  walk(node, (each) => {
    const declaration = each.type === 'identifier' ? source.scopes.resolve(each) : undefined;
    if (declaration !== undefined) declarations.push(declaration);
    return true;
  });
  return declarations;
}

/** The statement that declares one variable and nothing else. */
function declaringStatement(site: Node): Node | undefined {
  if (site.type === 'short_var_declaration') return namedChildren(field(site, 'left') ?? site).length === 1 ? site : undefined;
  const declaration = site.type === 'var_spec' && site.parent?.type === 'var_declaration' ? site.parent : undefined;
  return declaration !== undefined && site.childrenForFieldName('name').length === 1 ? declaration : undefined;
}
