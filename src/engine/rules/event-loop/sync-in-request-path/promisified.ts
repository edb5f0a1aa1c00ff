import { argumentsOf } from '../../../facts/javascript/calls';
import type { ImportPlan } from '../../../fix/javascript/importPlan';
import { freeName } from '../../../fix/javascript/names';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { SyncFunction } from './twins';

/**
 * What to call for the promise form of a callback function: a constant of the file that already is it, or a new one
 * below the imports. A fragment that binds nothing gets the expression itself.
 */
export function promisified(call: Node, called: SyncFunction, twin: string, plan: ImportPlan, source: ScriptSource): string {
  const count = argumentsOf(call).length;
  const known = existing(called.module, twin, called.name === 'scryptSync' ? count : undefined, call, source);
  if (known !== undefined) return known;
  const base = plan.need({ module: called.module, name: twin });
  const promisify = plan.need({ module: 'util', name: 'promisify' });
  if (plan.bindsNothing) return `${promisify}(${base})`;
  const name = freeName(source, `${twin}Async`, called.module.split('_', 1)[0] ?? '');
  plan.declare(`${name} = ${promisify}${typeArguments(called, count, plan, source)}(${base})`, [promisify, base]);
  return name;
}

/** A top-level constant that promisifies the same function, and can be seen from the call. */
function existing(module: string, twin: string, parameters: number | undefined, call: Node, source: ScriptSource): string | undefined {
  return source.scopes.declarations(source.tree.rootNode).find((declaration) => {
    const value = declaration.kind === 'const' || declaration.kind === 'var' ? field(declaration.site, 'value') : undefined;
    if (value?.type !== 'call_expression' || source.origins.key(value) !== 'util:promisify.()') return false;
    const [base] = argumentsOf(value);
    if (base === undefined || source.origins.key(base) !== `${module}:${twin}`) return false;
    const types = field(value, 'type_arguments');
    // The last type argument is the result's.
    if (types !== undefined && parameters !== undefined && namedChildren(types).length - 1 !== parameters) return false;
    return source.scopes.lookup(declaration.name, call)?.id.startIndex === declaration.id.startIndex;
  })?.name;
}

/** TypeScript cannot choose among the overloads of `scrypt`: it takes the result to be unknown. */
function typeArguments(called: SyncFunction, count: number, plan: ImportPlan, source: ScriptSource): string {
  if (source.language === 'javascript' || called.name !== 'scryptSync' || plan.form === 'cjs') return '';
  const input = plan.need({ module: 'crypto', name: 'BinaryLike', type: true });
  const options = count > 3 ? [plan.need({ module: 'crypto', name: 'ScryptOptions', type: true })] : [];
  return `<${[input, input, 'number', ...options, 'Buffer'].join(', ')}>`;
}
