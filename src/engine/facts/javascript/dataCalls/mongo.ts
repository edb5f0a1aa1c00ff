import type { ScriptSource } from '../../../source';
import type { DataCall, DataOperation } from '../dataCalls';
import { keyAfter, mayHave, type Chain } from './chain';
import { modelOf, namedModel } from './modelName';

/** The operation, and the places of condition, data and options among the arguments. */
type Shape = readonly [operation: DataOperation, where: number | undefined, data: number | undefined, options: number];

const shapes: Readonly<Record<string, Shape>> = {
  findOne: ['findOne', 0, undefined, 2],
  findById: ['findOne', 0, undefined, 2],
  exists: ['count', 0, undefined, 1],
  find: ['findMany', 0, undefined, 2],
  create: ['create', undefined, 0, 1],
  insertOne: ['create', undefined, 0, 1],
  insertMany: ['create', undefined, 0, 1],
  updateOne: ['update', 0, 1, 2],
  updateMany: ['update', 0, 1, 2],
  replaceOne: ['update', 0, 1, 2],
  findOneAndUpdate: ['update', 0, 1, 2],
  findByIdAndUpdate: ['update', 0, 1, 2],
  findOneAndReplace: ['update', 0, 1, 2],
  deleteOne: ['delete', 0, undefined, 1],
  deleteMany: ['delete', 0, undefined, 1],
  findOneAndDelete: ['delete', 0, undefined, 1],
  findByIdAndDelete: ['delete', 0, undefined, 1],
  countDocuments: ['count', 0, undefined, 1],
  estimatedDocumentCount: ['count', undefined, undefined, 0],
};

const model = /^mongoose:(?:(?:default\.)?(?:model\.\(\)|models\.\w+)|Model(?:\.new)?|(?:Connection\.new|connection|createConnection\.\(\)(?:\.await|\.asPromise\.\(\)\.await)?)\.(?:model\.\(\)|models\.\w+))$/;

const database = String.raw`(?:Db\.new|MongoClient\.(?:new|connect\.\(\)\.await)(?:\.connect\.\(\)\.await)?\.db\.\(\))`;
const collection = new RegExp(String.raw`^mongodb:(?:Collection\.new|${database}\.collection\.\(\))$`);

/** Mongoose models and the driver's collections: their methods take the same arguments. */
export function mongoCall(chain: Chain, source: ScriptSource): DataCall | undefined {
  const { links, root } = chain;
  const collectionAt = links.findIndex(({ method }) => method === 'collection' || method === 'model');
  const link = links[collectionAt + 1];
  const shape = link !== undefined && Object.hasOwn(shapes, link.method) ? shapes[link.method] : undefined;
  if (link === undefined || shape === undefined) return undefined;
  const key = keyAfter(chain, collectionAt + 1, source);
  const library = model.test(key) ? 'mongoose' : collection.test(key) ? 'mongodb' : undefined;
  const name = collectionAt < 0 ? modelOf(root, source) : namedModel(links[collectionAt]?.args[0], source);
  if (library === undefined || name === undefined) return undefined;
  const [operation, where, data, optionsAt] = shape;
  const options = link.args[library === 'mongodb' && link.method.startsWith('find') && data === undefined ? 1 : optionsAt];
  const isUpsert = operation === 'update' && mayHave(options, 'upsert', source);
  return {
    library,
    model: name,
    operation: isUpsert ? 'upsert' : operation,
    method: link.method,
    call: chain.last,
    chain,
    where: where === undefined ? undefined : link.args[where],
    data: data === undefined ? undefined : link.args[data],
    options,
    client: root,
    isTransaction: mayHave(options, 'session', source) || links.some(({ method }) => method === 'session'),
  };
}
