import { languageOf } from '../../engine/syntax/languages';
import { tiers } from '../model';
import { closingSections } from '../schema';
import type { Spot } from './cursor';
import { fieldsAt } from './fieldHelp';
import type { Names } from './names';
import { sectionAt, type Outline } from './outline';
import { blockSkeletons, closingSkeleton, pieceSkeleton, titleOf, yamlText } from './skeletons';

/** What may be written at a spot, from the spot's `from` on. */
export interface Suggestion {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'file' | 'line' | 'block' | 'section' | 'term' | 'lesson';
  readonly text: string;
  /** In a few words, beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly help?: string;
  /** What has been typed is compared with this; the label where it is absent. */
  readonly filter?: string;
  /** Suggest again once it is written. */
  readonly goesOn?: true;
}

/** What is known around a lesson.md. */
export interface Surroundings {
  readonly outline: Outline | undefined;
  readonly names: Names;
  /** The name of the lesson's folder. */
  readonly folder: string;
  /** Names of the files beside it. */
  readonly files: readonly string[];
  /** The text of a file beside it; undefined where there is none. */
  readonly textOf: (file: string) => string | undefined;
  readonly isTeam: boolean;
}

/** Everything that may stand at a spot, in the order it should be offered. `line` is the spot's, one-based. */
export function suggestionsAt(spot: Spot, line: number, around: Surroundings): Suggestion[] {
  switch (spot.kind) {
    case 'field':
      return fieldsAt(spot.path, around.isTeam)
        .filter(({ name }) => !spot.used.has(name))
        .map(({ form, help, name }) => ({ label: name, kind: 'field', text: form === 'value' ? `${name}: ` : `${name}:`, help, ...(form === 'value' && { goesOn: true }) }));
    case 'value':
      return values(spot, around);
    case 'block':
      return blocks(line, around);
    case 'heading':
      return missingSections(around).map(({ id, text }) => ({ label: `## ${titleOf(id)}`, kind: 'section', text, detail: id, help: 'The whole section, its texts to be written.' }));
    case 'heading id':
      return missingSections(around).map(({ id, title }) => ({ label: id, kind: 'section', text: `${id}}`, ...(title !== undefined && { detail: title }) }));
    case 'link':
      return links(spot, around);
  }
}

function values({ path, siblings }: Extract<Spot, { kind: 'value' }>, around: Surroundings): Suggestion[] {
  const { names, outline } = around;
  const plain = (label: string, detail?: string): Suggestion => ({ label, kind: 'value', text: label, ...(detail !== undefined && { detail }) });
  switch (path) {
    case 'id':
      return [plain(around.folder)];
    case 'tier':
    case 'pieces.tier':
      return tiers.map((tier) => plain(tier));
    case 'pieces.rule':
    case 'pieces.also':
      return names.rules.map(({ id, title }) => ({ label: id, kind: 'value', text: id, detail: title, filter: `${id} ${title}` }));
    case 'prerequisites':
      return lessonsToName(around);
    case 'next':
      return [...lessonsToName(around), ...names.tracks.map(({ id, title }) => plain(id, title))];
    case 'diagram':
      return around.files.filter((file) => file.endsWith('.svg')).map((file) => ({ label: file, kind: 'file', text: file }));
    case 'pieces.snippet':
      return around.files.filter((file) => languageOf(file) !== undefined).map((file) => ({ label: file, kind: 'file', text: file }));
    case 'pieces.variantOf': {
      const others = outline?.pieces.filter(({ id, fields }) => id !== siblings.get('id') && !fields.has('variantOf')) ?? [];
      return others.map(({ id }) => plain(id));
    }
    case 'pieces.hot':
      return hotTexts(around.textOf(siblings.get('snippet') ?? ''));
    default:
      return [];
  }
}

const lessonsToName = ({ folder, names }: Surroundings) =>
  names.lessons.filter(({ id }) => id !== folder).map(({ id, title }): Suggestion => ({ label: id, kind: 'lesson', text: id, detail: title, filter: `${id} ${title}` }));

/** Lines of a snippet that name one place: those that stand in it once. */
export function hotTexts(snippet: string | undefined): Suggestion[] {
  const lines = snippet?.split('\n').map((line) => line.trim()) ?? [];
  return lines.flatMap((line, index): Suggestion[] => {
    const isOne = snippet?.split(line).length === 2;
    return /\w/.test(line) && isOne ? [{ label: line, kind: 'line', text: yamlText(line), detail: String(index + 1), filter: `${line} ${yamlText(line)}` }] : [];
  });
}

function blocks(line: number, { outline }: Surroundings): Suggestion[] {
  const written = new Set((outline && sectionAt(outline, line))?.lessonBlocks.filter((block) => block.line !== line).map(({ name }) => name) ?? []);
  return Object.entries(blockSkeletons)
    .filter(([name]) => !written.has(name))
    .map(([name, skeleton]) => ({ label: name, kind: 'block', text: skeleton().slice('::: '.length).trimEnd(), help: blockHelp[name as keyof typeof blockSkeletons] }));
}

const blockHelp: Readonly<Record<keyof typeof blockSkeletons, string>> = {
  quiz: 'The prompt in twelve words or fewer, the question, two to six options of which one is right, each with its explanation.',
  hints: 'Three, as a numbered list, from a nudge to nearly the answer.',
  fix: 'What the fix changes and why; read after the verdict.',
};

function missingSections({ outline }: Surroundings): { readonly id: string; readonly text: string; readonly title?: string }[] {
  const written = new Set(outline?.sections.map(({ id }) => id));
  const pieces = outline?.pieces.flatMap(({ id }) => (written.has(id) ? [] : [{ id, text: pieceSkeleton(id).trimEnd() }])) ?? [];
  const closings = closingSections.flatMap((id) => (written.has(id) ? [] : [{ id, text: closingSkeleton(id).trimEnd() }]));
  const readings = tiers.some((tier) => written.has(tier)) ? tiers.filter((tier) => !written.has(tier)) : tiers;
  return [...pieces, ...closings, ...readings.map((id) => ({ id, text: `## ${titleOf(id)} {#${id}}\n\n`, title: 'the topic, told at this depth' }))];
}

function links({ lesson, to }: Extract<Spot, { kind: 'link' }>, { names }: Surroundings): Suggestion[] {
  if (to === undefined) {
    return [
      { label: 'term:', kind: 'term', text: 'term:', detail: 'a word of the glossary', goesOn: true },
      { label: 'lesson:', kind: 'lesson', text: 'lesson:', detail: 'a lesson or one of its pieces', goesOn: true },
    ];
  }
  if (to === 'term') return names.terms.map(({ id, meaning, term }) => ({ label: id, kind: 'term', text: id, detail: term, help: meaning, filter: `${id} ${term}` }));
  const named = names.lessons.find(({ id }) => id === lesson);
  if (lesson !== undefined) return named?.pieces.map(({ id, title }) => ({ label: id, kind: 'lesson', text: id, detail: title })) ?? [];
  return names.lessons.map(({ id, title }) => ({ label: id, kind: 'lesson', text: id, detail: title, filter: `${id} ${title}` }));
}
