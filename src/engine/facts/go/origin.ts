import { field, namedChildren, type Node, type Tree } from '../../syntax/nodes';
import { conventionalPackages } from './conventions';
import { goFunctionTypes, type GoDeclaration, type GoScopes } from './scope';

/**
 * Where a Go value comes from, as an access path from a package: the pool in `pool, err := pgxpool.New(ctx, url)` is
 * `github.com/jackc/pgx/v5/pgxpool:New.()`, a value declared with a type is `…/pgxpool:Pool.new`, and the second
 * result of a call is `().1`. Pointers are looked through.
 */
export interface GoOrigin {
  readonly module: string;
  readonly path: readonly string[];
}

/** What other files of the module declare. */
export interface GoFileContext {
  readonly file: string;
  readonly packages: {
    fieldOf(file: string, struct: string, name: string): GoOrigin | undefined;
    variableOf(file: string, name: string): GoOrigin | undefined;
    imported(file: string, origin: GoOrigin): GoOrigin | undefined;
  };
}

const maxDepth = 24;

export class GoOrigins {
  private structs: ReadonlyMap<string, Node> | undefined;

  constructor(
    private readonly tree: Tree,
    private readonly scopes: GoScopes,
    private readonly fragment = false,
    private readonly context?: GoFileContext,
  ) {}

  of(node: Node): GoOrigin | undefined {
    const origin = this.at(node, 0);
    return origin === undefined ? undefined : (this.context?.packages.imported(this.context.file, origin) ?? origin);
  }

  /** `module:path.steps`, or '' when unknown. */
  key(node: Node): string {
    const origin = this.of(node);
    return origin === undefined ? '' : `${origin.module}:${origin.path.join('.')}`;
  }

  /** The imported type a type expression names, pointers looked through: `*pgxpool.Pool`. */
  ofType(type: Node): GoOrigin | undefined {
    switch (type.type) {
      case 'pointer_type':
      case 'parenthesized_type':
      case 'generic_type': {
        const inner = field(type, 'type') ?? namedChildren(type)[0];
        return inner === undefined ? undefined : this.ofType(inner);
      }
      case 'qualified_type': {
        const module = this.importPath(field(type, 'package')?.text);
        const name = field(type, 'name')?.text;
        return module === undefined || name === undefined ? undefined : { module, path: [name] };
      }
      default:
        return undefined;
    }
  }

  private at(node: Node, depth: number): GoOrigin | undefined {
    if (depth > maxDepth) return undefined;
    switch (node.type) {
      case 'parenthesized_expression':
      case 'unary_expression': {
        const inner = field(node, 'operand') ?? namedChildren(node)[0];
        return inner === undefined ? undefined : this.at(inner, depth + 1);
      }
      case 'identifier':
        return this.ofIdentifier(node, depth);
      case 'composite_literal': {
        const type = field(node, 'type');
        return type === undefined ? undefined : step(this.ofType(type), 'new');
      }
      case 'call_expression': {
        const callee = field(node, 'function');
        if (callee === undefined) return undefined;
        return this.ofLocalResult(callee) ?? step(this.at(callee, depth + 1), '()');
      }
      // `gobreaker.NewCircuitBreaker[T](…)`: the grammar cannot tell a generic call from a conversion.
      case 'type_conversion_expression': {
        const type = field(node, 'type');
        return type === undefined ? undefined : step(this.ofType(type), '()');
      }
      case 'type_instantiation_expression': {
        const inner = namedChildren(node)[0];
        return inner === undefined ? undefined : this.at(inner, depth + 1);
      }
      case 'selector_expression': {
        const operand = field(node, 'operand');
        const name = field(node, 'field')?.text;
        if (operand === undefined || name === undefined) return undefined;
        if (operand.type === 'identifier' && this.scopes.resolve(operand) === undefined) {
          const module = this.importPath(operand.text);
          if (module !== undefined) return { module, path: [name] };
        }
        return this.ofStructField(operand, name, depth) ?? step(this.at(operand, depth + 1), name);
      }
      default:
        return undefined;
    }
  }

  /** What a function of this file says it returns first: `func newPool() (*pgxpool.Pool, error)`. */
  private ofLocalResult(callee: Node): GoOrigin | undefined {
    const declaration = callee.type === 'identifier' ? this.scopes.resolve(callee) : undefined;
    const result = declaration?.kind === 'function' ? field(declaration.site, 'result') : undefined;
    const first = result?.type === 'parameter_list' ? namedChildren(result)[0] : result;
    const type = first?.type === 'parameter_declaration' ? field(first, 'type') : first;
    return type === undefined ? undefined : step(this.ofType(type), 'new');
  }

  private ofIdentifier(node: Node, depth: number): GoOrigin | undefined {
    const declaration = this.scopes.resolve(node);
    return declaration === undefined ? this.context?.packages.variableOf(this.context.file, node.text) : this.ofDeclaration(declaration, depth);
  }

  private ofDeclaration(declaration: GoDeclaration, depth: number): GoOrigin | undefined {
    const { site, index } = declaration;
    switch (declaration.kind) {
      case 'parameter':
      case 'result':
      case 'receiver': {
        const type = field(site, 'type');
        return type === undefined ? undefined : step(this.ofType(type), 'new');
      }
      case 'var': {
        const type = field(site, 'type');
        if (type !== undefined) return step(this.ofType(type), 'new');
        return this.ofValue(field(site, 'value'), index, depth);
      }
      case 'short':
        return this.ofValue(field(site, 'right'), index, depth);
      default:
        return undefined;
    }
  }

  private ofValue(list: Node | undefined, index: number, depth: number): GoOrigin | undefined {
    if (list === undefined) return undefined;
    const values = namedChildren(list);
    if (values.length > 1) {
      const value = values[index];
      return value === undefined ? undefined : this.at(value, depth + 1);
    }
    const [only] = values;
    const origin = only === undefined ? undefined : this.at(only, depth + 1);
    return index === 0 ? origin : step(origin, String(index));
  }

  /** `s.pool` where `s` is a value of a struct declared in this file. */
  private ofStructField(operand: Node, name: string, depth: number): GoOrigin | undefined {
    if (operand.type !== 'identifier' || depth > maxDepth) return undefined;
    const declaration = this.scopes.resolve(operand);
    const type = declaration === undefined ? undefined : this.localTypeOf(declaration);
    const struct = type === undefined ? undefined : this.structTypes().get(type);
    if (type !== undefined && struct === undefined) return this.context?.packages.fieldOf(this.context.file, type, name);
    for (const entry of struct === undefined ? [] : struct.descendantsOfType('field_declaration')) {
      if (entry === null) continue;
      const names = entry.childrenForFieldName('name').map((id) => id?.text);
      const fieldType = field(entry, 'type');
      if (names.includes(name) && fieldType !== undefined) return step(this.ofType(fieldType), 'new');
    }
    return undefined;
  }

  /** The name of the local struct type a variable has, where its declaration says so. */
  localTypeOf(declaration: GoDeclaration): string | undefined {
    const { site, index } = declaration;
    const written = field(site, 'type');
    if (written !== undefined) return localTypeName(written);
    const list = field(site, declaration.kind === 'short' ? 'right' : 'value');
    const value = list === undefined ? undefined : namedChildren(list)[index];
    const literal = value?.type === 'unary_expression' ? field(value, 'operand') : value;
    const type = literal?.type === 'composite_literal' ? field(literal, 'type') : undefined;
    return type === undefined ? undefined : localTypeName(type);
  }

  private structTypes(): ReadonlyMap<string, Node> {
    if (this.structs === undefined) {
      const specs = this.tree.rootNode.descendantsOfType('type_spec');
      this.structs = new Map(
        specs.flatMap((spec): [string, Node][] => {
          const name = spec === null ? undefined : field(spec, 'name')?.text;
          const type = spec === null ? undefined : field(spec, 'type');
          return name !== undefined && type?.type === 'struct_type' ? [[name, type]] : [];
        }),
      );
    }
    return this.structs;
  }

  private importPath(name: string | undefined): string | undefined {
    if (name === undefined) return undefined;
    const imported = this.scopes.imports.find((entry) => entry.name === name)?.path;
    return imported ?? (this.fragment ? conventionalPackages.get(name) : undefined);
  }
}

function step(origin: GoOrigin | undefined, name: string): GoOrigin | undefined {
  return origin === undefined ? undefined : { module: origin.module, path: [...origin.path, name] };
}

/** The name of the package's own type that a type expression names, pointers looked through. */
export function localTypeName(type: Node): string | undefined {
  if (type.type === 'type_identifier') return type.text;
  if (type.type !== 'pointer_type' && type.type !== 'generic_type') return undefined;
  const inner = field(type, 'type') ?? namedChildren(type)[0];
  return inner === undefined ? undefined : localTypeName(inner);
}

/** The type a Go function's or method's parameter has, by its imported path: `net/http:Request`. */
export function parameterOfType(fn: Node, key: string, origins: GoOrigins): Node | undefined {
  const list = goFunctionTypes.has(fn.type) ? field(fn, 'parameters') : undefined;
  for (const entry of list === undefined ? [] : namedChildren(list)) {
    const type = field(entry, 'type');
    const origin = type === undefined ? undefined : origins.ofType(type);
    if (origin !== undefined && `${origin.module}:${origin.path.join('.')}` === key) return field(entry, 'name');
  }
  return undefined;
}
