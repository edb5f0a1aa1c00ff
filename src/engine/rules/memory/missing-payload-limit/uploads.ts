import type { Glimpse } from '../../rule';
import { servesAdministrators } from '../../../facts/javascript/administrators';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue, holderOf } from '../../../facts/javascript/flow';
import { parametersOf } from '../../../facts/javascript/functions';
import { enclosingHandler } from '../../../facts/javascript/handlers';
import { optionOf, optionsOf, type Options } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import { appendToList, objectText } from '../../../fix/javascript/lists';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { closest, field, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { Draft } from '../../rule';
import { isBehindLimit } from './proxy';
import { isLargeByNature, statementOf } from './large';
import { hasOneOwner, knowsItsClients, refusesByLength } from './owner';
import { reachOf } from './reach';
import { bytesOf, sizeName, sizeProduct, sizeText } from './sizes';
import { largestBody, largestFile, type Largest } from './stated';

type Library = 'multer' | 'nest' | 'express-fileupload' | 'busboy' | 'raw-body';

const libraries: readonly (readonly [callee: RegExp, library: Library])[] = [
  [/^multer:$/, 'multer'],
  [/^@nestjs\/platform-express:(?:FileInterceptor|FilesInterceptor|FileFieldsInterceptor|AnyFilesInterceptor)$/, 'nest'],
  [/^express-fileupload:$/, 'express-fileupload'],
  [/^busboy:(?:new)?$/, 'busboy'],
  [/^raw-body:$/, 'raw-body'],
];

const modules = /^(?:multer|@nestjs\/platform-express|express-fileupload|busboy|raw-body)$/;

/** False where no reader of these can be. */
export const mayUpload = ({ names }: Glimpse): boolean => names(modules);

/** Where the options stand, when they are not the first argument. */
const positions: Readonly<Record<string, number>> = { FileInterceptor: 1, FilesInterceptor: 2, FileFieldsInterceptor: 1 };

/** Readers of uploads and raw bodies that have no limit of their own and are given none. */
export function* unlimitedUploads(hit: Node, source: ScriptSource): Generator<Draft> {
  const call = closest(hit, new Set(['call_expression', 'new_expression']));
  const callee = call === undefined ? undefined : calleeOf(call);
  if (call === undefined || callee === undefined || (hit.id !== call.id && (hit.startIndex < callee.startIndex || hit.endIndex > callee.endIndex))) return;
  const key = source.origins.key(callee);
  const library = libraries.find(([pattern]) => pattern.test(key))?.[1];
  if (library === undefined) return;
  const at = library === 'raw-body' ? 1 : (positions[key.split(':')[1] ?? ''] ?? 0);
  const given = argumentsOf(call)[at];
  const options = given === undefined ? undefined : optionsOf(given, source);
  if (given !== undefined && options === undefined && !(library === 'raw-body' && stringValue(given) !== undefined)) return;
  // What the interceptor does not say, the module may.
  if (library === 'nest' && options === undefined) return;
  if (isLimited(library, options, source) || (library === 'multer' && takesNoFiles(call, source))) return;
  if (library === 'busboy' && !takesFiles(call, source)) return;
  const reach = library === 'multer' ? reachOf(call, source) : 'used';
  if (reach === 'nowhere' || isReplaced(call) || (library === 'raw-body' && !readsRequest(call, source))) return;
  const fixes = fixesOf(library, call, given, options, source);
  const { message, ...rest } = told(library, options, source);
  const reason = fixes.length > 0 || library === 'busboy' ? '' : ` No automatic fix: ${whyNone(library, call, source)}.`;
  yield { start: callee.startIndex, end: callee.endIndex, message: message + reason, ...rest, ...(reach === 'unseen' || isRestore(rest.severity, source) || isForFew(library, call, source) ? { severity: 'hint' as const } : {}), fixes };
}

/** No stranger can send what fills it, or something else stands in the way. */
function isForFew(library: Library, call: Node, source: ScriptSource): boolean {
  if ((library === 'busboy' && quotas.test(source.text)) || isForAdministrators(call, source)) return true;
  return [isBehindLimit, refusesByLength, knowsItsClients, hasOneOwner].some((known) => source.memo.once(known, source));
}

/** What is stored goes by a quota that the code asks after itself. */
const quotas = /\b(?:assert|check|ensure|verify|enforce)\w*(?:Allowance|Quota)\w*\(/;

function whyNone(library: Library, call: Node, source: ScriptSource): string {
  const { bytes, by } = largestOf(library, call, source);
  if (isBeyond(bytes)) return `${by === 'server' ? 'the server lets in bodies' : 'the project speaks of sizes'} of ${sizeName(bytes)}, so what these routes need is not a usual limit`;
  if (library !== 'raw-body' && isLargeByNature(call, source)) return 'what is uploaded here may well be larger than a usual limit, so the size has to be chosen by what is sent';
  return 'its options are used elsewhere too';
}

/** Anything that is set by other code may be a limit. */
function isLimited(library: Library, options: Options | undefined, source: ScriptSource): boolean {
  if (options === undefined) return false;
  const option = optionOf(options, library === 'raw-body' ? 'limit' : 'limits', source);
  if (option.state === 'absent') return false;
  if (option.state !== 'set') return true;
  if (library === 'raw-body') return !/^(?:undefined|null|Infinity)$/.test(option.value.text);
  const limits = optionsOf(option.value, source);
  const size = limits === undefined ? undefined : optionOf(limits, 'fileSize', source);
  if (size === undefined || size.state === 'unknown') return true;
  return size.state === 'set' && bytesOf(size.value, source) !== Infinity;
}

const declarations: ReadonlySet<string> = new Set(['variable_declaration', 'lexical_declaration', 'expression_statement']);

const names = ['identifier', 'shorthand_property_identifier'];

/** `var upload = multer()`, and further down `var upload = multer({ limits })`, before anything uses it. */
function isReplaced(call: Node): boolean {
  const own = call.parent?.type === 'variable_declarator' ? field(call.parent, 'name') : undefined;
  if (own?.type !== 'identifier') return false;
  for (let next = call.parent?.parent?.nextNamedSibling; next != null; next = next.nextNamedSibling) {
    const uses = next.descendantsOfType(names).filter((name) => name?.text === own.text);
    if (uses.length === 0) continue;
    const [target] = next.namedChildren;
    const name = target == null ? undefined : (field(target, 'name') ?? field(target, 'left'));
    return declarations.has(next.type) && name?.text === own.text && uses.length === 1;
  }
  return false;
}

/** False where nothing tells that the stream is a request: other code may have read and limited what it offers under that name. */
function readsRequest(call: Node, source: ScriptSource): boolean {
  const stream = argumentsOf(call)[0];
  if (stream === undefined || /^(?:(?:ctx|context|c)\.)?_?(?:req|request)(?:\.(?:raw|req))?$/.test(stream.text)) return true;
  const found = enclosingHandler(call, source);
  const first = found === undefined ? undefined : parametersOf(found.fn)[0];
  return first?.type === 'identifier' && stream.text.split('.')[0] === first.text;
}

/** `upload.none()` refuses files; the text fields have a limit of their own. */
function takesNoFiles(call: Node, source: ScriptSource): boolean {
  const uses = [call, ...(holderOf(call, source)?.uses ?? [])].flatMap((use): string[] => {
    const member = use.parent?.type === 'member_expression' && field(use.parent, 'object')?.id === use.id ? use.parent : undefined;
    return member === undefined ? [] : [field(member, 'property')?.text ?? ''];
  });
  return uses.length > 0 && uses.every((use) => use === 'none');
}

/** busboy throws a file away that nobody listens for; where the instance goes elsewhere, somebody may. */
function takesFiles(call: Node, source: ScriptSource): boolean {
  const holder = holderOf(call, source);
  if (holder === undefined) return takesFilesInChain(call);
  const isElsewhere = holder.uses.some((use) => use.parent?.type !== 'member_expression' && use.parent?.parent?.type !== 'call_expression');
  const listens = holder.uses.some((use) => /^\s*\.\s*on\w*\(\s*['"`]file['"`]/.test(source.text.slice(use.endIndex, use.endIndex + 40)));
  return listens || isElsewhere || /\.on\w*\(\s*['"`]file['"`]/.test(call.parent?.text ?? '');
}

/** `req.pipe(busboy({ … }).on('field', keep)).on('finish', done)`: all that listens is in one statement, which keeps nothing of it. */
function takesFilesInChain(call: Node): boolean {
  const statement = statementOf(call);
  if (call.parent?.type !== 'member_expression' || statement.type !== 'expression_statement' || !/\.on(?:ce)?\(/.test(statement.text)) return true;
  return /^(?:await\s+)?[\w.]+\s*=[^=]|\.on\w*\(\s*(?:['"`]file['"`]|\w+\s*,)/.test(statement.text);
}

/** Every route it reads for is one of administrators. */
function isForAdministrators(call: Node, source: ScriptSource): boolean {
  const uses = holderOf(call, source)?.uses ?? [];
  return servesAdministrators(call, source) || (uses.length > 0 && uses.every((use) => servesAdministrators(use, source)));
}

/** What restores or moves a whole installation is as large as that, and goes to disk on purpose. */
const isRestore = (severity: Draft['severity'], { file, project }: ScriptSource): boolean => severity !== 'warning' && /(?:import|restore|backup|transfer|migrat)\w*\.[cm]?[jt]s$/i.test(project.relative(file));

const effects: Readonly<Record<Library, string>> = {
  multer: 'Nothing limits how large an uploaded file may be',
  nest: 'This interceptor sets no limit on how large an uploaded file may be',
  'express-fileupload': 'Nothing limits how large an uploaded file may be',
  busboy: 'Nothing limits how large an uploaded file may be',
  'raw-body': 'The whole body is read into memory, however large it is',
};

function told(library: Library, options: Options | undefined, source: ScriptSource): Pick<Draft, 'message' | 'severity'> {
  if (library === 'busboy') {
    return { message: `${effects.busboy}. No automatic fix: at its limit busboy cuts a file off without an error, so the code has to answer the file's limit event.` };
  }
  if (library === 'nest') return { message: `${effects.nest}; unless MulterModule does, it may be of any size.`, severity: 'hint' };
  if (library === 'raw-body') return { message: `${effects[library]}: one request can end the process.`, severity: 'warning' };
  const where = library === 'multer' ? storageOf(options, source) : isOn('useTempFiles', options, source) ? 'disk' : 'memory';
  return { message: `${effects[library]}${ends[where]}`, ...(where === 'memory' ? { severity: 'warning' } : {}) };
}

type Storage = 'memory' | 'disk' | 'elsewhere';

const ends: Readonly<Record<Storage, string>> = {
  memory: ', and it is kept in memory: one request can end the process.',
  disk: ': one client can fill the disk.',
  elsewhere: ': one client can fill the storage behind it.',
};

const isOn = (name: string, options: Options | undefined, source: ScriptSource): boolean => {
  const option = options === undefined ? undefined : optionOf(options, name, source);
  return option?.state === 'set' && option.value.text !== 'false';
};

/** With no folder and no storage, or with memoryStorage, multer holds files in memory. */
function storageOf(options: Options | undefined, source: ScriptSource): Storage {
  if (options === undefined) return 'memory';
  const [storage, dest] = ['storage', 'dest'].map((name) => optionOf(options, name, source));
  if (storage?.state === 'absent') return dest?.state === 'absent' ? 'memory' : 'disk';
  const key = storage?.state === 'set' ? source.origins.key(heldValue(storage.value, source)) : '';
  return key === 'multer:memoryStorage.()' ? 'memory' : key === 'multer:diskStorage.()' ? 'disk' : 'elsewhere';
}

function fixesOf(library: Library, call: Node, given: Node | undefined, options: Options | undefined, source: ScriptSource): Draft['fixes'] {
  const edits = editsOf(library, call, given, options, source);
  const what = library === 'raw-body' ? 'the body' : 'each file';
  return edits === undefined ? [] : [{ title: `Limit ${what} to ${sizeName(largestOf(library, call, source).bytes)}`, safety: 'review', edits }];
}

const largestOf = (library: Library, call: Node, source: ScriptSource): Largest => (library === 'raw-body' ? largestBody(source) : largestFile(call, source));

/** So much at once in memory is no limit to put anywhere. */
const isBeyond = (bytes: number): boolean => bytes >= 100 * 2 ** 20;

/** What stands between two entries of an object, laid out as it is. */
function separator(object: Node, source: ScriptSource): string {
  const last = object.namedChildren.at(-1);
  const isTall = last != null && last.endPosition.row < object.endPosition.row;
  return isTall ? `,${sourceStyle(source).newline}${indentationAt(source.text, last.startIndex)}` : ', ';
}

function editsOf(library: Library, call: Node, given: Node | undefined, options: Options | undefined, source: ScriptSource): readonly TextEdit[] | undefined {
  const list = field(call, 'arguments');
  if (library === 'busboy' || list === undefined) return undefined;
  const { bytes } = largestOf(library, call, source);
  if (isBeyond(bytes) || (library !== 'raw-body' && isLargeByNature(call, source))) return undefined;
  const size = `fileSize: ${sizeProduct(bytes)}`;
  const items = library === 'raw-body' ? [`limit: ${sizeText(bytes, source)}`] : [`limits: ${objectText([size], source)}`, ...(library === 'express-fileupload' ? ['abortOnLimit: true'] : [])];
  if (options === undefined) {
    if (given === undefined) return appendToList(list, objectText(items, source), source);
    return [{ start: given.startIndex, end: given.endIndex, newText: objectText([`encoding: ${given.text}`, ...items], source) }];
  }
  if (options.shared || options.assigned.size > 0) return undefined;
  const name = library === 'raw-body' ? 'limit' : 'limits';
  const option = optionOf(options, name, source);
  if (option.state !== 'set') {
    const isFull = library === 'express-fileupload' && optionOf(options, 'abortOnLimit', source).state !== 'absent';
    return appendToList(options.object, (isFull ? items.slice(0, 1) : items).join(separator(options.object, source)), source);
  }
  const limits = library === 'raw-body' ? undefined : option.value;
  if (limits === undefined) return [{ start: option.value.startIndex, end: option.value.endIndex, newText: sizeText(bytes, source) }];
  if (limits.type !== 'object') return undefined;
  const inner = optionOf({ object: limits, shared: false, assigned: new Set() }, 'fileSize', source);
  if (inner.state === 'set') return [{ start: inner.value.startIndex, end: inner.value.endIndex, newText: sizeProduct(bytes) }];
  return appendToList(limits, size, source);
}
