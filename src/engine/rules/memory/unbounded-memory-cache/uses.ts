import { argumentsOf } from '../../../facts/javascript/calls';
import type { ScriptSource } from '../../../source';
import { ancestorOf, field, type Node } from '../../../syntax/nodes';
import { isExportedUse, type Store } from './stores';

/** A place where the container gets one entry more. */
export interface Growth {
  readonly place: Node;
  /** What decides whether the entry is new; undefined for an array, where each one is. */
  readonly key: Node | undefined;
}

export interface Uses {
  readonly growths: readonly Growth[];
  /** What is read by key, as code: `id` of `cache.get(id)`. */
  readonly lookups: readonly string[];
  /** The methods used, by name; an index is `[]`. */
  readonly methods: ReadonlySet<string>;
}

const shrinking = /^(?:delete|clear|splice|shift|pop|fill|copyWithin|length|size)$/;

const reading = /^(?:get|has|keys|values|entries|forEach|map|filter|reduce|some|every|includes|join|slice|concat|indexOf|flat|flatMap|at|toString)$/;

/** How the file uses the container; undefined where an entry may go again, or where other code gets hold of it. */
export function usesOf({ kind, uses }: Store, source: ScriptSource): Uses | undefined {
  const growths: Growth[] = [];
  const lookups: string[] = [];
  const methods = new Set<string>();
  for (const use of uses) {
    const outer = use.parent;
    if (outer === null || isExportedUse(use)) return undefined;
    if (outer.type === 'member_expression' && field(outer, 'object')?.id === use.id) {
      const method = field(outer, 'property')?.text ?? '';
      const call = outer.parent?.type === 'call_expression' && field(outer.parent, 'function')?.id === outer.id ? outer.parent : undefined;
      methods.add(method);
      if (kind === 'object' ? call === undefined && isChanged(outer) : shrinking.test(method)) return undefined;
      if (call === undefined || kind === 'object') continue;
      const [first] = argumentsOf(call);
      if (method === 'set' || method === 'add') growths.push({ place: outer, key: first });
      else if (method === 'push' || method === 'unshift') growths.push({ place: outer, key: undefined });
      else if (!reading.test(method)) return undefined;
      else if (first !== undefined && (method === 'get' || method === 'has')) lookups.push(first.text);
      continue;
    }
    if (outer.type === 'subscript_expression' && field(outer, 'object')?.id === use.id) {
      const index = field(outer, 'index');
      const assignment = outer.parent;
      methods.add('[]');
      if (assignment?.type === 'unary_expression' && /^delete\b/.test(assignment.text)) return undefined;
      const isTarget = assignment?.type === 'assignment_expression' && field(assignment, 'left')?.id === outer.id;
      if (isTarget && field(assignment, 'right')?.type === 'undefined') return undefined;
      if (index === undefined) return undefined;
      if (isTarget) growths.push({ place: outer, key: index });
      else lookups.push(index.text);
      continue;
    }
    if (!isOnlyRead(use, source)) return undefined;
    methods.add('whole');
  }
  return { growths, lookups, methods };
}

/** `store.count = …` of a plain object: its names are written in the code, but it may be put back too. */
const isChanged = (member: Node) => member.parent?.type === 'assignment_expression' && field(member.parent, 'left')?.id === member.id;

/** Looked at as a whole: iterated, spread, counted, printed. */
function isOnlyRead(use: Node, source: ScriptSource): boolean {
  const outer = use.parent;
  if (outer?.type === 'spread_element' || outer?.type === 'for_in_statement' || outer?.type === 'template_substitution') return true;
  if (outer?.type === 'binary_expression') return field(outer, 'operator')?.text === 'in';
  const call = outer?.type === 'arguments' ? outer.parent : null;
  const callee = call?.type === 'call_expression' ? field(call, 'function') : undefined;
  if (callee === undefined) return false;
  return /^:(?:Object\.(?:keys|values|entries)|Array\.from|JSON\.stringify|console\.\w+)$/.test(source.origins.key(callee)) || /\.(?:json|send)$/.test(callee.text);
}

/** Something in the growing function, or a timer, may keep the container small in a way that is not to be seen in its uses. */
export function isWatched({ name }: Store, growth: Growth, source: ScriptSource): boolean {
  const loop = ancestorOf(growth.place, new Set(['for_in_statement', 'for_statement', 'while_statement']));
  return loop !== undefined || new RegExp(`\\b(?:evict|prune|expire|sweep|cleanup|purge)\\w*\\(\\s*(?:this\\.)?${name}\\b`, 'i').test(source.text);
}
