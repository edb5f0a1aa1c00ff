import type { GoSource } from '../../source';
import { packageTexts } from './packageFiles';

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

/** Modules that a program serves with. */
export const serverModules = /^(?:net\/http|net\/rpc|google\.golang\.org\/grpc|connectrpc\.com\/|github\.com\/(?:gin-gonic|labstack\/echo|gofiber|go-chi|gorilla\/mux|valyala\/fasthttp|gobuffalo|beego))/;

const imported = /^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w./-]+)"[ \t\r]*$/gm;

/** True for package main where no file of its folder imports what serves: somebody runs it by hand and reads what it prints. */
export function isCommand({ file, text, project }: Pick<GoSource, 'file' | 'text' | 'project'>): boolean {
  if (!/^package main\b/m.test(text)) return false;
  return !packageTexts({ file, text, project }).some((each) => [...each.matchAll(imported)].some(([, path]) => path !== undefined && serverModules.test(path)));
}
