import { isBuiltin } from '../../facts/javascript/builtins';
import { stringValue } from '../../facts/javascript/strings';
import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import { sourceStyle } from '../style';

/** How one module reaches another: `import`, `require`, or TypeScript's `import x = require()`. */
export type ModuleForm = 'esm' | 'cjs' | 'equals';

/** One import or require at the top level of a file. */
export interface ModuleLink {
  readonly form: ModuleForm;
  /** As written, `node:` included. */
  readonly module: string;
  /** The string that names the module. */
  readonly specifier: Node;
  /** The import statement, or the declarator (`a = require('a')`). */
  readonly node: Node;
  /** The whole statement. */
  readonly statement: Node;
  /** `import type …`. */
  readonly typeOnly: boolean;
}

/** How the file writes its imports. */
export interface ModuleStyle {
  readonly form: ModuleForm;
  readonly newline: string;
  readonly quote: string;
  /** `;` or nothing. */
  readonly end: string;
  /** `const` or, in old files, `var`. */
  readonly keyword: string;
  /** `{ a }` or `{a}`. */
  readonly braces: (names: string) => string;
  /** The module's name as this file would write it. */
  readonly specifier: (module: string) => string;
}

/** Whether the link leads to the module; `node:` makes no difference. */
export const isSameModule = (link: ModuleLink, module: string) => link.module.replace(/^node:/, '') === module;

/** The file's top-level links to other modules, in order. */
export const moduleLinks = (source: ScriptSource): readonly ModuleLink[] => source.memo.once(readLinks, source);

function readLinks(source: ScriptSource): readonly ModuleLink[] {
  return namedChildren(source.tree.rootNode).flatMap((statement) => linksOf(statement, source));
}

function linksOf(statement: Node, source: ScriptSource): ModuleLink[] {
  if (statement.type === 'import_statement') {
    const clause = namedChildren(statement).find((child) => child.type === 'import_require_clause');
    const specifier = clause === undefined ? field(statement, 'source') : field(clause, 'source');
    const module = specifier === undefined ? undefined : stringValue(specifier);
    if (specifier === undefined || module === undefined) return [];
    const typeOnly = statement.children.some((child) => child?.type === 'type');
    return [{ form: clause === undefined ? 'esm' : 'equals', module, specifier, node: statement, statement, typeOnly }];
  }
  if (statement.type === 'lexical_declaration' || statement.type === 'variable_declaration') {
    return namedChildren(statement).flatMap((declarator) => {
      const value = field(declarator, 'value');
      return value === undefined ? [] : requireLink(value, declarator, statement, source);
    });
  }
  const expression = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
  return expression === undefined ? [] : requireLink(expression, statement, statement, source);
}

/** `require('x')`, also where more is done with it at once: `require('x').y`, `require('x')()`. */
function requireLink(value: Node, node: Node, statement: Node, source: ScriptSource): ModuleLink[] {
  for (let at: Node | undefined = value; at !== undefined; at = field(at, 'object') ?? field(at, 'function')) {
    if (at.type !== 'call_expression') continue;
    const specifier = requiredModule(at, source);
    const module = specifier === undefined ? undefined : stringValue(specifier);
    if (specifier !== undefined && module !== undefined) return [{ form: 'cjs', module, specifier, node, statement, typeOnly: false }];
  }
  return [];
}

/** The string of a call of the real `require`. */
export function requiredModule(call: Node, source: ScriptSource): Node | undefined {
  const callee = field(call, 'function');
  if (callee?.type !== 'identifier' || callee.text !== 'require' || source.scopes.resolve(callee) !== undefined) return undefined;
  return namedChildren(field(call, 'arguments') ?? call)[0];
}

/** Read off the file's own links; where it has none, off its syntax, its ending and package.json. */
export const moduleStyle = (source: ScriptSource): ModuleStyle => source.memo.once(readStyle, source);

function readStyle(source: ScriptSource): ModuleStyle {
  const links = moduleLinks(source);
  const text = sourceStyle(source);
  const form = formOf(source, links);
  const last = links.filter((link) => link.form === form).at(-1) ?? links.at(-1);
  const quote = last?.specifier.text[0] ?? text.quote;
  const prefixed = usesNodePrefix(links) ?? form !== 'cjs';
  const tight = links.some((link) => /\{\S/.test(link.node.text)) && !links.some((link) => /\{\s/.test(link.node.text));
  return {
    form,
    newline: text.newline,
    quote,
    end: (last === undefined ? text.semicolons : last.statement.text.endsWith(';')) ? ';' : '',
    keyword: last?.statement.text.startsWith('var') === true ? 'var' : 'const',
    braces: (names) => (tight ? `{${names}}` : `{ ${names} }`),
    specifier: (module) => `${quote}${prefixed && isBuiltin(module) ? 'node:' : ''}${module}${quote}`,
  };
}

function usesNodePrefix(links: readonly ModuleLink[]): boolean | undefined {
  const builtin = links.filter((link) => isBuiltin(link.module));
  if (builtin.length === 0) return undefined;
  return builtin.filter((link) => link.module.startsWith('node:')).length * 2 >= builtin.length;
}

const commonJsMark = /^\s*(?:module\.exports|exports\.\w+)\b/m;

function formOf(source: ScriptSource, links: readonly ModuleLink[]): ModuleForm {
  if (links.some((link) => link.form === 'esm')) return 'esm';
  if (links.some((link) => link.form === 'equals')) return 'equals';
  const exportsEsm = namedChildren(source.tree.rootNode).some((statement) => statement.type === 'export_statement');
  if (exportsEsm) return 'esm';
  if (links.length > 0 || commonJsMark.test(source.text)) return 'cjs';
  const ending = /\.([cm]?)[jt]sx?$/.exec(source.file)?.[1];
  if (ending === 'm') return 'esm';
  if (ending === 'c') return 'cjs';
  if (source.language !== 'javascript') return 'esm';
  return source.project.packageFor(source.file)?.type === 'module' ? 'esm' : 'cjs';
}
