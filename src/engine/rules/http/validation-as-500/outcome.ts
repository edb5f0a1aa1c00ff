import { calleeOf } from '../../../facts/javascript/calls';
import { functionTypes } from '../../../facts/javascript/scope';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, walk, type Node } from '../../../syntax/nodes';

/**
 * What becomes of an error that a handler's own code throws:
 * - `thrown`: it leaves the handler
 * - `next`: a catch hands it to `next`
 * - `answered`: a catch answers 500 to whatever it catches
 * - `handled`: other code decides
 */
export type Outcome = 'thrown' | 'next' | 'answered' | 'handled';

/** Follows an error from the place that throws it to the end of the function. */
export function outcomeOf(thrown: Node, source: ScriptSource): Outcome {
  for (let at = thrown; at.parent !== null && !functionTypes.has(at.type); at = at.parent) {
    const { parent } = at;
    const handler = parent.type === 'try_statement' && field(parent, 'body')?.id === at.id ? field(parent, 'handler') : undefined;
    if (handler === undefined) continue;
    const outcome = ofCatch(handler, source);
    if (outcome !== 'thrown') return outcome;
  }
  return 'thrown';
}

/** Signs that a catch tells errors apart, or gives a status that is no 500. */
const tellsApart = /(?!\.(?:status|code)\()(?:\b[1-4]\d\d\b|BAD_REQUEST|UNPROCESSABLE|\binstanceof\b|\bif\b|\bswitch\b|\?|\.(?:name|issues|errors|status|statusCode|code|details|inner|format|flatten)\b|zod|valid|joi|redirect|render)/i;

function ofCatch(handler: Node, source: ScriptSource): Outcome {
  const body = field(handler, 'body');
  const caught = field(handler, 'parameter');
  if (body === undefined || tellsApart.test(body.text)) return 'handled';
  const statements = namedChildren(body).filter((statement) => !isLog(statement));
  const [only] = statements;
  if (statements.length === 1 && only !== undefined && caught?.type === 'identifier') {
    if (only.text.replace(/;$/, '') === `throw ${caught.text}`) return 'thrown';
    if (new RegExp(`^(?:return )?next\\(${caught.text}(?: as \\w+)?\\);?$`).test(only.text)) return 'next';
  }
  const isAnswer = /\b500\b|INTERNAL_SERVER_ERROR/.test(body.text) && !/\bthrow\b|\bnext\(/.test(body.text);
  return isAnswer && (caught === undefined || (caught.type === 'identifier' && !isHandedOn(caught, body, source))) ? 'answered' : 'handled';
}

const logs = /^(?:console|(?:this\.|req\.|request\.|ctx\.|server\.|app\.|fastify\.)?(?:log|logger|Logger|_logger)|winston|Sentry)\b/;

const isLog = (statement: Node): boolean => statement.type === 'expression_statement' && logs.test(statement.text);

/** True when a function of the project is given the error: it may well answer otherwise. */
function isHandedOn(caught: Node, body: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(caught);
  const uses = declaration === undefined ? [] : source.scopes.references(declaration);
  return uses.some((use) => {
    const call = use.parent?.type === 'arguments' ? use.parent.parent : undefined;
    return call?.type === 'call_expression' && !/^(?:String|JSON\.stringify|Error)$/.test(calleeOf(call)?.text ?? '') && !logs.test(call.text) && call.startIndex >= body.startIndex;
  }) || callsWithResponse(body);
}

/** `sendError(res, 500)`: not an answer of this file's own. */
function callsWithResponse(body: Node): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.type === 'call_expression' && field(node, 'function')?.type === 'identifier' && /\(\s*(?:res|reply|response|ctx|c)\b/.test(node.text)) found = true;
    return !found;
  });
  return found;
}
