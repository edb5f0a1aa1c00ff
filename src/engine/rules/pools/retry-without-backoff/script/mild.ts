import { numberValue } from '../../../../facts/javascript/numbers';
import { parametersOf } from '../../../../facts/javascript/functions';
import type { ScriptSource } from '../../../../source';
import { field, type Node } from '../../../../syntax/nodes';
import type { Retry } from './retries';

/** Errors of a connection that broke, often one kept open for too long: a new connection at once is the usual answer. */
const brokenConnection = /[tT]ransient|ECONNRESET|EPIPE|EAI_AGAIN|socket hang up|isNetwork|isConnection|(?:Connection|Network)Error|stale/;

/** Folders of work in the background, of which a few run at once. */
const inBackground = /(?:^|\/)(?:workers?|jobs?|crons?|schedulers?|tasks)\//i;

/** True where a retry adds little load: a single second try, one only of connections that broke, or work in the background. */
export const isMild = (retry: Retry, source: ScriptSource): boolean => inBackground.test(source.project.relative(source.file)) || brokenConnection.test(retry.handler.text) || (retry.again === undefined ? triesTwice(retry) : repeatsOnce(retry.scope, retry.handler, source));

/** `for (let i = 0; i < 2; i++)`. */
function triesTwice({ scope, counter }: Retry): boolean {
  const start = /=\s*([01])\b/.exec(field(scope, 'initializer')?.text ?? '')?.[1];
  const limit = Number(counter?.limit?.text);
  if (start === undefined || counter?.limit === undefined || !Number.isInteger(limit)) return false;
  return limit - Number(start) + (counter.limit.isInclusive ? 1 : 0) <= 2;
}

/** `function load(url, tries = 1)` and `tries > 0` in the `catch`. */
function repeatsOnce(fn: Node, handler: Node, source: ScriptSource): boolean {
  return parametersOf(fn).some((parameter) => {
    const [name, value] = parameter.type === 'assignment_pattern' ? [field(parameter, 'left'), field(parameter, 'right')] : [field(parameter, 'pattern'), field(parameter, 'value')];
    if (name === undefined || value === undefined || numberValue(value, source.scopes) !== 1) return false;
    return new RegExp(`\\b${name.text}\\s*-\\s*1\\b`).test(handler.text) && new RegExp(`\\b${name.text}\\s*(?:>(?!=)|===?\\s*0|<=\\s*0|<\\s*1|&&)`).test(handler.text);
  });
}
