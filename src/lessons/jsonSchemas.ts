import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { cardSchema, drillSchema, lessonSchema, listFile, promptSchema, tableSchema, templateSchema, termSchema, trackSchema } from './schema';

/** The JSON Schemas beside the lessons, by file name, made from the schemas the loader itself uses. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'lesson.schema.json': render('Front matter of an Altitude lesson.md', lessonSchema),
    'track.schema.json': render('An Altitude track.yml', trackSchema),
    'tables.schema.json': render('The tables of Altitude lessons, tables.yml', listFile('tables', tableSchema)),
    'glossary.schema.json': render('The glossary of Altitude lessons, glossary.yml', listFile('terms', termSchema)),
    'cards.schema.json': render('A file of cards of an Altitude track, cards/*.yml', listFile('cards', cardSchema)),
    'prompt.schema.json': render('Front matter of an Altitude prompts/*.md', promptSchema),
    'drill.schema.json': render('Front matter of an Altitude drills/*.md', drillSchema),
    'template.schema.json': render('Front matter of an Altitude template.md', templateSchema),
  };
}

function render(title: string, schema: GenericSchema): string {
  return `${JSON.stringify({ title, ...toJsonSchema(schema, { errorMode: 'ignore' }) }, undefined, 2)}\n`;
}
