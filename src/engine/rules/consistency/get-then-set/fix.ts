import { exits } from '../../../facts/javascript/cacheGuards';
import { ReadResult, type ReadThenStore } from '../../../facts/javascript/cacheAccess';
import { awaitOf } from '../../../facts/javascript/calls';
import { isPure } from '../../../facts/javascript/effects';
import { unwrapped } from '../../../facts/javascript/options';
import { functionTypes } from '../../../facts/javascript/scope';
import { caughtName } from '../../../fix/javascript/tryCatch';
import { reindented, removeLines } from '../../../fix/lines';
import { indentationAt, sourceStyle } from '../../../fix/style';
import type { ScriptSource } from '../../../source';
import { closingBrace, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { TextEdit } from '../../../text/edits';
import type { DraftFix } from '../../rule';
import { claimText } from './claimText';

/** A rewrite, or why there is none: the end of a sentence that begins with "No edit is offered:". */
export type Repair = { readonly fix: DraftFix } | { readonly refusal: string };

const refuse = (refusal: string): Repair => ({ refusal });

interface Parts {
  readonly pair: ReadThenStore;
  readonly source: ScriptSource;
  /** The command that claims, awaited. */
  readonly claim: string;
  /** The statement that reads, where the result has a name. */
  readonly declaration: Node | undefined;
  readonly guard: Node;
  readonly storing: Node;
}

/** Rewrites the check and the write into one command that only one caller wins. */
export function repair(pair: ReadThenStore, source: ScriptSource): Repair {
  if (pair.isConsumed || pair.loads.length > 0) return refuse('what is stored is the outcome of the work; store a marker with NX before it, and the outcome after');
  const claim = claimText(pair.store, source);
  if (claim === undefined) return refuse('the command is not written out here');
  const parts = partsOf(pair, claim, source);
  if (parts === undefined) return refuse('check and write are not statements of one block');
  return parts.pair.guard.says === 'found' ? beforeRest(parts) : insideGuard(parts);
}

function partsOf(pair: ReadThenStore, claim: string, source: ScriptSource): Parts | undefined {
  const { guard, store, fn } = pair;
  const result = new ReadResult(pair.read, fn, source);
  const awaited = awaitOf(store.call);
  const storing = (awaited ?? store.call).parent;
  if (!guard.isExact || storing?.type !== 'expression_statement' || awaitOf(pair.read.call) === undefined) return undefined;
  const declaration = declarationOf(result.expression);
  const isInline = isInside(result.expression, guard.statement);
  if (!isInline && (declaration === undefined || !isLoneUse(result, guard.condition) || nextStatement(declaration)?.id !== guard.statement.id)) return undefined;
  if (!isInline && declaration === undefined) return undefined;
  return { pair, source, claim: `await ${claim}`, declaration: isInline ? undefined : declaration, guard: guard.statement, storing };
}

const isLoneUse = (result: ReadResult, condition: Node) => result.references.length > 0 && result.references.every((reference) => isInside(reference, condition));

/** `const seen = await …;` with one name. */
function declarationOf(expression: Node): Node | undefined {
  const declarator = expression.parent;
  const statement = declarator?.type === 'variable_declarator' ? declarator.parent : null;
  const isOne = statement !== null && namedChildren(statement).length === 1 && declarator !== null && field(declarator, 'name')?.type === 'identifier';
  return isOne ? statement : undefined;
}

function nextStatement(statement: Node): Node | undefined {
  let next = statement.nextNamedSibling;
  while (next?.type === 'comment') next = next.nextNamedSibling;
  return next ?? undefined;
}

/** `if (seen) return; … store` */
function beforeRest(parts: Parts): Repair {
  const { guard, storing, source } = parts;
  const consequence = field(guard, 'consequence');
  if (storing.parent?.id !== guard.parent?.id || consequence === undefined || !exits(consequence)) return refuse('check and write are not statements of one block');
  const between = statementsBetween(guard, storing);
  if (between.every((statement) => isPure(statement, source)) && !between.some(leaves)) return { fix: claimAtStore(parts) };
  return claimBeforeWork(parts, between);
}

function statementsBetween(first: Node, last: Node): Node[] {
  const found: Node[] = [];
  for (let at = nextStatement(first); at !== undefined && at.id !== last.id; at = nextStatement(at)) found.push(at);
  return found;
}

const title = 'Claim the key with SET NX, in one command';

/** Nothing happens between check and write: the check moves down to where the value is known. */
function claimAtStore(parts: Parts): DraftFix {
  const { guard, storing, source, declaration } = parts;
  const { newline } = sourceStyle(source);
  const gap = guard.endIndex <= storing.startIndex && nextStatement(guard)?.id === storing.id;
  const indent = indentationAt(source.text, storing.startIndex);
  const statement = source.text.slice(guard.startIndex, guard.endIndex);
  const condition = field(guard, 'condition') ?? guard;
  const claimed = claimedName(parts);
  const decided = `if (${declaration === undefined ? `(${parts.claim}) === null` : `${claimed} === null`})${statement.slice(condition.endIndex - guard.startIndex)}`;
  const end = sourceStyle(source).semicolons ? ';' : '';
  const lines = declaration === undefined ? decided : `const ${claimed} = ${parts.claim}${end}${newline}${indent}${decided}`;
  if (gap) {
    const edits = [...conditionEdits(parts, '==='), removeLines(source.text, storing.startIndex, storing.endIndex)];
    return { title, safety: 'review', edits };
  }
  const first = declaration ?? guard;
  return { title, safety: 'review', edits: [removeLines(source.text, first.startIndex, guard.endIndex), { start: storing.startIndex, end: storing.endIndex, newText: lines }] };
}

/** The read becomes the claim, and the condition asks whether it was lost. */
function conditionEdits({ pair, declaration, guard, claim, ...rest }: Parts, comparison: '===' | '!=='): TextEdit[] {
  const condition = field(guard, 'condition') ?? guard;
  const claimed = claimedName({ pair, declaration, guard, claim, ...rest });
  if (declaration === undefined) return [{ start: condition.startIndex, end: condition.endIndex, newText: `((${claim}) ${comparison} null)` }];
  const declarator = namedChildren(declaration)[0] ?? declaration;
  return [
    { start: declarator.startIndex, end: declarator.endIndex, newText: `${claimed} = ${claim}` },
    { start: condition.startIndex, end: condition.endIndex, newText: `(${claimed} ${comparison} null)` },
  ];
}

function claimedName({ pair }: Parts): string {
  return ['claimed', 'isClaimed', 'claim', 'won'].find((name) => !new RegExp(`\\b${name}\\b`).test(pair.fn.text)) ?? 'claimedKey';
}

/** The work between check and write runs after the claim, which a failure gives back. */
function claimBeforeWork(parts: Parts, work: readonly Node[]): Repair {
  const { storing, source, pair } = parts;
  const [first, last] = [work[0], work.at(-1)];
  const refusal = refusalFor(parts, work, storing);
  if (refusal !== undefined || first === undefined || last === undefined) return refuse(refusal ?? 'there is no work');
  const edits = [...conditionEdits(parts, '==='), ...wrapped(first, last, pair, source), removeLines(source.text, storing.startIndex, storing.endIndex)];
  return { fix: { title: 'Claim the key with SET NX before the work, and release it if that fails', safety: 'review', edits } };
}

function refusalFor({ pair, source }: Parts, work: readonly Node[], storing: Node): string | undefined {
  if (pair.store.expiry.state !== 'set') return 'without an expiry, a crash during the work would leave the key claimed for ever; give it one first';
  if (work.some(leaves)) return 'the work leaves the function before the key is written';
  const names = work.flatMap((statement) => declaredIn(statement));
  const rest = source.text.slice(storing.startIndex, storing.parent?.endIndex ?? storing.endIndex);
  if (names.some((name) => new RegExp(`\\b${name}\\b`).test(rest))) return 'what the work declares is used after it';
  return work.some(hasLongText) ? 'a text in the work spans lines' : undefined;
}

function declaredIn(statement: Node): string[] {
  if (statement.type !== 'lexical_declaration' && statement.type !== 'variable_declaration') return [];
  return namedChildren(statement).flatMap((declarator) => (field(declarator, 'name')?.text ?? '').match(/[A-Za-z_$][\w$]*/g) ?? []);
}

function leaves(statement: Node): boolean {
  let found = false;
  walk(statement, (node) => {
    if (functionTypes.has(node.type)) return false;
    found ||= /^(?:return|continue|break)_statement$/.test(node.type);
    return !found;
  });
  return found;
}

function hasLongText(statement: Node): boolean {
  let found = false;
  walk(statement, (node) => {
    found ||= (node.type === 'template_string' || node.type === 'comment') && node.startPosition.row !== node.endPosition.row;
    return !found;
  });
  return found;
}

function wrapped(first: Node, last: Node, { store, fn }: ReadThenStore, source: ScriptSource): TextEdit[] {
  const { newline, indent, semicolons } = sourceStyle(source);
  const outer = indentationAt(source.text, first.startIndex);
  const end = semicolons ? ';' : '';
  const caught = caughtName(source, [fn]);
  const body = reindented(source.text.slice(first.startIndex, last.endIndex), outer, outer + indent);
  const released = `await ${store.receiver?.text ?? ''}.del(${store.key?.text ?? ''})${end}`;
  const lines = ['try {', `${indent}${body}`, `} catch (${caught}) {`, `${indent}${released}`, `${indent}throw ${caught}${end}`, '}'];
  return [{ start: first.startIndex, end: last.endIndex, newText: lines.join(newline + outer) }];
}

/** `if (!seen) { store; … }` */
function insideGuard(parts: Parts): Repair {
  const { guard, storing, source, declaration, pair } = parts;
  const block = field(guard, 'consequence');
  const hasElse = field(guard, 'alternative') !== undefined;
  if (block === undefined || (storing.id !== block.id && storing.parent?.id !== block.id)) return refuse('check and write are not statements of one block');
  const statements = block.type === 'statement_block' ? namedChildren(block) : [block];
  if (statements.length === 1 && !hasElse) return { fix: storeOnly(parts) };
  const at = statements.findIndex(({ id }) => id === storing.id);
  const before = statements.slice(0, at);
  const dependsOn = before.flatMap(declaredIn);
  if (dependsOn.some((name) => new RegExp(`\\b${name}\\b`).test(storing.text))) return refuse('the value is made inside the branch');
  const removed = removeLines(source.text, storing.startIndex, storing.endIndex);
  const isLast = at === statements.length - 1;
  if (before.every((statement) => isPure(statement, source)) && !before.some(leaves)) {
    return { fix: { title, safety: 'review', edits: [...conditionEdits(parts, '!=='), removed] } };
  }
  const [first, last] = [before[0], before.at(-1)];
  const refusal = refusalFor(parts, before, storing);
  if (refusal !== undefined || first === undefined || last === undefined) return refuse(refusal ?? 'there is no work');
  if (block.type !== 'statement_block' || closingBrace(block) < storing.endIndex || (declaration === undefined && !isLast)) return refuse('check and write are not statements of one block');
  const edits = [...conditionEdits(parts, '!=='), ...wrapped(first, last, pair, source), removed];
  return { fix: { title: 'Claim the key with SET NX before the work, and release it if that fails', safety: 'review', edits } };
}

/** The branch does nothing else: the command alone says it all. */
function storeOnly({ guard, declaration, claim, source, storing }: Parts): DraftFix {
  const first = declaration ?? guard;
  const end = sourceStyle(source).semicolons ? ';' : '';
  const isAwaited = unwrapped(namedChildren(storing)[0] ?? storing).type === 'await_expression';
  const newText = `${isAwaited ? claim : claim.replace(/^await /, '')}${end}`;
  return { title: 'Store the value with SET NX, in one command', safety: 'review', edits: [{ start: first.startIndex, end: guard.endIndex, newText }] };
}
