import type { ScriptSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';
import type { DataCall, DataOperation } from '../dataCalls';
import { originKey } from '../origin';
import { entryOf, type Chain } from './chain';
import { namedModel } from './modelName';

const client = /^drizzle-orm(?:\/[\w-]+)*:(?:drizzle\.\(\)|\w*Database\.new|(\w*Transaction)\.new)((?:\.transaction\.\(tx\))*)(\.query\.\w+)?$/;

const upserts: ReadonlySet<string> = new Set(['onConflictDoNothing', 'onConflictDoUpdate', 'onDuplicateKeyUpdate']);

type Read = Pick<DataCall, 'model' | 'operation' | 'where' | 'data' | 'options'>;

/** `db.select().from(users).where(eq(users.id, id))` and `db.query.users.findFirst({ where })`. */
export function drizzleCall(chain: Chain, source: ScriptSource): DataCall | undefined {
  const origin = source.origins.of(chain.root);
  const match = origin === undefined ? null : client.exec(originKey(origin));
  if (match === null) return undefined;
  const table = match[3]?.split('.').at(-1);
  const read = table === undefined ? builderRead(chain, source) : relationalRead(chain, table, source);
  if (read === undefined) return undefined;
  return {
    library: 'drizzle',
    method: chain.links[0].method,
    call: chain.last,
    chain,
    client: table === undefined ? chain.root : clientBefore(chain.root),
    isTransaction: match[1] !== undefined || (match[2] ?? '') !== '',
    ...read,
  };
}

function relationalRead(chain: Chain, model: string, source: ScriptSource): Read | undefined {
  const { method, args } = chain.links[0];
  if (method !== 'findFirst' && method !== 'findMany') return undefined;
  return { model, operation: method === 'findFirst' ? 'findOne' : 'findMany', where: entryOf(args[0], 'where', source), data: undefined, options: args[0] };
}

function builderRead({ links }: Chain, source: ScriptSource): Read | undefined {
  const [first] = links;
  const argument = (name: string) => links.find(({ method }) => method === name)?.args[0];
  const table = /^select(?:Distinct(?:On)?)?$/.test(first.method) ? argument('from') : first.args[0];
  const model = namedModel(table, source);
  const read = (operation: DataOperation, data?: Node): Read | undefined =>
    model === undefined ? undefined : { model, operation, where: argument('where'), data, options: undefined };
  switch (first.method) {
    case 'select':
    case 'selectDistinct':
    case 'selectDistinctOn':
      return read(argument('limit')?.text === '1' ? 'findOne' : 'findMany');
    case 'insert':
      return read(links.some(({ method }) => upserts.has(method)) ? 'upsert' : 'create', argument('values'));
    case 'update':
      return read('update', argument('set'));
    case 'delete':
      return read('delete');
    case '$count':
      return model === undefined ? undefined : { model, operation: 'count', where: first.args[1], data: undefined, options: undefined };
    default:
      return undefined;
  }
}

/** `db` of `db.query.users`. */
function clientBefore(root: Node): Node {
  const query = root.type === 'member_expression' ? field(root, 'object') : undefined;
  return (query?.type === 'member_expression' ? field(query, 'object') : undefined) ?? root;
}
