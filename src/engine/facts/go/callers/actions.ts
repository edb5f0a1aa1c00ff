import { parentDir, type Project } from '../../project/project';
import type { GoFunction } from './uses';

/** How the types begin whose exported methods Beego and Revel call by their names: the routes name them as text. */
const controllers = /^\t\*?(?:web|beego|revel)\.Controller\b/m;

/** Controllers are embedded in each other at most so deep. */
const maxDepth = 4;

/** True for a method that a framework finds by its name: an exported one of a controller of Beego or Revel. */
export function isAction({ file, name, receiver }: GoFunction, project: Project): boolean {
  const dir = parentDir(file);
  return receiver !== undefined && dir !== undefined && /^[A-Z]/.test(name) && isController(receiver, dir, project, 0);
}

function isController(type: string, dir: string, project: Project, depth: number): boolean {
  const declares = new RegExp(`^type ${type} struct \\{\\n([^}]*)`, 'm');
  for (const name of project.names(dir)) {
    const body = name.endsWith('.go') ? declares.exec(project.read(`${dir}/${name}`) ?? '')?.[1] : undefined;
    if (body === undefined) continue;
    if (controllers.test(body)) return true;
    return depth < maxDepth && [...body.matchAll(/^\t\*?(\w+)$/gm)].some(([, embedded = '']) => isController(embedded, dir, project, depth + 1));
  }
  return false;
}
