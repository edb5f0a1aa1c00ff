import { parentDir } from '../../../facts/project/project';
import type { GoSource } from '../../../source';

const buildFiles = /^(?:Makefile|Dockerfile.*|.*\.Dockerfile|\.goreleaser\.ya?ml|Taskfile\.ya?ml|justfile)$/;

/** Programs of a folder that the build files name, from which one they do not name is taken to be left out. */
const enough = 3;

/** True for a program that the project's build files leave out while they name the ones beside it: nobody is given it. */
export function isLeftOut({ file, project, text }: GoSource): boolean {
  const dir = parentDir(file);
  const above = dir === undefined ? undefined : parentDir(dir);
  const root = above === undefined ? undefined : parentDir(above);
  if (dir === undefined || above === undefined || root === undefined || !/^package main\b/m.test(text)) return false;
  const program = new RegExp(`\\b${last(above).replaceAll(/\W/g, '\\$&')}/([\\w-]+)`, 'g');
  const texts = project.names(root).flatMap((name) => (buildFiles.test(name) ? [withoutTrials(project.read(`${root}/${name}`) ?? '')] : []));
  const named = new Set(texts.flatMap((each) => [...each.matchAll(program)].map(([, name = '']) => name)));
  return named.size >= enough && !named.has(last(dir));
}

/** What a target for developers only runs is not built for anybody. */
const withoutTrials = (text: string): string => text.replaceAll(/^(?:dev|local)[\w-]*:.*\n(?:\t.*\n?)*/gm, (target) => target.replaceAll(/^\t.*\bgo run\b.*$/gm, ''));

const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
