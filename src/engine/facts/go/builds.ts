import type { GoSource } from '../../source';

const shown = /(?:^|\/)(?:[\w-]*(?:demo|quickstart|devbox)[\w-]*|kitchen-?sink|hack|dev|(?:dev[-_]?)?tools?|(?!(?:latest|contest|protest|backtest)\/)[a-z]+test)\//i;

/** True for programs that show what others do, help those who develop them, or support tests, as packages such as `httptest` do. */
export const isDemonstration = ({ file, project }: Pick<GoSource, 'file' | 'project'>): boolean => shown.test(project.relative(file));

const ignored = /^\/\/(?:go:build ignore| \+build ignore)[ \t\r]*$/m;

/** How far the comments above a package clause are looked at. */
const head = 4000;

/** True for a file that no build takes in: `//go:build ignore` above its package clause. Such a program is run by hand. */
export function isOutsideBuilds({ text }: Pick<GoSource, 'text'>): boolean {
  const start = text.slice(0, head);
  const end = start.search(/^package\s/m);
  return ignored.test(end < 0 ? start : start.slice(0, end));
}
