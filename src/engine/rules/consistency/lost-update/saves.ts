import { argumentsOf, awaitOf, calleeOf } from '../../../facts/javascript/calls';
import { dataCallAt, type DataCall } from '../../../facts/javascript/dataCalls';
import { modelFacts } from '../../../facts/orm/model';
import { sourceStyle } from '../../../fix/style';
import { removeLines } from '../../../fix/lines';
import type { ScriptSource } from '../../../source';
import { field, isInside, type Node } from '../../../syntax/nodes';
import type { Draft } from '../../rule';
import { changeIn, type Change } from './change';
import { holderEdits, negated, type Rewrite } from './edits';
import { lostMessage, refusals } from './messages';
import { recordsBefore, type ReadRecord } from './record';
import { comparesField, isGuarded, isStatistic, isVersion, severityOf } from './updates';

/** `record.field` where it is given a new value. */
interface Mutation {
  readonly member: Node;
  readonly name: string;
  /** The assignment or `++`. */
  readonly node: Node;
  readonly change: Change | undefined;
}

/** A record that was read, changed in memory and saved: `account.balance -= amount; await account.save();`. */
export function* lostBySave(call: Node, source: ScriptSource): Iterable<Draft> {
  const saved = savedBy(call, source);
  if (saved === undefined) return;
  const { record, name } = saved;
  const { find } = record;
  if (isGuarded({ library: find.library, isTransaction: find.isTransaction || /\bsession\b/.test(field(call, 'arguments')?.text ?? '') })) return;
  if (modelFacts(source.project.schema, find.library, find.model)?.isVersioned === true || checksVersions.test(source.text)) return;
  const mutations = mutationsOf(name, record, call, source);
  if (find.library === 'mongoose' && mutations.some(setsArray)) return;
  const lost = mutations.flatMap((mutation) => (mutation.change === undefined || isVersion(mutation.name) ? [] : [{ ...mutation, change: mutation.change }]));
  const [first] = lost;
  if (first === undefined) return;
  const names = [...new Set(lost.map((mutation) => mutation.name))];
  const checked = names.filter((each) => lost.some((mutation) => mutation.name === each && comparesField(record, each, mutation.node)));
  const rewrite = saveEdits(call, saved, first, mutations, source);
  yield {
    start: first.node.startIndex,
    end: first.node.endIndex,
    ...severityOf(checked, isStatistic(find.model)),
    message: lostMessage(names, checked, find.isTransaction, 'refusal' in rewrite ? rewrite.refusal : undefined),
    fixes: 'edits' in rewrite ? [{ title: rewrite.title, safety: 'review', edits: rewrite.edits }] : [],
  };
}

/** A schema that is made in the file itself, whose saves fail where the record has changed since. */
const checksVersions = /\boptimisticConcurrency:\s*(?:true|\[)/;

interface Saved {
  readonly record: ReadRecord;
  /** The name that is saved. */
  readonly name: Node;
  /** `repository.save(record)`; undefined for `record.save()`. */
  readonly query: DataCall | undefined;
}

function savedBy(call: Node, source: ScriptSource): Saved | undefined {
  const callee = calleeOf(call);
  const object = callee?.type === 'member_expression' && field(callee, 'property')?.text === 'save' ? field(callee, 'object') : undefined;
  if (object === undefined) return undefined;
  const query = dataCallAt(call, source);
  const name = query?.library === 'typeorm' && query.method === 'save' ? argumentsOf(call).at(-1) : object;
  if (name?.type !== 'identifier' || !isRead(name, source)) return undefined;
  const libraries = query === undefined ? (['mongoose', 'sequelize', 'typeorm'] as const) : [query.library];
  for (const library of libraries) {
    const record = recordsBefore(call, library, source).find((each) => each.is(name));
    if (record !== undefined) return { record, name, query };
  }
  return undefined;
}

/** Mongoose checks the version of a document whose array is replaced: the second save fails. */
function setsArray({ node }: Mutation): boolean {
  const right = field(node, 'right');
  return right?.type === 'array' || /\.(?:filter|map|concat|slice|flatMap|sort)\(/.test(right?.type === 'call_expression' ? (calleeOf(right)?.text ?? '') + '(' : '');
}

/** A variable that a call was awaited for. */
function isRead(name: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(name);
  const value = declaration === undefined || declaration.kind === 'parameter' ? undefined : field(declaration.site, 'value');
  return declaration !== undefined && (value?.type === 'await_expression' || source.scopes.writes(declaration).length > 0);
}

/** Every write to a member of the record between its read and the save. */
function mutationsOf(name: Node, record: ReadRecord, save: Node, source: ScriptSource): Mutation[] {
  const declaration = source.scopes.resolve(name);
  return (declaration === undefined ? [] : source.scopes.references(declaration)).flatMap((reference): Mutation[] => {
    const member = reference.parent;
    const outer = member?.parent;
    const property = member?.type === 'member_expression' && field(member, 'object')?.id === reference.id ? field(member, 'property')?.text : undefined;
    if (member == null || outer == null || property === undefined || reference.startIndex < record.find.call.endIndex || reference.endIndex > save.startIndex) return [];
    const isOld = (node: Node) => record.isField(node, property);
    if (outer.type === 'update_expression') {
      const operator = outer.text.includes('++') ? '+' : '-';
      return [{ member, name: property, node: outer, change: { operator, operand: outer, mayBeEmpty: false, holder: undefined } }];
    }
    if (!outer.type.endsWith('assignment_expression') || field(outer, 'left')?.id !== member.id) return [];
    const right = field(outer, 'right');
    if (right === undefined) return [];
    if (outer.type === 'assignment_expression') return [{ member, name: property, node: outer, change: changeIn(right, isOld, source) }];
    const operator = field(outer, 'operator')?.text ?? outer.children.find((child) => /^[-+*/]=$/.test(child?.type ?? ''))?.text;
    if (operator !== '+=' && operator !== '-=') return [{ member, name: property, node: outer, change: undefined }];
    const isText = operator === '+=' && /['"`]/.test(right.text);
    return [{ member, name: property, node: outer, change: isText ? undefined : { operator: operator === '+=' ? '+' : '-', operand: right, mayBeEmpty: false, holder: undefined } }];
  });
}

function saveEdits(call: Node, { record, name, query }: Saved, mutation: Mutation & { readonly change: Change }, all: readonly Mutation[], source: ScriptSource): Rewrite {
  const { change, node } = mutation;
  const { find } = record;
  if (change.operand === undefined) return { refusal: refusals.moreThanAdding };
  if (change.mayBeEmpty) return { refusal: refusals.mayBeEmpty };
  const statement = node.parent?.type === 'expression_statement' ? node.parent : undefined;
  const saving = awaitOf(call)?.parent;
  const isPlain = statement !== undefined && saving?.type === 'expression_statement' && statement.parent?.id === saving.parent?.id;
  if (!isPlain || all.length !== 1 || argumentsOf(call).length !== (query === undefined ? 0 : 1) || isChangedOtherwise(name, call, record, source)) return { refusal: refusals.saves };
  if (isReadAfter(name, mutation, call, source)) return { refusal: refusals.readLater };
  const { quote } = sourceStyle(source);
  const operand = node.type === 'update_expression' ? '1' : change.operand.text;
  const signed = change.operator === '+' ? operand : node.type === 'update_expression' ? '-1' : negated(change.operand);
  const verb = change.operator === '+' ? 'increment' : 'decrement';
  const text = increment();
  if (text === undefined) return { refusal: refusals.identity };
  const held = holderEdits(change, { value: field(node, 'right') ?? node }, source);
  return { title: text.title, isSure: false, edits: [...held.edits, removeLines(source.text, statement.startIndex, statement.endIndex), { start: call.startIndex, end: call.endIndex, newText: text.code }] };

  function increment(): { readonly title: string; readonly code: string } | undefined {
    switch (find.library) {
      case 'mongoose':
        return { title: 'Let the database add: $inc (skips the save’s hooks)', code: `${find.client.text}.updateOne({ _id: ${name.text}._id }, { $inc: { ${mutation.name}: ${signed} } })` };
      case 'sequelize':
        return { title: `Let the database add: ${verb} (skips the save’s hooks)`, code: `${name.text}.${verb}(${quote}${mutation.name}${quote}, { by: ${operand} })` };
      default: {
        const hasId = modelFacts(source.project.schema, 'typeorm', find.model)?.unique.some((key) => key.join() === 'id') === true;
        const callee = query === undefined ? undefined : calleeOf(query.call);
        const repository = callee === undefined ? undefined : field(callee, 'object')?.text;
        if (!hasId || repository === undefined || argumentsOf(call).length !== 1) return undefined;
        return { title: `Let the database add: ${verb} (skips the save’s subscribers)`, code: `${repository}.${verb}({ id: ${name.text}.id }, ${quote}${mutation.name}${quote}, ${operand})` };
      }
    }
  }
}

/** `account.set(…)`, `account.items.push(…)`, `Object.assign(account, …)`: the save writes that too. */
function isChangedOtherwise(name: Node, save: Node, { find }: ReadRecord, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(name);
  return (declaration === undefined ? [] : source.scopes.references(declaration)).some((reference) => {
    if (reference.startIndex < find.call.endIndex || reference.startIndex > save.startIndex) return false;
    const outer = reference.parent;
    if (outer?.type === 'arguments') return true;
    const member = outer?.type === 'member_expression' ? outer.parent : null;
    const deeper = member?.type === 'member_expression' ? member.parent : null;
    const isCalled = (member?.type === 'call_expression' && field(member, 'function')?.id === outer?.id) || (deeper?.type === 'call_expression' && field(deeper, 'function')?.id === member?.id);
    const isDeepWrite = deeper !== null && field(deeper, 'left')?.id === member?.id && deeper.type.endsWith('assignment_expression');
    return (isCalled && !isInside(reference, save)) || isDeepWrite;
  });
}

/** The record is used once the sum was made: it then still holds the old value. */
function isReadAfter(name: Node, { node }: Mutation, save: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.resolve(name);
  return (declaration === undefined ? [] : source.scopes.references(declaration)).some((reference) => {
    if (reference.startIndex < node.endIndex || isInside(reference, save)) return false;
    const member = reference.parent;
    const property = member?.type === 'member_expression' ? field(member, 'property')?.text : undefined;
    return property === undefined || !/^_?id$/.test(property);
  });
}

