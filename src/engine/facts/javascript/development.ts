import type { ScriptSource } from '../../source';

/** True for a program that developers start by hand: it stands in for another service, and nobody is served by it. */
export const isForDevelopment = (source: ScriptSource): boolean => source.memo.once(readsDevelopment, source);

const readsDevelopment = (source: ScriptSource): boolean => isSaid(source) || isStartedAsStandIn(source);

const said = /\b(?:for|in)\s+(?:local\s+)?dev(?:elopment)?(?:\s+(?:and\s+)?test(?:ing|s)?)?(?:\s+(?:use|purposes?))?\s+only\b|\bonly\s+(?:for|in|during)\s+(?:local\s+)?dev(?:elopment)?\b|\bdev(?:elopment)?[- ]only\b/i;

/** The comment that the file starts with. */
function isSaid({ tree }: ScriptSource): boolean {
  for (let at = tree.rootNode.firstNamedChild; at?.type === 'comment' || at?.type === 'hash_bang_line'; at = at.nextNamedSibling) if (said.test(at.text)) return true;
  return false;
}

const standIn = /(?:^|[-_.:/])(?:dev|mock|fake|dummy)(?=$|[-_.:/])|stub/i;

/** It is named for a stand-in, and so is every script of package.json that starts it. */
function isStartedAsStandIn({ file, project }: ScriptSource): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const dir = standIn.test(name.replace(/\.\w+$/, '')) ? project.packageFor(file)?.dir : undefined;
  const scripts = dir === undefined ? '' : (/"scripts"\s*:\s*\{([^}]*)\}/.exec(project.read(`${dir}/package.json`) ?? '')?.[1] ?? '');
  const starting = [...scripts.matchAll(/"([^"]+)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].filter(([, , command]) => command?.includes(name));
  return starting.length > 0 && starting.every(([, script]) => standIn.test(script ?? ''));
}
