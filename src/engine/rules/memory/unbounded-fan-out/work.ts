import type { Glimpse } from '../../rule';
import { calleeOf } from '../../../facts/javascript/calls';
import { lookAtFunction } from '../../../facts/javascript/elsewhere';
import { isAsync, ownNodes } from '../../../facts/javascript/functions';
import { mayCallOut, outboundCall } from '../../../facts/javascript/outboundCalls';
import { functionTypes } from '../../../facts/javascript/scope';
import { mayRunSql, sqlCallAt } from '../../../facts/javascript/sqlCalls';
import type { ScriptSource } from '../../../source';
import { field, isInside, walk, type Node } from '../../../syntax/nodes';

/** What one entry of the list costs while it runs: a request to another service, an open file, a process, a database write. */
export interface Work {
  readonly kind: 'request' | 'file' | 'process' | 'write';
  /** The call as the code names it. */
  readonly callee: string;
}

/** Clients of other services that put no limit on how many of their calls run at once. */
const services: readonly RegExp[] = [
  /^nodemailer:(?:createTransport\.\(\)|Transporter\.new)\.sendMail$/,
  /^@sendgrid\/mail:(?:default\.)?send(?:Multiple)?$/,
  /^resend:Resend\.new\.emails\.\w+$/,
  /^stripe:(?:Stripe\.)?(?:new|\(\))\.[\w.]+$/,
  /^openai:(?:OpenAI\.)?new\.[\w.]+$/,
  /^@anthropic-ai\/sdk:(?:Anthropic\.)?new\.[\w.]+$/,
  /^twilio:(?:\(\)|Twilio\.new)\.[\w.]+$/,
  /^@slack\/web-api:WebClient\.new\.[\w.]+$/,
  /^@octokit\/(?:rest|core):Octokit\.new\.[\w.]+$/,
  /^(?:superagent|needle):(?:get|post|put|patch|delete|del|head)$/,
  /^ky:(?:get|post|put|patch|delete|head)?$/,
  /^request(?:-promise(?:-native)?)?:(?:get|post|put|patch|delete|head)?$/,
];

const files =
  /^(?:fs|fs\/promises|fs-extra):(?:readFile|writeFile|appendFile|open|createReadStream|createWriteStream|outputFile|readJson|readJSON|writeJson|writeJSON)$/;

const processes = /^child_process:(?:exec|execFile|spawn|fork)$|^execa:(?:execa)?$|^(?:puppeteer|puppeteer-core):launch$|^playwright(?:-core)?:\w+\.launch$/;

const modules =
  /^(?:nodemailer|@sendgrid\/mail|resend|stripe|openai|@anthropic-ai\/sdk|twilio|@slack\/web-api|@octokit\/(?:rest|core)|superagent|needle|ky|request|request-promise(?:-native)?|fs|fs\/promises|fs-extra|child_process|execa|puppeteer|puppeteer-core|playwright(?:-core)?)$/;

/** False where no call that costs anything can be. */
export const mayWork = (glimpse: Glimpse): boolean => glimpse.names(modules) || mayCallOut(glimpse) || mayRunSql(glimpse);

/** Something in the callback that lets only so many run: a limiter, a semaphore, a queue, a pool of its own. */
const limiting = /(?:^|[.#_])(?:p?limit\w*|\w*[lL]imiter?|\w*[tT]hrottle\w*|\w*[sS]emaphore|sem|acquire|schedule|enqueue|runExclusive|wrap)(?:$|\.)|[qQ]ueue(?:\.|$)|[lL]imiter\./;

/** Local functions followed from the callback. */
const maxDepth = 2;

/** What a callback does for each entry; undefined where nothing of it is known to cost anything, or something limits it. */
export function workOf(callback: Node, source: ScriptSource): Work | undefined {
  // What is neither awaited nor returned is over for `Promise.all` before it has begun.
  const isBlock = functionTypes.has(callback.type) && field(callback, 'body')?.type === 'statement_block';
  if (isBlock && !isAsync(callback) && ownNodes(callback, 'return_statement').length === 0) return undefined;
  const reached = read(callback, source, 0);
  return reached.isLimited ? undefined : reached.work;
}

interface Reached {
  readonly isLimited: boolean;
  readonly work: Work | undefined;
}

const order: readonly Work['kind'][] = ['process', 'request', 'file', 'write'];

function read(node: Node, source: ScriptSource, depth: number): Reached {
  let isLimited = false;
  const found: Work[] = [];
  walk(node, (inner) => {
    if (isLimited || inner.type !== 'call_expression') return !isLimited;
    const callee = calleeOf(inner);
    if (callee === undefined) return true;
    isLimited = limiting.test(callee.text.slice(-80));
    const own = isLimited ? undefined : workAt(inner, callee, source);
    if (own !== undefined) found.push(own);
    else if (!isLimited && depth < maxDepth) {
      const reached = lookAtFunction(callee, source, (called, its) => (its === source && isInside(node, called) ? undefined : read(called, its, depth + 1)));
      isLimited = reached?.isLimited ?? false;
      if (reached?.work !== undefined) found.push(reached.work);
    }
    return !isLimited;
  });
  return { isLimited, work: found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] };
}

function workAt(call: Node, callee: Node, source: ScriptSource): Work | undefined {
  const key = source.origins.key(callee);
  const name = callee.text.replace(/\s+/g, '');
  if (key !== '') {
    if (outboundCall(call, source) !== undefined || services.some((service) => service.test(key))) return { kind: 'request', callee: name };
    if (processes.test(key)) return { kind: 'process', callee: name };
    if (files.test(key)) return { kind: 'file', callee: name };
  }
  const sql = sqlCallAt(call, source);
  const isWrite = sql?.client.kind === 'pool' && /^\s*(?:insert|update|delete|merge|replace|call)\b/i.test(sql.sql.text);
  return isWrite ? { kind: 'write', callee: name } : undefined;
}
