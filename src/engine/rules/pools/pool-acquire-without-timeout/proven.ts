import { classTypes } from '../../../facts/javascript/classes';
import { isServerPackage } from '../../../facts/javascript/handlers';
import { isLoneModule } from '../../../facts/javascript/loneModule';
import { numberValue } from '../../../facts/javascript/numbers';
import { optionOf, type Options } from '../../../facts/javascript/options';
import { entryTexts } from '../../../facts/project/entryFiles';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, type Node } from '../../../syntax/nodes';
import type { PoolLibrary } from './libraries';

/** As many of one thing as one process hardly has requests under way. */
const plenty = 1000;

const browsers = /\b(?:from\s*|require\(\s*)['"](?:puppeteer|playwright)[\w-]*['"]/;

/** A pool of so many that nobody gets to its end, or of browsers, which workers of a few jobs at a time take. */
export function isSeldomFull({ size, item }: PoolLibrary, options: Options | undefined, source: ScriptSource): boolean {
  if (item !== 'resource') return false;
  const stated = options === undefined ? undefined : optionOf(options, size.name, source);
  const count = stated?.state === 'set' ? numberValue(stated.value, source.scopes) : undefined;
  return (count !== undefined && count >= plenty) || browsers.test(source.text);
}

const testHooks = /^\s*(?:expect\.extend|(?:before|after)(?:All|Each)|jest\.\w+)\(/m;

/** The set-up of a test runner, whose file only its configuration calls so. */
export const isTestSupport = ({ text }: ScriptSource): boolean => testHooks.test(text);

const clocks = ['cron', 'node-cron', 'croner', 'node-schedule', 'toad-scheduler', 'bree'];

/** A program that takes messages, jobs or connections is not of clocks alone. */
const brokers = ['kafkajs', 'node-rdkafka', 'amqplib', 'bullmq', 'bull', 'bee-queue', 'pg-boss', 'graphile-worker', '@aws-sdk/client-sqs', '@google-cloud/pubsub', '@temporalio/worker', 'nats', 'mqtt', 'ws', 'socket.io', 'discord.js', 'telegraf', 'grammy'];

/** What serves clients, or takes messages off a queue. */
const serves = /\.listen\(|createServer\(|\bserve\(|\.consume\(|\bnew Worker\(/;

/** A package of jobs that a clock starts: it depends on no HTTP framework and no broker, and its entry serves nobody. */
export function isOfClock({ file, project }: ScriptSource): boolean {
  const facts = project.packageFor(file);
  if (facts === undefined || !clocks.some((name) => facts.dependencies.has(name) && !facts.devOnly.has(name)) || isServerPackage(facts, file) === true) return false;
  if (brokers.some((name) => facts.dependencies.has(name))) return false;
  const entries = entryTexts(file, project);
  return entries.length > 0 && entries.some((text) => /cron|schedul|jobs?\b/i.test(text)) && !entries.some((text) => serves.test(text));
}

/** In a method of an exported class that no other file of the project names. */
export function isOfUnusedClass(node: Node, source: ScriptSource): boolean {
  const owner = ancestorOf(node, classTypes);
  const name = owner === undefined ? undefined : field(owner, 'name')?.text;
  const { file, project } = source;
  const root = file.slice(0, file.length - project.relative(file).length - 1);
  if (owner?.parent?.type !== 'export_statement' || name === undefined || isLoneModule(source) || /^export default\b/.test(owner.parent.text)) return false;
  const isNamedHere = source.text.split(new RegExp(`\\b${name}\\b`)).length > 2;
  return !isNamedHere && !/^@/m.test(owner.parent.text.slice(0, 200)) && project.filesWith(name, root)?.every((each) => each === file) === true;
}
