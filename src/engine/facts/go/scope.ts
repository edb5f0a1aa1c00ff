import { ancestorOf, field, namedChildren, type Node, type Tree } from '../../syntax/nodes';

export const goFunctionTypes: ReadonlySet<string> = new Set(['function_declaration', 'method_declaration', 'func_literal']);

export interface GoDeclaration {
  readonly kind: 'parameter' | 'receiver' | 'result' | 'short' | 'var' | 'const' | 'range' | 'function' | 'type';
  readonly name: string;
  readonly id: Node;
  /** The parameter, short variable declaration, var spec, range clause or top-level declaration. */
  readonly site: Node;
  /** Which of the values on the right-hand side it takes. */
  readonly index: number;
}

const scopeTypes: ReadonlySet<string> = new Set([
  ...goFunctionTypes,
  'block',
  'source_file',
  'if_statement',
  'for_statement',
  'expression_switch_statement',
  'type_switch_statement',
  'expression_case',
  'default_case',
  'communication_case',
  'type_case',
]);

/** An import of the file: its local name and path. */
export interface GoImport {
  readonly name: string;
  readonly path: string;
  readonly spec: Node;
}

export function enclosingGoFunction(node: Node): Node | undefined {
  return ancestorOf(node, goFunctionTypes);
}

/** The path's last element, a major version (`/v5`), a `go-` prefix and an ending (`.v2`, `.go`) left out as Go tools do. */
function defaultName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? path;
  const base = /^v\d+$/.test(last) ? (parts.at(-2) ?? last) : last;
  return base.replace(/^go-/, '').replace(/\W.*$/, '');
}

/** Resolves names in one Go file: inner scopes first, and only declarations that come before the use. */
export class GoScopes {
  private importList: readonly GoImport[] | undefined;

  constructor(
    private readonly tree: Tree,
    private readonly text: string,
  ) {}

  get imports(): readonly GoImport[] {
    this.importList ??= this.readImports();
    return this.importList;
  }

  lookup(name: string, at: Node): GoDeclaration | undefined {
    for (let scope: Node | null = at; scope !== null; scope = scope.parent) {
      if (!scopeTypes.has(scope.type)) continue;
      const isFile = scope.type === 'source_file';
      const found = scope.once(collect).findLast((entry) => entry.name === name && (isFile || visibleAt(entry, at)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  resolve(identifier: Node): GoDeclaration | undefined {
    return this.lookup(identifier.text, identifier);
  }

  /** Identifiers that refer to the declaration, its own left out, inside `within`. */
  references(declaration: GoDeclaration, within: Node): Node[] {
    const found: Node[] = [];
    const { name } = declaration;
    for (let at = this.text.indexOf(name, within.startIndex); at >= 0 && at < within.endIndex; at = this.text.indexOf(name, at + name.length)) {
      const node = this.tree.rootNode.descendantForIndex(at, at + name.length);
      if (node?.type !== 'identifier' || node.startIndex !== at || node.endIndex !== at + name.length) continue;
      if (node.startIndex !== declaration.id.startIndex && this.resolve(node)?.id.startIndex === declaration.id.startIndex) found.push(node);
    }
    return found;
  }

  /** True when `name` is bound anywhere a new declaration at `at` would meet it: used to pick a free name. */
  isBound(name: string, at: Node): boolean {
    return this.lookup(name, at) !== undefined || this.imports.some((entry) => entry.name === name);
  }

  private readImports(): GoImport[] {
    const specs = namedChildren(this.tree.rootNode)
      .filter((child) => child.type === 'import_declaration')
      .flatMap((declaration) => declaration.descendantsOfType('import_spec'));
    return specs.flatMap((spec) => {
      const path = spec === null ? undefined : field(spec, 'path')?.text.slice(1, -1);
      if (spec === null || path === undefined) return [];
      return [{ name: field(spec, 'name')?.text ?? defaultName(path), path, spec }];
    });
  }
}

/** A name is visible after its statement: in `x := f(x)` the right `x` is the outer one. */
function visibleAt(entry: GoDeclaration, at: Node): boolean {
  const inSite = at.startIndex >= entry.site.startIndex && at.endIndex <= entry.site.endIndex;
  if (entry.kind === 'parameter' || entry.kind === 'receiver' || entry.kind === 'result') return true;
  return entry.site.endIndex <= at.startIndex || (inSite && at.startIndex === entry.id.startIndex);
}

function collect(scope: Node): readonly GoDeclaration[] {
  const found: GoDeclaration[] = [];
  const add = (kind: GoDeclaration['kind'], id: Node | undefined, site: Node, index = 0) => {
    if (id !== undefined && id.text !== '_') found.push({ kind, name: id.text, id, site, index });
  };
  const parameters = (list: Node | undefined, kind: GoDeclaration['kind']) => {
    for (const entry of list === undefined ? [] : namedChildren(list)) {
      if (entry.type !== 'parameter_declaration' && entry.type !== 'variadic_parameter_declaration') continue;
      for (const name of entry.childrenForFieldName('name')) if (name !== null) add(kind, name, entry);
    }
  };
  if (goFunctionTypes.has(scope.type)) {
    parameters(field(scope, 'receiver'), 'receiver');
    parameters(field(scope, 'parameters'), 'parameter');
    const result = field(scope, 'result');
    if (result?.type === 'parameter_list') parameters(result, 'result');
    return found;
  }
  for (const statement of scope.namedChildren) if (statement !== null) collectStatement(statement, add);
  return found;
}

type Add = (kind: GoDeclaration['kind'], id: Node | undefined, site: Node, index?: number) => void;

function collectStatement(statement: Node, add: Add): void {
  switch (statement.type) {
    // Newer grammars wrap a block's statements in a list.
    case 'statement_list':
      for (const child of namedChildren(statement)) collectStatement(child, add);
      return;
    case 'short_var_declaration':
      namedChildren(field(statement, 'left') ?? statement).forEach((id, index) => {
        if (id.type === 'identifier') add('short', id, statement, index);
      });
      return;
    case 'var_declaration':
      for (const spec of statement.descendantsOfType('var_spec')) {
        if (spec !== null) spec.childrenForFieldName('name').forEach((id, index) => add('var', id ?? undefined, spec, index));
      }
      return;
    case 'const_declaration':
      for (const spec of namedChildren(statement)) {
        spec.childrenForFieldName('name').forEach((id, index) => add('const', id ?? undefined, spec, index));
      }
      return;
    case 'range_clause': {
      const left = field(statement, 'left');
      if (left !== undefined) namedChildren(left).forEach((id, index) => add('range', id, statement, index));
      return;
    }
    case 'for_clause': {
      const initializer = field(statement, 'initializer');
      if (initializer !== undefined) collectStatement(initializer, add);
      return;
    }
    case 'function_declaration':
      add('function', field(statement, 'name'), statement);
      return;
    case 'type_declaration':
      for (const spec of namedChildren(statement)) add('type', field(spec, 'name'), spec);
  }
}
