import { argumentsOf } from '../../../facts/javascript/calls';
import { enclosingFunction, writtenName } from '../../../facts/javascript/functions';
import { optionOf, optionsOf } from '../../../facts/javascript/options';
import type { RequestPlace } from '../../../facts/javascript/requestPath';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import { isKeptHere } from './files';
import { isFixedPath, pieces } from './fixedPath';
import type { SyncFunction } from './twins';

/**
 * True for work on the disk that rarely takes long, or that nobody does twice a day: a program's own file, which the system
 * keeps in memory, a few settings written, one entry removed, a restore.
 */
export function isSmall(call: Node, called: SyncFunction, place: RequestPlace, source: ScriptSource): boolean {
  const [path] = argumentsOf(call);
  if (path === undefined || !called.module.startsWith('fs')) return false;
  if (isMaintenance(call, place) || (called.name === 'readdirSync' && debugging.test(routeOf(place)))) return true;
  if (/^(?:read(?:File|Json|dir)|copyFile|glob)Sync$/.test(called.name)) return isOwn(path, call, called, place, source);
  if (/^(?:writeFile|outputFile|writeJson|outputJson|truncate)Sync$/.test(called.name)) return isFewBytes(path, call, called, place, source);
  return /^(?:rm|rmdir|remove)Sync$/.test(called.name) && isOneEntry(path, call, called, source);
}

/** Logs and what others store grow, wherever they lie. */
const growing = /(?:^|[^a-z])logs?(?![a-z])|[a-z]Logs?(?![a-z])|upload|storage|tmp|temp\b|cache|record|history|audit|dump|export/;

/** Files of settings. */
const ofSettings = /conf(?:ig)?(?![a-z])|setting|option|preference|\.env\b|manifest|package\.json|\bauth\.|credential|secret/i;

/** Pages, styles and texts that belong to the program. */
const ofProgram = /\.(?:html?|hbs|handlebars|ejs|pug|mustache|njk|liquid|tmpl|tpl|css|svg|ico|graphql|proto)$/i;

/** Keys and certificates: a few kilobytes, which whoever reads them then computes with for longer. */
const ofKeys = /\.(?:pem|key|crt|cer|der|p12|pfx|jks|pub|jwks?)$/i;

/** Where the code lies. */
const besideCode = /^(?:__dirname|import\.meta)$/;

const anyOf = (texts: readonly string[], pattern: RegExp): boolean => texts.some((text) => pattern.test(text));

/** The file or folder is the program's: its path is the same for every request, and nothing tells that it grows. */
function isOwn(path: Node, call: Node, called: SyncFunction, place: RequestPlace, source: ScriptSource): boolean {
  const texts = pieces(path, source);
  if (/^read(?:File|Json)/.test(called.name) && anyOf(texts, ofKeys) && !isRepeated(call, place)) return true;
  const liesBeside = /^read(?:File|Json)/.test(called.name) && anyOf(texts, besideCode);
  if (!isFixedPath(path, place.unit, source)) return !anyOf(texts, growing) && (liesBeside || anyOf(texts, ofProgram));
  if (anyOf(texts, growing)) return false;
  if (anyOf(texts, ofSettings)) return true;
  // A path written out in the call is a page that the handler answers with: measured on real code, its owner would mend it.
  return (stringValue(path) === undefined || ofDevelopers.test(routeOf(place))) && !isKeptHere(path, call, called, source);
}

/** In a loop of the function that runs for each request. */
function isRepeated(call: Node, { unit }: RequestPlace): boolean {
  for (let at = call.parent; at !== null && at.id !== unit.id; at = at.parent) if (loops.has(at.type)) return true;
  return false;
}

const loops: ReadonlySet<string> = new Set(['for_statement', 'for_in_statement', 'while_statement', 'do_statement']);

/** A part of a request, or what is named for being large. */
const large = /\b(?:req|request|ctx|body|files?|payload|image|video|audio|pdf|html|xml|csv)\b|buffer|base64|upload/i;

/** What is written is a file of settings, a token, or not what a request sent to a file of its own. */
function isFewBytes(path: Node, call: Node, called: SyncFunction, place: RequestPlace, source: ScriptSource): boolean {
  const content = argumentsOf(call)[1];
  const contents = content === undefined ? [] : [content.text, ...pieces(content, source)];
  if (content !== undefined && /(?:token|secret|key|pid)$/i.test(content.text)) return true;
  const texts = pieces(path, source);
  if (anyOf(texts, ofSettings) && !anyOf(texts, growing)) return true;
  return isFixedPath(path, place.unit, source) && !anyOf(texts, growing) && !anyOf(contents, large) && !isKeptHere(path, call, called, source);
}

/** One file, or an empty folder, removed. */
function isOneEntry(path: Node, call: Node, called: SyncFunction, source: ScriptSource): boolean {
  const last = pieces(path, source).at(-1) ?? '';
  if (/\.[a-z]\w{1,4}$/i.test(last)) return true;
  if (called.name === 'removeSync') return isUploadedFile(path);
  const given = argumentsOf(call)[1];
  const options = given === undefined ? undefined : optionsOf(given, source);
  return given === undefined || (options !== undefined && optionOf(options, 'recursive', source).state === 'absent');
}

/** `req.file.path`, `file.path`: where multer put one file. */
const isUploadedFile = (path: Node): boolean => /(?:^|\.)files?(?:\[\d\])?!?\??\.path$/.test(path.text);

/** What an administrator does now and then, with everybody else warned. */
const maintenance = /restore|migrat|upgrade|maintenance|diagnos|factoryReset|(?:update|save|set|write|store)\w*(?:settings?|config|configuration|preferences?)$/i;

/** A function or route around the call is named for maintenance; names only ever make the rule quieter. */
function isMaintenance(call: Node, place: RequestPlace): boolean {
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) {
    if (maintenance.test(writtenName(fn))) return true;
    if (fn.id === place.unit.id) break;
  }
  return maintenance.test(routeOf(place));
}

/** Routes that a developer asks by hand: what they list matters less than what they then send. */
const debugging = /(?:^|\/)(?:logs?|debug|diagnostics?)(?:\/|$)/i;

/** Pages that show developers what the program makes. */
const ofDevelopers = /(?:^|\/)(?:previews?|playground|debug|dev(?:elopment)?|samples?|(?:api-?)?docs?|swagger|openapi)(?:[/.]|$)/i;

/** The path that the handler is registered with; '' where it is not written out. */
function routeOf({ unit }: RequestPlace): string {
  const registration = unit.parent?.type === 'arguments' ? unit.parent.parent : null;
  const route = registration === null ? undefined : argumentsOf(registration)[0];
  return route === undefined ? '' : (stringValue(route) ?? '');
}
