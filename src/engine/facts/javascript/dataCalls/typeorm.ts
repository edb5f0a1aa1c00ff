import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import type { DataCall, DataOperation } from '../dataCalls';
import { entryOf, keyAfter, type Chain } from './chain';
import { modelOf, namedModel } from './modelName';

/** The operation; where the condition is; where the data is. A manager takes the entity before them. */
type Shape = readonly [operation: DataOperation, where: 'option' | 'first' | 'none', data: number | undefined];

const shapes: Readonly<Record<string, Shape>> = {
  findOne: ['findOne', 'option', undefined],
  findOneOrFail: ['findOne', 'option', undefined],
  findOneBy: ['findOne', 'first', undefined],
  findOneByOrFail: ['findOne', 'first', undefined],
  find: ['findMany', 'option', undefined],
  findBy: ['findMany', 'first', undefined],
  findAndCount: ['findMany', 'option', undefined],
  findAndCountBy: ['findMany', 'first', undefined],
  count: ['count', 'option', undefined],
  countBy: ['count', 'first', undefined],
  exist: ['count', 'option', undefined],
  exists: ['count', 'option', undefined],
  existsBy: ['count', 'first', undefined],
  insert: ['create', 'none', 0],
  save: ['other', 'none', 0],
  update: ['update', 'first', 1],
  upsert: ['upsert', 'none', 0],
  increment: ['update', 'first', undefined],
  decrement: ['update', 'first', undefined],
  delete: ['delete', 'first', undefined],
  remove: ['delete', 'none', undefined],
  softDelete: ['delete', 'first', undefined],
};

const holder = String.raw`(?:DataSource\.new|Connection\.new|getConnection\.\(\)|createConnection\.\(\)\.await|QueryRunner\.new|(?:DataSource\.new|Connection\.new|getConnection\.\(\))\.createQueryRunner\.\(\)|Repository\.new|BaseEntity)`;
const inTransaction = String.raw`(?:(?:${holder}\.)?(?:manager\.)?transaction\.\(tx\)|EntityManager\.new\.transaction\.\(tx\)|QueryRunner\.new\.manager|[\w.()]*createQueryRunner\.\(\)\.manager)`;
const anyManager = String.raw`(?:EntityManager\.new|getManager\.\(\)|${holder}\.manager)`;
const repositories = new RegExp(
  String.raw`^(?:typeorm|@nestjs/typeorm):(?:(?:Tree|Mongo)?Repository\.new|BaseEntity|getRepository\.\(\)|${holder}\.getRepository\.\(\)|(?:${anyManager}|(${inTransaction}))\.(?:getRepository|withRepository)\.\(\))$`,
);
const managers = new RegExp(String.raw`^typeorm:(?:(${inTransaction})|${anyManager})$`);

/** `repository.findOneBy({ id })`, `manager.update(User, id, data)` and active records. */
export function typeormCall(chain: Chain, source: ScriptSource): DataCall | undefined {
  const { links, root } = chain;
  const getsRepository = links[0].method === 'getRepository' || links[0].method === 'withRepository';
  const link = getsRepository ? links[1] : links[0];
  const shape = link !== undefined && Object.hasOwn(shapes, link.method) ? shapes[link.method] : undefined;
  if (link === undefined || shape === undefined) return undefined;
  const key = keyAfter(chain, getsRepository ? 1 : 0, source);
  const manager = getsRepository ? null : managers.exec(key);
  const match = manager ?? repositories.exec(key);
  const model = manager !== null || getsRepository ? namedModel(links[0].args[0], source) : modelOf(root, source);
  if (match === null || model === undefined) return undefined;
  const args = manager === null ? link.args : link.args.slice(1);
  const [operation, whereIs, dataAt] = shape;
  return {
    library: 'typeorm',
    model,
    operation,
    method: link.method,
    call: chain.last,
    chain,
    where: whereOf(args[0], whereIs, source),
    data: dataAt === undefined ? undefined : (args[dataAt] ?? savedBy(manager === null ? undefined : link.args, dataAt)),
    options: whereIs === 'option' ? args[0] : args[(dataAt ?? 0) + 1],
    client: root,
    isTransaction: match[1] !== undefined,
  };
}

/** `manager.save(user)` may leave the entity's class out. */
const savedBy = (args: readonly Node[] | undefined, at: number) => (args?.length === 1 ? args[at] : undefined);

function whereOf(argument: Node | undefined, where: Shape[1], source: ScriptSource): Node | undefined {
  if (where === 'none') return undefined;
  return where === 'first' ? argument : entryOf(argument, 'where', source);
}
