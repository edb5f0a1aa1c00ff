import { parameterOfType } from '../../../facts/go/origin';
import { enclosingGoFunction } from '../../../facts/go/scope';
import { isLoose } from '../../../facts/project/loose';
import { isMigration } from '../../../fix/migration';
import { isTooling } from '../../../scan/quiet';
import type { GoSource } from '../../../source';
import { closestCall, field, type Node } from '../../../syntax/nodes';
import type { Draft, Matcher, TreeHit } from '../../rule';
import { goFixFor } from './go/fix';
import { goSinkAt, goSinkNames, isStatement, type GoSink } from './go/sinks';
import { writtenGoSql, type WrittenGoSql } from './go/text';
import { mayBeValidated } from './go/validated';
import { goAuthorOf } from './go/values';
import { catalogs, judged, message, severityOf, wholeDraft, takesNone } from './judged';
import { positionsOf, unplaced } from './position';
import type { Statement } from './statement';

function* check({ node }: TreeHit, source: GoSource): Generator<Draft> {
  const call = closestCall(node);
  if (call === undefined || enclosingGoFunction(call) === undefined || isTooling(source.project.relative(source.file)) || isMigration(source.file)) return;
  const sink = goSinkAt(call, source);
  const written = sink === undefined ? undefined : writtenGoSql(sink.text, source);
  if (sink === undefined || !isFirstUse(sink.text, source)) return;
  if (written === undefined) {
    if (sink.takesOnlyText && sink.isLikely !== true && goAuthorOf(sink.text, source) === 'sender') yield wholeDraft(sink.text, isPiece(call) && !mayBeValidated(sink.text, source));
    return;
  }
  for (const statement of written.statements) {
    const draft = draftFor(statement, sink, written, source);
    if (draft === undefined) continue;
    yield draft;
    return;
  }
}

/** What Gorm's builders are given becomes part of a statement that the code writes. */
const isPiece = (call: Node): boolean => /\.(?:Order|Group|Table)$/.test(field(call, 'function')?.text ?? '');

function draftFor(statement: Statement, sink: GoSink, written: WrittenGoSql, source: GoSource): Draft | undefined {
  if (statement.holes.length === 0 || (sink.isLikely === true && !isStatement(statement.written))) return undefined;
  const positions = positionsOf(statement, source.sql, sink.dialect === 'mysql' || sink.dialect === 'sqlite') ?? unplaced(statement);
  const all = positions.map((position) => ({ position, author: goAuthorOf(position.hole.node, source) }));
  const text = statement.written;
  const isAlone = isLoose(source.file, source.project);
  const found = judged(all, !takesNone.test(text) && !catalogs.test(text), isAlone);
  const [worst] = found;
  if (worst === undefined || (worst.author === 'elsewhere' && sink.takesOnlyText && !isStatement(text))) return undefined;
  const isSplit = written.statements.length > 1 || !isUsedOnce(sink.text, source);
  const fix = sink.isLikely === true ? 'what runs this statement is not known here' : isSplit ? 'the statement is put together in several steps' : goFixFor(sink, written, statement, found.map(({ position }) => position), source);
  const { node } = worst.position.hole;
  return {
    start: node.startIndex,
    end: node.endIndex,
    severity: sink.isLikely === true || mayBeValidated(node, source) || isUncalled(node, source) ? 'hint' : severityOf(worst, isAlone),
    message: message(worst, node.text, found.length - 1, typeof fix === 'string' ? fix : undefined),
    fixes: typeof fix === 'string' ? [] : [fix],
  };
}

/** No code of the program calls the function around a value, and it is no handler, which a router may get by other ways. */
function isUncalled(node: Node, source: GoSource): boolean {
  const fn = enclosingGoFunction(node);
  return fn !== undefined && parameterOfType(fn, 'net/http:ResponseWriter', source.origins) === undefined && parameterOfType(fn, 'net/http:Request', source.origins) !== undefined && source.callers?.isUnused(node, source) === true;
}

/** Other calls that are given the same variable. */
function usesAsArgument(argument: Node, source: GoSource): Node[] {
  const declaration = argument.type === 'identifier' ? source.scopes.resolve(argument) : undefined;
  const fn = enclosingGoFunction(argument);
  if (declaration === undefined || fn === undefined) return [];
  return source.scopes.references(declaration, fn).filter((reference) => {
    const call = reference.parent?.type === 'argument_list' ? reference.parent.parent : undefined;
    return call?.type === 'call_expression' && goSinkAt(call, source)?.text.id === reference.id;
  });
}

function isFirstUse(argument: Node, source: GoSource): boolean {
  const [first] = usesAsArgument(argument, source);
  return first === undefined || first.id === argument.id;
}

function isUsedOnce(argument: Node, source: GoSource): boolean {
  const declaration = argument.type === 'identifier' ? source.scopes.resolve(argument) : undefined;
  const fn = enclosingGoFunction(argument);
  return declaration === undefined || fn === undefined || source.scopes.references(declaration, fn).length === 1;
}

export const go: Matcher<GoSource, TreeHit> = { triggers: goSinkNames, needsSql: true, check };
