import type * as v from 'valibot';
import { readText, type LessonFiles } from './files';
import { splitFrontMatter } from './frontMatter';
import { readLinks } from './links';
import type { CodeReader } from './live';
import { parseMarkdown, type ParsedMarkdown } from './markdown';
import { FileReport } from './problems';
import type { Reference } from './references';
import { readSections, type Section } from './sections';
import { teamMarkdown } from './teamMarkdown';
import { readYaml, type YamlData } from './yamlData';

/** What every part of the catalogue is read with. */
export interface Loading {
  readonly files: LessonFiles;
  /** The engine's rule ids; unchecked when absent. */
  readonly rules: ReadonlySet<string> | undefined;
  /** Awaited before each stretch of work; see `inTurns`. */
  readonly turn: () => Promise<void>;
  /** Whose lessons they are; absent for what ships with Altitude. */
  readonly team?: TeamReading;
}

/** How a team's lessons are read. */
export interface TeamReading {
  readonly namespace: string;
  /** The most bytes a file of a lesson may have. */
  readonly maxBytes: number;
  readonly code: CodeReader;
}

/** Front matter and a body cut at its `##` headings: a lesson, a prompt, a drill, a template. */
export interface Document<T> {
  readonly yaml: YamlData<T>;
  readonly body: ParsedMarkdown;
  readonly sections: ReadonlyMap<string, Section>;
  /** What its text links to. */
  readonly links: readonly Reference[];
}

/** Reads a Markdown file. Without a document the report says why; with one it may say what is wrong in the body. */
export async function loadDocument<S extends v.GenericSchema>(
  file: string,
  schema: S,
  { files, turn, team }: Loading,
): Promise<{ readonly report: FileReport; readonly document?: Document<v.InferOutput<S>> }> {
  const report = new FileReport(file);
  const text = await readText(files, report, team?.maxBytes);
  await turn();
  const split = text === undefined ? undefined : splitFrontMatter(text, report);
  if (split === undefined) return { report };
  const yaml = await readYaml(split.frontMatter, schema, report, turn, split.frontMatterLine);
  const shown = team === undefined ? split.body : teamMarkdown(split.body, team.namespace, split.bodyLine, report);
  const body = parseMarkdown(shown, split.bodyLine);
  await turn();
  const links = readLinks(body.blocks, (block) => body.lineOf(block), report);
  const sections = readSections(body, report);
  return { report, ...(yaml && { document: { yaml, body, sections, links } }) };
}
