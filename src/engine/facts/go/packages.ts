import { field, namedChildren, type Tree } from '../../syntax/nodes';
import { parentDir, type Project } from '../project/project';
import { GoOrigins, type GoOrigin } from './origin';
import { GoScopes } from './scope';

/** What a package-level declaration of one file says, as far as its origin is known. */
interface FileFacts {
  /** Struct types: the origin of each field. */
  readonly structs: ReadonlyMap<string, ReadonlyMap<string, GoOrigin>>;
  /** Package variables. */
  readonly variables: ReadonlyMap<string, GoOrigin>;
}

export interface GoModule {
  /** The folder of go.mod. */
  readonly dir: string;
  readonly path: string;
}

const nothing: FileFacts = { structs: new Map(), variables: new Map() };

/** Follows what a file uses of its own package, and of the other packages of its module, to the file that declares it. */
export class GoPackages {
  private readonly files = new Map<string, FileFacts>();
  private readonly modules = new Map<string, GoModule | undefined>();
  /** The files of a folder that may declare a name. */
  private readonly declaring = new Map<string, readonly string[]>();

  constructor(
    private readonly project: Project,
    /** Parses a file now; undefined when the grammar is not loaded, or time ran out. */
    private readonly parse: (text: string) => Tree | undefined,
  ) {}

  /** The origin of a field of a struct that another file of the package declares. */
  fieldOf(file: string, struct: string, name: string): GoOrigin | undefined {
    return this.first(parentDir(file), file, new RegExp(`^type ${struct} struct\\b`, 'm'), (facts) => facts.structs.get(struct)?.get(name));
  }

  /** The origin of a variable that another file of the package declares. */
  variableOf(file: string, name: string): GoOrigin | undefined {
    return this.variableIn(parentDir(file), file, name);
  }

  /** The origin of a variable of another package of the same module: `database.DB`. */
  imported(file: string, { module, path: [name, ...rest] }: GoOrigin): GoOrigin | undefined {
    const dir = name === undefined || !/^[A-Z]/.test(name) ? undefined : this.dirOf(file, module);
    const found = dir === undefined || name === undefined ? undefined : this.variableIn(dir, file, name);
    return found === undefined ? undefined : { module: found.module, path: [...found.path, ...rest] };
  }

  private variableIn(dir: string | undefined, file: string, name: string): GoOrigin | undefined {
    // In a `var ( … )` the name stands alone at the start of its line.
    return this.first(dir, file, new RegExp(`^(?:var\\s+|\\s+)${name}\\b`, 'm'), (facts) => facts.variables.get(name));
  }

  private first<T>(dir: string | undefined, own: string, declares: RegExp, read: (facts: FileFacts) => T | undefined): T | undefined {
    if (dir === undefined) return undefined;
    for (const file of this.filesWith(dir, declares)) {
      const found = file === own ? undefined : read(this.factsOf(file));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private filesWith(dir: string, declares: RegExp): readonly string[] {
    const key = `${dir}\0${declares.source}`;
    const known = this.declaring.get(key);
    if (known !== undefined) return known;
    const names = this.project.names(dir).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
    const found = names.map((name) => `${dir}/${name}`).filter((file) => declares.test(this.project.read(file) ?? ''));
    this.declaring.set(key, found);
    return found;
  }

  /** Where a package of the file's own module lies. */
  private dirOf(file: string, importPath: string): string | undefined {
    const own = this.moduleAt(parentDir(file));
    return own !== undefined && importPath.startsWith(`${own.path}/`) ? own.dir + importPath.slice(own.path.length) : undefined;
  }

  /** The folder of a package of a module that is known already; undefined for every other. */
  folderOf(importPath: string): string | undefined {
    for (const own of this.modules.values()) if (own !== undefined && `${importPath}/`.startsWith(`${own.path}/`)) return own.dir + importPath.slice(own.path.length);
    return undefined;
  }

  /** The module a folder belongs to. */
  moduleAt(dir: string | undefined): GoModule | undefined {
    if (dir === undefined) return undefined;
    if (this.modules.has(dir)) return this.modules.get(dir);
    const path = /^module\s+"?([^\s"]+)/m.exec(this.project.read(`${dir}/go.mod`) ?? '')?.[1];
    const found = path === undefined ? this.moduleAt(parentDir(dir)) : { dir, path };
    this.modules.set(dir, found);
    return found;
  }

  private factsOf(file: string): FileFacts {
    const known = this.files.get(file);
    if (known !== undefined) return known;
    const text = this.project.read(file) ?? '';
    const tree = this.parse(text);
    const facts = tree === undefined ? nothing : factsIn(tree, text);
    tree?.delete();
    this.files.set(file, facts);
    return facts;
  }
}

function factsIn(tree: Tree, text: string): FileFacts {
  const origins = new GoOrigins(tree, new GoScopes(tree, text));
  const structs = new Map<string, Map<string, GoOrigin>>();
  const variables = new Map<string, GoOrigin>();
  for (const declaration of namedChildren(tree.rootNode)) {
    if (declaration.type === 'type_declaration') {
      for (const spec of namedChildren(declaration)) {
        const name = field(spec, 'name')?.text;
        const type = field(spec, 'type');
        if (name !== undefined && type?.type === 'struct_type') structs.set(name, fieldsIn(type, origins));
      }
    } else if (declaration.type === 'var_declaration') {
      for (const spec of declaration.descendantsOfType('var_spec')) {
        for (const id of spec?.childrenForFieldName('name') ?? []) {
          const origin = id === null ? undefined : origins.of(id);
          if (id !== null && origin !== undefined) variables.set(id.text, origin);
        }
      }
    }
  }
  return { structs, variables };
}

function fieldsIn(type: Parameters<GoOrigins['of']>[0], origins: GoOrigins): Map<string, GoOrigin> {
  const fields = new Map<string, GoOrigin>();
  for (const entry of type.descendantsOfType('field_declaration')) {
    const fieldType = entry === null ? undefined : field(entry, 'type');
    const origin = fieldType === undefined ? undefined : origins.ofType(fieldType);
    if (entry === null || origin === undefined) continue;
    for (const name of entry.childrenForFieldName('name')) if (name !== null) fields.set(name.text, { module: origin.module, path: [...origin.path, 'new'] });
  }
  return fields;
}
