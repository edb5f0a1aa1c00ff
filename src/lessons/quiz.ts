import { isBulletList, readExplainedList, type ExplainedItem } from './explainedList';
import type { ParsedMarkdown } from './markdown';
import type { Option } from './model';
import type { FileReport } from './problems';
import type { LessonBlock } from './sections';

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
  const firstList = quiz.blocks.findIndex(isBulletList);
  const questionBlocks = firstList < 0 ? quiz.blocks : quiz.blocks.slice(0, firstList);
  if (questionBlocks.length === 0) report.add(quiz.line, 'the quiz has no question; write it below the prompt');
  const form = { noun: 'option', boxed: true, exampleId: 'bigger-pool' };
  const options = readExplainedList(body, firstList < 0 ? [] : quiz.blocks.slice(firstList), form, report);
  checkOptions(options, quiz, report);
  return {
    prompt: quiz.argument,
    question: body.source(questionBlocks),
    options: options.map(({ id, text, checked, explanation }) => ({ id, text, correct: checked, explanation })),
  };
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

function checkOptions(options: readonly ExplainedItem[], quiz: LessonBlock, report: FileReport): void {
  if (options.length === 0) {
    report.add(quiz.line, 'the quiz has no options; write them as a list of - [ ] and one - [x]');
    return;
  }
  if (options.length < fewestOptions || options.length > mostOptions) {
    const found = options.length === 1 ? '1 option' : `${options.length} options`;
    report.add(quiz.line, `the quiz has ${found}; give it ${fewestOptions} to ${mostOptions}`);
  }
  const [right, second] = options.filter(({ checked }) => checked);
  if (right === undefined) report.add(quiz.line, 'no option is marked right; mark one with [x]');
  else if (second !== undefined) report.add(second.line, `a second option is marked right; the first is at line ${right.line}`);
}
