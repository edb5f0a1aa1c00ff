import { holderOf } from '../../../facts/javascript/flow';
import { assignedToExports } from '../../../facts/javascript/functions';
import { isTest } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';

/**
 * Whether an upload comes through what a call makes:
 * - `nowhere`: nothing keeps it, or the variable that does is never read
 * - `unseen`: it is exported, and no other file of the project takes it
 * - `used`: it is read, or that cannot be known
 */
export type Reach = 'nowhere' | 'unseen' | 'used';

export function reachOf(call: Node, source: ScriptSource): Reach {
  if (source.fragment) return 'used';
  if (call.parent?.type === 'expression_statement') return 'nowhere';
  const holder = holderOf(call, source);
  if (holder?.site.type !== 'variable_declarator') return 'used';
  const { site } = holder;
  const name = field(site, 'name');
  if (name?.type !== 'identifier') return 'used';
  const isExported = site.parent?.parent?.type === 'export_statement';
  const uses = holder.uses.filter((use) => use.startIndex !== name.startIndex);
  if (uses.length === 0 && !isExported) return 'nowhere';
  return uses.every((use) => isPassedOn(use, name.text)) && !isTaken(name.text, source) ? 'unseen' : 'used';
}

/** `export { upload }`, `module.exports = { upload }`, `exports.upload = upload`: under its own name. */
function isPassedOn(use: Node, name: string): boolean {
  const outer = use.parent;
  if (outer?.type === 'export_specifier') return field(outer, 'alias') === undefined;
  if (!assignedToExports(use)) return false;
  return use.type === 'shorthand_property_identifier' || (outer?.type === 'assignment_expression' && field(outer, 'left')?.text.endsWith(`.${name}`) === true);
}

/** Another file names it in an import, or as a member of something; in a lone file, and where no files are listed, somebody may. */
function isTaken(name: string, { file, project }: ScriptSource): boolean {
  const relative = project.relative(file);
  const root = relative === file ? project.packageFor(file)?.dir : file.slice(0, -relative.length - 1);
  const files = root === undefined ? undefined : project.filesWith(name, root);
  if (files === undefined) return true;
  const taken = new RegExp(String.raw`\{[^{}]*\b${name}\b[^{}]*\}\s*(?:from\b|=)|\.\s*${name}\b|\[\s*['"]${name}['"]\s*\]`);
  return files.some((other) => other !== file && !isTest(project.relative(other)) && taken.test(project.read(other) ?? ''));
}
