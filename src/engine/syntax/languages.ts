import type { Language } from '../finding';

const byEnding: Readonly<Record<string, Language>> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  go: 'go',
  sql: 'sql',
};

/** File endings the engine reads, without the dot. */
export const knownEndings: readonly string[] = Object.keys(byEnding);

/** Of files that may say how a project is deployed, or a slash and a whole name. */
const deploymentEndings = ['yaml', 'yml', 'conf', 'cfg', 'toml', 'tf', 'hcl', 'tpl', 'tmpl', 'template', 'j2', 'nginx', 'caddyfile', '/caddyfile', '/procfile'];

/** Of files that name modules of a project, or functions, beside its sources: other languages of scripts, templates and what starts programs. */
const namingEndings = ['vue', 'svelte', 'astro', 'coffee', 'ejs', 'pug', 'hbs', 'njk', 'graphql', 'gql', 'sh', 'bash', 'service', '/dockerfile', '/makefile', '/jenkinsfile'];

/** The endings of all that is read of a project beside what describes it: sources, the models of Prisma, its deployment, and what names its modules. */
export const projectEndings: readonly string[] = [...knownEndings, 'prisma', ...deploymentEndings, ...namingEndings];

/** The language of a file by its ending; undefined for files the engine does not read. */
export function languageOf(file: string): Language | undefined {
  const dot = file.lastIndexOf('.');
  return dot < 0 ? undefined : byEnding[file.slice(dot + 1).toLowerCase()];
}

/** A group of languages that rules treat alike. */
export type Family = 'script' | 'go' | 'sql';

export function familyOf(language: Language): Family {
  return language === 'go' || language === 'sql' ? language : 'script';
}
