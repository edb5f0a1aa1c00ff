import { calleeOf } from '../../../facts/javascript/calls';
import { functionTypes } from '../../../facts/javascript/scope';
import { isTest } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, type Node } from '../../../syntax/nodes';

/** Words that a file which verifies tokens holds. */
const words = ['verify', 'verifyAsync', 'jwtVerify', 'createVerifier', 'verifyIdToken', 'expressjwt', 'jwt', 'passport', 'oidc', 'clerk'];

const libraries = /['"](?:jsonwebtoken|jose|fast-jwt|@nestjs\/jwt|hono\/jwt|jwt-simple)['"]/;

const verifies = /\b(?:verify|verifyAsync|jwtVerify|createVerifier)\(|\bverify\s*[,}]|\bpromisify\(\s*\w+\.verify\b/;

/** Packages that verify tokens by themselves. */
const middleware =
  /['"](?:express-oauth2-jwt-bearer|express-jwt|koa-jwt|passport-jwt|passport-http-bearer|passport-azure-ad|express-openid-connect|express-oauth2-bearer|keycloak-connect|nest-keycloak-connect|@fastify\/jwt|@clerk\/[\w-]+|aws-jwt-verify|hono\/jwk)['"]|\.verifyIdToken\(/;

/**
 * Whether another file of the project verifies tokens, so that a middleware, guard or decorator may have done so before
 * the call. It cannot where the call's own handler is registered in place on a server of this file with nothing before it.
 */
export function mayBeVerifiedElsewhere(call: Node, source: ScriptSource): boolean {
  return source.memo.once(projectVerifies, source) && !isOnBareRoute(call, source);
}

function projectVerifies({ file, project }: ScriptSource): boolean {
  const relative = project.relative(file);
  const root = relative === file ? project.packageFor(file)?.dir : file.slice(0, -relative.length - 1);
  if (root === undefined) return false;
  const files = new Set(words.flatMap((word) => project.filesWith(word, root) ?? []));
  return [...files].some((other) => other !== file && !isTest(project.relative(other)) && verifiesIn(project.read(other) ?? ''));
}

const verifiesIn = (text: string): boolean => middleware.test(text) || (libraries.test(text) && verifies.test(text));

const servers = /^(?:express:\(\)|fastify:\(\)|hono:Hono\.new)$/;

/** `app.get('/me', (req, res) => …)`, and no `app.use` of a function by its name. */
function isOnBareRoute(call: Node, source: ScriptSource): boolean {
  const fn = ancestorOf(call, functionTypes);
  const route = fn?.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = route?.type === 'call_expression' ? calleeOf(route) : undefined;
  const app = callee?.type === 'member_expression' ? field(callee, 'object') : undefined;
  if (app === undefined || !servers.test(source.origins.key(app))) return false;
  return !new RegExp(String.raw`\b${app.text.replaceAll('$', '\\$')}\.use\(\s*(?:['"][^'"]*['"]\s*,\s*)?[a-zA-Z_$]\w*\s*(?:\(\s*\)\s*)?[,)]`).test(source.text);
}
