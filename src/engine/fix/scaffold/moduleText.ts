import type { ScriptSource } from '../../source';
import { moduleStyle } from '../javascript/moduleSyntax';
import { sourceStyle } from '../style';

/** What a new module imports: some names of a module, or its default export. */
export interface NewImport {
  readonly module: string;
  readonly names?: readonly string[];
  readonly main?: string;
  /** Only their types are used: left out of JavaScript. */
  readonly type?: true;
}

/** A module before it is written in a project's style. */
export interface NewModule {
  readonly imports: readonly NewImport[];
  /** Lines below the imports, with single quotes, semicolons and two spaces; an `export const` becomes CommonJS where needed. */
  readonly body: readonly string[];
}

/** A new file's text in the module form, the quotes, the semicolons, the indentation and the line ends of the file it is made for. */
export function moduleText({ imports, body }: NewModule, source: ScriptSource): string {
  const style = sourceStyle(source);
  const { form } = moduleStyle(source);
  const isCommonJs = form === 'cjs';
  const isTypeScript = source.language !== 'javascript';
  const heads = imports.filter((each) => isTypeScript || each.type !== true).map((each) => importLine(each, form));
  const exported: string[] = [];
  const lines = body.map((line) => {
    if (!isCommonJs) return line;
    if (line.startsWith('export default ')) return line.replace('export default', 'module.exports =');
    const match = /^export ((?:const|async function|function|class) (\w+).*)$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) return line;
    exported.push(match[2]);
    return match[1];
  });
  const tail = exported.length === 0 ? [] : ['', `module.exports = { ${exported.join(', ')} };`];
  const text = [...heads, ...(heads.length === 0 ? [] : ['']), ...lines, ...tail, ''].join('\n');
  return restyled(text, style);
}

function importLine({ module, names = [], main, type }: NewImport, form: 'esm' | 'cjs' | 'equals'): string {
  const list = names.length === 0 ? '' : `{ ${names.join(', ')} }`;
  if (form === 'cjs') return `const ${main ?? list.replaceAll(' as ', ': ')} = require('${module}');`;
  if (form === 'equals' && main !== undefined) return `import ${main} = require('${module}');`;
  return `import ${type === true ? 'type ' : ''}${[main, list].filter((part) => part !== undefined && part !== '').join(', ')} from '${module}';`;
}

function restyled(text: string, { quote, semicolons, indent, newline }: ReturnType<typeof sourceStyle>): string {
  let result = text;
  if (quote === '"') result = result.replace(/'/g, '"');
  if (!semicolons) result = result.replace(/;$/gm, '');
  if (indent !== '  ') result = result.replace(/^(?: {2})+/gm, (spaces) => indent.repeat(spaces.length / 2));
  return newline === '\n' ? result : result.replace(/\n/g, newline);
}
