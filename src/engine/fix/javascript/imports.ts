import { isBuiltin } from '../../facts/javascript/builtins';
import { originKey, type Origin } from '../../facts/javascript/origin';
import type { Declaration } from '../../facts/javascript/scope';
import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { indentationAt } from '../style';
import { insertAfterImports } from './insertStatements';
import { moduleLinks, moduleStyle, requiredModule, type ModuleLink, type ModuleStyle } from './moduleSyntax';
import { freeName, isTaken } from './names';

/** What a fix needs to refer to. */
export interface ImportWish {
  /** Without `node:`; `fs/promises` also means `require('fs').promises`. */
  readonly module: string;
  /** The export's name, `default`, or `*` for the module itself. */
  readonly name: string;
  /** The local name to bind when the file has none yet. */
  readonly preferred?: string;
  /** Where it will be used: a binding that is shadowed there is not reused. */
  readonly at?: Node;
}

export interface ImportedName {
  /** What to write: `readFile`, or `fsp.readFile` where the file already holds the module as `fsp`. */
  readonly local: string;
  readonly edits: readonly TextEdit[];
}

export interface ImportedNames {
  /** What to write for each wish, in the order asked for. */
  readonly locals: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** A wish that no binding of the file fulfils, with the name it gets. */
interface Missing {
  readonly want: ImportWish;
  readonly local: string;
}

/**
 * Makes an export usable in the file: by a binding it already has, else by extending an import of the same module,
 * else by a new import in the file's own style. In a fragment nothing is imported.
 */
export function ensureImport(source: ScriptSource, want: ImportWish): ImportedName {
  const { locals, edits } = ensureImports(source, [want]);
  return { local: locals[0] ?? want.name, edits };
}

/** `ensureImport` for several exports at once: those of one module share an import, and the edits fit together. */
export function ensureImports(source: ScriptSource, wants: readonly ImportWish[]): ImportedNames {
  const known = wants.map((want) => boundName(source, want) ?? (source.fragment ? conventionalName(source, want) : undefined));
  const missing = wants.flatMap((want, i): Missing[] => (known[i] === undefined ? [{ want, local: localFor(source, want) }] : []));
  const links = moduleLinks(source);
  const style = moduleStyle(source, links);
  const edits: TextEdit[] = [];
  const statements: string[] = [];
  const locals = new Map<ImportWish, string>();
  for (const group of groups(missing)) {
    for (const { want, local } of group) locals.set(want, local);
    const extension = links.map((link) => extended(source, link, group)).find((edit) => edit !== undefined);
    if (extension !== undefined) edits.push(extension);
    else if (style.form !== 'equals') statements.push(statementFor(group, style));
    else statements.push(equalsStatement(source, group, style, locals));
  }
  if (statements.length > 0) edits.push(insertAfterImports(source, statements, style));
  return { locals: wants.map((want, i) => known[i] ?? locals.get(want) ?? want.name), edits };
}

/** Named exports of one module go together; a module itself is a binding of its own. */
function groups(missing: readonly Missing[]): Missing[][] {
  const found: Missing[][] = [];
  for (const entry of missing) {
    const same = isWhole(entry.want) ? undefined : found.find(([first]) => first?.want.module === entry.want.module && !isWhole(first.want));
    if (same === undefined) found.push([entry]);
    else same.push(entry);
  }
  return found;
}

/** `import x = require()` binds the module, so its exports are reached through it. */
function equalsStatement(source: ScriptSource, group: readonly Missing[], style: ModuleStyle, locals: Map<ImportWish, string>): string {
  const [first] = group;
  const module = first?.want.module ?? '';
  const holder = first !== undefined && isWhole(first.want) ? first.local : freeName(source, moduleIdentifier(module), '');
  for (const { want } of group) if (!isWhole(want)) locals.set(want, `${holder}.${want.name}`);
  return `import ${holder} = require(${style.specifier(module)})${style.end}`;
}

const isWhole = (want: ImportWish) => want.name === 'default' || want.name === '*';

/** The expression by which the file can already reach the export. */
function boundName(source: ScriptSource, want: ImportWish): string | undefined {
  const usable = source.scopes
    .declarations(source.tree.rootNode)
    .filter((declaration) => isLasting(declaration) && (want.at === undefined || seesDeclaration(source, declaration, want.at)));
  const wanted = isWhole(want) ? '' : want.name;
  const by = (test: (origin: Origin, declaration: Declaration) => boolean) =>
    usable.find((declaration) => {
      const origin = source.origins.of(declaration.id);
      return origin !== undefined && test(origin, declaration);
    })?.name;
  const exact = by((origin, declaration) => originKey(origin) === `${want.module}:${wanted}` && (wanted !== '' || holds(declaration, want)));
  if (exact !== undefined || isWhole(want)) return exact;
  const holder = by((origin, declaration) => originKey(origin) === `${want.module}:` && holds(declaration, want));
  if (holder !== undefined) return `${holder}.${want.name}`;
  // Extending an import of fs/promises reads better than going through fs, so it comes first.
  if (want.module !== 'fs/promises' || moduleLinks(source).some((link) => isSameModule(link, want) && !link.typeOnly)) return undefined;
  const fs = by((origin) => originKey(origin) === 'fs:');
  return fs === undefined ? undefined : `${fs}.promises.${want.name}`;
}

/** A value that is there from the start: an import, or a variable with its value. */
function isLasting({ kind, site, id }: Declaration): boolean {
  if (kind === 'const' || kind === 'var' || kind === 'let') return field(site, 'value') !== undefined;
  if (kind !== 'import') return false;
  const specifier = id.parent?.type === 'import_specifier' ? id.parent : undefined;
  return ![site, specifier].some((node) => node?.children.some((child) => child?.type === 'type'));
}

function seesDeclaration(source: ScriptSource, declaration: Declaration, at: Node): boolean {
  return source.scopes.lookup(declaration.name, at)?.id.startIndex === declaration.id.startIndex;
}

/**
 * Whether a binding of the module itself gives what is wanted. In ESM a package's default export need not be its
 * namespace; in Node's own modules and through `require` the two are the same.
 */
function holds(declaration: Declaration, want: ImportWish): boolean {
  if (declaration.kind !== 'import' || isBuiltin(want.module) || declaration.id.parent?.type === 'import_require_clause') return true;
  const isNamespace = declaration.id.parent?.type === 'namespace_import';
  return isNamespace !== (want.name === 'default');
}

const isSameModule = (link: ModuleLink, want: ImportWish) => link.module.replace(/^node:/, '') === want.module;

/** An edit that adds the names to an import or destructured require of the same module. */
function extended(source: ScriptSource, link: ModuleLink, group: readonly Missing[]): TextEdit | undefined {
  if (link.typeOnly || !group.every(({ want }) => isSameModule(link, want) && !isWhole(want))) return undefined;
  if (link.form === 'cjs') {
    const pattern = field(link.node, 'name');
    const value = field(link.node, 'value');
    if (pattern?.type !== 'object_pattern' || value === undefined || requiredModule(value, source) === undefined) return undefined;
    return addToList(source, pattern, group.map(destructured));
  }
  const clause = namedChildren(link.node).find((child) => child.type === 'import_clause');
  if (clause === undefined) return undefined;
  const parts = namedChildren(clause);
  const named = parts.find((part) => part.type === 'named_imports');
  const texts = group.map(imported);
  if (named !== undefined) return addToList(source, named, texts);
  const [only] = parts;
  if (parts.length !== 1 || only?.type !== 'identifier') return undefined;
  return { start: only.endIndex, end: only.endIndex, newText: `, { ${texts.join(', ')} }` };
}

const imported = ({ want, local }: Missing) => (want.name === local ? local : `${want.name} as ${local}`);

const destructured = ({ want, local }: Missing) => (want.name === local ? local : `${want.name}: ${local}`);

/** Adds entries at the end of a braced list, on lines of their own where the others are. */
function addToList(source: ScriptSource, list: Node, texts: readonly string[]): TextEdit | undefined {
  const entries = namedChildren(list);
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  const ownLine = /[\r\n][ \t]*$/.exec(source.text.slice(0, last.startIndex)) !== null;
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  const gap = ownLine ? newline + indentationAt(source.text, last.startIndex) : ' ';
  if (last.type === 'rest_pattern') return { start: last.startIndex, end: last.startIndex, newText: texts.map((text) => `${text},${gap}`).join('') };
  return { start: last.endIndex, end: last.endIndex, newText: texts.map((text) => `,${gap}${text}`).join('') };
}

function statementFor(group: readonly Missing[], style: ModuleStyle): string {
  const [first] = group;
  const specifier = style.specifier(first?.want.module ?? '');
  const whole = first !== undefined && isWhole(first.want) ? first : undefined;
  if (style.form === 'cjs') {
    const target = whole?.local ?? style.braces(group.map(destructured).join(', '));
    return `${style.keyword} ${target} = require(${specifier})${style.end}`;
  }
  const clause = whole === undefined ? style.braces(group.map(imported).join(', ')) : whole.want.name === 'default' ? whole.local : `* as ${whole.local}`;
  return `import ${clause} from ${specifier}${style.end}`;
}

function localFor(source: ScriptSource, want: ImportWish): string {
  const base = want.preferred ?? (isWhole(want) ? moduleIdentifier(want.module) : want.name);
  return freeName(source, base, moduleIdentifier(want.module.split('/', 1)[0] ?? want.module));
}

/** The usual local name of a module: `fsp` for fs/promises, `childProcess` for child_process, `router` for @koa/router. */
function moduleIdentifier(module: string): string {
  if (module === 'fs/promises') return 'fsp';
  const last = module.replace(/^@[^/]+\/(?=.)/, '').replaceAll('/', '-');
  return last.replace(/[^\p{L}\p{N}]+(\p{L}|\p{N}|$)/gu, (_, next: string) => next.toUpperCase());
}

/** In a fragment: through the module's usual name where the text uses that, else the bare export. */
function conventionalName(source: ScriptSource, want: ImportWish): string {
  const holder = moduleIdentifier(want.module);
  if (isWhole(want)) return want.preferred ?? holder;
  if (isTaken(source, holder)) return `${holder}.${want.name}`;
  if (want.module === 'fs/promises' && isTaken(source, 'fs')) return `fs.promises.${want.name}`;
  return want.name;
}
