import type { TableFacts } from '../../../facts/sql/schema';
import type { ScriptSource } from '../../../source';
import type { Race } from './race';

/** Why a unique key on just the fields that are asked for may be the wrong one: they may be empty, or other code creates such records too. */
export type KeyDoubt = 'null' | 'others';

/** @returns undefined where nothing speaks against a key on the fields */
export function keyDoubt(race: Race, facts: TableFacts | undefined, source: ScriptSource): KeyDoubt | undefined {
  const mayBeNull = race.keys.some(({ field, value }) => facts?.nullable?.includes(field.toLowerCase()) === true || /\b(?:null|undefined)\b/.test(value.text));
  if (mayBeNull) return 'null';
  return isCreatedElsewhere(race, source) ? 'others' : undefined;
}

/** Most files that are read for it. */
const mostRead = 100;

/** Another place of the package creates records of the model: it may rely on more of them than a key on these fields lets be. */
function isCreatedElsewhere({ creation: { model } }: Race, { file, project }: ScriptSource): boolean {
  const name = model.replace(/^.*\./, '').replaceAll(/\W/g, '');
  if (name === '') return false;
  const creation = new RegExp(String.raw`\b${name}\w*(?:\(\))?\s*\.\s*(?:create|createMany|createManyAndReturn|insert|insertOne|insertMany|upsert|bulkCreate|save|findOrCreate)\(|\bnew\s+${name}\(|\.insert\(\s*${name}\b|\(['"\`]${name}['"\`]\)\s*\.\s*insert\(`, 'gi');
  const files = new Set([file, ...(project.filesWith(name, project.packageFor(file)?.dir ?? '') ?? []).slice(0, mostRead)]);
  let count = 0;
  for (const each of files) {
    if (/(?:^|[/._-])(?:tests?|specs?|__tests__|__mocks__|fixtures?|seeds?)(?:[/._-]|$)/i.test(project.relative(each))) continue;
    count += project.read(each)?.match(creation)?.length ?? 0;
    if (count > 1) return true;
  }
  return false;
}
