import { servesAdministrators } from '../../../facts/javascript/administrators';
import { knowsCallers, searchedFolder } from '../../../facts/javascript/callers';
import { isPlacedToAnswer } from '../../../facts/javascript/callers/routes';
import { stemOf } from '../../../facts/javascript/callers/uses';
import { openElsewhere } from '../../../facts/javascript/elsewhere';
import { enclosingHandler } from '../../../facts/javascript/handlers';
import { patternIdentifiers, placesOf } from '../../../facts/javascript/scope';
import type { Project } from '../../../facts/project/project';
import { isTest, isTooling } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { closest, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import { isForMessages } from './runners';

/** Something of a file under its name there; '' for all that the file gives to others. */
interface Held {
  readonly file: string;
  readonly name: string;
}

/** Most files that one pool's users are looked for in. */
const mostOpened = 80;

/** A name that more files use says nothing by itself. */
const mostNaming = 60;

/** A file that takes requests itself: it listens, registers routes, or has the form its framework asks for. */
const answers =
  /\.listen\(|\bcreateServer\(|\bserve\(|@(?:Controller|Resolver|Module|Get|Post|Query)\(|\b(?:router|app|server|fastify|hono|api)\b[\w.]*\.(?:get|post|put|patch|delete|all|use|route|register|decorate)\(|\bexport\s+(?:default\s+)?(?:async\s+)?(?:function|const)\s+(?:GET|POST|PUT|PATCH|DELETE|loader|action|handler|middleware)\b|\bNext(?:Api)?Re(?:quest|sponse)\b|\b(?:public|protected|authed?)?Procedure\b|\bFastify(?:Request|Plugin\w*)\b|\(\s*_?req(?:uest)?\b[^)]*,\s*_?res(?:ponse)?\b|\bdefineEventHandler\(|\bbetterAuth\(|^['"]use server['"]/m;

/** Keeps a pool in order, and asks it for nothing. */
const upkeep = /^(?:end|on|once|close|\$disconnect)$/;

const named: ReadonlySet<string> = new Set(['identifier', 'property_identifier', 'shorthand_property_identifier', 'type_identifier']);
const imports: ReadonlySet<string> = new Set(['import_statement']);

/**
 * Whether the project's code leads from a pool to what answers requests, from others than administrators: goes to what is made
 * of it, and from file to file to those who use that. True where nobody can know, as in a file that stands alone.
 */
export function isServed(call: Node, source: ScriptSource): boolean {
  return !knowsCallers(source) || new Search(source, ({ isFound }) => isFound).reaches(call);
}

/** Whether a file that uses the pool, or what is made of it, begins the work of a whole list at once: its last ones wait in the queue on purpose. */
export const isAskedForLists = (call: Node, source: ScriptSource): boolean => knowsCallers(source) && new Search(source, ({ isOfLists }) => isOfLists).reaches(call);

const beginsLists = /\bPromise\.all(?:Settled)?\(\s*[\w.]+\.map\(\s*async\b/;

class Search {
  private readonly seen = new Set<string>();
  private readonly open: Held[] = [];
  private opened = 0;
  isFound = false;
  isOfLists = false;

  /** @param isDone ends the search */
  constructor(
    private readonly source: ScriptSource,
    private readonly isDone: (search: Search) => boolean,
  ) {}

  reaches(call: Node): boolean {
    this.place(call, this.source);
    for (let held = this.open.shift(); held !== undefined && !this.isDone(this); held = this.open.shift()) {
      for (const file of [held.file, ...this.othersNaming(held)]) this.look(file, held);
    }
    return this.isDone(this);
  }

  /** What stands at a place is used there: by a handler, by a file that answers, or by what the place belongs to. */
  private place(node: Node, source: ScriptSource): void {
    const path = source.project.relative(source.file);
    if (isTest(path) || isTooling(path)) return;
    this.isOfLists ||= beginsLists.test(source.text);
    const isTheirs = servesAdministrators(node, source);
    if (!isTheirs && (enclosingHandler(node, source) !== undefined || (node.parent?.type !== 'variable_declarator' && isAnswering(path, source)))) this.isFound = true;
    if (!isTheirs) for (const name of ownersOf(node)) this.add({ file: source.file, name });
  }

  private add(held: Held): void {
    const key = `${held.file}\0${held.name}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.open.push(held);
  }

  private look(file: string, held: Held): void {
    if (file === this.source.file) this.usesIn(held, this.source);
    else if (this.opened < mostOpened) {
      this.opened++;
      openElsewhere(file, this.source, (other) => {
        this.usesIn(held, other);
      });
    }
  }

  private usesIn(held: Held, source: ScriptSource): void {
    const names = held.name !== '' ? [held.name] : source.file === held.file ? [] : localNames(held.file, source);
    for (const name of names) {
      for (const use of usesOf(name, source)) {
        if (!isUpkeep(use) && !isDeclared(use) && !isForMessages(use, source)) this.place(use, source);
      }
    }
  }

  /** The name is one that another file of the project declares too, and this one imports that. */
  private isOfAnother(user: string, file: string, name: string): boolean {
    const { project, origins } = this.source;
    const word = name.replaceAll('$', '\\$');
    const from = new RegExp(`\\bimport\\b[^;'"]*\\b${word}\\b[^;'"]*\\bfrom\\s*['"]([^'"]+)['"]`).exec(project.read(user) ?? '')?.[1];
    const found = from === undefined ? undefined : origins.locate(user, from);
    return found !== undefined && found !== file && new RegExp(`\\b(?:function|const|let|var|class)\\s+${word}\\b`).test(project.read(found) ?? '');
  }

  private othersNaming({ file, name }: Held): readonly string[] {
    const { project } = this.source;
    const dir = searchedFolder(file, this.source);
    if (dir === undefined || (name !== '' && !isGiven(name, (file === this.source.file ? this.source.text : project.read(file)) ?? ''))) return [];
    const importing = new Set(project.filesWith(stemOf(file), dir));
    const naming = name === '' ? [...importing] : (project.filesWith(name, dir) ?? []);
    const own = naming.filter((each) => importing.has(each));
    const near = naming.length > mostNaming && own.length > 0 ? own : naming;
    const taken = new RegExp(`\\b(?:import|export|require)\\b[^;]*\\b${name.replaceAll('$', '\\$')}\\b|\\.${name.replaceAll('$', '\\$')}\\b`);
    const users = near.filter((each) => each !== file && !isTest(project.relative(each)) && (name === '' || (taken.test(project.read(each) ?? '') && !this.isOfAnother(each, file, name) && !isOfOtherPackage(each, file, name, project))));
    if (users.length <= mostNaming) return users;
    const [first, rest] = [true, false].map((isFirst) => users.filter((each) => answers.test(project.read(each) ?? '') === isFirst));
    return [...(first ?? []), ...(rest ?? [])].slice(0, mostNaming);
  }
}

/** Another package has the name from somewhere else: it does not depend on the one of the file, nor on a file of it. */
function isOfOtherPackage(user: string, file: string, name: string, project: Project): boolean {
  const [theirs, own] = [project.packageFor(user), project.packageFor(file)];
  const specifier = new RegExp(`\\b(?:import|export)\\b[^;'"]*\\b${name.replaceAll('$', '\\$')}\\b[^;'"]*\\bfrom\\s*['"]([^'"]+)['"]`).exec(project.read(user) ?? '')?.[1];
  if (theirs === undefined || own === undefined || `${theirs.dir}/`.startsWith(`${own.dir}/`) || specifier === undefined || specifier.startsWith('.')) return false;
  const named = /"name"\s*:\s*"([^"]+)"/.exec(project.read(`${own.dir}/package.json`) ?? '')?.[1];
  return named !== undefined && !theirs.dependencies.has(named) && specifier !== named && !specifier.startsWith(`${named}/`);
}

const isAnswering = (path: string, { text }: ScriptSource): boolean => isPlacedToAnswer(path) || answers.test(text);

function usesOf(name: string, { text, tree }: ScriptSource): Node[] {
  return placesOf(name, text).flatMap((at) => {
    const node = tree.rootNode.descendantForIndex(at, at + name.length);
    return node === null || !named.has(node.type) || node.startIndex !== at || closest(node, imports) !== undefined ? [] : [node];
  });
}

/** The file gives the name to others. */
function isGiven(name: string, text: string): boolean {
  const word = `\\b${name.replaceAll('$', '\\$')}\\b`;
  return new RegExp(`^export\\b[^;=({]*${word}|^export\\s+(?:const|let|var)\\s*\\{[^}]*${word}|\\bexport\\s*(?:default\\s*)?\\{[^}]*${word}|\\bexports\\s*=\\s*\\{[^]*${word}|\\bexports\\.${word}|\\bglobal(?:This)?\\b.*${word}`, 'm').test(text);
}

/** Names under which a file has what another one gives. */
function localNames(target: string, source: ScriptSource): string[] {
  const bindings = /\bimport\s+(?:type\s+)?([^'";]+?)\s+from\s*['"]([^'"]+)['"]|\b(?:const|let|var)\s+([^=;]+?)\s*=\s*require\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...source.text.matchAll(bindings)].flatMap(([, esm, esmPath, cjs, cjsPath]) =>
    leadsTo(target, esmPath ?? cjsPath ?? '', source) ? [...(esm ?? cjs ?? '').matchAll(/[\w$]+(?=\s*(?:[,}]|$))/g)].map(([name]) => name) : [],
  );
}

/** A path that an alias begins is told by its end. */
function leadsTo(target: string, specifier: string, { origins, file }: ScriptSource): boolean {
  const found = origins.locate(file, specifier);
  return found === target || (found === undefined && /^[@~#]?\/?[\w-]*\//.test(specifier) && target.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '').endsWith(specifier.replace(/^[^/]*/, '').replace(/\.[cm]?js$/, '')));
}

function isDeclared(use: Node): boolean {
  const outer = use.parent;
  return outer !== null && (field(outer, 'name')?.id === use.id || field(outer, 'left')?.id === use.id);
}

function isUpkeep(use: Node): boolean {
  const member = use.parent;
  if (member?.type !== 'member_expression' || field(member, 'object')?.id !== use.id) return false;
  return upkeep.test(field(member, 'property')?.text ?? '');
}

/** What the statement around a node, at the top of its file, makes for others: its names, '' where it is given to them without one. */
function ownersOf(node: Node): readonly string[] {
  let statement = node;
  while (statement.parent !== null && statement.parent.type !== 'program') statement = statement.parent;
  const isExport = statement.type === 'export_statement';
  const declaration = isExport ? (field(statement, 'declaration') ?? field(statement, 'value')) : statement;
  const others = isExport && (/^export\s+default\b/.test(statement.text) || field(statement, 'declaration') === undefined) ? [''] : [];
  if (declaration === undefined) return others;
  if (declaration.type === 'lexical_declaration' || declaration.type === 'variable_declaration') {
    const declarator = namedChildren(declaration).find((each) => isInside(node, each));
    const name = declarator === undefined ? undefined : field(declarator, 'name');
    return [...others, ...(name === undefined ? [] : patternIdentifiers(name).map((id) => id.text))];
  }
  const assignment = declaration.type === 'expression_statement' ? namedChildren(declaration)[0] : undefined;
  const left = assignment?.type === 'assignment_expression' ? field(assignment, 'left') : undefined;
  if (left !== undefined) return /^(?:module\.)?exports\b/.test(left.text) ? [''] : [/[\w$]+$/.exec(left.text)?.[0] ?? ''].filter((name) => name !== '');
  const inner = assignedWithin(node);
  const name = field(declaration, 'name')?.text;
  return [...others, ...inner, ...(name === undefined ? [] : [name])];
}

/** `pool = new Pool()` in a function: the name is the file's. */
function assignedWithin(node: Node): readonly string[] {
  for (let at: Node | null = node; at !== null; at = at.parent) {
    const left = at.type === 'assignment_expression' ? field(at, 'left') : undefined;
    if (left !== undefined && left.id !== node.id) return left.type === 'identifier' ? [left.text] : [];
  }
  return [];
}
