import { isId } from './fields';
import { inlineTokens, type Block, type ParsedMarkdown } from './markdown';
import type { FileReport } from './problems';
import { splitId } from './sections';

/** `- [x] Text. {#id}` with its explanation indented below; the box only where items are boxed. */
export interface ExplainedItem {
  readonly id: string;
  readonly text: string;
  readonly checked: boolean;
  readonly explanation: string;
  readonly line: number;
}

export interface ItemForm {
  /** One of them, in a message: `option`. */
  readonly noun: string;
  readonly boxed: boolean;
  /** An id such as one of them has. */
  readonly exampleId: string;
}

/** Reads the bullet lists among `blocks`; any other block is reported as text that has lost its item. */
export function readExplainedList(body: ParsedMarkdown, blocks: readonly Block[], form: ItemForm, report: FileReport): ExplainedItem[] {
  const items: ExplainedItem[] = [];
  for (const [index, block] of blocks.entries()) {
    if (isBulletList(block)) {
      // Text that is not indented ends the list, so its item has lost its explanation to the next block.
      const follower = blocks[index + 1];
      const lostItem = follower !== undefined && !isBulletList(follower) ? block.children.at(-1) : undefined;
      for (const item of block.children) items.push(readItem(body, item, `${form.noun} ${items.length + 1}`, form, item !== lostItem, report));
    } else {
      const whose = items.length === 0 ? `${/^[aeiou]/.test(form.noun) ? 'an' : 'a'} ${form.noun}` : `${form.noun} ${items.length}`;
      report.add(body.lineOf(block), `this text is not indented, so it does not explain ${whose}; indent it by two spaces`);
    }
  }
  checkIds(items, form.noun, report);
  return items;
}

export const isBulletList = (block: Block): boolean => block.token.type === 'bullet_list_open';

function readItem(
  body: ParsedMarkdown,
  item: Block,
  name: string,
  { boxed, exampleId }: ItemForm,
  needsExplanation: boolean,
  report: FileReport,
): ExplainedItem {
  const line = body.lineOf(item);
  const [head, ...rest] = item.children;
  const written = head?.token.type === 'paragraph_open' ? [...inlineTokens(head)].map((token) => token.content).join('') : '';
  const box = boxed ? /^\[([ xX])\]\s+(.*)$/s.exec(written) : null;
  if (boxed && box === null) report.add(line, `${name} does not begin with [ ] or [x]`);
  const { text, id } = splitId(box?.[2] ?? written);
  if (id === undefined && /\{#[^{}]*\}\n/.test(written)) {
    report.add(line, `${name} runs into the text below it; leave a blank line after its id`);
    needsExplanation = false;
  } else if (id === undefined) report.add(line, `${name} has no id; end its text with one in braces, such as {#${exampleId}}`);
  else if (!isId(id)) report.add(line, `the id "${id}" of ${name} must be kebab-case, such as ${exampleId}`);
  if (text === '' && (!boxed || box !== null)) report.add(line, `${name} has no text`);

  const explanation = body.source(rest, 2);
  if (explanation === '' && needsExplanation) {
    report.add(line, `${name} has no explanation; write one below it, indented`);
  }
  return { id: id ?? '', text: text.replaceAll(/\s*\n\s*/g, ' '), checked: /x/i.test(box?.[1] ?? ''), explanation, line };
}

function checkIds(items: readonly ExplainedItem[], noun: string, report: FileReport): void {
  const seen = new Map<string, number>();
  for (const { id, line } of items) {
    const earlier = id === '' ? undefined : seen.get(id);
    if (earlier === undefined) seen.set(id, line);
    else report.add(line, `another ${noun} has the id ${id}, at line ${earlier}`);
  }
}
