import { confidences } from '../../../src/learning/answer';
import type { PieceView, QuestionView } from '../../../src/shared/pages/lesson';
import { button, format, h, rendered } from '../dom';
import { pieceHeader, wayBack } from './header';
import { optionsSection } from './options';
import type { Section } from '../sections';
import { actionsSection, verdictSection } from './verdict';
import type { View } from '../view';

/** A piece from its header to its verdict; what the reader has not earned yet is not among the sections. */
export function pieceSections(piece: PieceView, view: View): readonly Section[] {
  const { verdict } = piece;
  return [pieceHeader(piece, view), ...wayBack(piece, view), ...lostSections(piece, view), ...questionSections(piece, view), ...(verdict ? [actionsSection(piece, verdict, view)] : [])];
}

/** Why the code is shown as it was last known, and the way to where it was. */
function lostSections({ lost }: PieceView, view: View): readonly Section[] {
  if (lost === undefined) return [];
  const { strings } = view;
  const draw = () => h('p', { class: 'lost' }, `${lost}. `, button({ focus: 'lost', class: 'link' }, () => view.send({ type: 'showWhereItWas' }), strings.showWhereItWas));
  return [{ id: 'lost', from: [lost, strings.language], draw }];
}

/** A question from what the reader is looking at to its verdict. */
export function questionSections(question: QuestionView, view: View): readonly Section[] {
  const { verdict } = question;
  const sections = [questionSection(question), optionsSection(question, view)];
  if (verdict) return [...sections, verdictSection(question, verdict, view)];
  if (question.pending !== undefined) sections.push(confidenceSection(view));
  if (question.hintsHtml.length + question.hintsLeft > 0) sections.push(hintsSection(question, view));
  return sections;
}

function questionSection({ piece, contextHtml, questionHtml }: QuestionView): Section {
  return {
    id: 'question',
    from: [piece, contextHtml, questionHtml],
    draw: () => h('section', {}, rendered('div', { class: 'prose' }, contextHtml), rendered('div', { class: 'prose question' }, questionHtml)),
  };
}

function confidenceSection(view: View): Section {
  const { strings } = view;
  return {
    id: 'confidence',
    from: strings.language,
    draw: () =>
      h(
        'section',
        { role: 'group', 'aria-labelledby': 'confidence-title', class: 'confidence' },
        h('h2', { id: 'confidence-title' }, strings.confidence),
        h(
          'div',
          { class: 'buttons' },
          ...confidences.map((value, index) =>
            button(
              { focus: `confidence:${value}`, class: 'secondary', 'aria-keyshortcuts': String(index + 1) },
              () => view.send({ type: 'confidence', value }, 'commit'),
              strings[`confidence.${value}`],
              h('kbd', { 'aria-hidden': 'true' }, String(index + 1)),
            ),
          ),
        ),
      ),
  };
}

function hintsSection({ piece, hintsHtml, hintsLeft }: QuestionView, view: View): Section {
  const { strings } = view;
  const opened = hintsHtml.length;
  return {
    id: 'hints',
    from: [piece, hintsHtml, hintsLeft],
    draw: () =>
      h(
        'section',
        { class: 'hints' },
        ...hintsHtml.map((html, index) =>
          h(
            'div',
            { class: 'hint', tabindex: '-1', 'data-focus': `hint:${index + 1}` },
            h('h2', {}, format(strings.hintOpened, index + 1)),
            rendered('div', { class: 'prose' }, html),
          ),
        ),
        hintsLeft > 0
          ? button({ focus: 'hint', class: 'link' }, () => view.send({ type: 'hint' }, hintsLeft === 1 ? 'hint' : undefined), format(strings.hint, opened + 1, opened + hintsLeft))
          : undefined,
      ),
  };
}
