import { argumentsOf } from '../../facts/javascript/calls';
import { openElsewhere } from '../../facts/javascript/elsewhere';
import { heldValue } from '../../facts/javascript/flow';
import { optionOf, optionsOf } from '../../facts/javascript/options';
import { parentDir } from '../../facts/project/project';
import type { ScriptSource } from '../../source';
import { field, namedChildren, type Node } from '../../syntax/nodes';
import type { NewImport } from './moduleText';
import { specifierOf } from './place';

/** How a new queue or worker reaches Redis. */
export interface RedisConnection {
  /** The entry of BullMQ's options: `connection`, or `connection: { … }`. */
  readonly entry: string;
  readonly imports: readonly NewImport[];
}

const folders = ['', 'config', 'lib', 'utils', 'queues', 'queue', 'jobs', 'services', 'redis'];
const names = /(?:redis|connection|queue|bull)[\w.-]*\.[cm]?[jt]s$/i;

/** The project's own connection where BullMQ can use it as it is; else host and port from the environment. */
export function redisConnection(file: string, source: ScriptSource): RedisConnection {
  for (const candidate of candidates(source)) {
    const exported = openElsewhere(candidate, source, connectionIn);
    if (exported === undefined) continue;
    const module = specifierOf(file, candidate, source);
    const imports = [{ module, names: [exported] }];
    return { entry: exported === 'connection' ? exported : `connection: ${exported}`, imports };
  }
  return { entry: "connection: { host: process.env.REDIS_HOST ?? '127.0.0.1', port: Number(process.env.REDIS_PORT ?? 6379) }", imports: [] };
}

function candidates(source: ScriptSource): string[] {
  const top = source.project.packageFor(source.file)?.dir;
  const found: string[] = [];
  for (let dir = parentDir(source.file); dir !== undefined; dir = parentDir(dir)) {
    for (const folder of folders) {
      const at = folder === '' ? dir : `${dir}/${folder}`;
      found.push(...source.project.names(at).filter((name) => names.test(name)).map((name) => `${at}/${name}`));
    }
    if (dir === top) break;
  }
  return found.filter((file) => file !== source.file);
}

/** An exported constant that holds a connection a blocking worker can use: it never gives up on a request. */
function connectionIn(source: ScriptSource): string | undefined {
  for (const statement of namedChildren(source.tree.rootNode)) {
    const declaration = statement.type === 'export_statement' ? field(statement, 'declaration') : undefined;
    for (const declarator of declaration === undefined ? [] : namedChildren(declaration)) {
      const name = declarator.type === 'variable_declarator' ? field(declarator, 'name') : undefined;
      if (name?.type === 'identifier' && isUsable(heldValue(name, source), name.text, source)) return name.text;
    }
    const assigned = statement.type === 'expression_statement' ? namedChildren(statement)[0] : undefined;
    const right = assigned?.type === 'assignment_expression' && field(assigned, 'left')?.text === 'module.exports' ? field(assigned, 'right') : undefined;
    for (const entry of right?.type === 'object' ? namedChildren(right) : []) {
      if (entry.type === 'shorthand_property_identifier' && isUsable(heldValue(entry, source), entry.text, source)) return entry.text;
    }
  }
  return undefined;
}

function isUsable(value: Node, name: string, source: ScriptSource): boolean {
  if (value.type === 'object') return /connection/i.test(name) && namedChildren(value).some((entry) => field(entry, 'key')?.text === 'host');
  if (value.type !== 'new_expression' || !/^ioredis:(?:(?:Redis|default)\.)?new$/.test(source.origins.key(value))) return false;
  const last = argumentsOf(value).at(-1);
  const options = last === undefined ? undefined : optionsOf(last, source);
  const retries = options === undefined ? undefined : optionOf(options, 'maxRetriesPerRequest', source);
  return retries?.state === 'set' && heldValue(retries.value, source).type === 'null';
}
