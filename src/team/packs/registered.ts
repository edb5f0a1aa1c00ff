import * as v from 'valibot';
import { fields, id, text } from '../../lessons/fields';
import { join } from '../../lessons/files';
import { faultsOf, namesOf } from './contributed';
import { HeldFiles } from './heldFiles';
import type { Pack } from './model';

/** The scheme of files that an extension hands over, and that lie on no file system. */
export const heldScheme = 'altitude-pack';

/** More than any pack of lessons and rules holds. */
const most = { files: 2000, bytes: 32 * 1024 * 1024 } as const;

const filePath = v.pipe(
  v.string(),
  v.maxLength(200, 'must not be longer than 200 characters'),
  v.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/, 'must be a relative path with forward slashes, such as slow-queries/lesson.md'),
);

const files = () =>
  v.optional(
    v.pipe(
      v.record(filePath, v.union([v.string(), v.instance(Uint8Array)], 'must be text or bytes'), 'must be a set of files by path'),
      v.check((given) => Object.keys(given).length <= most.files, `must not hold more than ${most.files} files`),
      v.check((given) => sizeOf(given) <= most.bytes, `must not hold more than ${most.bytes / (1024 * 1024)} MB`),
    ),
  );

const registeredSchema = v.pipe(
  fields({
    id: v.pipe(id(), v.maxLength(60, 'must not be longer than 60 characters')),
    title: v.pipe(text(), v.maxLength(80, 'must not be longer than 80 characters')),
    publisher: v.pipe(v.string('must be text'), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,59}$/, 'must be the id of a publisher: letters, digits and hyphens')),
    lessons: files(),
    rules: files(),
  }),
  v.check(({ lessons, rules }) => lessons !== undefined || rules !== undefined, 'must hold lessons or rules'),
);

/**
 * The pack that an extension hands over while it runs.
 * @param given whatever it handed over; read at once, and not kept
 * @param count tells registrations apart
 */
export function registeredPack(given: unknown, count: number): Pack {
  const result = v.safeParse(registeredSchema, given);
  if (result.success) {
    const { id: name, title, publisher, lessons, rules } = result.output;
    const pack = packAt(`${publisher}.${name}`, title, publisher, count);
    const places = { ...(lessons && { lessons: join(pack.root, 'lessons') }), ...(rules && { rules: join(pack.root, 'rules') }) };
    const held = [...filesAt(join(pack.root, 'lessons'), lessons), ...filesAt(join(pack.root, 'rules'), rules)];
    return { ...pack, places, files: new HeldFiles(new Map(held)) };
  }
  const named = v.safeParse(v.looseObject({ id: id(), publisher: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,60}$/)) }), given);
  const { id: name, publisher } = named.success ? named.output : { id: `unnamed-${count}`, publisher: 'unknown' };
  const pack = packAt(`${publisher}.${name}`, `${publisher}.${name}`, publisher, count);
  return { ...pack, faults: faultsOf('registerPack', result.issues) };
}

function packAt(written: string, title: string, publisher: string, count: number): Pack {
  const names = namesOf(written);
  const root = `${heldScheme}:/${names.id}`;
  return { ...names, title, publisher, version: `registration ${count}`, root, manifest: root, places: {}, faults: [] };
}

type Files = Readonly<Record<string, string | Uint8Array>>;

function filesAt(dir: string, given: Files = {}): [string, Uint8Array][] {
  const encoder = new TextEncoder();
  return Object.entries(given).map(([path, content]) => [join(dir, path), typeof content === 'string' ? encoder.encode(content) : content.slice()]);
}

const sizeOf = (given: Files): number => Object.values(given).reduce((sum, content) => sum + content.length, 0);
