import { field, namedChildren, walk, type Node, type Tree } from '../../syntax/nodes';

export type DeclarationKind = 'import' | 'const' | 'let' | 'var' | 'parameter' | 'function' | 'class' | 'catch' | 'loop' | 'enum';

export interface Declaration {
  readonly kind: DeclarationKind;
  readonly name: string;
  /** The binding identifier itself. */
  readonly id: Node;
  /**
   * What introduces it: the import statement, variable declarator, parameter list entry, function, class, catch
   * clause or `for … of` statement.
   */
  readonly site: Node;
  /** The scope it lives in. */
  readonly scope: Node;
}

export const loopTypes: ReadonlySet<string> = new Set(['for_statement', 'for_in_statement', 'while_statement', 'do_statement']);

export const functionTypes: ReadonlySet<string> = new Set([
  'function_declaration',
  'function_expression',
  'generator_function_declaration',
  'generator_function',
  'arrow_function',
  'method_definition',
]);

const scopeTypes: ReadonlySet<string> = new Set([
  ...functionTypes,
  'program',
  'statement_block',
  'class_body',
  'class',
  'for_statement',
  'for_in_statement',
  'catch_clause',
  'switch_body',
  'class_static_block',
]);

/** Every identifier a binding pattern introduces: `{a, b: c, ...d}` gives a, c, d. */
export function patternIdentifiers(pattern: Node): Node[] {
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [pattern];
    case 'object_pattern':
    case 'array_pattern':
    case 'rest_pattern':
      return namedChildren(pattern).flatMap(patternIdentifiers);
    case 'pair_pattern':
      return patternOf(pattern, 'value');
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return patternOf(pattern, 'left');
    case 'required_parameter':
    case 'optional_parameter':
      return patternOf(pattern, 'pattern');
    default:
      return [];
  }
}

function patternOf(node: Node, name: string): Node[] {
  const inner = field(node, name);
  return inner === undefined ? [] : patternIdentifiers(inner);
}

const isNamePart = (char: string | undefined) => char !== undefined && /[\w$]/.test(char);

/** Where a name stands in a text by itself, not as a part of a longer one. */
export function placesOf(name: string, text: string, start = 0, end = text.length): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(name, start); at >= 0 && at < end; at = text.indexOf(name, at + name.length)) {
    if (!isNamePart(text[at - 1]) && !isNamePart(text[at + name.length])) found.push(at);
  }
  return found;
}

/** Resolves names to declarations in one tree, lazily and with a cache per scope. */
export class Scopes {
  private readonly uses = new Map<number, Node[]>();

  constructor(
    private readonly tree: Tree,
    private readonly text: string,
  ) {}

  /** The declaration `name` refers to at `at`; undefined when nothing in the file binds it. */
  lookup(name: string, at: Node): Declaration | undefined {
    for (let scope: Node | null = at; scope !== null; scope = scope.parent) {
      if (!scopeTypes.has(scope.type)) continue;
      const found = scope.once(declarationsIn).get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The declaration an identifier refers to. */
  resolve(identifier: Node): Declaration | undefined {
    return this.lookup(identifier.text, identifier);
  }

  /** What one scope itself declares: the program, a function or a block. */
  declarations(scope: Node): Declaration[] {
    return [...scope.once(declarationsIn).values()];
  }

  /** Every identifier that refers to the declaration, its own binding left out, in order of the text. */
  references(declaration: Declaration): readonly Node[] {
    const known = this.uses.get(declaration.id.startIndex) ?? this.findReferences(declaration);
    this.uses.set(declaration.id.startIndex, known);
    return known;
  }

  private findReferences(declaration: Declaration): Node[] {
    const found: Node[] = [];
    const { name, scope } = declaration;
    for (const at of placesOf(name, this.text, scope.startIndex, scope.endIndex)) {
      const node = this.tree.rootNode.descendantForIndex(at, at + name.length);
      if (node === null || node.startIndex !== at || node.endIndex !== at + name.length) continue;
      if (node.type !== 'identifier' && node.type !== 'shorthand_property_identifier') continue;
      if (node.startIndex === declaration.id.startIndex) continue;
      const target = this.resolve(node);
      if (target !== undefined && target.id.startIndex === declaration.id.startIndex) found.push(node);
    }
    return found;
  }

  /** The right-hand sides assigned to the declaration after it was declared; undefined for `x++` and destructuring. */
  writes(declaration: Declaration): (Node | undefined)[] {
    return this.references(declaration).flatMap((reference): (Node | undefined)[] => {
      const parent = reference.parent;
      if (parent === null) return [];
      const isTarget = field(parent, 'left')?.id === reference.id;
      if (parent.type === 'assignment_expression' && isTarget) return [field(parent, 'right')];
      if (parent.type === 'augmented_assignment_expression' && isTarget) return [undefined];
      if (parent.type === 'update_expression') return [undefined];
      return isPatternTarget(reference) ? [undefined] : [];
    });
  }
}

type Add = (kind: DeclarationKind, ids: readonly Node[], site: Node) => void;

/** What one scope itself declares, by name. */
function declarationsIn(scope: Node): ReadonlyMap<string, Declaration> {
  const table = new Map<string, Declaration>();
  collect(scope, (kind, ids, site) => {
    for (const id of ids) if (!table.has(id.text)) table.set(id.text, { kind, name: id.text, id, site, scope });
  });
  return table;
}

function collect(scope: Node, add: Add): void {
  if (functionTypes.has(scope.type)) {
    const single = field(scope, 'parameter');
    if (single !== undefined) add('parameter', patternIdentifiers(single), single);
    const list = field(scope, 'parameters');
    if (list !== undefined) for (const entry of namedChildren(list)) add('parameter', patternIdentifiers(entry), entry);
    if (scope.type === 'function_expression' || scope.type === 'generator_function') addOwnName(scope, 'function', add);
    const body = field(scope, 'body');
    if (body !== undefined) collectVars(body, add);
    return;
  }
  switch (scope.type) {
    case 'catch_clause': {
      const parameter = field(scope, 'parameter');
      if (parameter !== undefined) add('catch', patternIdentifiers(parameter), scope);
      return;
    }
    case 'class':
      addOwnName(scope, 'class', add);
      return;
    case 'for_in_statement': {
      const left = field(scope, 'left');
      if (left !== undefined && field(scope, 'kind') !== undefined) add('loop', patternIdentifiers(left), scope);
      return;
    }
    case 'for_statement': {
      const initializer = field(scope, 'initializer');
      if (initializer !== undefined) collectStatement(initializer, add);
      return;
    }
    case 'switch_body':
      for (const branch of namedChildren(scope)) for (const statement of namedChildren(branch)) collectStatement(statement, add);
      return;
    default:
      for (const statement of namedChildren(scope)) collectStatement(statement, add);
      if (scope.type === 'program') collectVars(scope, add);
  }
}

function addOwnName(node: Node, kind: DeclarationKind, add: Add): void {
  const name = field(node, 'name');
  if (name !== undefined) add(kind, [name], node);
}

function collectStatement(statement: Node, add: Add): void {
  switch (statement.type) {
    case 'import_statement':
      for (const id of importedIdentifiers(statement)) add('import', [id], statement);
      return;
    case 'export_statement': {
      const inner = field(statement, 'declaration');
      if (inner !== undefined) collectStatement(inner, add);
      return;
    }
    case 'lexical_declaration':
    case 'variable_declaration': {
      const kind = statement.type === 'variable_declaration' ? 'var' : field(statement, 'kind')?.text === 'const' ? 'const' : 'let';
      for (const declarator of namedChildren(statement)) {
        const name = field(declarator, 'name');
        if (name !== undefined) add(kind, patternIdentifiers(name), declarator);
      }
      return;
    }
    case 'function_declaration':
    case 'generator_function_declaration':
      addOwnName(statement, 'function', add);
      return;
    case 'class_declaration':
    case 'abstract_class_declaration':
      addOwnName(statement, 'class', add);
      return;
    case 'enum_declaration':
      addOwnName(statement, 'enum', add);
  }
}

/** `var` belongs to the whole function, however deep its block. */
function collectVars(body: Node, add: Add): void {
  if (!body.text.includes('var ')) return;
  walk(body, (node) => {
    if (functionTypes.has(node.type)) return false;
    if (node.type === 'variable_declaration') collectStatement(node, add);
    return true;
  });
}

/** The local names an import statement binds; type-only imports included. */
export function importedIdentifiers(statement: Node): Node[] {
  const found: Node[] = [];
  walk(statement, (node) => {
    switch (node.type) {
      case 'import_specifier': {
        const local = field(node, 'alias') ?? field(node, 'name');
        if (local !== undefined) found.push(local);
        return false;
      }
      case 'namespace_import':
        found.push(...namedChildren(node));
        return false;
      case 'import_require_clause':
        found.push(...namedChildren(node).filter((child) => child.type === 'identifier'));
        return false;
      case 'import_clause':
        found.push(...namedChildren(node).filter((child) => child.type === 'identifier'));
        return true;
      default:
        return true;
    }
  });
  return found;
}

function isPatternTarget(identifier: Node): boolean {
  for (let at = identifier.parent; at !== null; at = at.parent) {
    if (at.type === 'array_pattern' || at.type === 'object_pattern') continue;
    if (at.type === 'pair_pattern' || at.type === 'rest_pattern' || at.type === 'assignment_pattern') continue;
    if (at.type !== 'assignment_expression') return false;
    const left = field(at, 'left');
    return left !== undefined && identifier.startIndex >= left.startIndex && identifier.endIndex <= left.endIndex;
  }
  return false;
}
