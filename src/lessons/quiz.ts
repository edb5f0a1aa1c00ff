import type { Option } from './model';
import { inlineTokens, type Block, type ParsedMarkdown } from './markdown';
import type { FileReport } from './problems';
import { isId } from './schema';
import { splitId, type LessonBlock } from './sections';

export const maxPromptWords = 12;
export const fewestOptions = 2;
export const mostOptions = 6;

export interface Quiz {
  readonly prompt: string;
  readonly question: string;
  readonly options: readonly Option[];
}

/** Reads a `::: quiz` block: the prompt behind its name, the question, the options as a task list. */
export function readQuiz(body: ParsedMarkdown, quiz: LessonBlock, report: FileReport): Quiz {
  checkPrompt(quiz, report);
  const firstList = quiz.blocks.findIndex(isList);
  const questionBlocks = firstList < 0 ? quiz.blocks : quiz.blocks.slice(0, firstList);
  if (questionBlocks.length === 0) report.add(quiz.line, 'the quiz has no question; write it below the prompt');
  const options = readOptions(body, firstList < 0 ? [] : quiz.blocks.slice(firstList), report);
  checkOptions(options, quiz, report);
  return {
    prompt: quiz.argument,
    question: body.source(questionBlocks),
    options: options.map(({ id, text, correct, explanation }) => ({ id, text, correct, explanation })),
  };
}

interface ReadOption extends Option {
  readonly line: number;
}

function readOptions(body: ParsedMarkdown, blocks: readonly Block[], report: FileReport): ReadOption[] {
  const options: ReadOption[] = [];
  for (const [index, block] of blocks.entries()) {
    if (isList(block)) {
      // Text that is not indented ends the list, so its option has lost its explanation to the next block.
      const follower = blocks[index + 1];
      const lostItem = follower !== undefined && !isList(follower) ? block.children.at(-1) : undefined;
      for (const item of block.children) options.push(readOption(body, item, options.length + 1, item !== lostItem, report));
    } else {
      const whose = options.length === 0 ? 'an option' : `option ${options.length}`;
      report.add(body.lineOf(block), `this text is not indented, so it does not explain ${whose}; indent it by two spaces`);
    }
  }
  return options;
}

function readOption(
  body: ParsedMarkdown,
  item: Block,
  number: number,
  needsExplanation: boolean,
  report: FileReport,
): ReadOption {
  const line = body.lineOf(item);
  const [head, ...rest] = item.children;
  const written = head?.token.type === 'paragraph_open' ? [...inlineTokens(head)].map((token) => token.content).join('') : '';
  const box = /^\[([ xX])\]\s+(.*)$/s.exec(written);
  if (box === null) report.add(line, `option ${number} does not begin with [ ] or [x]`);
  const { text, id } = splitId(box?.[2] ?? written);
  if (id === undefined && /\{#[^{}]*\}\n/.test(written)) {
    report.add(line, `option ${number} runs into the text below it; leave a blank line after its id`);
    needsExplanation = false;
  } else if (id === undefined) report.add(line, `option ${number} has no id; end its text with one in braces, such as {#bigger-pool}`);
  else if (!isId(id)) report.add(line, `the id "${id}" of option ${number} must be kebab-case, such as bigger-pool`);
  if (text === '' && box !== null) report.add(line, `option ${number} has no text`);

  const explanation = body.source(rest, 2);
  if (explanation === '' && needsExplanation) {
    report.add(line, `option ${number} has no explanation; write one below it, indented`);
  }
  return { id: id ?? '', text: text.replaceAll(/\s*\n\s*/g, ' '), correct: /x/i.test(box?.[1] ?? ''), explanation, line };
}

function checkPrompt({ argument, line }: LessonBlock, report: FileReport): void {
  if (argument === '') {
    report.add(line, 'the quiz has no prompt; write it after ::: quiz');
    return;
  }
  const words = argument.split(/\s+/).length;
  if (words > maxPromptWords) report.add(line, `the prompt has ${words} words; ${maxPromptWords} is the most`);
  if (/[`*_[\]]/.test(argument)) report.add(line, 'the prompt is shown as plain text; take the Markdown out');
}

function checkOptions(options: readonly ReadOption[], quiz: LessonBlock, report: FileReport): void {
  if (options.length === 0) {
    report.add(quiz.line, 'the quiz has no options; write them as a list of - [ ] and one - [x]');
    return;
  }
  if (options.length < fewestOptions || options.length > mostOptions) {
    const found = options.length === 1 ? '1 option' : `${options.length} options`;
    report.add(quiz.line, `the quiz has ${found}; give it ${fewestOptions} to ${mostOptions}`);
  }
  const [right, second] = options.filter((option) => option.correct);
  if (right === undefined) report.add(quiz.line, 'no option is marked right; mark one with [x]');
  else if (second !== undefined) report.add(second.line, `a second option is marked right; the first is at line ${right.line}`);

  const seen = new Map<string, number>();
  for (const { id, line } of options) {
    const earlier = id === '' ? undefined : seen.get(id);
    if (earlier === undefined) seen.set(id, line);
    else report.add(line, `another option has the id ${id}, at line ${earlier}`);
  }
}

const isList = (block: Block) => block.token.type === 'bullet_list_open';
