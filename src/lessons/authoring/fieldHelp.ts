import { lessonSchema, teamLessonSchema, type LessonData, type PieceData } from '../schema';

type Source = LessonData['sources'][number];
type Anchor = NonNullable<PieceData['anchor']>;

const lessonFields: Readonly<Record<keyof LessonData, string>> = {
  id: 'The name of the folder. Answers are stored under it, so it stays when the title changes.',
  title: 'Shown in the Climb and above each piece.',
  crux: 'One sentence: what the lesson trains.',
  goal: 'What the reader can do afterwards.',
  tier: 'The depth it is written for: zero, junior, middle or senior.',
  minutes: 'How long it takes, in whole minutes.',
  prerequisites: 'Lessons to read before it.',
  next: 'The lesson or track that follows it.',
  sources: 'Official documentation or papers, each with a title and an https address.',
  diagram: 'The picture of the recap: an SVG file beside lesson.md, with a title and a desc.',
  pieces: 'In reading order. Each has a section of its own below.',
};

const pieceFields: Readonly<Record<keyof PieceData, string>> = {
  id: 'The id of its section, {#such-as-this}. Answers are stored under it.',
  tier: 'Where it differs from that of the lesson.',
  variantOf: 'The piece of this lesson that it varies: asked in reviews only.',
  rule: 'The rule that finds the flaw in the snippet, and whose own fix is shown.',
  also: 'Further rules that the piece teaches.',
  snippet: 'A file beside lesson.md, of 8 to 40 lines.',
  hot: 'Texts that stand in the snippet once each: the marked lines.',
  source: 'A file of the repository whose code is shown as it is now.',
  anchor: 'What finds the code in it: the name of a symbol, or a pattern.',
  commit: 'The commit that the piece tells of, in hexadecimal and in quotes.',
};

const sourceFields: Readonly<Record<keyof Source, string>> = { title: 'What it is called there.', url: 'An https address.' };

const anchorFields: Readonly<Record<keyof Anchor, string>> = { symbol: 'A function, method or class by its name.', pattern: 'Code in the ast-grep pattern syntax.' };

/** Fields with lists, and those with a set of fields, go on below their name. */
const lists: ReadonlySet<string> = new Set(['prerequisites', 'sources', 'pieces', 'also', 'hot']);

export interface FieldHelp {
  readonly name: string;
  readonly help: string;
  readonly form: 'value' | 'list' | 'fields';
}

/** The fields that may stand at a path of the front matter, with what each is for; none at any other path. */
export function fieldsAt(path: string, isTeam: boolean): FieldHelp[] {
  const known = help(path);
  const allowed = path === 'pieces' && !isTeam ? Object.keys(lessonSchema.entries.pieces.pipe[0].item.entries) : path === '' ? Object.keys(teamLessonSchema.entries) : Object.keys(known);
  return allowed.map((name) => ({ name, help: known[name] ?? '', form: lists.has(name) ? 'list' : name === 'anchor' ? 'fields' : 'value' }));
}

function help(path: string): Readonly<Record<string, string>> {
  switch (path) {
    case '':
      return lessonFields;
    case 'pieces':
      return pieceFields;
    case 'sources':
      return sourceFields;
    case 'pieces.anchor':
      return anchorFields;
    default:
      return {};
  }
}
