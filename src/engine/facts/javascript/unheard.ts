import type { ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import { isAsync } from './functions';
import type { Handler } from './handlers';

/**
 * Whether nobody hears of what an async handler rejects with: Express 4 does nothing with a handler's promise; a wrapper
 * where it is registered, or express-async-errors, would. `perhaps` where the place it is registered at is not seen.
 */
export function unheardRejection(fn: Node, handler: Handler, source: ScriptSource): 'surely' | 'perhaps' | 'no' {
  const patched = source.project.packageFor(source.file)?.dependencies.has('express-async-errors') === true;
  if (handler.framework !== 'express' || handler.major !== 4 || !isAsync(fn) || patched || handler.evidence === 'wrapped') return 'no';
  return handler.evidence === 'registered' ? 'surely' : 'perhaps';
}
