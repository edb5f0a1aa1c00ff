import { argumentsOf, calleeOf, allCalls } from '../../../facts/javascript/calls';
import { classTypes } from '../../../facts/javascript/classes';
import { isLoneModule } from '../../../facts/javascript/loneModule';
import { openElsewhere } from '../../../facts/javascript/elsewhere';
import { parentDir, resolveFrom } from '../../../facts/project/project';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, namedChildren, type Node } from '../../../syntax/nodes';
import { labelOf } from './label';
import { decidedElsewhere, defaultsIn, merged, nothingSaid, type Policy, type Queue, type QueueLibrary } from './policy';

const injectors: ReadonlyMap<string, QueueLibrary> = new Map([
  ['@nestjs/bullmq:InjectQueue', 'bullmq'],
  ['@nestjs/bull:InjectQueue', 'bull'],
]);

/** Larger than any project's number of modules; stops a walk that leads astray. */
const maxModules = 400;

/** `this.mails` of a class that has it injected by the queue's name; undefined where no module registers that queue. */
export function injectedQueue(expression: Node, source: ScriptSource): Queue | undefined {
  const name = expression.type === 'member_expression' && field(expression, 'object')?.type === 'this' ? field(expression, 'property')?.text : undefined;
  const decorator = name === undefined ? undefined : injectionOf(name, expression);
  const callee = decorator === undefined ? undefined : calleeOf(decorator);
  const library = callee === undefined ? undefined : injectors.get(source.origins.key(callee));
  if (decorator === undefined || library === undefined) return undefined;
  const label = labelOf(argumentsOf(decorator)[0], source);
  // Of a file on its own no module is to be seen.
  const defaults = registeredDefaults(label, source) ?? (isLoneModule(source) ? nothingSaid : undefined);
  return defaults === undefined ? undefined : { library, defaults, name: label };
}

/** The call of the decorator on a constructor's parameter property. */
function injectionOf(name: string, inside: Node): Node | undefined {
  const owner = ancestorOf(inside, classTypes);
  const body = owner === undefined ? undefined : field(owner, 'body');
  const members = body === undefined ? [] : namedChildren(body);
  const constructor = members.find((member) => member.type === 'method_definition' && field(member, 'name')?.text === 'constructor');
  const parameters = constructor === undefined ? undefined : field(constructor, 'parameters');
  const sites = [...(parameters === undefined ? [] : namedChildren(parameters)).filter((each) => field(each, 'pattern')?.text === name), ...members.filter((member) => field(member, 'name')?.text === name)];
  for (const site of sites) {
    for (const child of site.children) {
      const call = child?.type === 'decorator' ? namedChildren(child)[0] : undefined;
      if (call?.type === 'call_expression') return call;
    }
  }
  return undefined;
}

/** What the project's Nest modules say of a queue's jobs: its own registration, and `forRoot` for all. */
function registeredDefaults(label: string, source: ScriptSource): Policy | undefined {
  const found = source.memo.once(registrations, source);
  const own = found.queues.filter((queue) => queue.label === label);
  if (own.length === 0 || (found.root === undefined && !own.some((queue) => queue.hasConnection))) return undefined;
  const root = found.root ?? nothingSaid;
  // One that says nothing beside one that does: which of the two is made first is not to be seen.
  const policies = own.map((queue) => merged(queue.defaults, root));
  return policies.find((policy) => policy.attempts !== 'absent' || policy.backoff !== 'absent') ?? policies[0];
}

interface Registrations {
  readonly queues: readonly { readonly label: string; readonly defaults: Policy; readonly hasConnection: boolean }[];
  readonly root: Policy | undefined;
}

function registrations(source: ScriptSource): Registrations {
  const queues: Registrations['queues'][number][] = [];
  let root: Policy | undefined;
  for (const file of moduleFiles(source)) {
    const text = source.project.read(file) ?? '';
    if (!text.includes('BullModule')) continue;
    openElsewhere(file, source, (other) => {
      for (const call of registeringCalls(other)) {
        const method = field(calleeOf(call) ?? call, 'property')?.text ?? '';
        if (method.startsWith('forRoot')) root = merged(rootDefaults(call, method, other), root ?? nothingSaid);
        else queues.push(...registered(call, method, other));
      }
    });
  }
  return { queues, root };
}

const registeringCalls = (source: ScriptSource): Node[] =>
  allCalls(source).filter((call) => {
    const callee = calleeOf(call);
    return callee?.type === 'member_expression' && /^@nestjs\/bull(?:mq)?:BullModule\.(?:forRoot|registerQueue)/.test(source.origins.key(callee));
  });

/** A factory that never names `defaultJobOptions` sets none; a class or a function from elsewhere may. */
function asyncDefaults(text: string): Policy {
  const isOpen = /\buseFactory\s*:\s*(?:async\s*)?(?:\(|function)|\buseFactory\s*\(|\basync\s+useFactory\b/.test(text);
  return isOpen && !/defaultJobOptions|\.\.\./.test(text) ? nothingSaid : decidedElsewhere;
}

function rootDefaults(call: Node, method: string, source: ScriptSource): Policy {
  const [first, second] = argumentsOf(call);
  if (method === 'forRootAsync') return asyncDefaults(call.text);
  const isKeyed = first !== undefined && stringValue(first) !== undefined;
  // A keyed configuration reaches only the queues that name the key.
  return isKeyed ? nothingSaid : defaultsIn(second ?? first, source);
}

function registered(call: Node, method: string, source: ScriptSource): Registrations['queues'][number][] {
  return argumentsOf(call).flatMap((argument) => {
    const options = optionsOf(argument, source);
    const name = options === undefined ? undefined : optionOf(options, 'name', source);
    if (options === undefined || name === undefined || name.state === 'unknown') return [];
    const label = name.state === 'set' ? labelOf(name.value, source) : 'default';
    const defaults = method === 'registerQueue' ? defaultsIn(argument, source) : asyncDefaults(argument.text);
    const isKeyed = optionOf(options, 'configKey', source).state !== 'absent';
    const hasConnection = ['connection', 'redis', 'url'].some((key) => optionOf(options, key, source).state !== 'absent');
    return [{ label, defaults: isKeyed ? decidedElsewhere : defaults, hasConnection }];
  });
}

/** The Nest modules of the project: those beside and above the file, and what they import. */
function moduleFiles(source: ScriptSource): readonly string[] {
  const top = source.project.packageFor(source.file)?.dir;
  const found = new Set<string>();
  const waiting: string[] = [];
  const add = (file: string) => {
    if (!found.has(file) && found.size < maxModules) waiting.push(file);
    found.add(file);
  };
  for (let dir = parentDir(source.file); dir !== undefined; dir = parentDir(dir)) {
    for (const name of source.project.names(dir)) if (/[.-]module\.[jt]s$/.test(name)) add(`${dir}/${name}`);
    if (dir === top) break;
  }
  for (const name of ['src/app.module.ts', 'src/app/app.module.ts']) if (top !== undefined && source.project.read(`${top}/${name}`) !== undefined) add(`${top}/${name}`);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) for (const next of modulesImported(file, source)) add(next);
  return [...found].sort();
}

function modulesImported(file: string, source: ScriptSource): string[] {
  const dir = parentDir(file);
  const text = source.project.read(file) ?? '';
  const top = source.project.packageFor(file)?.dir;
  return [...text.matchAll(/from\s+['"]((?:\.|src\/|@\/|~\/)[^'"]*)['"]/g)].flatMap((match) => {
    const specifier = match[1] ?? '';
    const base = specifier.startsWith('.') ? (dir === undefined ? undefined : resolveFrom(dir, specifier)) : `${top ?? ''}/src/${specifier.replace(/^(?:src|@|~)\//, '')}`;
    const isModule = base !== undefined && /(?:module|queue|queues|bull|bullmq|jobs)$/i.test(base.replace(/\.[jt]s$/, ''));
    return isModule ? [`${base.replace(/\.js$/, '')}.ts`, `${base}/index.ts`].filter((candidate) => source.project.read(candidate) !== undefined) : [];
  });
}
