import { argumentsOf } from '../../../facts/javascript/calls';
import { optionsOf, type Options } from '../../../facts/javascript/options';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';

/** What replaces a command's result. */
export interface CommandResult {
  /** The expression that goes: the call, or a `.toString()` on it. */
  readonly whole: Node;
  /** Read off the awaited result. */
  readonly member: '' | '.stdout';
}

/** Options that mean the same to both forms. */
const sameOptions: ReadonlySet<string> = new Set([
  'cwd',
  'env',
  'encoding',
  'timeout',
  'maxBuffer',
  'killSignal',
  'uid',
  'gid',
  'shell',
  'windowsHide',
  'windowsVerbatimArguments',
]);

const encodings = /^(?:utf-?8|ascii|latin1|binary|hex|base64|base64url|utf-?16le|ucs-?2)$/i;

/** How an awaited command gives what the blocking one gave; a string says why it cannot. */
export function commandResult(call: Node, source: ScriptSource): CommandResult | string {
  const last = argumentsOf(call).at(-1);
  const hasOptions = last !== undefined && argumentsOf(call).length > 1 && last.type !== 'array';
  const options = hasOptions ? optionsOf(last, source) : undefined;
  if (hasOptions && options === undefined) return 'its options are not visible here';
  const obstacle = options === undefined ? undefined : optionsObstacle(options);
  if (obstacle !== undefined) return obstacle;
  if (readsStatus(call, source)) return 'the catch reads status, and the asynchronous form rejects with code';
  if (isUnused(call)) return { whole: call, member: '' };
  if (options !== undefined && givesText(options)) return { whole: call, member: '.stdout' };
  return textUse(call, source) ?? 'it gives a Buffer, and the asynchronous form a string';
}

function entriesOf({ object }: Options): Map<string, Node | undefined> {
  return new Map(namedChildren(object).map((entry) => [field(entry, 'key')?.text ?? entry.text, field(entry, 'value')]));
}

function optionsObstacle(options: Options): string | undefined {
  if (options.assigned.size > 0) return 'its options are not visible here';
  for (const [name, value] of entriesOf(options)) {
    if (name === 'input') return 'its input must be written to the child, which needs spawn';
    if (name === 'stdio') return 'its stdio needs spawn';
    if (name === 'encoding' && !(value !== undefined && encodings.test(stringValue(value) ?? ''))) return 'its encoding is not text';
    if (!sameOptions.has(name)) return `the asynchronous form does not take ${name.startsWith('...') ? 'options that are not visible here' : name}`;
  }
  return undefined;
}

const givesText = (options: Options) => entriesOf(options).has('encoding');

function isUnused(call: Node): boolean {
  return call.parent?.type === 'expression_statement';
}

/** A Buffer that only ever becomes text, in UTF-8, may as well be text. */
function textUse(call: Node, source: ScriptSource): CommandResult | undefined {
  const direct = becomesText(call, source);
  if (direct !== undefined) return { whole: direct, member: '.stdout' };
  const declarator = call.parent;
  const name = declarator?.type === 'variable_declarator' && field(declarator, 'type') === undefined ? field(declarator, 'name') : undefined;
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  if (declaration?.kind !== 'const') return undefined;
  const uses = source.scopes.references(declaration);
  // On a string, `toString()` is harmless; TypeScript allows it no argument.
  const isText = uses.every((use) => {
    const whole = becomesText(use, source);
    return whole !== undefined && (source.language === 'javascript' || whole.type !== 'call_expression' || argumentsOf(whole).length === 0);
  });
  return uses.length > 0 && isText ? { whole: call, member: '.stdout' } : undefined;
}

function becomesText(value: Node, source: ScriptSource): Node | undefined {
  const outer = value.parent;
  if (outer?.type === 'template_substitution') return value;
  if (outer?.type === 'arguments' && outer.parent !== null) {
    return /^:(?:String|JSON\.parse)$/.test(source.origins.key(field(outer.parent, 'function') ?? outer)) ? value : undefined;
  }
  const call = outer?.type === 'member_expression' && field(outer, 'property')?.text === 'toString' ? outer.parent : undefined;
  if (call?.type !== 'call_expression') return undefined;
  const [encoding] = argumentsOf(call);
  return encoding === undefined || /^utf-?8$/i.test(stringValue(encoding) ?? '') ? call : undefined;
}

const statusNames = /^(?:status|output|pid)$/;

/** True when the `catch` around the call reads what only the blocking form's error has. */
function readsStatus(call: Node, source: ScriptSource): boolean {
  for (let tried = ancestorOf(call, new Set(['try_statement'])); tried !== undefined; tried = ancestorOf(tried, new Set(['try_statement']))) {
    const handler = field(tried, 'handler');
    const name = handler === undefined ? undefined : field(handler, 'parameter');
    if (handler === undefined || isInside(call, handler)) continue;
    let found = name !== undefined && name.type !== 'identifier' && /\b(?:status|output|pid)\b/.test(name.text);
    walk(handler, (node) => {
      if (node.type === 'member_expression' && statusNames.test(field(node, 'property')?.text ?? '')) {
        const object = field(node, 'object');
        if (object !== undefined && name !== undefined && source.text.slice(object.startIndex, object.endIndex).includes(name.text)) found = true;
      }
      return !found;
    });
    if (found) return true;
  }
  return false;
}
