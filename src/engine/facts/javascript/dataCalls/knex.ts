import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import { argumentsOf, calleeOf } from '../calls';
import type { DataCall, DataOperation } from '../dataCalls';
import type { Chain, Link } from './chain';
import { namedModel } from './modelName';

const clients = /^knex:(?:(?:knex\.|default\.)?\(\)|Knex\.new|Knex\.(Transaction)\.new)((?:\.(?:transaction|transactionProvider)\.(?:\(tx\)|\(\)\.await))*)$/;

const sources: ReadonlySet<string> = new Set(['from', 'into', 'table']);

/** Later ones decide: `.count().first()` counts. */
const operations: readonly (readonly [method: RegExp, operation: DataOperation])[] = [
  [/^(?:onConflict|upsert)$/, 'upsert'],
  [/^(?:insert|batchInsert)$/, 'create'],
  [/^(?:update|increment|decrement)$/, 'update'],
  [/^(?:del|delete|truncate)$/, 'delete'],
  [/^count(?:Distinct)?$/, 'count'],
  [/^first$/, 'findOne'],
];

/** `knex('users').where({ email }).first()`. A builder kept in a variable is not read: its earlier calls are not seen. */
export function knexCall(chain: Chain, source: ScriptSource): DataCall | undefined {
  const { root } = chain;
  const [first, ...rest] = chain.links;
  const called = root.type === 'call_expression' ? root : clientOf(calleeOf(first.call) ?? root, source) === undefined ? undefined : first.call;
  const client = called === undefined ? root : calleeOf(called);
  const found = client === undefined ? undefined : clientOf(client, source);
  if (client === undefined || found === undefined) return undefined;
  const links = called === first.call ? rest : chain.links;
  const table = called === undefined ? links.find(({ method }) => sources.has(method))?.args[0] : argumentsOf(called)[0];
  const model = namedModel(table, source);
  const [decisive, operation] = operationOf(links);
  if (model === undefined) return undefined;
  const condition = links.find(({ method }) => /^(?:and)?[wW]here$/.test(method));
  return {
    library: 'knex',
    model,
    operation,
    method: decisive?.method ?? 'select',
    call: chain.last,
    chain,
    where: condition === undefined ? undefined : condition.args.length === 1 ? condition.args[0] : condition.call,
    data: links.find(({ method }) => method === 'insert' || method === 'update')?.args[0],
    options: undefined,
    client,
    isTransaction: found.isTransaction || links.some(({ method }) => method === 'transacting'),
  };
}

function operationOf(links: readonly Link[]): [Link | undefined, DataOperation] {
  for (const [pattern, operation] of operations) {
    const link = links.find(({ method }) => pattern.test(method));
    if (link !== undefined) return [link, operation];
  }
  return [links.find(({ method }) => method === 'select'), 'findMany'];
}

function clientOf(node: Node, source: ScriptSource): { isTransaction: boolean } | undefined {
  const match = clients.exec(source.origins.key(node));
  return match === null ? undefined : { isTransaction: match[1] !== undefined || (match[2] ?? '') !== '' };
}
