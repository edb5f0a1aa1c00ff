import { toJsonSchema } from '@valibot/to-json-schema';
import { lessonSchema, trackSchema } from './schema';

/** The JSON Schemas beside the lessons, by file name, made from the schemas the loader itself uses. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  return {
    'lesson.schema.json': render('Front matter of an Altitude lesson.md', lessonSchema),
    'track.schema.json': render('An Altitude track.yml', trackSchema),
  };
}

function render(title: string, schema: typeof lessonSchema | typeof trackSchema): string {
  return `${JSON.stringify({ title, ...toJsonSchema(schema) }, undefined, 2)}\n`;
}
