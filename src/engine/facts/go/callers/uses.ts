import { parentDir } from '../../project/project';
import { field, namedChildren, type Node } from '../../../syntax/nodes';
import { localTypeName, type GoOrigin } from '../origin';
import { goEntryOf, type GoEntry } from './entries';
import type { GoFile } from './files';

/** A function or method that some file declares. */
export interface GoFunction {
  readonly file: string;
  readonly name: string;
  /** The type a method belongs to. */
  readonly receiver?: string;
}

/** One place that calls a function, or hands it to somebody who does. */
export interface GoUse {
  /** The declaration it stands in; undefined at package level. */
  readonly within?: GoFunction;
  /** What the function around it, or a literal in between, is called by. */
  readonly entry?: GoEntry;
  /** In a goroutine of its own, by a timer, or in a loop that waits for one. */
  readonly isBackground: boolean;
  /** Other code calls it later, whose place is not known. */
  readonly isDeferred: boolean;
  /** A method of the name is called, but whether it is this one nothing tells. */
  readonly isGuess?: boolean;
}

/** What runs a function beside its caller. */
const spawns = /^(?:Go|TryGo|AfterFunc|AddFunc|AddJob|Every|Schedule\w*|Submit|Until|UntilWithContext|JitterUntil\w*|SafeGo|GoSafe|RunInBackground)$/;

/** What calls a function before it returns. */
const callsNow = /^(?:Do|DoWithData|DoChan|DoFunc|Retry\w*|RetryNotify\w*|Slice|SliceStable|SortFunc|Map|Filter|ForEach|Each|Range|Walk|WalkDir|Transaction|RunInTransaction|RunInTx|InTx|WithTx|Tx|WithTransaction|Update|View|Batch|Execute|Run|Call|Wrap|With\w*|Measure\w*|Try\w*|Catch|Once|Time|Fetch|GetOrSet|Memoize|Remember|Lock\w*|OnceFunc|OnceValues?|ExponentialBackoff\w*|PollUntil\w*|Poll\w*)$/;

/** What registers a handler at a path. */
const routes = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|Any|ANY|Get|Post|Put|Patch|Delete|Head|Options|Handle|HandleFunc|HandlerFunc|Route|Method|MethodFunc|All|Path|Match)$/;

/** Fields of a command line's description. */
const ofCommand = /^(?:Run|RunE|PreRun|PreRunE|PersistentPreRun|PersistentPreRunE|PostRun|PostRunE|Action|Before|After)$/;

/** Fields of what answers requests, or takes messages and jobs off a queue. */
const ofMessage = /Handler(?:Func)?$|^(?:Worker|WorkerFunc|Consumer|Consume|Resolve|Resolver|Job|JobFunc|OnMessage)$/;

/** Where a node runs: see {@link GoUse}. */
export function placeOf(node: Node, source: GoFile): GoUse {
  let isBackground = false;
  let isDeferred = false;
  for (let at: Node | null = node; at !== null; at = at.parent) {
    switch (at.type) {
      case 'go_statement':
        isBackground = true;
        break;
      case 'for_statement':
        isBackground ||= waitsForEver(at);
        break;
      case 'func_literal': {
        const entry = at === node ? undefined : (goEntryOf(at, source) ?? roleOf(at));
        if (entry === 'background') isBackground = true;
        else if (entry === 'later') isDeferred = true;
        else if (entry !== undefined && entry !== 'now') return { entry: entry === 'command' ? commandOf(described(at)) : entry, isBackground, isDeferred };
        break;
      }
      case 'function_declaration':
      case 'method_declaration': {
        const entry = entryOfDeclaration(at, source);
        const name = field(at, 'name')?.text ?? '';
        const receiver = receiverOf(at);
        const within = { file: source.file, name, ...(receiver === undefined ? {} : { receiver }) };
        return { within, isBackground, isDeferred, ...(entry === undefined ? {} : { entry }) };
      }
    }
  }
  return { entry: 'start', isBackground, isDeferred };
}

function entryOfDeclaration(fn: Node, source: GoFile): GoEntry | undefined {
  const entry = goEntryOf(fn, source);
  if (entry === 'command') return commandOf(fn.text);
  // A package of commands that serves nothing: its file alone would say so.
  if (entry === undefined && /^package (?:cli|commands?)\b/m.test(source.text) && !serves.test(source.text)) return 'tool';
  return entry === 'start' && field(fn, 'name')?.text === 'main' && !/^package main\b/m.test(source.text) ? undefined : entry;
}

const serves = /serve|daemon|listen|worker|agent|signal\.Notify/i;

/** A command that starts a service is the start of a program. */
const commandOf = (text: string): 'start' | 'command' => (serves.test(text) ? 'start' : 'command');

/** What describes a command whose function this is: the literal around it, else the function itself. */
function described(fn: Node): string {
  const around = fn.parent?.parent?.parent;
  return around?.type === 'literal_value' ? around.text : fn.text;
}

function receiverOf(fn: Node): string | undefined {
  const receiver = field(fn, 'receiver');
  const type = receiver === undefined ? undefined : field(namedChildren(receiver)[0] ?? receiver, 'type');
  return type === undefined ? undefined : localTypeName(type);
}

/** A loop for ever, or over a ticker, that sleeps or waits in between and that nothing breaks. */
function waitsForEver(loop: Node): boolean {
  const [clause] = namedChildren(loop);
  const { text } = loop;
  if (clause?.type === 'range_clause') return /^for (?:\w+ :?= )?range (?:[\w.]+\.C\b|time\.Tick\()/.test(text);
  return clause?.type === 'block' && /\btime\.(?:Sleep|Tick|After)\(|<-/.test(text) && !/\bbreak\b/.test(text);
}

/** What becomes of a function literal, or of a function that is named as a value. */
function roleOf(value: Node): 'now' | 'background' | 'later' | 'command' | 'request' {
  const parent = value.parent;
  if (parent === null) return 'later';
  if (parent.type === 'call_expression') return 'now';
  if (parent.type === 'parenthesized_expression') return roleOf(parent);
  if (parent.type === 'argument_list') {
    const callee = parent.parent === null ? undefined : field(parent.parent, 'function');
    const name = (callee?.type === 'selector_expression' ? field(callee, 'field') : callee)?.text ?? '';
    if (callee?.type === 'func_literal') return 'now';
    if (routes.test(name) && /^["`](?:[A-Z]+ )?\/|^["`]["`]$/.test(namedChildren(parent)[0]?.text ?? '')) return 'request';
    return spawns.test(name) ? 'background' : callsNow.test(name) ? 'now' : 'later';
  }
  if (parent.type === 'literal_element' && parent.parent?.type === 'keyed_element') return roleOfField(namedChildren(parent.parent)[0]?.text ?? '');
  if (parent.type === 'expression_list' && parent.parent?.type === 'short_var_declaration') return 'now';
  return 'later';
}

const roleOfField = (name: string): 'command' | 'request' | 'later' => (ofCommand.test(name) ? 'command' : ofMessage.test(name) ? 'request' : 'later');

/** Whose uses are looked for. */
export interface Wanted extends GoFunction {
  readonly dir: string;
  /** How other packages import its package. */
  readonly importPath: string | undefined;
}

export type PackageOf = { readonly dir: string } | { readonly importPath: string };

/** What is known of the types of packages. */
export interface GoTypes {
  /** Whether a type has a method of its own by that name. */
  hasMethod(type: string, method: string, place: PackageOf): boolean;
  /** The package's own type that a function says it returns first. */
  resultOf(fn: string, place: PackageOf): string | undefined;
}

/** The places of a file that call a function, or hand it on. */
export function usesIn(source: GoFile, wanted: Wanted): GoUse[] {
  return placesIn(source, wanted.name).flatMap((node) => {
    const used = usedFunction(node, source, wanted);
    return used === undefined ? [] : useOf(used, source);
  });
}

/** A place that uses a method by its name, and what is known of the value that has it. */
export interface MethodUse {
  readonly use: GoUse;
  /** The folder of its file. */
  readonly dir: string;
  /** The type of the file's package that the value is declared with, or made of. */
  readonly type: string | undefined;
  readonly origin: GoOrigin | undefined;
}

/** The places of a file that use a method by that name, of whatever type. */
export function methodUsesIn(source: GoFile, name: string): MethodUse[] {
  const dir = parentDir(source.file) ?? '';
  return placesIn(source, name).flatMap((node) => {
    const selector = usedMethod(node, source);
    const operand = selector === undefined ? undefined : field(selector, 'operand');
    if (selector === undefined || operand === undefined) return [];
    const type = localTypeOf(operand, source);
    const origin = type === undefined ? source.origins.of(operand) : undefined;
    return useOf(selector, source).map((use) => ({ use, dir, type, origin }));
  });
}

function placesIn(source: GoFile, name: string): Node[] {
  const found: Node[] = [];
  for (let at = source.text.indexOf(name); at >= 0; at = source.text.indexOf(name, at + name.length)) {
    const node = source.tree.rootNode.descendantForIndex(at, at + name.length);
    if (node?.startIndex === at && node.endIndex === at + name.length) found.push(node);
  }
  return found;
}

/** None where only tests run it. */
function useOf(used: Node, source: GoFile): GoUse[] {
  const use = roleAt(used, source);
  return use === undefined || use.entry === 'test' ? [] : [use];
}

function roleAt(used: Node, source: GoFile): GoUse | undefined {
  const isCall = isCallee(used);
  if (isCall) return placeOf(used, source);
  const role = roleOf(used);
  const place = placeOf(used, source);
  if (role === 'command') return { entry: commandOf(described(used)), isBackground: place.isBackground, isDeferred: false };
  if (role === 'request') return { entry: role, isBackground: place.isBackground, isDeferred: false };
  return { ...place, isBackground: place.isBackground || role === 'background', isDeferred: place.isDeferred || role === 'later' || role === 'now' };
}

function isCallee(used: Node): boolean {
  const { parent } = used;
  if (parent?.type === 'type_instantiation_expression' || parent?.type === 'index_expression') return isCallee(parent);
  return parent?.type === 'call_expression' && field(parent, 'function')?.id === used.id;
}

function usedFunction(node: Node, source: GoFile, { dir, importPath, name }: Wanted): Node | undefined {
  if (node.type === 'identifier' && parentDir(source.file) === dir) {
    const declaration = source.scopes.resolve(node);
    const isName = declaration?.id.startIndex === node.startIndex || isKey(node);
    return isName || (declaration !== undefined && declaration.kind !== 'function') ? undefined : node;
  }
  const selector = node.type === 'field_identifier' && node.parent?.type === 'selector_expression' ? node.parent : undefined;
  const operand = selector === undefined ? undefined : field(selector, 'operand');
  if (operand?.type !== 'identifier' || source.scopes.resolve(operand) !== undefined || !/^[A-Z]/.test(name)) return undefined;
  // Without a go.mod the last step of a path has to do.
  const isOwn = (path: string) => (importPath === undefined ? dir.endsWith(`/${path.slice(path.lastIndexOf('/') + 1)}`) : path === importPath);
  const named = source.scopes.imports.find((entry) => entry.name === operand.text);
  // Where the package's name is not the one its path suggests, no import has the operand's name.
  const isImported = named === undefined ? source.scopes.imports.some(({ path }) => isOwn(path)) : isOwn(named.path);
  return isImported ? selector : undefined;
}

const isKey = (node: Node): boolean => {
  const element = node.parent?.type === 'literal_element' ? node.parent : undefined;
  return element?.parent?.type === 'keyed_element' && namedChildren(element.parent)[0]?.id === element.id;
};

function usedMethod(node: Node, source: GoFile): Node | undefined {
  const selector = node.type === 'field_identifier' && node.parent?.type === 'selector_expression' ? node.parent : undefined;
  const operand = selector === undefined ? undefined : field(selector, 'operand');
  if (selector === undefined || operand === undefined || field(selector, 'field')?.id !== node.id) return undefined;
  if (!isCallee(selector) && !isValue(selector)) return undefined;
  const isPackage = operand.type === 'identifier' && source.scopes.resolve(operand) === undefined && source.scopes.imports.some((entry) => entry.name === operand.text);
  return isPackage ? undefined : selector;
}

/** Handed on, not read: `Run: s.run`, `mux.HandleFunc("/", s.show)`, `go s.run()`. */
const isValue = ({ parent }: Node): boolean => parent?.type === 'argument_list' || parent?.type === 'literal_element' || (parent?.type === 'expression_list' && parent.parent?.type !== 'short_var_declaration');

/** True where the value is known to be of another type that has such a method itself. */
export function isOther({ dir: own, type, origin }: MethodUse, { name, dir, importPath, receiver }: Wanted, types: GoTypes): boolean {
  if (type !== undefined) return (own !== dir || type !== receiver) && types.hasMethod(type, name, { dir: own });
  const [first, second, ...more] = origin?.path ?? [];
  if (origin === undefined || first === undefined || more.length > 0) return false;
  const place = { importPath: origin.module };
  const made = second === 'new' ? first : second === '()' ? types.resultOf(first, place) : undefined;
  return made !== undefined && (origin.module !== importPath || made !== receiver) && types.hasMethod(made, name, place);
}

/** The type of the file's package that a variable is declared with, or made of. */
function localTypeOf(operand: Node, { scopes, origins }: GoFile): string | undefined {
  const declaration = operand.type === 'identifier' ? scopes.resolve(operand) : undefined;
  return declaration === undefined ? undefined : origins.localTypeOf(declaration);
}
