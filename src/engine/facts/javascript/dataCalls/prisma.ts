import type { ScriptSource } from '../../../source';
import { field } from '../../../syntax/nodes';
import type { DataCall, DataOperation } from '../dataCalls';
import type { Origin } from '../origin';
import { entryOf, type Chain } from './chain';

const operations: Readonly<Record<string, DataOperation>> = {
  findUnique: 'findOne',
  findUniqueOrThrow: 'findOne',
  findFirst: 'findOne',
  findFirstOrThrow: 'findOne',
  findMany: 'findMany',
  create: 'create',
  createMany: 'create',
  createManyAndReturn: 'create',
  update: 'update',
  updateMany: 'update',
  updateManyAndReturn: 'update',
  upsert: 'upsert',
  delete: 'delete',
  deleteMany: 'delete',
  count: 'count',
  aggregate: 'other',
  groupBy: 'other',
};

const client = /^PrismaClient\.new(?:\.\$extends\.\(\))*((?:\.\$transaction\.\(tx\))*)$|^Prisma\.(TransactionClient)\.new$/;

/** `prisma.user.findUnique({ where })`. The generated client may live in the project or in a package of its own. */
export function prismaCall(chain: Chain, source: ScriptSource): DataCall | undefined {
  const { root, links, last } = chain;
  const { method, args } = links[0];
  const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
  if (operation === undefined) return undefined;
  const origin = source.origins.of(root);
  const found = origin === undefined ? undefined : clientIn(origin);
  const model = origin?.path.at(-1);
  if (found === undefined || model === undefined) return undefined;
  const isUpsert = operation === 'upsert';
  return {
    library: 'prisma',
    model,
    operation,
    method,
    call: last,
    chain,
    where: entryOf(args[0], 'where', source),
    data: entryOf(args[0], isUpsert ? 'create' : 'data', source),
    options: args[0],
    client: (root.type === 'member_expression' ? field(root, 'object') : undefined) ?? root,
    isTransaction: found.isTransaction,
  };
}

function clientIn(origin: Origin): { isTransaction: boolean } | undefined {
  if (origin.module === '' || origin.path.length < 3) return undefined;
  const match = client.exec(origin.path.slice(0, -1).join('.'));
  return match === null ? undefined : { isTransaction: (match[1] ?? '') !== '' || match[2] !== undefined };
}
