import { parentDir, resolveFrom, type Project, type ProjectReader } from '../project/project';

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
  const dir = parentDir(config);
  const next = dir === undefined ? undefined : baseOf(text, dir);
  return next !== undefined && isOn(next, option, project, depth + 1);
}

/** An entry of `paths`: what an import that starts and ends so may stand for, as paths with at most one `*`. */
interface Alias {
  readonly start: string;
  /** Undefined where the name has no star: it stands for itself alone. */
  readonly end: string | undefined;
  readonly targets: readonly string[];
}

/** The `paths` of tsconfig.json files, each read once. */
export class PathAliases {
  private readonly known = new Map<string, readonly Alias[] | undefined>();

  constructor(private readonly read: ProjectReader) {}

  /** The files, without their ending, that a specifier stands for by the nearest tsconfig.json above a folder; none where it names no alias. */
  basesOf(dir: string, specifier: string): string[] {
    for (let at: string | undefined = dir; at !== undefined; at = parentDir(at)) {
      const aliases = this.aliasesIn(`${at}/tsconfig.json`);
      if (aliases !== undefined) return aliases.flatMap((alias) => expanded(alias, specifier));
    }
    return [];
  }

  forget(): void {
    this.known.clear();
  }

  private aliasesIn(config: string): readonly Alias[] | undefined {
    if (!this.known.has(config)) this.known.set(config, readAliases(config, this.read, 0));
    return this.known.get(config);
  }
}

function expanded({ start, end, targets }: Alias, specifier: string): string[] {
  if (end === undefined) return specifier === start ? [...targets] : [];
  if (!specifier.startsWith(start) || !specifier.endsWith(end) || specifier.length < start.length + end.length) return [];
  return targets.map((target) => target.replace('*', () => specifier.slice(start.length, specifier.length - end.length)));
}

/** Undefined where there is no such file. */
function readAliases(config: string, read: ProjectReader, depth: number): readonly Alias[] | undefined {
  const text = depth > maxDepth ? undefined : read(config);
  const dir = parentDir(config);
  if (text === undefined || dir === undefined) return undefined;
  const paths = [...text.matchAll(/"paths"\s*:\s*\{([^}]*)\}/g)].map((match) => match[1] ?? '').find((entries) => entries.includes('['));
  if (paths === undefined) {
    const base = baseOf(text, dir);
    return base === undefined ? [] : (readAliases(base, read, depth + 1) ?? []);
  }
  const from = resolveFrom(dir, /"baseUrl"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? '.') ?? dir;
  return [...paths.matchAll(/"([^"]+)"\s*:\s*\[([^\]]*)\]/g)].flatMap(([, pattern = '', targets = '']): Alias[] => {
    const [start = '', end] = pattern.split('*');
    const found = [...targets.matchAll(/"([^"]+)"/g)].flatMap((match) => resolveFrom(from, match[1] ?? '') ?? []);
    // One star alone stands for packages too.
    return start === '' ? [] : [{ start, end, targets: found }];
  });
}

function baseOf(text: string, dir: string): string | undefined {
  const base = /"extends"\s*:\s*"(\.[^"]*)"/.exec(text)?.[1];
  return base === undefined ? undefined : resolveFrom(dir, base.endsWith('.json') ? base : `${base}.json`);
}
