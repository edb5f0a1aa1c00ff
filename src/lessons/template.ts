import { loadDocument, type Loading } from './document';
import type { LoadedPart } from './exercises';
import type { AnswerTemplate } from './model';
import { readProse } from './prose';
import { templateSchema } from './schema';

/** Reads `template.md`: each section is a step. */
export async function loadTemplate(file: string, loading: Loading): Promise<LoadedPart<AnswerTemplate>> {
  const { report, document } = await loadDocument(file, templateSchema, loading);
  if (document === undefined) return { problems: report.problems };
  const { yaml, body, sections, links } = document;
  const steps = [...sections.values()].map((section) => ({
    id: section.id,
    title: section.title,
    text: readProse(body, section, `the step ${section.id}`, report),
  }));
  if (sections.size === 0) report.add(body.lastLine, 'there are no steps; write each as a section ## Title {#id}');
  const { problems } = report;
  if (problems.length > 0) return { problems };
  return { part: { value: { ...yaml.value, steps, file }, file, line: yaml.lineOf(['title']), references: links }, problems };
}
