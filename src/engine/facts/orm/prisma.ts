import type { OrmModel } from './model';

/** A model as it is written: its name and the lines between its braces, comments left out. */
interface Block {
  readonly name: string;
  readonly lines: readonly string[];
}

/**
 * Reads the models of a `.prisma` file: keys, columns and the names the database knows them by. The language is one
 * statement a line (https://www.prisma.io/docs/orm/reference/prisma-schema-reference); the parsers npm has for it need
 * a newer Node than ours, or Node where there is a browser.
 * @returns none when a block is not closed
 */
export function prismaModels(text: string): OrmModel[] {
  const blocks = blocksOf(text);
  if (blocks === undefined) return [];
  const names = new Set(blocks.map(({ name }) => name));
  return blocks.map((block) => readModel(block, names));
}

function blocksOf(text: string): Block[] | undefined {
  const blocks: Block[] = [];
  let open: { name: string; lines: string[] } | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = withoutComment(raw).trim();
    if (open === undefined) {
      const name = /^model\s+(\w+)\s*\{$/.exec(line)?.[1];
      if (name !== undefined) open = { name, lines: [] };
    } else if (line === '}') {
      blocks.push(open);
      open = undefined;
    } else if (line !== '') open.lines.push(line);
  }
  return open === undefined ? blocks : undefined;
}

/** `//` inside a string is no comment. */
const withoutComment = (line: string): string => /^(?:[^"/]|"(?:[^"\\]|\\.)*"|\/(?!\/))*/.exec(line)?.[0] ?? '';

function readModel({ name, lines }: Block, models: ReadonlySet<string>): OrmModel {
  const fields = lines.flatMap((line) => {
    const [, field, type] = /^(\w+)\s+(\w+)/.exec(line) ?? [];
    // A field of another model's type is a relation, not a column.
    return field === undefined || type === undefined || models.has(type) ? [] : [{ name: field, attributes: line.slice(field.length) }];
  });
  const own = fields.filter(({ attributes }) => /@(?:id|unique)\b/.test(attributes)).map((field) => [field.name]);
  const together = lines.flatMap((line) => {
    const list = /^@@(?:id|unique)\s*\((?:.*?\bfields\s*:\s*)?\s*\[([^\]]*)\]/.exec(line)?.[1];
    return list === undefined ? [] : [list.replace(/\([^)]*\)/g, '').split(',').flatMap((each) => /^\s*(\w+)/.exec(each)?.[1] ?? [])];
  });
  return {
    library: 'prisma',
    name,
    table: lines.flatMap((line) => mapped(line, '@@map') ?? [])[0],
    fields: fields.map((field) => ({ name: field.name, column: mapped(field.attributes, '@map'), ...(/^\s+\w+\?/.test(field.attributes) ? { isOptional: true as const } : {}) })),
    unique: [...own, ...together.filter((names) => names.length > 0)],
    isVersioned: false,
  };
}

/** The name in `@map("users")` or `@map(name: "users")`. */
const mapped = (text: string, attribute: '@map' | '@@map'): string | undefined =>
  new RegExp(`(?<!@)${attribute}\\s*\\(\\s*(?:name\\s*:\\s*)?"([^"]*)"`).exec(text)?.[1];
