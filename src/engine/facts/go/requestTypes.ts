import type { GoSource } from '../../source';
import { field, type Node } from '../../syntax/nodes';

export type GoFramework = 'net/http' | 'gin' | 'echo' | 'chi' | 'fiber';

/** Parameter types that are the request, or hold it together with the answer. */
const requestTypes: readonly (readonly [type: RegExp, framework: GoFramework])[] = [
  [/^net\/http:Request$/, 'net/http'],
  [/^github\.com\/gin-gonic\/gin:Context$/, 'gin'],
  [/^github\.com\/labstack\/echo(?:\/v\d+)?:Context$/, 'echo'],
  [/^github\.com\/gofiber\/fiber(?:\/v\d+)?:Ctx$/, 'fiber'],
];

/** The framework whose request a parameter's type is. */
export function goRequestType(parameter: Node, source: GoSource): GoFramework | undefined {
  const type = field(parameter, 'type');
  const origin = type === undefined ? undefined : source.origins.ofType(type);
  const key = origin === undefined ? '' : `${origin.module}:${origin.path.join('.')}`;
  return requestTypes.find(([pattern]) => pattern.test(key))?.[1];
}
