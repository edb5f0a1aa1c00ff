import * as v from 'valibot';
import { join } from '../../lessons/files';
import { withHiddenShown } from '../../lessons/hiddenCharacters';
import { namespaceFrom } from '../naming';
import type { Fault, Pack } from './model';
import { contributionSchema } from './schema';

/** What is known of an installed extension. */
export interface InstalledExtension {
  /** `publisher.name` */
  readonly id: string;
  /** Its folder: absolute, forward slashes, or a URI. */
  readonly root: string;
  /** Its package.json, as the editor read it. */
  readonly manifest: unknown;
}

const manifestSchema = v.object({
  version: v.optional(v.string()),
  publisher: v.optional(v.string()),
  displayName: v.optional(v.string()),
  contributes: v.object({ altitude: v.unknown() }),
});

/** The pack that an extension contributes by `contributes.altitude`; undefined where it says nothing of Altitude. */
export function contributedPack({ id, root, manifest }: InstalledExtension): Pack | undefined {
  const declared = v.safeParse(manifestSchema, manifest);
  if (!declared.success) return undefined;
  const { version = '', displayName, publisher = id.split('.')[0] ?? '', contributes } = declared.output;
  const result = v.safeParse(contributionSchema, contributes.altitude);
  return {
    ...namesOf(id),
    title: oneLine(displayName ?? id),
    publisher: oneLine(publisher),
    version,
    root,
    manifest: join(root, 'package.json'),
    places: result.success ? inside(root, result.output) : {},
    faults: faultsOf('contributes.altitude', result.issues),
  };
}

/** How a pack is called, wherever it comes from. The editor tells extensions apart whatever the case of their letters. */
export function namesOf(id: string): Pick<Pack, 'id' | 'namespace'> {
  const name = id.toLowerCase();
  return { id: name, namespace: namespaceFrom(name, 'pack') };
}

/** Each names its field. @param name of the whole */
export function faultsOf(name: string, issues: readonly v.BaseIssue<unknown>[] = []): Fault[] {
  return issues.map((issue) => {
    const path = (issue.path ?? []).map(({ key }) => String(key));
    return { path, message: `${withHiddenShown([name, ...path].join('.'))} ${issue.message}` };
  });
}

function inside(root: string, written: v.InferOutput<typeof contributionSchema>): Pack['places'] {
  const place = (path: string) => join(root, path.replace(/^\.\//, '').replace(/\/$/, ''));
  const { lessons, rules } = written;
  return { ...(lessons !== undefined && { lessons: place(lessons) }), ...(rules !== undefined && { rules: place(rules) }) };
}

const longestName = 80;

/** A name that fits in a row and shows all it holds. */
function oneLine(name: string): string {
  const shown = withHiddenShown(name).replaceAll(/\s+/g, ' ').trim();
  return shown.length <= longestName ? shown : `${shown.slice(0, longestName - 1)}…`;
}
