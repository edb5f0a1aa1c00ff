import type { ScriptSource } from '../../../source';

/** Where a project keeps the configuration of the proxy before it. */
const folders = ['', '/nginx', '/nginx/conf.d', '/conf', '/config', '/deploy', '/docker', '/docker/nginx', '/template', '/templates'];

const configuration = /nginx|\.conf(?:\.(?:template|tmpl|ejs|erb|j2))?$/i;

/** 0 switches nginx's limit off. */
const limit = /^\s*client_max_body_size\s+[1-9]\d*[kmg]?\s*;/im;

/** The project's own nginx, by a configuration beside its package.json, reads no body of any size. */
export function isBehindLimit({ file, project }: ScriptSource): boolean {
  const root = project.packageFor(file)?.dir;
  if (root === undefined) return false;
  return folders.some((folder) => project.names(`${root}${folder}`).some((name) => configuration.test(name) && limit.test(project.read(`${root}${folder}/${name}`) ?? '')));
}
