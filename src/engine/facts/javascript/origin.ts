import { ancestorOf, field, namedChildren, type Node } from '../../syntax/nodes';
import { argumentsOf, calleeOf, holdsAwait, objectOfCall } from './calls';
import type { Declaration, Scopes } from './scope';
import { conventionalOrigins } from './conventions';
import { forwardOf, functionNamed, returnedBy, type Forward } from './forwards';
import type { OpenFile } from './modules';
import { isAsync } from './functions';
import { transactionOf } from './transactions';
import { classTypes, givenTo, hasConstructor, ownMethod, superclassOf } from './classes';
import { extended, importOrigin, isOwnFile, madeOnce, moduleOrigin, narrowestOf, patternPath, step } from './originSteps';
import { stringValue } from './strings';

/**
 * Where a value comes from, as an access path from a module: `await new Pool().connect()` of `pg` is
 * `{module: 'pg', path: ['Pool', 'new', 'connect', '()', 'await']}`. Module '' stands for a global.
 * A default import and the result of `require` are both the module itself (path []), and `node:` is dropped.
 */
export interface Origin {
  readonly module: string;
  readonly path: readonly string[];
  /** What `util.promisify` was given, of what it made of it. */
  readonly promised?: Origin;
}

/** `pg:Pool.new.connect.()`: one string to compare or look up. */
export function originKey(origin: Origin): string {
  return `${origin.module}:${origin.path.join('.')}`;
}

/** Deep enough for any real chain of aliases; stops cycles such as `const a = b, b = a`. */
const maxDepth = 24;

const transparent: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'non_null_expression',
  'as_expression',
  'satisfies_expression',
]);

/** How relative imports are followed: the file they are written in, and what finds the file they mean. */
export interface ImportContext {
  readonly file: string;
  readonly modules: {
    resolve(from: string, origin: Origin): Origin | undefined;
    forward(from: string, origin: Origin): Forward | undefined;
    visit<T>(from: string, specifier: string, see: (file: OpenFile) => T): T | undefined;
    find(from: string, specifier: string): string | undefined;
    isAlias(from: string, specifier: string): boolean;
    remember<T>(key: string, compute: () => T): T;
  };
}

/** Follows imports, aliases, destructuring, class fields and type annotations, and relative imports to their file. */
export class Origins {
  private readonly cache = new Map<number, Origin | undefined>();

  /** @param known answers before anything else is tried, for expressions and the identifiers of parameters. */
  constructor(
    private readonly scopes: Scopes,
    private readonly fragment: boolean,
    private readonly known: (node: Node) => Origin | undefined = () => undefined,
    private readonly imports?: ImportContext,
  ) {}

  /** The origin of an expression; undefined when it is local or cannot be proven. */
  of(node: Node): Origin | undefined {
    return this.followed(this.at(node, 0));
  }

  /** The origin as this file alone tells it: an import of the project's own files is not followed. */
  direct(node: Node): Origin | undefined {
    return this.at(node, 0);
  }

  /** The origin of what `import { name } from 'module'` would bind. */
  imported(module: string, name: string): Origin | undefined {
    return this.followed(step(moduleOrigin(module, []), name));
  }

  /** `originKey` of the expression, or '' when unknown. */
  key(node: Node): string {
    const origin = this.of(node);
    return origin === undefined ? '' : originKey(origin);
  }

  /** The origin of what a call calls. */
  callee(call: Node): Origin | undefined {
    const callee = calleeOf(call);
    return callee === undefined ? undefined : this.of(callee);
  }

  /** Reads the file of the project that a value is imported from; `see` is given the steps from its exports to the value. */
  visit<T>(node: Node, see: (file: OpenFile, path: readonly string[]) => T): T | undefined {
    const origin = this.ownImport(node);
    return origin === undefined ? undefined : this.visitOwn(origin, see);
  }

  /** Where in the project's own files a value is imported from, not followed any further. */
  ownImport(node: Node): Origin | undefined {
    const origin = this.direct(node);
    return origin !== undefined && isOwnFile(origin.module) ? origin : undefined;
  }

  /** `visit` for a value named by where it comes from: `./db:pool`. */
  visitOwn<T>(origin: Origin, see: (file: OpenFile, path: readonly string[]) => T): T | undefined {
    if (this.imports === undefined || !isOwnFile(origin.module)) return undefined;
    return this.imports.modules.visit(this.imports.file, origin.module, (file) => see(file, origin.path));
  }

  /** The file of the project that an import written in one of its files names. */
  locate(from: string, specifier: string): string | undefined {
    return isOwnFile(specifier) || this.imports?.modules.isAlias(from, specifier) === true ? this.imports?.modules.find(from, specifier) : undefined;
  }

  /** What was found out about several files of the project, computed once until one of them changes. */
  remember<T>(key: string, compute: () => T): T {
    return this.imports === undefined ? compute() : this.imports.modules.remember(key, compute);
  }

  /** What a function of this file or an imported one calls in its own place, when it only hands its arguments on. */
  forward(callee: Node): Forward | undefined {
    const origin = this.at(callee, 0);
    if (origin !== undefined && isOwnFile(origin.module)) return this.imports?.modules.forward(this.imports.file, origin);
    const fn = callee.type === 'identifier' ? functionNamed(callee, this.scopes) : ownMethod(callee);
    return fn === undefined ? undefined : forwardOf(fn, { scopes: this.scopes, originOf: (node) => this.of(node) });
  }

  /** A value of another file of the project is known by what that file makes it from. */
  private followed(origin: Origin | undefined): Origin | undefined {
    if (origin === undefined || this.imports === undefined || !isOwnFile(origin.module)) return origin;
    return this.imports.modules.resolve(this.imports.file, origin) ?? origin;
  }

  private at(node: Node, depth: number): Origin | undefined {
    if (depth > maxDepth) return undefined;
    if (this.cache.has(node.id)) return this.cache.get(node.id);
    const origin = this.known(node) ?? this.compute(node, depth);
    this.cache.set(node.id, origin);
    return origin;
  }

  private compute(node: Node, depth: number): Origin | undefined {
    if (transparent.has(node.type)) {
      const inner = namedChildren(node)[0];
      return inner === undefined ? undefined : this.at(inner, depth + 1);
    }
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier':
      case 'shorthand_property_identifier_pattern':
      // The name of a class, in TypeScript.
      case 'type_identifier':
        return this.ofIdentifier(node, depth);
      case 'await_expression': {
        const inner = namedChildren(node)[0];
        return inner === undefined ? undefined : step(this.at(inner, depth + 1), 'await');
      }
      case 'member_expression': {
        const object = field(node, 'object');
        const property = field(node, 'property')?.text;
        if (object === undefined || property === undefined) return undefined;
        return object.type === 'this' ? this.ofField(node, property, depth) : step(this.at(object, depth + 1), property);
      }
      case 'subscript_expression': {
        const object = field(node, 'object');
        const index = field(node, 'index');
        const name = index?.type === 'number' ? index.text : index === undefined ? undefined : stringValue(index);
        return object === undefined || name === undefined ? undefined : step(this.at(object, depth + 1), name);
      }
      case 'call_expression':
        return this.ofCall(node, depth);
      case 'new_expression': {
        const constructor = field(node, 'constructor');
        return constructor === undefined ? undefined : step(this.at(constructor, depth + 1), 'new');
      }
      case 'binary_expression':
        return this.ofSingleton(node, depth);
      default:
        return undefined;
    }
  }

  /** `globalThis.client ?? new Client()`: what is kept on the global object, or in the library's own registry, was made the same way. */
  private ofSingleton(node: Node, depth: number): Origin | undefined {
    const [left, right] = [field(node, 'left'), field(node, 'right')];
    if (left === undefined || right === undefined || !/^(?:\?\?|\|\|)$/.test(field(node, 'operator')?.text ?? '')) return undefined;
    return madeOnce(this.at(left, depth + 1), this.at(right, depth + 1));
  }

  private ofCall(node: Node, depth: number): Origin | undefined {
    const callee = calleeOf(node);
    if (callee === undefined) return undefined;
    const isRequire = callee.type === 'identifier' && callee.text === 'require' && this.scopes.resolve(callee) === undefined;
    if (isRequire || callee.type === 'import') {
      const first = namedChildren(field(node, 'arguments') ?? node)[0];
      const name = first === undefined ? undefined : stringValue(first);
      return name === undefined ? undefined : moduleOrigin(name, callee.type === 'import' ? ['import'] : []);
    }
    const origin = this.ofPromised(node, callee, depth);
    if (origin !== undefined) return origin;
    const result = this.ofLocalResult(callee, depth) ?? step(this.at(callee, depth + 1), '()');
    return holdsAwait(node) ? step(result, 'await') : result;
  }

  /** `promisify(pool.query)`; it or what it is given may be bound to its pool. */
  private ofPromised(call: Node, callee: Node, depth: number): Origin | undefined {
    const object = objectOfCall(call, 'bind');
    const bound = object === undefined ? undefined : this.at(object, depth + 1);
    if (bound?.promised !== undefined) return bound;
    const maker = this.at(callee, depth + 1);
    const given = maker?.module === 'util' && maker.path.join('.') === 'promisify' ? argumentsOf(call)[0] : undefined;
    const origin = given === undefined ? undefined : this.followed(this.at(objectOfCall(given, 'bind') ?? given, depth + 1));
    const made = step(maker, '()');
    return origin === undefined || made === undefined ? undefined : { ...made, promised: origin };
  }

  /** What a function of this file returns, where that is one thing: `getPool()`. */
  private ofLocalResult(callee: Node, depth: number): Origin | undefined {
    const fn = callee.type === 'identifier' ? functionNamed(callee, this.scopes) : undefined;
    const returned = fn === undefined || isAsync(fn) ? undefined : returnedBy(fn);
    const origin = returned === undefined ? undefined : this.at(returned, depth + 1);
    return origin?.module === '' ? undefined : origin;
  }

  private ofIdentifier(node: Node, depth: number): Origin | undefined {
    const declaration = this.scopes.resolve(node);
    if (declaration === undefined) {
      const conventional = this.fragment ? conventionalOrigins.get(node.text) : undefined;
      return conventional ?? { module: '', path: [node.text] };
    }
    return this.ofDeclaration(declaration, depth);
  }

  private ofDeclaration(declaration: Declaration, depth: number): Origin | undefined {
    switch (declaration.kind) {
      case 'import':
        return importOrigin(declaration);
      case 'const':
      case 'let':
      case 'var':
        return this.ofVariable(declaration, depth);
      case 'parameter':
        return this.known(declaration.id) ?? this.ofType(declaration.site, depth) ?? this.ofTransaction(declaration.id, depth);
      case 'class':
        return this.ofClass(declaration.site, depth);
      default:
        return undefined;
    }
  }

  /** A class is what it extends: `class Database extends Pool`. */
  private ofClass(owner: Node, depth: number): Origin | undefined {
    const base = superclassOf(owner);
    const origin = base === undefined ? undefined : this.at(base, depth + 1);
    return origin?.module === '' ? undefined : extended(origin, hasConstructor(owner));
  }

  /** `client.transaction(async (tx) => …)`: the first parameter is the client inside the transaction. */
  private ofTransaction(id: Node, depth: number): Origin | undefined {
    const callee = transactionOf(id);
    return callee === undefined ? undefined : step(this.at(callee, depth + 1), '(tx)');
  }

  private ofVariable(declaration: Declaration, depth: number): Origin | undefined {
    const { site } = declaration;
    const value = field(site, 'value');
    const writes = declaration.kind === 'const' ? [] : this.scopes.writes(declaration);
    const only = value === undefined && writes.length === 1 ? writes[0] : writes.length === 0 ? value : undefined;
    const steps = patternPath(declaration.id, site);
    if (only !== undefined && steps !== undefined) {
      const origin = steps.reduce<Origin | undefined>(step, this.at(only, depth + 1));
      if (origin !== undefined) return origin;
    }
    return this.ofType(site, depth);
  }

  /** The class a type annotation names, as an instance: `pool: Pool`. */
  private ofType(site: Node, depth: number): Origin | undefined {
    const annotation = field(site, 'type');
    const type = annotation === undefined ? undefined : namedChildren(annotation)[0];
    return type === undefined ? undefined : step(this.ofTypeName(type, depth), 'new');
  }

  private ofTypeName(type: Node, depth: number): Origin | undefined {
    switch (type.type) {
      case 'type_identifier': {
        const declaration = this.scopes.lookup(type.text, type);
        // A parameter may share its type's name; values are no types.
        const isType = declaration?.kind === 'import' || declaration?.kind === 'class' || declaration?.kind === 'enum';
        return isType ? this.ofDeclaration(declaration, depth + 1) : undefined;
      }
      case 'nested_type_identifier': {
        const outer = field(type, 'module');
        const name = field(type, 'name')?.text;
        return outer === undefined || name === undefined ? undefined : step(this.at(outer, depth + 1), name);
      }
      case 'generic_type': {
        const name = field(type, 'name');
        return name === undefined ? undefined : this.ofTypeName(name, depth);
      }
      case 'union_type':
        return narrowestOf(namedChildren(type).flatMap((member) => this.ofTypeName(member, depth + 1) ?? []));
      default:
        return undefined;
    }
  }

  /** `this.name`: a field's initialiser or type, a constructor's assignment or parameter property. */
  private ofField(member: Node, name: string, depth: number): Origin | undefined {
    const owner = ancestorOf(member, classTypes);
    const body = owner === undefined ? undefined : field(owner, 'body');
    if (body === undefined) return undefined;
    for (const entry of namedChildren(body)) {
      const label = field(entry, 'name') ?? field(entry, 'property');
      if ((entry.type === 'field_definition' || entry.type === 'public_field_definition') && label?.text === name) {
        const value = field(entry, 'value');
        const origin = value === undefined ? undefined : this.at(value, depth + 1);
        const found = origin ?? this.ofType(entry, depth);
        if (found !== undefined) return found;
      }
      if (entry.type === 'method_definition' && label?.text === 'constructor') {
        const found = this.ofConstructor(entry, name, depth);
        if (found !== undefined) return found;
      }
      if (entry.type === 'method_definition' && label?.text === name) return undefined;
    }
    return owner === undefined ? undefined : step(step(this.ofClass(owner, depth), 'new'), name);
  }

  private ofConstructor(constructor: Node, name: string, depth: number): Origin | undefined {
    const given = givenTo(constructor, name);
    const typed = given?.parameter === undefined ? undefined : this.ofType(given.parameter, depth);
    return typed ?? (given?.value === undefined ? undefined : this.at(given.value, depth + 1));
  }
}
