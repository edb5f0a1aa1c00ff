import { argumentsOf, awaitOf } from '../../../facts/javascript/calls';
import type { DataCall } from '../../../facts/javascript/dataCalls';
import { unwrapped } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import { and, exactly, found, missing, not, or, unknown, type Outcome } from '../check-then-insert/outcome';

type Part = 'record' | 'list' | 'count';

/** What a name or an expression holds of a query's result. */
export class FoundReader {
  constructor(
    readonly query: DataCall,
    private readonly source: ScriptSource,
  ) {}

  /** Reads a condition as a statement about what the query found. */
  outcome(condition: Node | undefined): Outcome {
    if (condition === undefined) return unknown;
    const node = unwrapped(condition);
    if (node.type === 'unary_expression') return field(node, 'operator')?.text === '!' ? not(this.outcome(field(node, 'argument'))) : unknown;
    if (node.type === 'call_expression' && field(node, 'function')?.text === 'Boolean') return this.outcome(argumentsOf(node)[0]);
    if (node.type === 'binary_expression') return this.ofBinary(node);
    const part = this.partOf(node);
    return part === 'record' || part === 'count' ? exactly(found) : unknown;
  }

  /** Whether an expression is the record itself, or a list of them. */
  partOf(expression: Node): Part | undefined {
    const node = unwrapped(expression);
    if (node.id === awaitOf(this.query.call)?.id) return this.whole();
    if (node.type === 'identifier') return this.ofName(node);
    const object = node.type === 'member_expression' || node.type === 'subscript_expression' ? field(node, 'object') : undefined;
    const outer = object === undefined ? undefined : this.partOf(object);
    if (outer !== 'list') return undefined;
    if (node.type === 'subscript_expression') return field(node, 'index')?.text === '0' ? 'record' : undefined;
    return field(node, 'property')?.text === 'length' ? 'count' : undefined;
  }

  /** The name the whole result is kept under, or the first of its rows. */
  nameDeclarator(): Node | undefined {
    const outer = awaitOf(this.query.call)?.parent;
    return outer?.type === 'variable_declarator' || outer?.type === 'assignment_expression' ? outer : undefined;
  }

  private whole(): Part {
    if (this.query.operation === 'count') return 'count';
    const isList = this.query.operation === 'findMany' || (this.query.library === 'drizzle' && this.query.method.startsWith('select'));
    return isList ? 'list' : 'record';
  }

  private ofName(name: Node): Part | undefined {
    const holder = this.nameDeclarator();
    const target = holder === undefined ? undefined : field(holder, holder.type === 'variable_declarator' ? 'name' : 'left');
    const declaration = this.source.scopes.resolve(name);
    if (holder === undefined || target === undefined || declaration === undefined) return undefined;
    const isFirst = target.type === 'array_pattern';
    const bound = isFirst ? namedChildren(target)[0] : target;
    if (bound === undefined || (bound.id !== declaration.id.id && this.source.scopes.resolve(bound)?.id.id !== declaration.id.id)) return undefined;
    // Another value given in between says something else.
    const isOverwritten = this.source.scopes.references(declaration).some((reference) => reference.startIndex > holder.endIndex && reference.endIndex < name.startIndex && isTarget(reference));
    if (isOverwritten) return undefined;
    return isFirst ? (this.whole() === 'list' ? 'record' : undefined) : this.whole();
  }

  private ofBinary(node: Node): Outcome {
    const [left, right] = [field(node, 'left'), field(node, 'right')];
    const operator = field(node, 'operator')?.text ?? '';
    if (left === undefined || right === undefined) return unknown;
    if (operator === '&&') return and(this.outcome(left), this.outcome(right));
    if (operator === '||') return or(this.outcome(left), this.outcome(right));
    const part = this.partOf(left);
    const other = unwrapped(right);
    if (part === 'record' && (other.type === 'null' || other.type === 'undefined') && /^[!=]==?$/.test(operator)) return exactly(operator.startsWith('!') ? found : missing);
    if (part !== 'count' || other.type !== 'number') return unknown;
    const compared = `${operator}${other.text}`;
    if (/^(?:>0|>=1|!==?0|={2,3}1)$/.test(compared)) return exactly(found);
    return /^(?:={2,3}0|<1|<=0)$/.test(compared) ? exactly(missing) : unknown;
  }
}

/** `x = …`, `[x] = …`, `x++`. */
function isTarget(reference: Node): boolean {
  let at = reference;
  while (at.parent !== null && /_pattern$/.test(at.parent.type)) at = at.parent;
  const outer = at.parent;
  if (outer?.type === 'update_expression') return true;
  return outer?.type.endsWith('assignment_expression') === true && field(outer, 'left')?.id === at.id;
}
