import { knowsCallers, waiterForMany } from '../../../../facts/javascript/callers';
import { openElsewhere } from '../../../../facts/javascript/elsewhere';
import { holderOf } from '../../../../facts/javascript/flow';
import type { ScriptSource } from '../../../../source';
import type { Node } from '../../../../syntax/nodes';
import { importersOf } from './importers';

/** Files that import an instance and are looked at, at most. */
const mostImporters = 20;

/** `client.interceptors.request.use(…)` sends nothing. */
export const isInterceptor = (use: Node): boolean => use.parent?.type === 'member_expression' && use.parent.text.endsWith('.interceptors');

/** Whether a request is seen to wait for one of an instance's requests: in this file, or in one that imports the instance. */
export function isInstanceAwaited(creation: Node, source: ScriptSource): boolean {
  if (!knowsCallers(source)) return true;
  const uses = (holderOf(creation, source)?.uses ?? []).filter((use) => !isInterceptor(use));
  if (uses.some((use) => waits(use, source))) return true;
  return importersOf(creation, source)
    .slice(0, mostImporters)
    .some(({ file, name }) => openElsewhere(file, source, (other) => referencesTo(name, other).some((use) => waits(use, other))) === true);
}

const waits = (use: Node, source: ScriptSource): boolean => waiterForMany(use, source) === 'request';

function referencesTo(name: string, source: ScriptSource): readonly Node[] {
  const declaration = source.scopes.declarations(source.tree.rootNode).find(({ id }) => id.text === name);
  return declaration === undefined ? [] : source.scopes.references(declaration);
}
