import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { heldValue } from '../../../facts/javascript/flow';
import { isServerProject } from '../../../facts/javascript/handlers';
import { isOnUnmountedRouter } from '../../../facts/javascript/mounts';
import { unwrapped } from '../../../facts/javascript/options';
import { isBesideServer } from '../../../facts/javascript/startup';
import { enclosingFunction } from '../../../facts/javascript/functions';
import { isLoose } from '../../../facts/project/loose';
import { isMigration } from '../../../fix/migration';
import { isTooling } from '../../../scan/quiet';
import type { ScriptSource } from '../../../source';
import { closestCall, field, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { catalogs, judged, message, severityOf, wholeDraft, takesNone, type Judged } from './judged';
import { positionsOf, unplaced, type Position } from './position';
import { fixFor } from './script/fix';
import { mayBeSink, sinkAt, sinkNames, type Sink } from './script/sinks';
import { mayCompose, writtenSql } from './script/text';
import { mayBeValidated } from './script/validated';
import { authorOf } from './script/values';
import type { Statement } from './statement';

/** Files that are handed out and do not run here. */
const served = /(?:^|\/)(?:static|public|assets)\//;

function* check({ node }: TreeHit, source: ScriptSource): Generator<Draft> {
  const call = closestCall(node);
  const first = call === undefined ? undefined : argumentsOf(call)[0];
  if (call === undefined || first === undefined || !mayBeComposed(first) || enclosingFunction(call) === undefined) return;
  const file = source.project.relative(source.file);
  if (isTooling(file) || served.test(file) || isMigration(source.file)) return;
  const sink = sinkAt(call, source);
  const written = sink === undefined ? undefined : writtenSql(sink.text, source);
  if (sink === undefined || !isFirstUse(sink.text, source)) return;
  if (written === undefined) {
    if (sink.isLikely !== true && sink.binding?.kind !== 'names' && authorOf(sink.text, source) === 'sender') yield wholeDraft(sink.text, isPiece(call) && !mayBeValidated(sink.text, source));
    return;
  }
  const quotesAreStrings = sink.dialect === 'mysql' || sink.dialect === 'sqlite';
  for (const statement of written.statements) {
    const found = findingsIn(statement, sink, quotesAreStrings, source);
    if (found === undefined) continue;
    const { worst, others } = found;
    const isSplit = written.statements.length > 1 || !isUsedOnce(sink.text, source);
    const fix = isSplit ? 'the statement is put together in several steps' : fixFor({ sink, statement, literal: written.literal, positions: found.toFix }, source);
    yield draft(worst, others, fix, source);
    return;
  }
}

/** What `orderByRaw` and `literal` are given becomes part of a statement that the code writes. */
const isPiece = (call: Node): boolean => /\w(?:Raw|iteral|here|aving)$/.test(calleeOf(call)?.text ?? '');

/** A plain string, an object or a function as first argument is looked at no further. */
function mayBeComposed(argument: Node): boolean {
  const value = unwrapped(argument);
  if (value.type === 'call_expression') return mayCompose(value);
  return /^(?:identifier|template_string|binary_expression|object|member_expression)$/.test(value.type) && !(value.type === 'template_string' && !value.text.includes('${'));
}

interface Found {
  readonly worst: Judged;
  /** How many more expressions are pasted into the same statement. */
  readonly others: number;
  readonly toFix: readonly Position[];
}

const verbs = /^\s*(?:SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|WITH|REPLACE\s+INTO)\b/i;

/** What code calls that which it is given from outside. */
const given = /\b(?:req(?:uest)?|ctx|context|event|evt|params?\d*|query|body|input|payload|args?|argv|form|search)\b|[iI]nput\b/;

function findingsIn(statement: Statement, sink: Sink, quotesAreStrings: boolean, source: ScriptSource): Found | undefined {
  if (statement.holes.length === 0 || (sink.isLikely === true && !verbs.test(statement.written))) return undefined;
  const positions = positionsOf(statement, source.sql, quotesAreStrings) ?? unplaced(statement);
  const all = positions.map((position) => ({ position, author: authorOf(position.hole.node, source) }));
  const written = statement.written;
  const isUnknown = sink.isLikely !== true && all.some(({ author, position }) => author === 'elsewhere' && given.test(heldValue(position.hole.node, source).text)) && isLoose(source.file, source.project);
  const found = judged(all, sink.isLikely !== true && !takesNone.test(written) && !catalogs.test(written) && isServerProject(source) && !isBesideServer(source), isUnknown);
  const [worst] = found;
  if (worst === undefined) return undefined;
  const toFix = all.filter(({ author, position }) => author !== 'code' && (found.some((one) => one.position === position) || /^(?:text|value)$/.test(position.kind)));
  return { worst, others: found.length - 1, toFix: toFix.map(({ position }) => position) };
}

function draft(worst: Judged, others: number, fix: ReturnType<typeof fixFor>, source: ScriptSource): Draft {
  const { node } = worst.position.hole;
  return {
    start: node.startIndex,
    end: node.endIndex,
    severity: mayBeValidated(node, source) || isOnUnmountedRouter(node, source) ? 'hint' : severityOf(worst, isLoose(source.file, source.project)),
    message: message(worst, node.text, others, typeof fix === 'string' ? fix : undefined),
    fixes: typeof fix === 'string' ? [] : [fix],
  };
}

/** A statement kept in a variable is told about once, at the first call that runs it. */
function isFirstUse(argument: Node, source: ScriptSource): boolean {
  const value = unwrapped(argument);
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  if (declaration === undefined) return true;
  const first = source.scopes.references(declaration).find((reference) => reference.parent?.type === 'arguments' && field(reference.parent.parent ?? reference, 'arguments') !== undefined && sinkOf(reference, source));
  return first === undefined || first.startIndex === value.startIndex;
}

function sinkOf(reference: Node, source: ScriptSource): boolean {
  const call = reference.parent?.parent;
  return call?.type === 'call_expression' && argumentsOf(call)[0]?.id === reference.id && sinkAt(call, source) !== undefined;
}

function isUsedOnce(argument: Node, source: ScriptSource): boolean {
  const value = unwrapped(argument);
  const declaration = value.type === 'identifier' ? source.scopes.resolve(value) : undefined;
  return declaration === undefined || source.scopes.references(declaration).length === 1;
}

export const script: Matcher<ScriptSource, TreeHit> = { triggers: sinkNames, needsSql: true, mayHold: mayBeSink, check };
