import { parentDir } from '../../../facts/project/project';
import { ensureImport } from '../../../fix/javascript/imports';
import { leadStart } from '../../../fix/javascript/leadStart';
import { moduleLinks, moduleStyle, type ModuleStyle } from '../../../fix/javascript/moduleSyntax';
import { freeName } from '../../../fix/javascript/names';
import { reindented } from '../../../fix/lines';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { isInside, walk, type Node } from '../../../syntax/nodes';
import type { DraftFix } from '../../rule';
import type { RepeatedRead } from './find';
import { anchorOf, usesLoop } from './fix';
import { camelCase, pascalCase, shownTable, singular } from './names';
import type { Batch, KeyRead } from './read';
import { isFirst, resultEdits } from './result';

/** What a loader is given to run its query on: the parameter's name and, in TypeScript, its type. */
const clients: Partial<Record<KeyRead['library'], { readonly name: string; readonly type: string; readonly module: string }>> = {
  pg: { name: 'pool', type: 'Pool', module: 'pg' },
  mysql2: { name: 'pool', type: 'Pool', module: 'mysql2/promise' },
  prisma: { name: 'prisma', type: 'PrismaClient', module: '@prisma/client' },
};

/**
 * A file with a DataLoader that reads the rows of all keys asked for in one tick, and the loop asking it: for a
 * `Promise.all` in which only some elements need the query, or each failure is caught. Behind another `await` the keys
 * would come in different ticks. Empty where the query needs more than its key and its client.
 */
export function loaderFix({ read, loop, body, through }: RepeatedRead, source: ScriptSource): DraftFix[] {
  const { batch, client: receiver } = read;
  const client = clients[read.library];
  const dir = parentDir(source.file);
  if (loop.kind !== 'map' || through !== undefined || body.refused === undefined || body.awaitsOthers || 'refused' in batch) return [];
  if (client === undefined || receiver === undefined || dir === undefined || read.isTransaction) return [];
  const anchor = anchorOf(loop, source);
  const query = batch.query('[...keys]');
  if (typeof anchor === 'string' || !query.startsWith(receiver.text) || usesLoop(read, loop, source) || usesMore(read, receiver, source)) return [];
  const name = `${singular(camelCase(read.table))}Loader`;
  const ending = /\.[cm]?[jt]sx?$/.exec(source.file)?.[0].replace('x', '') ?? '.js';
  const file = `${dir}/${name}${ending}`;
  if (source.project.read(file) !== undefined) return [];
  const factory = `create${pascalCase(name)}`;
  const imported = ensureImport(source, { module: `./${name}${importEnding(source)}`, name: factory });
  const local = freeName(source, name, '');
  const results = resultEdits(read, { rows: `await ${local}.load(${read.value.text})`, row: `await ${local}.load(${read.value.text})` }, source);
  if (results === undefined) return [];
  const style = sourceStyle(source);
  const at = leadStart(anchor, source);
  const made = `const ${local} = ${imported.local}(${receiver.text})${style.semicolons ? ';' : ''}${style.newline}${indentationAt(source.text, at)}`;
  const isThere = source.project.packageFor(source.file)?.dependencies.has('dataloader') === true;
  const text = loaderText({ read, batch, client, factory, query: client.name + query.slice(receiver.text.length), source });
  return [
    {
      title: `Load ${shownTable(read)} through a DataLoader${isThere ? '' : ' (needs dataloader)'}`,
      safety: 'guided',
      edits: [{ start: at, end: at, newText: made }, ...results, ...imported.edits],
      newFiles: [{ file, text }],
    },
  ];
}

/** The ending the file's own relative imports have; ES modules in JavaScript need one. */
function importEnding(source: ScriptSource): string {
  const own = moduleLinks(source).filter(({ module }) => module.startsWith('.'));
  const ended = own.find(({ module }) => /\.[cm]?js$/.test(module));
  if (ended !== undefined) return /\.[cm]?js$/.exec(ended.module)?.[0] ?? '.js';
  return own.length === 0 && source.language === 'javascript' && moduleStyle(source).form === 'esm' ? '.js' : '';
}

/** The query reads something beside its key and its client, which the new file would not have. */
function usesMore({ call, value }: KeyRead, receiver: Node, source: ScriptSource): boolean {
  let found = false;
  walk(call, (node) => {
    if (node.id === value.id || node.id === receiver.id || node.type === 'type_arguments') return false;
    const isName = node.type === 'identifier' || node.type === 'shorthand_property_identifier' || node.type === 'this';
    const declaration = node.type === 'this' ? undefined : source.scopes.resolve(node);
    const isOwn = declaration !== undefined && isInside(declaration.site, call);
    if (isName && !isOwn && node.startIndex !== value.startIndex) found = true;
    return !found;
  });
  return found;
}

interface LoaderParts {
  readonly read: KeyRead;
  readonly batch: Batch;
  readonly client: { readonly name: string; readonly type: string; readonly module: string };
  readonly factory: string;
  readonly query: string;
  readonly source: ScriptSource;
}

function loaderText({ read, batch, client, factory, query, source }: LoaderParts): string {
  const style = sourceStyle(source);
  const modules = moduleStyle(source);
  const isTyped = source.language !== 'javascript';
  const [one, two] = [style.indent, style.indent.repeat(2)];
  const end = style.semicolons ? ';' : '';
  const isOne = read.gives === 'row' || isFirst(read, source);
  const text = (value: string) => (batch.asText ? `String(${value})` : value);
  const property = /^[A-Za-z_$][\w$]*$/.test(batch.property) ? `row.${batch.property}` : `row[${style.quote}${batch.property}${style.quote}]`;
  const missing = read.missing === 'null' ? ' ?? null' : '';
  const keyType = batch.asText ? '(string | number)' : 'string';
  const grouped = isOne
    ? [`const byKey = new Map(rows.map((row) => [${text(property)}, row]))${end}`, `return keys.map((key) => byKey.get(${text('key')})${missing})${end}`]
    : [
        `const byKey = new Map${isTyped ? '<string, typeof rows>' : ''}(keys.map((key) => [${text('key')}, []]))${end}`,
        `for (const row of rows) byKey.get(${text(property)})?.push(row)${end}`,
        `return keys.map((key) => byKey.get(${text('key')}) ?? [])${end}`,
      ];
  const lines = [
    ...header(modules, client, isTyped, end),
    '',
    `/** ${sentence(read, batch)} */`,
    `${modules.form === 'esm' || isTyped ? 'export ' : ''}function ${factory}(${client.name}${isTyped ? `: ${client.type}` : ''}) {`,
    `${one}return new DataLoader(async (keys${isTyped ? `: readonly ${keyType}[]` : ''}) => {`,
    `${two}const ${batch.bind('rows')} = await ${reindented(query, indentationAt(source.text, read.call.startIndex), two)}${end}`,
    ...grouped.map((line) => two + line),
    `${one}})${end}`,
    '}',
    ...(modules.form === 'esm' || isTyped ? [] : ['', `module.exports = { ${factory} }${end}`]),
    '',
  ];
  return lines.join(style.newline).replace(/\r?\n/g, style.newline);
}

const sentence = (read: KeyRead, { property }: Batch): string =>
  `Reads ${shownTable(read)} by ${property}; the keys of one tick become one query. It remembers its answers, so make one for each request.`;

function header(modules: ModuleStyle, client: LoaderParts['client'], isTyped: boolean, end: string): string[] {
  const { quote, form } = modules;
  const type = isTyped ? [`import type { ${client.type} } from ${quote}${client.module}${quote}${end}`] : [];
  return form === 'esm' || isTyped
    ? [`import DataLoader from ${quote}dataloader${quote}${end}`, ...type]
    : [`const DataLoader = require(${quote}dataloader${quote})${end}`];
}
