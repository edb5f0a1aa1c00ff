import { Memo } from '../../memo';
import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { LineIndex } from '../../text/lineIndex';
import { relativeImport } from '../project/relativeImport';
import { exportedFunctions } from './exportedFunctions';
import { functionBehind, heldValue } from './flow';
import type { OpenFile } from './modules';
import type { Origin } from './origin';
import { patternIdentifiers } from './scope';
import { stringValue } from './strings';

/** Looks at a piece of code in the file that holds it; the file is only open during the call. */
export type Look<T> = (node: Node, source: ScriptSource) => T | undefined;

/** Barrels may pass on what other barrels pass on; stops those that lead back. */
const maxDepth = 5;

/** Looks at the function a callee stands for: of this file, or one of the project that it imports. */
export function lookAtFunction<T>(callee: Node, source: ScriptSource, look: Look<T>): T | undefined {
  const own = functionBehind(callee, source) ?? methodOfInstance(callee, source);
  if (own !== undefined) return look(own, source);
  return source.origins.visit(callee, (file, path) => inFile(file, path, source, functionAt, look, 0));
}

/** Looks at the expression that gives an imported value, or a value of this file. */
export function lookAtValue<T>(expression: Node, source: ScriptSource, look: Look<T>): T | undefined {
  const own = heldValue(expression, source);
  const elsewhere = source.origins.visit(expression, (file, path) => inFile(file, path, source, valueAt, look, 0));
  return elsewhere ?? look(own, source);
}

/** `mailer.send` where this file says `const mailer = new Mailer()` and declares the class, or types a parameter with it. */
function methodOfInstance(callee: Node, source: ScriptSource): Node | undefined {
  const object = callee.type === 'member_expression' ? field(callee, 'object') : undefined;
  const name = callee.type === 'member_expression' ? field(callee, 'property')?.text : undefined;
  const made = object === undefined ? undefined : heldValue(object, source);
  const type = made?.type === 'new_expression' ? field(made, 'constructor') : undefined;
  const declaration = type?.type === 'identifier' ? source.scopes.resolve(type) : undefined;
  const body = declaration?.kind === 'class' ? field(declaration.site, 'body') : undefined;
  return (body === undefined ? [] : namedChildren(body)).find((member) => member.type === 'method_definition' && field(member, 'name')?.text === name);
}

/** Looks at another file of the project, named by its path. */
export function openElsewhere<T>(file: string, source: ScriptSource, look: (other: ScriptSource) => T): T | undefined {
  return source.origins.visitOwn({ module: relativeImport(source.file, file), path: [] }, (open) => look(sourceOf(open, source)));
}

const sourceOf = (file: OpenFile, from: ScriptSource): ScriptSource => ({ ...from, ...file, lines: new LineIndex(file.text), fragment: false, memo: new Memo() });

type Finder = (path: readonly string[], source: ScriptSource) => Node | undefined;

function inFile<T>(file: OpenFile, path: readonly string[], from: ScriptSource, find: Finder, look: Look<T>, depth: number): T | undefined {
  if (depth > maxDepth) return undefined;
  const source = sourceOf(file, from);
  const found = find(path, source);
  if (found !== undefined) return look(found, source);
  for (const origin of passedOn(path, source)) {
    const result = source.origins.visitOwn(origin, (next, steps) => inFile(next, steps, from, find, look, depth + 1));
    if (result !== undefined) return result;
  }
  return undefined;
}

const functionAt: Finder = (path, source) => {
  const name = path.join('.');
  const all = exportedFunctions(source.tree.rootNode, source.scopes);
  const wanted = name === '' ? ['default'] : [name, `default.${name}`];
  return all.find(([known]) => wanted.includes(known))?.[1];
};

const valueAt: Finder = (path, source) => {
  const roots = exportedRoots(source.tree.rootNode);
  const [first, ...rest] = path;
  const named = roots.find(([name]) => name === first);
  if (named !== undefined) return memberAt(named[1], rest, source);
  const main = roots.find(([name]) => name === 'default');
  return main === undefined ? undefined : memberAt(main[1], path, source);
};

/** The value some steps lead to inside an object literal; undefined when the file only passes an import on. */
function memberAt(root: Node, steps: readonly string[], source: ScriptSource): Node | undefined {
  const value = heldValue(root, source);
  if (value.type === 'identifier' && source.scopes.resolve(value)?.kind === 'import') return undefined;
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  if (value.type !== 'object') return undefined;
  for (const entry of namedChildren(value)) {
    if (entry.type === 'shorthand_property_identifier' && entry.text === first) return memberAt(entry, rest, source);
    const label = entry.type === 'pair' ? field(entry, 'key')?.text : undefined;
    const inner = label === first ? field(entry, 'value') : undefined;
    if (inner !== undefined) return memberAt(inner, rest, source);
  }
  return undefined;
}

/** What a file exports, by name: the expression, or the name that holds the value. */
function exportedRoots(program: Node): (readonly [name: string, value: Node])[] {
  return namedChildren(program).flatMap((statement) => {
    if (statement.type === 'export_statement') return esmRoots(statement);
    const assignment = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
    const target = assignment?.type === 'assignment_expression' ? /^(?:module\.)?exports(?:\.(\w+))?$/.exec(field(assignment, 'left')?.text ?? '') : null;
    const value = assignment === undefined ? undefined : field(assignment, 'right');
    return target === null || value === undefined ? [] : [[target[1] ?? 'default', value] as const];
  });
}

function esmRoots(statement: Node): (readonly [string, Node])[] {
  const value = field(statement, 'value');
  if (value !== undefined) return [['default', value]];
  if (field(statement, 'source') !== undefined) return [];
  const declaration = field(statement, 'declaration');
  const declared = (declaration === undefined ? [] : namedChildren(declaration))
    .filter((child) => child.type === 'variable_declarator')
    .flatMap((declarator) => patternIdentifiers(field(declarator, 'name') ?? declarator))
    .map((id) => [id.text, id] as const);
  const clause = namedChildren(statement).find((child) => child.type === 'export_clause');
  const listed = (clause === undefined ? [] : namedChildren(clause)).flatMap((entry) => {
    const name = field(entry, 'name');
    return name === undefined ? [] : [[field(entry, 'alias')?.text ?? name.text, name] as const];
  });
  return [...declared, ...listed];
}

/** The files a barrel sends the reader to: `export { x } from`, `export * from`, an import that is exported again. */
function passedOn(path: readonly string[], source: ScriptSource): Origin[] {
  const [first, ...rest] = path;
  const origins = namedChildren(source.tree.rootNode).flatMap((statement): Origin[] => {
    const from = statement.type === 'export_statement' ? field(statement, 'source') : undefined;
    const module = from === undefined ? undefined : stringValue(from);
    if (module === undefined) return [];
    const clause = namedChildren(statement).find((child) => child.type === 'export_clause');
    if (clause === undefined) return [{ module, path }];
    return namedChildren(clause).flatMap((entry) => {
      const name = field(entry, 'name')?.text;
      const exported = field(entry, 'alias')?.text ?? name;
      if (name === undefined || exported !== (first ?? 'default')) return [];
      return [{ module, path: name === 'default' ? rest : [name, ...rest] }];
    });
  });
  return [...origins, ...importedAgain(path, source)];
}

function importedAgain(path: readonly string[], source: ScriptSource): Origin[] {
  const [first, ...rest] = path;
  const roots = exportedRoots(source.tree.rootNode);
  const named = roots.find(([name]) => name === first);
  const root = named ?? roots.find(([name]) => name === 'default');
  const origin = root === undefined ? undefined : source.origins.ownImport(heldValue(root[1], source));
  return origin === undefined ? [] : [{ module: origin.module, path: [...origin.path, ...(named === undefined ? path : rest)] }];
}
