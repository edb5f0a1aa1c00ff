import type { ScriptSource } from '../../../source';
import type { DataCall, DataOperation } from '../dataCalls';
import { entryOf, keyAfter, mayHave, type Chain } from './chain';
import { modelOf } from './modelName';

/** The operation, and the places of the data and of the options among the arguments. */
type Shape = readonly [operation: DataOperation, data: number | undefined, options: number];

const shapes: Readonly<Record<string, Shape>> = {
  findOne: ['findOne', undefined, 0],
  findByPk: ['findOne', undefined, 1],
  findAll: ['findMany', undefined, 0],
  findAndCountAll: ['findMany', undefined, 0],
  count: ['count', undefined, 0],
  create: ['create', 0, 1],
  bulkCreate: ['create', 0, 1],
  update: ['update', 0, 1],
  increment: ['update', 0, 1],
  decrement: ['update', 0, 1],
  upsert: ['upsert', 0, 1],
  findOrCreate: ['upsert', undefined, 0],
  findCreateFind: ['upsert', undefined, 0],
  destroy: ['delete', undefined, 0],
};

const model = /^(?:sequelize|@sequelize\/core|sequelize-typescript):(?:Model(?:\.init\.\(\))?|Sequelize\.new\.(?:define|model)\.\(\)|Sequelize\.new\.models\.\w+)$/;

/** Methods that give the same model with other defaults. */
const narrowing: ReadonlySet<string> = new Set(['scope', 'unscoped', 'schema']);

/** `User.findOne({ where })`, by any way Sequelize models are made. */
export function sequelizeCall(chain: Chain, source: ScriptSource): DataCall | undefined {
  const { root, links, last } = chain;
  const at = links.findIndex(({ method }) => !narrowing.has(method));
  const link = links[at];
  const shape = link !== undefined && Object.hasOwn(shapes, link.method) ? shapes[link.method] : undefined;
  if (link === undefined || shape === undefined || !model.test(keyAfter(chain, 0, source))) return undefined;
  const [operation, dataAt, optionsAt] = shape;
  const options = link.args[optionsAt];
  return {
    library: 'sequelize',
    model: modelOf(root, source) ?? root.text,
    operation,
    method: link.method,
    call: last,
    chain,
    where: link.method === 'findByPk' ? link.args[0] : entryOf(options, 'where', source),
    data: dataAt === undefined ? entryOf(options, 'defaults', source) : link.args[dataAt],
    options,
    client: root,
    isTransaction: mayHave(options, 'transaction', source),
  };
}
