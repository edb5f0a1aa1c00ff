import type { AnswersView, PreviewView, SnippetView } from '../../../src/shared/pages/preview';
import type { PanelState } from '../../../src/shared/protocol';
import { picture } from '../diagram';
import { button, format, h, rendered } from '../dom';
import { folded } from '../folded';
import { header, iconButton, keysButton } from '../header';
import { icon } from '../icons';
import { announcement as questionAnnouncement } from '../lesson/announcer';
import { questionSections } from '../lesson/piece';
import { answerKeys, focusAfter, focusIn, pressAnswer } from '../lesson/piecePage';
import type { KeyRow, Page } from '../page';
import type { Section } from '../sections';
import type { View } from '../view';

/** A section of a lesson that is being written. */
export const previewPage: Page<PreviewView> = {
  sections,
  keys: ({ piece, revealed }, strings): readonly KeyRow[] => [
    ...(piece && !revealed && piece.question.options.length > 0 ? answerKeys(piece.question, strings) : []),
    ...(piece ? [[['x'], strings['preview.key.reveal']] as const] : []),
    [['j'], strings['preview.key.next']],
    [['k'], strings['preview.key.previous']],
  ],
  press,
  announcement: (before: PanelState, { piece, revealed }, strings) => {
    if (before.kind !== 'preview' || !before.piece || !piece || revealed) return undefined;
    return questionAnnouncement(before.piece.question, piece.question, strings);
  },
  focus: ({ piece, revealed }) => (piece && !revealed && piece.question.options.length > 0 ? focusIn(piece.question) : 'title'),
  focusAfter: (intent, { part, piece }) => {
    if (intent.startsWith('go:')) return intent === `go:${part}` ? undefined : 'title';
    if (intent === 'reveal') return 'reveal';
    return piece && focusAfter(intent, piece.question);
  },
};

function press(key: string, preview: PreviewView, view: View): boolean {
  const { piece, revealed } = preview;
  if (key === 'j') go('next', preview, view);
  else if (key === 'k') go('previous', preview, view);
  else if (key === 'x' && piece) reveal(preview, view);
  else return piece !== undefined && !revealed && piece.question.verdict === undefined && pressAnswer(key, piece.question, view);
  return true;
}

function go(to: 'next' | 'previous', { count, index, part }: PreviewView, view: View): void {
  if (to === 'next' ? index < count : index > 1) view.send({ type: 'preview.go', to }, `go:${part}`);
}

function reveal({ revealed }: PreviewView, view: View): void {
  view.send({ type: 'preview.reveal', revealed: !revealed }, 'reveal');
}

function sections(preview: PreviewView, view: View): readonly Section[] {
  const { count, index, lessonTitle, piece, problems, revealed, title } = preview;
  const { strings } = view;
  const facts = [format(strings['preview.part'], index, count), strings[`tier.${preview.tier}`]];
  return [
    {
      id: 'header',
      from: [preview.part, lessonTitle, title, facts, count, strings.language],
      draw: () =>
        header({ trackTitle: strings.preview, lessonTitle }, title, facts, [
          iconButton('previous', strings['preview.previous'], 'chevronLeft', index === 1, () => go('previous', preview, view)),
          iconButton('next', strings['preview.next'], 'chevronRight', index === count, () => go('next', preview, view)),
          keysButton(view),
        ]),
    },
    { id: 'author', from: [piece !== undefined, revealed, strings.language], draw: () => authorBar(preview, view) },
    ...(problems.length > 0 ? [{ id: 'problems', from: problems, draw: () => problemList(problems, view) }] : []),
    ...(piece ? pieceSections(preview, piece, view) : proseSections(preview, view)),
  ];
}

function authorBar(preview: PreviewView, view: View): HTMLElement {
  const { strings } = view;
  const toggle = () =>
    button(
      { focus: 'reveal', class: 'secondary', 'aria-keyshortcuts': 'x' },
      () => reveal(preview, view),
      preview.revealed ? strings['preview.hide'] : strings['preview.reveal'],
      h('kbd', { 'aria-hidden': 'true' }, 'x'),
    );
  return h('section', { class: 'author-bar' }, preview.piece ? toggle() : undefined, h('span', { class: 'note' }, strings['preview.note']));
}

function problemList(problems: PreviewView['problems'], view: View): HTMLElement {
  const { strings } = view;
  const title = problems.length === 1 ? strings['preview.oneProblem'] : format(strings['preview.problems'], problems.length);
  const row = ({ line, message }: PreviewView['problems'][number], index: number) =>
    h(
      'li',
      {},
      button({ focus: `problem:${index}`, class: 'link' }, () => view.send({ type: 'preview.problem', index }), format(strings['preview.line'], line)),
      h('span', {}, message),
    );
  return h('section', { class: 'problems' }, h('h2', {}, icon('error'), title), h('ul', {}, ...problems.map(row)));
}

function pieceSections({ part }: PreviewView, piece: NonNullable<PreviewView['piece']>, view: View): readonly Section[] {
  const { answers, code, prompt, question } = piece;
  const { strings } = view;
  return [
    ...(code ? [{ id: 'code', from: [part, code], draw: () => snippet(code, view) }] : []),
    ...(prompt === '' ? [] : [{ id: 'prompt', from: prompt, draw: () => h('p', { class: 'note' }, format(strings['preview.prompt'], prompt)) }]),
    ...(question.options.length === 0
      ? [{ id: 'unasked', from: [part, question.contextHtml, question.questionHtml], draw: () => unasked(question, view) }]
      : answers
        ? [{ id: 'context', from: [part, question.contextHtml, question.questionHtml], draw: () => asked(question) }]
        : questionSections(question, view)),
    ...(question.verdict && !answers ? [{ id: 'again', from: strings.language, draw: () => again(view) }] : []),
    ...(answers ? [{ id: 'answers', from: [part, answers], draw: () => allAnswers(answers, view) }] : []),
  ];
}

type Question = NonNullable<PreviewView['piece']>['question'];

const asked = ({ contextHtml, questionHtml }: Question) => h('section', {}, rendered('div', { class: 'prose' }, contextHtml), rendered('div', { class: 'prose question' }, questionHtml));

function unasked(question: Question, { strings }: View): HTMLElement {
  const section = asked(question);
  section.append(h('p', { class: 'help' }, strings['preview.noQuestion']));
  return section;
}

function again(view: View): HTMLElement {
  return h('section', { class: 'buttons' }, button({ focus: 'retry', class: 'secondary' }, () => view.send({ type: 'retry' }, 'retry'), view.strings.answerAgain));
}

function snippet({ file, lines, lost }: SnippetView, { strings }: View): HTMLElement {
  const note = lost === undefined ? undefined : h('p', { class: 'lost' }, lost);
  if (!lines) return h('section', {}, h('h2', {}, format(strings['preview.code'], file)), note, h('p', { class: 'help' }, strings['preview.noFile']));
  const line = ({ hot, text }: { readonly text: string; readonly hot: boolean }) =>
    h('span', { class: hot ? 'line hot' : 'line' }, text === '' ? ' ' : text, hot ? h('span', { class: 'unseen' }, ` (${strings['preview.marked']})`) : undefined);
  const code = h('pre', { class: 'snippet' }, h('code', {}, ...lines.map(line)));
  return h('section', {}, note, folded('code', format(strings['preview.code'], file), code));
}

function allAnswers({ fixNoteHtml, hintsHtml, options }: AnswersView, { strings }: View): HTMLElement {
  const option = ({ correct, explanationHtml, html, letter }: AnswersView['options'][number]) =>
    h(
      'li',
      { class: 'option', 'data-outcome': correct ? 'right' : 'other' },
      correct ? icon('pass') : h('span', { class: 'icon' }),
      h('span', { class: 'letter' }, letter),
      h(
        'div',
        { class: 'text' },
        rendered('div', { class: 'question' }, html),
        correct ? h('span', { class: 'tags' }, strings['preview.right']) : undefined,
        rendered('div', { class: 'prose' }, explanationHtml),
      ),
    );
  return h(
    'section',
    { class: 'all-answers', 'aria-labelledby': 'answers-title' },
    h('h2', { id: 'answers-title' }, strings['preview.answers']),
    h('ol', { class: 'options' }, ...options.map(option)),
    ...hintsHtml.flatMap((html, index) => [h('h3', {}, format(strings.hintOpened, index + 1)), rendered('div', { class: 'prose' }, html)]),
    ...(fixNoteHtml === '' ? [] : [h('h3', {}, strings.fix), rendered('div', { class: 'prose' }, fixNoteHtml)]),
  );
}

function proseSections({ diagram, part, proseHtml = '' }: PreviewView, { strings }: View): readonly Section[] {
  const draw = () => (proseHtml === '' ? h('p', { class: 'help' }, strings['preview.nothing']) : rendered('section', { class: 'prose' }, proseHtml));
  return [
    { id: 'prose', from: [part, proseHtml], draw },
    ...(diagram ? [{ id: 'diagram', from: diagram, draw: () => picture(diagram) ?? h('div', {}) }] : []),
  ];
}
