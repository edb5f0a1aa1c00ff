import { httpCall, type HttpCall } from '../../../../facts/go/httpCalls';
import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { DeadlineRefusal } from '../../../../fix/go/deadline';
import { goDuration } from '../../../../fix/go/duration';
import { clientTimeout, deadlineFor, type CallDeadline } from '../../../../fix/go/httpDeadline';
import { ensureGoImport } from '../../../../fix/go/imports';
import type { GoSource } from '../../../../source';
import { closestCall, field, type Node } from '../../../../syntax/nodes';
import { joinEdits } from '../../../../text/edits';
import { durationText } from '../../../../text/duration';
import type { Draft } from '../../../rule';
import { toBeChosen, withLongDeadline } from '../longCalls';
import { harmOfLimit } from './heedless';
import { isKeptForGood } from './kept';
import { whyLonger } from './longRequest';
import { goPlaceOf, type GoPlace } from './place';

/** A call of net/http that neither its client nor its request ends. */
export function endlessHttp(node: Node, source: GoSource): Draft[] {
  const call = closestCall(node);
  const http = call === undefined ? undefined : httpCall(call, source);
  return http?.limit === 'none' ? checked(http, source) : [];
}

const shortcut = /\.(?:Get|Head|Post|PostForm)\(/g;

/** The calls through clients this file makes or declares; each `http.Client` in it leads to the same ones. */
export const clientCalls = (_node: Node, source: GoSource): readonly Draft[] => source.memo.once(throughClients, source);

function throughClients(source: GoSource): readonly Draft[] {
  return [...source.text.matchAll(shortcut)].flatMap((match) => {
    const call = source.tree.rootNode.descendantForIndex(match.index, match.index + match[0].length);
    const http = call?.type === 'call_expression' ? httpCall(call, source) : undefined;
    return http?.limit === 'none' && http.client !== undefined && http.client.text !== 'http.DefaultClient' ? checked(http, source) : [];
  });
}

/** Downloads and streams take as long as they take. */
const streams = /event-stream|io\.Copy(?:N|Buffer)?\((?!io\.Discard)|os\.(?:Create|OpenFile)\(|bufio\.New(?:Scanner|Reader)\(\w+\.Body|httputil\.|websocket|\.CreateFormFile\(|\.CreatePart\(|\breturn \w+\.Body *[,\n]|\.ReadFrom\(\w+\.Body|\w(?:SSE|Events|Stream)\(\w+\.Body/;

/** The file reads what it asks for as server-sent events: a response that a function hands on may be such a stream. */
const readsEvents = /event-stream|\[DONE\]|^func (?:\([^)]*\) )?\w*SSE\w*\(/m;

const handsOnResponse = (fn: Node): boolean => field(fn, 'result')?.text.includes('http.Response') === true;

/** Something else ends the wait. */
const ends = /\btime\.(?:After|AfterFunc|NewTimer)\(|\.Cancel\(\)|\.CancelRequest\(/;

/** An address that by its name, or its text, is that of a file. */
const files = /download|\b(?:file|image|img|media|video|audio|photo|avatar|thumbnail)\w*ur[il]\b/i;

const names = /download|upload|stream|watch|proxy|pull/i;

function isLong(call: Node, source: GoSource): boolean {
  if (files.test(field(call, 'arguments')?.text.slice(0, 300) ?? '')) return true;
  for (let fn = enclosingGoFunction(call); fn !== undefined; fn = enclosingGoFunction(fn)) {
    if (handsOnResponse(fn) && readsEvents.test(source.text)) return true;
    if (names.test(field(fn, 'name')?.text ?? '') || (fn.type !== 'func_literal' && (streams.test(fn.text) || ends.test(fn.text)))) return true;
  }
  return false;
}

/**
 * Health checks and diagnoses are commands that whoever gives them ends, nobody waits for telemetry or the search for a newer
 * version, and the program that uses a kit decides how long it waits.
 */
const aside = /health-?check|telemetry|diagnos|(?:^|\/)(?:sdk|version)\/|(?:check|fetch|latest)version|update-?check/i;

/** What a function is called that fetches a file, which takes as long as it is large. */
const fetchesFile = /image|picture|photo|video|attachment/i;

/** A process of the same machine ends with its own trouble, or with this one. */
const ownMachine = /\bhttps?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?![\w.])/;

/** A client whose other methods are not written yet serves nobody. */
const unwritten = /\bpanic\("(?:implement me|not implemented|unimplemented|todo)/i;

/** `if cfg.TelemetryOptIn {`: what its name says is asked for by whoever runs the program, and runs beside its work. */
function isTelemetry(call: Node): boolean {
  for (let at = call.parent; at !== null; at = at.parent) if (at.type === 'if_statement' && /telemetry|opt_?in\b/i.test(field(at, 'condition')?.text ?? '')) return true;
  return false;
}

/** go-flags calls this method of the command that somebody typed. */
const commandLine = /^func \(\w* ?\*?\w+\) Execute\(\w* ?\[\]string\) error/m;

function isAside(call: Node, source: GoSource): boolean {
  const fn = outermostFunction(call);
  const name = (fn === undefined ? undefined : field(fn, 'name')?.text) ?? '';
  const isUnwritten = fn?.type === 'method_declaration' && unwritten.test(source.text);
  return isUnwritten || isTelemetry(call) || commandLine.test(source.text) || aside.test(source.project.relative(source.file)) || aside.test(name) || fetchesFile.test(name) || ownMachine.test(fn?.text ?? '');
}

function outermostFunction(node: Node): Node | undefined {
  let outer: Node | undefined;
  for (let fn = enclosingGoFunction(node); fn !== undefined; fn = enclosingGoFunction(fn)) outer = fn;
  return outer;
}

function checked(http: HttpCall, source: GoSource): Draft[] {
  const callee = field(http.call, 'function');
  // The rule on circuit breakers judges what gobreaker guards.
  const isGuarded = source.scopes.imports.some(({ path }) => path.startsWith('github.com/sony/gobreaker'));
  if (callee === undefined || isGuarded || isLong(http.call, source)) return [];
  const place = goPlaceOf(http.call, source);
  if (place === undefined) return [];
  const reason = whyLonger(http.call, source);
  const timed = reason === undefined ? source : withLongDeadline(source);
  const harm = harmOfLimit(http.call, source);
  const fix = harm === undefined ? fixFor(http, callee, timed) : { refused: harm };
  const title = 'refused' in fix || fix.title === undefined ? `Give up the call after ${durationText(timed.settings.timeoutMs)}` : fix.title;
  const message = messageFor(http, callee.text, place);
  return [
    {
      start: callee.startIndex,
      end: callee.endIndex,
      message: 'refused' in fix ? `${message} No edit is offered: ${fix.refused}.` : message,
      ...(place === 'handler' ? { severity: 'warning' as const } : place === 'aside' || isAside(http.call, source) || isKeptForGood(http.call, source) ? { severity: 'hint' as const } : {}),
      fixes: 'refused' in fix ? [] : [{ title: reason === undefined ? title : toBeChosen(title, reason), safety: 'review', edits: fix.edits }],
    },
  ];
}

/** The client's own timeout where this file makes it, a context where it does not, and a client of its own where neither fits. */
function fixFor(http: HttpCall, callee: Node, source: GoSource): CallDeadline | DeadlineRefusal {
  const client = streams.test(source.text) ? undefined : clientTimeout(http, source);
  if (client !== undefined) return client;
  const deadline = deadlineFor(http, source);
  const isDefault = http.client === undefined || http.client.text === 'http.DefaultClient';
  return 'refused' in deadline && isDefault ? (ownClient(callee, source) ?? deadline) : deadline;
}

/** `(&http.Client{Timeout: …}).PostForm(…)`: it shares its connections with every client that has no transport of its own. */
function ownClient(callee: Node, source: GoSource): CallDeadline | undefined {
  const operand = field(callee, 'operand');
  const { local: time, edits: imports } = ensureGoImport(source, 'time');
  const { local: http } = ensureGoImport(source, 'net/http');
  if (operand === undefined) return undefined;
  const newText = `(&${http}.Client{Timeout: ${goDuration(source.settings.timeoutMs, time, true)}})`;
  const edits = joinEdits([{ start: operand.startIndex, end: operand.endIndex, newText }], imports);
  return edits === undefined ? undefined : { title: `Use a client that gives up after ${durationText(source.settings.timeoutMs)}`, edits };
}

const waiting: Readonly<Record<GoPlace, string>> = {
  handler: 'every request that comes here waits with it',
  request: 'every request that comes here waits with it',
  background: 'every goroutine that comes here waits with it, and does nothing else',
  server: 'every goroutine that comes here waits with it',
  aside: 'whoever calls it waits with it',
};

function messageFor({ client, shape }: HttpCall, callee: string, place: GoPlace): string {
  const why = client === undefined || client.text === 'http.DefaultClient' ? 'http.DefaultClient has no Timeout' : 'its client has no Timeout';
  const context = shape === 'do' ? ', and the request no context with a deadline' : '';
  return `\`${callee}\` waits for ever: ${why}${context}. When the other side hangs, ${waiting[place]}.`;
}
