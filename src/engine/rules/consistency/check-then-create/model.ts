import { isLoose } from '../../../facts/project/loose';
import { modelFacts } from '../../../facts/orm/model';
import type { TableFacts } from '../../../facts/sql/schema';
import type { ScriptSource } from '../../../source';
import type { Creation } from './creation';
import { endsInCatch } from './quiet';
import type { Race } from './race';

/** What the schema says of a creation's model. mongoose keeps it under the name of its collection, code imports it by another. */
export function factsOf({ library, model }: Creation, { project }: ScriptSource): TableFacts | undefined {
  for (const name of library === 'mongoose' ? namesFor(model) : [model]) {
    const facts = modelFacts(project.schema, library, name);
    if (facts !== undefined) return facts;
  }
  return undefined;
}

/** `userModel`, `Push_Token` and `Seller` for the models `User`, `PushToken` and `sellers`. */
function namesFor(model: string): readonly string[] {
  const bare = model.replace(/(?<=.)_?(?:Models?|Modals?|Schemas?|Collection)$/i, '').replaceAll('_', '');
  return [...new Set([model, bare, `${bare}s`, bare.replace(/s$/, '')])];
}

/**
 * Nothing in the project makes the key unique, as far as code can show that without a schema: a MongoDB collection, or a
 * Sequelize model that states none, and no migration or index that names its fields; or there is no project at all.
 */
export function isLikelyMissing({ creation, keys }: Race, facts: TableFacts | undefined, source: ScriptSource): boolean {
  const { library, call } = creation;
  if (keys.length === 1 && /^_?id$/i.test(keys[0]?.field ?? '')) return false;
  if (endsInCatch(call) || !(library === 'mongodb' || (library === 'sequelize' && facts !== undefined) || isLoose(source.file, source.project))) return false;
  return !isMadeUnique(keys.map(({ field }) => field), source);
}

/** Most files that are read for it. */
const mostRead = 200;

/** How far around the word the fields are looked for, in characters: an index and its columns. */
const around = 300;

/** A file of the package speaks of something unique, and of each of the fields beside it. */
function isMadeUnique(fields: readonly string[], { file, project }: ScriptSource): boolean {
  const files = project.filesWith('unique', project.packageFor(file)?.dir ?? '') ?? [];
  const tests = fields.map((name) => new RegExp(`\\b${name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_?')}\\b`, 'i'));
  return files.slice(0, mostRead).some((other) => {
    const text = other === file ? undefined : project.read(other);
    return text !== undefined && [...text.matchAll(/unique/gi)].some(({ index }) => tests.every((test) => test.test(text.slice(Math.max(0, index - around), index + around))));
  });
}
