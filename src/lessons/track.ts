import type { Loading } from './document';
import { join, readText, reason, type LessonEntry, type LessonFiles } from './files';
import type { LessonProblem } from './model';
import { practiceFolders, templateFile } from './fileNames';
import { FileReport } from './problems';
import { trackSchema, type TrackData } from './schema';
import { readYaml } from './yamlData';

export interface LoadedTrack {
  /** Absent when track.yml cannot be used. */
  readonly data?: TrackData;
  /** Folders of the lessons that are listed and there, in reading order. */
  readonly lessonDirs: readonly string[];
  /** Names of the template and the folders of practice that are there. */
  readonly practice: ReadonlySet<string>;
  readonly problems: readonly LessonProblem[];
}

export interface Root {
  /** The folders in it; each is a track. */
  readonly dirs: readonly string[];
  /** Names of the files in it. */
  readonly files: ReadonlySet<string>;
  readonly problems: readonly LessonProblem[];
}

/** What lies in the folder of tracks. */
export async function readRoot(files: LessonFiles, root: string): Promise<Root> {
  const report = new FileReport(root);
  const entries = await files.list(root).catch((error: unknown) => {
    report.add(1, `cannot be read: ${reason(error)}`);
    return [];
  });
  const dirs = folderNames(entries).map((name) => join(root, name));
  if (dirs.length === 0 && report.clean) report.add(1, 'holds no lessons; a track is a folder with a track.yml in it');
  return {
    dirs,
    files: new Set(entries.flatMap(({ name, kind }) => (kind === 'file' ? [name] : []))),
    problems: report.problems,
  };
}

/** Reads `dir/track.yml` and checks that its list and the folders beside it agree. */
export async function loadTrack(dir: string, { files, turn }: Loading): Promise<LoadedTrack> {
  const report = new FileReport(join(dir, 'track.yml'));
  const text = await readText(files, report);
  await turn();
  const yaml = text === undefined ? undefined : await readYaml(text, trackSchema, report, turn);
  if (yaml === undefined) return { lessonDirs: [], practice: new Set(), problems: report.problems };

  const { value: data, lineOf } = yaml;
  const folderName = dir.slice(dir.lastIndexOf('/') + 1);
  if (data.id !== folderName) {
    report.add(lineOf(['id']), `the track is called ${data.id} but its folder ${folderName}; give both one name`);
  }
  const entries = await files.list(dir);
  const folders = new Set(folderNames(entries).filter((name) => !isPracticeFolder(name)));
  const practice = practiceNames(entries);
  if (data.lessons === undefined && folders.size + practice.size === 0) {
    report.add(lineOf(['lessons']), 'the track holds nothing; list its lessons, or put template.md, cards, prompts or drills beside track.yml');
  }
  const listed = new Set<string>();
  for (const [index, id] of (data.lessons ?? []).entries()) {
    const line = lineOf(['lessons', index]);
    if (isPracticeFolder(id)) report.add(line, `${id} is a folder of practice, not of a lesson; call the lesson something else`);
    else if (listed.has(id)) report.add(line, `the lesson ${id} is listed twice`);
    else if (!folders.has(id)) report.add(line, `there is no folder ${id} beside track.yml`);
    listed.add(id);
  }
  for (const folder of folders) {
    if (!listed.has(folder)) report.add(lineOf(['lessons']), `the folder ${folder} is not listed; add it here or remove it`);
  }
  return {
    ...(data.id === folderName && { data }),
    practice,
    lessonDirs: [...listed].filter((id) => folders.has(id)).map((id) => join(dir, id)),
    problems: report.problems,
  };
}

const isPracticeFolder = (name: string) => Object.hasOwn(practiceFolders, name);

const practiceNames = (entries: readonly LessonEntry[]) =>
  new Set(
    entries.flatMap(({ name, kind }) =>
      (kind === 'file' && name === templateFile) || (kind === 'directory' && isPracticeFolder(name)) ? [name] : [],
    ),
  );

const folderNames = (entries: readonly LessonEntry[]) =>
  entries.flatMap(({ name, kind }) => (kind === 'directory' && !name.startsWith('.') ? [name] : [])).sort();
