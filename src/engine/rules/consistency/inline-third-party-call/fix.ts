import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { unwrapped } from '../../../facts/javascript/options';
import { ImportPlan } from '../../../fix/javascript/importPlan';
import { freeName } from '../../../fix/javascript/names';
import { importedValue, movedImport } from '../../../fix/scaffold/imported';
import { moduleText, type NewImport } from '../../../fix/scaffold/moduleText';
import { newModule, specifierOf } from '../../../fix/scaffold/place';
import { redisConnection } from '../../../fix/scaffold/redis';
import { moduleStyle } from '../../../fix/javascript/moduleSyntax';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import type { DraftFix } from '../../rule';
import type { Waited } from './delivery';

/** Wait before a job's second run; it doubles with each further one. */
const firstDelayMs = 1000;

/** What a worker needs to make the same call: the import that gives the function or the object it is a method of. */
interface Reached {
  readonly imported: NewImport;
  /** The call as the worker writes it: `sendWelcome`, `mailer.sendWelcome`. */
  readonly callee: string;
  /** The import's local name in the handler's file. */
  readonly root: Node;
}

/** Puts the call's arguments on a queue, and writes the queue and the worker that makes the call. @returns why that is not possible */
export function enqueue(call: Node, waited: Waited, source: ScriptSource): DraftFix | string {
  const callee = calleeOf(call);
  const given = argumentsOf(call);
  if (callee === undefined || given.length === 0 || (waited.isDirect && given.length > 1) || !given.every((argument) => isPlain(argument, source))) return 'a job carries plain values, and not all arguments are seen to be such';
  const files = filesFor(callee, source);
  if (typeof files === 'string') return files;
  const { reached, queueFile, workerFile, words } = files;
  const isTypeScript = source.language !== 'javascript';
  const name = freeName(source, `${words.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Queue`, 'mail');
  const plan = new ImportPlan(source);
  const imported = { module: specifierOf(source.file, queueFile, source), name };
  const local = plan.need(imported);
  const declaration = source.scopes.resolve(reached.root);
  if (declaration !== undefined && source.scopes.references(declaration).length === 1) plan.drop(declaration);
  const { quote } = moduleStyle(source);
  const data = given.map((argument) => argument.text).join(', ');
  const edit = { start: call.startIndex, end: call.endIndex, newText: `${local}.add(${quote}send${quote}, [${data}])` };
  const redis = redisConnection(queueFile, source);
  const workerRedis = redisConnection(workerFile, source);
  const missing = source.project.packageFor(source.file)?.dependencies.has('bullmq') === true ? '' : ' (needs bullmq)';
  // A library's overloads differ in what follows the message.
  const parameters = `Parameters<typeof ${reached.callee}>`;
  const type = isTypeScript ? `<${waited.isDirect ? `[${parameters}[0]]` : parameters}>` : '';
  return {
    title: `Send the ${waited.delivers} from a BullMQ job, with a worker of its own${missing}`,
    safety: 'guided',
    edits: [edit, ...plan.edits()],
    newFiles: [
      {
        file: queueFile,
        text: moduleText(
          {
            imports: [{ module: 'bullmq', names: ['Queue'] }, ...redis.imports, ...(isTypeScript ? [{ ...movedImport(reached.imported, queueFile, source), type: true as const }] : [])],
            body: [
              `export const ${name} = new Queue${type}('${words}', {`,
              `  ${redis.entry},`,
              `  defaultJobOptions: { attempts: ${source.settings.attempts}, backoff: { type: 'exponential', delay: ${firstDelayMs} } },`,
              '});',
            ],
          },
          source,
        ),
      },
      {
        file: workerFile,
        text: moduleText(
          {
            imports: [{ module: 'bullmq', names: ['Worker'] }, ...workerRedis.imports, movedImport(reached.imported, workerFile, source)],
            body: [
              `const worker = new Worker${type}(`,
              `  '${words}',`,
              `  async ({ data }) => {`,
              `    await ${reached.callee}(...data);`,
              '  },',
              `  { ${workerRedis.entry} },`,
              ');',
              '',
              "worker.on('error', (error) => {",
              '  console.error(error);',
              '});',
              '',
              "for (const signal of ['SIGINT', 'SIGTERM']) {",
              '  process.once(signal, () => worker.close());',
              '}',
            ],
          },
          source,
        ),
      },
    ],
  };
}

interface Files {
  readonly reached: Reached;
  readonly queueFile: string;
  readonly workerFile: string;
  readonly words: string;
}

function filesFor(callee: Node, source: ScriptSource): Files | string {
  const reached = reachedBy(callee, source);
  if (typeof reached === 'string') return reached;
  const words = reached.callee.split('.').at(-1)?.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase() ?? 'send';
  const queueFile = newModule(`${words}.queue`, ['queues', 'queue', 'jobs'], source);
  const workerFile = newModule(`${words}.worker`, ['workers', 'queues', 'queue', 'jobs'], source);
  return queueFile === undefined || workerFile === undefined ? `files for a ${words} queue exist already` : { reached, queueFile, workerFile, words };
}

/** Only what another file exports can be called from a worker. */
function reachedBy(callee: Node, source: ScriptSource): Reached | string {
  const root = callee.type === 'member_expression' ? field(callee, 'object') : callee;
  if (callee.type === 'member_expression' && root?.type !== 'identifier') return 'a worker cannot reach the object that sends: move the sending to a function of its own';
  if (root?.type !== 'identifier') return 'a worker cannot reach what sends';
  const declaration = source.scopes.resolve(root);
  if (declaration?.scope.type !== 'program') return 'what sends is made inside the handler, where a worker cannot reach it';
  const imported = importedValue(root, source);
  if (imported === undefined) return 'what sends is made in this file: move it to a module of its own, so that a worker can import it';
  return { imported, callee: callee.text, root };
}

const literals: ReadonlySet<string> = new Set(['string', 'template_string', 'number', 'true', 'false', 'null', 'undefined']);

/** A value that is the same after it went through JSON, as far as the file shows: text, numbers, members of records, and objects of these. */
function isPlain(argument: Node, source: ScriptSource): boolean {
  const value = unwrapped(argument);
  if (literals.has(value.type)) return true;
  switch (value.type) {
    case 'member_expression':
    case 'subscript_expression':
      return field(value, 'object')?.type !== 'this';
    case 'object':
      return namedChildren(value).every((entry) => {
        if (entry.type === 'shorthand_property_identifier') return isPlain(entry, source);
        const inner = entry.type === 'pair' ? field(entry, 'value') : undefined;
        return inner !== undefined && isPlain(inner, source);
      });
    case 'array':
      return namedChildren(value).every((entry) => isPlain(entry, source));
    case 'binary_expression':
    case 'ternary_expression':
      return namedChildren(value).every((part) => isPlain(part, source));
    case 'identifier':
    case 'shorthand_property_identifier':
      return isPlainName(value, source);
    case 'call_expression':
      return /(?:^|\.)(?:toString|join|trim|toLowerCase|toISOString|toFixed|String|sign|randomUUID|stringify)$/.test(calleeOf(value)?.text ?? '');
    default:
      return false;
  }
}

function isPlainName(name: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(name);
  if (declaration === undefined) return name.text === 'undefined';
  // `const { email } = req.body`
  if (declaration.id.parent?.id !== declaration.site.id) return declaration.kind === 'const' && /\.(?:body|params|query)$/.test(field(declaration.site, 'value')?.text ?? '');
  const value = heldValue(name, source);
  return value.id !== name.id && value.type !== 'identifier' && isPlain(value, source);
}

