import type { Declaration } from '../../facts/javascript/scope';
import type { ScriptSource } from '../../source';
import { field, isInside, namedChildren, type Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { boundName, isWhole } from './bindings';
import { importList, listEdits, type ImportList } from './importLists';
import type { ImportWish } from './imports';
import { insertAfterImports, insertAfterStatement, insertDeclarations, removeStatement } from './insertStatements';
import { isSameModule, moduleLinks, moduleStyle, type ModuleLink, type ModuleStyle } from './moduleSyntax';
import { conventionalName, freeName, localFor, moduleIdentifier } from './names';

/** A wish that no binding of the file fulfils, with the name it gets. */
interface Missing {
  readonly want: ImportWish;
  readonly local: string;
}

/** A statement to add, and the one it belongs beside. */
interface NewImport {
  readonly text: string;
  readonly beside?: Node;
}

/** Gathers all that a fix changes about a file's imports, and writes it as edits that fit together. */
export class ImportPlan {
  private readonly links: readonly ModuleLink[];
  private readonly style: ModuleStyle;
  private readonly missing: Missing[] = [];
  private readonly dropped: Declaration[] = [];
  private readonly declared: string[] = [];
  private readonly uses: Node[] = [];
  private readonly known = new Map<string, string>();
  private readonly holders = new Map<string, string>();

  constructor(private readonly source: ScriptSource) {
    this.links = moduleLinks(source);
    this.style = moduleStyle(source);
  }

  /** Makes an export usable. @returns what to write for it. */
  need(want: ImportWish): string {
    const bound = boundName(this.source, want);
    if (bound !== undefined) return bound;
    if (this.bindsNothing) return conventionalName(this.source, want);
    const key = `${want.module}:${want.name}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const local = this.bind(want);
    this.known.set(key, local);
    return local;
  }

  /** Takes a binding out of its import: nothing refers to it once the fix is made. Only entries of a braced list go. */
  drop(declaration: Declaration): void {
    if (!this.dropped.some(({ id }) => id.startIndex === declaration.id.startIndex)) this.dropped.push(declaration);
  }

  /**
   * A constant to stand below the imports: `name = value`.
   * @param uses what the value is made of, as `need` gave it
   * @param comments lines to stand above it
   */
  declare(assignment: string, uses: readonly string[], comments: readonly string[] = []): void {
    this.declared.push(...comments, `${this.style.keyword} ${assignment}${this.style.end}`);
    const root = this.source.tree.rootNode;
    for (const used of uses) {
      const declaration = this.source.scopes.lookup(used.split('.', 1)[0] ?? used, root);
      const statement = declaration === undefined ? undefined : namedChildren(root).find((child) => isInside(declaration.id, child));
      if (statement !== undefined) this.uses.push(statement);
    }
  }

  /** How the file reaches other modules. */
  get form(): ModuleStyle['form'] {
    return this.style.form;
  }

  /** True in a pasted fragment: what it uses comes from nowhere, so nothing is imported into it either. */
  get bindsNothing(): boolean {
    return this.source.fragment && this.links.length === 0;
  }

  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    const statements: NewImport[] = [];
    const additions = new Map<number, { list: ImportList; texts: string[] }>();
    for (const group of groups(this.missing)) {
      const [first] = group;
      const link = first === undefined ? undefined : this.links.find((candidate) => this.canExtend(candidate, first.want));
      const list = link === undefined ? undefined : importList(link);
      if (link !== undefined && list !== undefined) {
        const entry = additions.get(list.node.id) ?? { list, texts: [] };
        entry.texts.push(...group.map((missing) => this.entryText(missing, list)));
        additions.set(list.node.id, entry);
      } else if (link !== undefined) edits.push(...besideDefault(link, group.map((missing) => entryOf(missing, 'esm'))));
      else statements.push(this.importFor(group));
    }
    for (const list of this.droppedLists(additions)) {
      const names = new Set(this.dropped.map(({ id }) => id.startIndex));
      const texts = additions.get(list.node.id)?.texts ?? [];
      const change = listEdits(this.source, list, names, texts);
      if (change !== 'empty') edits.push(...change);
      else edits.push(...this.emptied(list, statements));
    }
    return [...edits, ...this.insertions(statements)];
  }

  private bind(want: ImportWish): string {
    if (this.style.form === 'equals' && !isWhole(want) && !this.links.some((link) => this.canExtend(link, want))) {
      const holder = this.holders.get(want.module) ?? freeName(this.source, moduleIdentifier(want.module), '');
      if (!this.holders.has(want.module)) this.missing.push({ want: { module: want.module, name: '*' }, local: holder });
      this.holders.set(want.module, holder);
      return `${holder}.${want.name}`;
    }
    const local = localFor(this.source, want, isWhole(want));
    this.missing.push({ want, local });
    return local;
  }

  private canExtend(link: ModuleLink, want: ImportWish): boolean {
    if (!isSameModule(link, want.module) || isWhole(want) || (link.typeOnly && want.type !== true)) return false;
    return importList(link) !== undefined || onlyDefault(link) !== undefined;
  }

  private entryText(missing: Missing, list: ImportList): string {
    const text = entryOf(missing, list.link.form);
    if (missing.want.type !== true || list.link.typeOnly) return text;
    // Where the list already names a type plainly, the author does not mark them.
    const marksTypes = !list.entries.some((entry) => !entry.text.startsWith('type ') && this.isUnreferenced(entry));
    return marksTypes ? `type ${text}` : text;
  }

  private isUnreferenced(entry: Node): boolean {
    const local = field(entry, 'alias') ?? field(entry, 'name') ?? entry;
    const declaration = this.source.scopes.lookup(local.text, this.source.tree.rootNode);
    return declaration !== undefined && this.source.scopes.references(declaration).length === 0;
  }

  /** `fs/promises` goes beside `fs`, written as that is; other modules after all the others. */
  private importFor(group: readonly Missing[]): NewImport {
    const module = group[0]?.want.module ?? '';
    const sibling = this.links.find((link) => link.form === this.style.form && module.startsWith(`${link.module.replace(/^node:/, '')}/`));
    const prefix = sibling?.module.startsWith('node:') === true ? 'node:' : '';
    const specifier = sibling === undefined ? this.style.specifier(module) : `${this.style.quote}${prefix}${module}${this.style.quote}`;
    return { text: this.statementFor(group, specifier), ...(sibling === undefined ? {} : { beside: sibling.statement }) };
  }

  private statementFor(group: readonly Missing[], specifier: string): string {
    const { style } = this;
    const [first] = group;
    const whole = first !== undefined && isWhole(first.want) ? first : undefined;
    if (style.form === 'equals' && whole !== undefined) return `import ${whole.local} = require(${specifier})${style.end}`;
    const names = style.braces(group.map((missing) => entryOf(missing, style.form)).join(', '));
    if (style.form === 'cjs') return `${style.keyword} ${whole?.local ?? names} = require(${specifier})${style.end}`;
    const clause = whole === undefined ? names : whole.want.name === 'default' ? whole.local : `* as ${whole.local}`;
    return `import ${first?.want.type === true ? 'type ' : ''}${clause} from ${specifier}${style.end}`;
  }

  private droppedLists(additions: ReadonlyMap<number, { list: ImportList }>): ImportList[] {
    const lists = new Map([...additions].map(([id, { list }]) => [id, list]));
    for (const link of this.links) {
      const list = importList(link);
      if (list !== undefined && this.dropped.some(({ id }) => id.startIndex > list.node.startIndex && id.endIndex < list.node.endIndex)) {
        lists.set(list.node.id, list);
      }
    }
    return [...lists.values()];
  }

  /** What becomes of an import whose last name was dropped: a new import takes its place, or it goes. */
  private emptied(list: ImportList, statements: NewImport[]): TextEdit[] {
    const { statement } = list.link;
    const before = list.node.previousNamedSibling;
    if (list.link.form === 'esm' && before !== null) return [{ start: before.endIndex, end: list.node.endIndex, newText: '' }];
    if (list.link.form === 'cjs' && namedChildren(statement).length !== 1) return [];
    const replacement = statements.shift();
    if (replacement !== undefined) return [{ start: statement.startIndex, end: statement.endIndex, newText: replacement.text }];
    // Declarations would be inserted at its end: leaving the import is better than edits that meet.
    return this.declared.length > 0 ? [] : [removeStatement(this.source, statement)];
  }

  private insertions(statements: readonly NewImport[]): TextEdit[] {
    const last = this.links.at(-1)?.statement;
    const isApart = ({ beside }: NewImport) => beside !== undefined && beside.id !== last?.id;
    const apart = statements.flatMap((added) =>
      isApart(added) && added.beside !== undefined ? [insertAfterStatement(this.source, added.beside, [added.text], this.style.newline)] : [],
    );
    const atEnd = statements.filter((added) => !isApart(added)).map(({ text }) => text);
    if (this.declared.length > 0) return [...apart, ...insertDeclarations(this.source, atEnd, this.declared, this.uses, this.style)];
    return atEnd.length === 0 ? apart : [...apart, insertAfterImports(this.source, atEnd, this.style)];
  }
}

/** Named exports of one module go together; a module itself is a binding of its own. */
function groups(missing: readonly Missing[]): Missing[][] {
  const found: Missing[][] = [];
  for (const entry of missing) {
    const same = isWhole(entry.want)
      ? undefined
      : found.find(([first]) => first !== undefined && !isWhole(first.want) && first.want.module === entry.want.module && first.want.type === entry.want.type);
    if (same === undefined) found.push([entry]);
    else same.push(entry);
  }
  return found;
}

function entryOf({ want, local }: Missing, form: ModuleLink['form']): string {
  if (want.name === local) return local;
  return form === 'cjs' ? `${want.name}: ${local}` : `${want.name} as ${local}`;
}

/** The name of an import that binds nothing but the default. */
function onlyDefault(link: ModuleLink): Node | undefined {
  if (link.form !== 'esm') return undefined;
  const clause = namedChildren(link.node).find((child) => child.type === 'import_clause');
  const parts = clause === undefined ? [] : namedChildren(clause);
  return parts.length === 1 && parts[0]?.type === 'identifier' ? parts[0] : undefined;
}

function besideDefault(link: ModuleLink, texts: readonly string[]): TextEdit[] {
  const name = onlyDefault(link);
  return name === undefined ? [] : [{ start: name.endIndex, end: name.endIndex, newText: `, { ${texts.join(', ')} }` }];
}
