import { argumentsOf } from '../../../facts/javascript/calls';
import { enclosingFunction, parametersOf } from '../../../facts/javascript/functions';
import { numberValue } from '../../../facts/javascript/numbers';
import { stringValue } from '../../../facts/javascript/strings';
import type { ScriptSource } from '../../../source';
import { ancestorOf, closest, field, isInside, namedChildren, type Node } from '../../../syntax/nodes';
import type { SyncFunction } from './twins';

/** Up to this many iterations pbkdf2 takes about a millisecond at most. */
const fewIterations = 1000;

/** True for calls that nobody waits for: a few iterations, a constant input, a value loaded once and kept. */
export function isCheap(call: Node, called: SyncFunction, unit: Node, source: ScriptSource): boolean {
  const [first, , third] = argumentsOf(call);
  if (called.name === 'pbkdf2Sync') {
    const iterations = third === undefined ? undefined : numberValue(third, source.scopes);
    return iterations !== undefined && iterations <= fewIterations;
  }
  if (called.module === 'zlib' && first !== undefined && stringValue(first) !== undefined) return true;
  return isBehindCache(call) || isLoadedOnce(call, unit, source) || isBehindStored(call, source) || isBehindFlag(call, unit, source) || isDevelopmentOnly(call) || servesDevelopment(unit) || isInvokedAlone(unit);
}

/** `if (this.path) return this.path;` at the start of the function, and behind the call `this.path = found;`. */
function isBehindStored(call: Node, source: ScriptSource): boolean {
  const fn = enclosingFunction(call);
  const body = fn === undefined ? undefined : field(fn, 'body');
  if (fn === undefined || body?.type !== 'statement_block') return false;
  const stored = namedChildren(body).flatMap((statement) => (statement.endIndex < call.startIndex ? (storedValue(statement) ?? []) : []));
  return stored.some(
    (value) =>
      outlives(value, fn, source) &&
      body.descendantsOfType('assignment_expression').some((each) => each !== null && each.startIndex > call.endIndex && field(each, 'left')?.text === value.text),
  );
}

/** `const known = keys(password); if (known) return known;` at the start of the function, and what stores it behind the call. */
function isBehindCache(call: Node): boolean {
  const fn = enclosingFunction(call);
  const body = fn === undefined ? undefined : field(fn, 'body');
  if (body === undefined) return false;
  const [before, after] = [body.text.slice(0, call.startIndex - body.startIndex), body.text.slice(call.endIndex - body.startIndex)];
  const asked = /\b(?:const|let|var)\s+(\w+)\s*=\s*([\w.]+)\([^;]{0,300}?\)\s*;?\s*if\s*\(\s*(\w+)(?:\s*!==?\s*(?:undefined|null))?\s*\)\s*\{?\s*return\s+(\w+)\b/.exec(before);
  if (asked === null || asked[1] !== asked[3] || asked[1] !== asked[4]) return false;
  const cache = (asked[2] ?? '').replace(/\.get$/, '');
  return /cache|memo|known|store/i.test(cache) && [`${cache}(`, `${cache}.set(`].some((store) => after.includes(store));
}

/** `if (!ready) { …; ready = true; }` */
function isBehindFlag(call: Node, unit: Node, source: ScriptSource): boolean {
  const branch = ancestorOf(call, new Set(['if_statement']));
  const then = branch === undefined ? undefined : field(branch, 'consequence');
  const flag = /^\(\s*!\s*([\w.]+)\s*\)$/.exec(branch === undefined ? '' : (field(branch, 'condition')?.text ?? ''))?.[1];
  if (then === undefined || flag === undefined || !isInside(call, then)) return false;
  return then.descendantsOfType('assignment_expression').some((each) => {
    const target = each === null || each.startIndex < call.endIndex ? undefined : field(each, 'left');
    return target?.text === flag && field(target.parent ?? target, 'right')?.text === 'true' && outlives(target, unit, source);
  });
}

/** What `if (value) return value;` asks for and gives. */
function storedValue(statement: Node): Node | undefined {
  const then = statement.type === 'if_statement' ? field(statement, 'consequence') : undefined;
  const last = then?.type === 'statement_block' ? namedChildren(then).at(-1) : then;
  const value = last?.type === 'return_statement' ? namedChildren(last)[0] : undefined;
  return value !== undefined && field(statement, 'condition')?.text.includes(value.text) === true ? value : undefined;
}

/** `exports.handler = async (event) => { … }`: a cloud function, of which each instance serves one event at a time. */
function isInvokedAlone(unit: Node): boolean {
  const holder = unit.parent;
  const target = holder?.type === 'assignment_expression' ? field(holder, 'left') : field(holder?.type === 'variable_declarator' ? holder : unit, 'name');
  return /^(?:(?:module\.)?exports\.)?handler$/.test(target?.text ?? '') && parametersOf(unit)[0]?.text === 'event';
}

/** The page of Vite's development server: in production it is built beforehand. */
const servesDevelopment = (unit: Node): boolean => unit.text.includes('.transformIndexHtml(');

/** `cache ??= readFileSync(p)`, or an assignment to outer state under a test of that state. */
function isLoadedOnce(call: Node, unit: Node, source: ScriptSource): boolean {
  const assignment = ancestorOf(call, new Set(['assignment_expression', 'augmented_assignment_expression', 'statement_block', 'program']));
  const target = assignment === undefined ? undefined : field(assignment, 'left');
  if (assignment === undefined || target === undefined || !outlives(target, unit, source)) return false;
  const operator = field(assignment, 'operator')?.text;
  if (operator === '??=' || operator === '||=') return true;
  return isTested(assignment, target, unit);
}

function outlives(target: Node, unit: Node, source: ScriptSource): boolean {
  const root = /^[\w$]+/.exec(target.text)?.[0];
  if (!/^(?:identifier|member_expression|subscript_expression)$/.test(target.type)) return false;
  if (root === 'this') return true;
  const declaration = root === undefined ? undefined : source.scopes.lookup(root, target);
  return declaration !== undefined && !isInside(declaration.id, unit);
}

/** An `if` around the assignment, or one that returned before it, asks for the target. */
function isTested(assignment: Node, target: Node, unit: Node): boolean {
  const asks = (branch: Node) => {
    const condition = field(branch, 'condition')?.text ?? '';
    return condition.includes(target.text);
  };
  const branches = new Set(['if_statement']);
  for (let branch = ancestorOf(assignment, branches); branch !== undefined && isInside(branch, unit); branch = ancestorOf(branch, branches)) {
    if (asks(branch)) return true;
  }
  const statement = closest(assignment, new Set(['expression_statement']));
  for (let before = statement?.previousNamedSibling ?? null; before !== null; before = before.previousNamedSibling) {
    const consequence = before.type === 'if_statement' ? field(before, 'consequence') : undefined;
    const last = consequence?.type === 'statement_block' ? namedChildren(consequence).at(-1) : consequence;
    if (last?.type === 'return_statement' && asks(before)) return true;
  }
  return false;
}

/** A branch for development: `if (process.env.NODE_ENV !== 'production')`. */
function isDevelopmentOnly(call: Node): boolean {
  const branches = new Set(['if_statement']);
  for (let branch = ancestorOf(call, branches); branch !== undefined; branch = ancestorOf(branch, branches)) {
    const condition = field(branch, 'condition')?.text ?? '';
    const inElse = field(branch, 'alternative');
    const isElse = inElse !== undefined && isInside(call, inElse);
    const development = /NODE_ENV\W+[!=]==?\s*['"]/.test(condition) && (/===?\s*['"]dev/.test(condition) || /!==?\s*['"]prod/.test(condition) || /===?\s*['"]test/.test(condition));
    if (/\bis_?dev(?:elopment)?\b/i.test(condition) && !/!\s*is_?dev/i.test(condition) && !isElse) return true;
    const production = /NODE_ENV\W*===?\s*['"]prod/.test(condition);
    if ((development && !isElse) || (production && isElse)) return true;
  }
  return false;
}
