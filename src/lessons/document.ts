import type * as v from 'valibot';
import { readText, type LessonFiles } from './files';
import { splitFrontMatter } from './frontMatter';
import { readLinks } from './links';
import { parseMarkdown, type ParsedMarkdown } from './markdown';
import { FileReport } from './problems';
import type { Reference } from './references';
import { readSections, type Section } from './sections';
import { readYaml, type YamlData } from './yamlData';

/** What every part of the catalogue is read with. */
export interface Loading {
  readonly files: LessonFiles;
  /** The engine's rule ids; unchecked when absent. */
  readonly rules: ReadonlySet<string> | undefined;
  /** Awaited before each stretch of work; see `inTurns`. */
  readonly turn: () => Promise<void>;
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
  { files, turn }: Loading,
): Promise<{ readonly report: FileReport; readonly document?: Document<v.InferOutput<S>> }> {
  const report = new FileReport(file);
  const text = await readText(files, report);
  await turn();
  const split = text === undefined ? undefined : splitFrontMatter(text, report);
  if (split === undefined) return { report };
  const yaml = await readYaml(split.frontMatter, schema, report, turn, split.frontMatterLine);
  const body = parseMarkdown(split.body, split.bodyLine);
  await turn();
  const links = readLinks(body.blocks, (block) => body.lineOf(block), report);
  const sections = readSections(body, report);
  return { report, ...(yaml && { document: { yaml, body, sections, links } }) };
}
