import { servesAdministrators } from '../../facts/javascript/administrators';
import { mayCallOut } from '../../facts/javascript/outboundCalls';
import { mayAnswerRequests, mayRunInRequests } from '../../facts/javascript/glance';
import { argumentsOf, calleeOf } from '../../facts/javascript/calls';
import { holderOf } from '../../facts/javascript/flow';
import { optionOf, optionsOf } from '../../facts/javascript/options';
import type { ScriptSource } from '../../source';
import { closestCall, type Node } from '../../syntax/nodes';
import type { Draft, Glimpse, Rule, TreeHit } from '../rule';
import { bytesOf, sizeName } from './missing-payload-limit/sizes';
import { contentAt, type Content } from './whole-file-in-memory/contents';
import { docs } from './whole-file-in-memory/docs';
import { mayTake, sinkOf, type Sink } from './whole-file-in-memory/sinks';
import { streamed } from './whole-file-in-memory/streamed';

const origins: Readonly<Record<Content['kind'], string>> = {
  file: 'The whole file is read into memory',
  download: 'The whole answer of the other service is read into memory',
  chunks: 'All chunks are put together in memory',
};

const ends: Readonly<Record<Sink['kind'], string>> = {
  response: 'only to be sent: each request at work holds a copy of it.',
  file: 'only to be written to a file: each one at work holds a copy of it.',
  upload: 'only to be uploaded: each one at work holds a copy of it.',
  hash: 'only to be hashed: each one at work holds a copy of it.',
};

const multer = /^multer$/;

const files = /^fs(?:\/promises|-extra)?$/;

/** False where nothing of the trigger's kind can be read, or nothing can take it whole. */
function mayHold(glimpse: Glimpse): boolean {
  const { literal, names } = glimpse;
  if (literal === 'memoryStorage(') return names(multer);
  if (literal === 'readFile(' && !names(files)) return false;
  if (/array/i.test(literal) && !mayCallOut(glimpse)) return false;
  return mayAnswerRequests(glimpse) || (mayTake(glimpse) && mayRunInRequests(glimpse));
}

function* check({ node, literal }: TreeHit, source: ScriptSource): Generator<Draft> {
  if (literal === 'memoryStorage(') {
    yield* largeUploads(node, source);
    return;
  }
  const content = contentAt(node, source);
  const sink = content === undefined ? undefined : sinkOf(content.use, source);
  if (content === undefined || sink === undefined) return;
  const fix = streamed(content, sink, source);
  const refused = typeof fix === 'string';
  const told = `${origins[content.kind]} ${ends[sink.kind]}`;
  const isLong = content.call.startPosition.row < content.call.endPosition.row;
  const place = (isLong ? calleeOf(content.call) : undefined) ?? content.call;
  yield {
    start: place.startIndex,
    end: place.endIndex,
    message: refused ? `${told} No automatic fix: ${fix}.` : told,
    ...(content.isText || servesAdministrators(content.call, source) ? { severity: 'hint' } : {}),
    fixes: refused ? [] : [fix],
  };
}

/** Up to here an upload may as well be kept in memory. */
const small = 25 * 2 ** 20;

/** `multer({ storage: multer.memoryStorage(), limits: { fileSize: … } })` with room for large files; one with no limit is the matter of another rule. */
function* largeUploads(hit: Node, source: ScriptSource): Generator<Draft> {
  const storage = closestCall(hit);
  if (storage === undefined || source.origins.key(storage) !== 'multer:memoryStorage.()') return;
  const uses = [storage, ...(holderOf(storage, source)?.uses ?? [])];
  const bytes = uses.map((use) => roomFor(use, source)).find((room) => room !== undefined && room !== Infinity && room > small);
  if (bytes === undefined) return;
  yield {
    start: storage.startIndex,
    end: storage.endIndex,
    message: `Each upload is held in memory, up to ${sizeName(bytes)} of it: a few at once take the process's memory. No automatic fix: the code behind reads the file's buffer.`,
    ...(servesAdministrators(storage, source) ? { severity: 'hint' } : {}),
    fixes: [],
  };
}

/** The bytes one file may have in the multer that a storage is given to, where the code states them. */
function roomFor(storage: Node, source: ScriptSource): number | undefined {
  const call = closestCall(storage.parent ?? storage);
  const [given] = call === undefined || source.origins.key(call) !== 'multer:()' ? [] : argumentsOf(call);
  const options = given === undefined ? undefined : optionsOf(given, source);
  const limits = options === undefined ? undefined : optionOf(options, 'limits', source);
  const inner = limits?.state === 'set' ? optionsOf(limits.value, source) : undefined;
  const size = inner === undefined ? undefined : optionOf(inner, 'fileSize', source);
  return size?.state === 'set' ? bytesOf(size.value, source) : undefined;
}

/** Files, answers and uploads that are read whole only to be handed on. */
export const wholeFileInMemory: Rule = {
  id: 'whole-file-in-memory',
  title: 'A whole file in memory, only to be handed on',
  area: 'memory',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'big-upload#read-then-send',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: { triggers: ['readFile(', '.arrayBuffer(', 'Buffer.concat(', 'memoryStorage(', "'arraybuffer'", '"arraybuffer"'], mayHold, check },
};
