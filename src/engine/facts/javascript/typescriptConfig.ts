import { parentDir, resolveFrom, type Project } from '../project/project';

/** Follows `extends` through at most this many files. */
const maxDepth = 6;

/** Whether the nearest tsconfig.json, or one it extends, turns a compiler option on. */
export function hasCompilerOption(file: string, option: string, project: Project): boolean {
  for (let dir = parentDir(file); dir !== undefined; dir = parentDir(dir)) {
    const config = `${dir}/tsconfig.json`;
    if (project.read(config) !== undefined) return isOn(config, option, project, 0);
  }
  return false;
}

function isOn(config: string, option: string, project: Project, depth: number): boolean {
  const text = depth > maxDepth ? undefined : project.read(config);
  if (text === undefined) return false;
  // The file may hold comments and trailing commas, so it is not JSON.
  const set = new RegExp(`"${option}"\\s*:\\s*(true|false)`).exec(text)?.[1];
  if (set !== undefined) return set === 'true';
  const base = /"extends"\s*:\s*"(\.[^"]*)"/.exec(text)?.[1];
  const dir = parentDir(config);
  const next = base === undefined || dir === undefined ? undefined : resolveFrom(dir, base.endsWith('.json') ? base : `${base}.json`);
  return next !== undefined && isOn(next, option, project, depth + 1);
}
