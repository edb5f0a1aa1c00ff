import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { readRules } from '../../engine/team/read';
import { lineAt, maxFileBytes, reason } from '../../lessons/files';
import type { Catalogue, LessonProblem } from '../../lessons/model';
import { inReadingOrder } from '../../lessons/problems';
import { loadTeam } from '../load';
import type { ContentPlaces, TeamFiles, TeamFolder } from '../model';
import type { Fault, LoadedPack, Pack } from './model';

export interface PackOptions {
  /** The file system that extensions lie on. */
  readonly files: TeamFiles;
  /** What may be named as `altitude:id`. */
  readonly builtIn: Catalogue;
  /** The ids of the built-in rules. */
  readonly rules: ReadonlySet<string>;
}

/** Reads all that a pack brings, within the limits of a team's folder. What is broken is left out and named; the rest is whole. */
export async function loadPack(pack: Pack, { files: disk, builtIn, rules }: PackOptions): Promise<LoadedPack> {
  const files = pack.files ?? disk;
  const { places, faults } = await foundPlaces(pack, files);
  const { root, namespace, title, publisher } = pack;
  const folder: TeamFolder = { root, namespace, namedAt: { file: pack.manifest, line: 1 }, problems: [], elsewhere: places };
  const read = await readRules(files, folder);
  const team = await loadTeam(files, folder, { builtIn, rules, resolve: inNoRepository });
  const declared = await placed([...pack.faults, ...faults], pack.manifest, files);
  const lost = team.lost.map(({ file, line, message }) => ({ file, line, message }));
  return {
    team: { ...team, tracks: team.tracks.map((track) => ({ ...track, title, publisher, summary: `Lessons by ${publisher}` })) },
    rules: read,
    problems: inReadingOrder([...declared, ...read.problems, ...team.problems, ...lost]),
  };
}

const inNoRepository = async () => Promise.resolve({ lost: { kind: 'none' } } as const);

/** The folders that are there, and in the extension's own folder wherever links lead. */
async function foundPlaces({ places, root }: Pack, files: TeamFiles): Promise<{ readonly places: ContentPlaces; readonly faults: readonly Fault[] }> {
  const found: [string, string][] = [];
  const faults: Fault[] = [];
  for (const [field, place] of Object.entries(places) as [string, string][]) {
    const why = await whyNot(files, root, place);
    if (why === undefined) found.push([field, place]);
    else faults.push({ path: [field], message: `contributes.altitude.${field} names ${place.slice(root.length + 1)}, which ${why}` });
  }
  return { places: Object.fromEntries(found), faults };
}

async function whyNot(files: TeamFiles, root: string, place: string): Promise<string | undefined> {
  try {
    const [home, real] = await Promise.all([files.real(root), files.real(place)]);
    if (!real.startsWith(`${home}/`)) return "lies outside the extension's folder";
    await files.list(place);
    return undefined;
  } catch (error) {
    return `cannot be listed: ${reason(error)}`;
  }
}

/** Faults at the lines of the manifest they are on: the editor tells what it says, and not where. */
async function placed(faults: readonly Fault[], manifest: string, files: TeamFiles): Promise<readonly LessonProblem[]> {
  if (faults.length === 0) return [];
  const bytes = await files.read(manifest, maxFileBytes).catch(() => undefined);
  const text = bytes === undefined || bytes.length > maxFileBytes ? undefined : new TextDecoder().decode(bytes);
  return faults.map(({ path, message }) => ({ file: manifest, line: lineOf(text, path), message }));
}

/** One-based, of a field in `contributes.altitude` or of what holds it. */
function lineOf(text: string | undefined, path: readonly string[]): number {
  const tree = text === undefined ? undefined : parseTree(text);
  const node = tree && (findNodeAtLocation(tree, ['contributes', 'altitude', ...path]) ?? findNodeAtLocation(tree, ['contributes', 'altitude']));
  return text === undefined || node === undefined ? 1 : lineAt(text, (node.parent ?? node).offset);
}
