export function isUnder(dir: string, file: string): boolean {
  return file.startsWith(within(dir, ''));
}

/** The path of a name, or of several in order, inside a folder. */
export const within = (dir: string, name: string): string => (dir.endsWith('/') ? dir + name : `${dir}/${name}`);

/** What `dir` adds to the front of a path below it is left out. */
export function relativeWithin(dir: string, file: string): string {
  return file.slice(within(dir, '').length);
}
