import { freeName } from '../../../../fix/javascript/names';
import type { ScriptSource } from '../../../../source';
import { field, namedChildren, walk, type Node } from '../../../../syntax/nodes';
import type { ScriptRace } from './find';
import { ResultReader, type ResultPart } from './presence';
import { insertedValue, type Shape } from './shape';

/** The statement that claims, and how it tells whether the claim was won. */
export interface Claim {
  /** The INSERT's own declaration already names the result. */
  readonly keeps: boolean;
  /** The new declaration's name; unused when the INSERT's own declaration is kept. */
  readonly name: string;
  readonly lost: string;
  readonly won: string;
}

/** Finds or makes the name under which the result of the claim is known. */
export function claimOf(race: ScriptRace, shape: Shape, hasReturning: boolean, source: ScriptSource): Claim {
  const own = ownBinding(race, shape, source);
  if (own !== undefined) return { keeps: true, name: '', ...own };
  const names = shape.work.length > 0 ? ['claim', 'claimed', 'inserted'] : ['inserted', 'claim', 'claimed'];
  const name = names.find((each) => isFree(each, race.fn, shape.guard, source)) ?? freeName(source, names[0] ?? 'claim', '');
  const part: ResultPart = race.insert.taken.length === 0 ? { kind: 'result' } : { kind: 'rows' };
  return { keeps: false, name, ...testsOf(name, part, prefersCount(shape) && !hasReturning) };
}

/** Nothing in the function is called so, and nothing it could mean around the check. */
function isFree(name: string, fn: Node, at: Node, source: ScriptSource): boolean {
  if (source.scopes.lookup(name, at) !== undefined) return false;
  let free = true;
  walk(fn, (node) => {
    if (/identifier/.test(node.type) && node.type !== 'property_identifier' && node.text === name) free = false;
    return free;
  });
  return free;
}

/** Where the author asks for `rowCount`, so does the fix. */
const prefersCount = ({ guard }: Shape): boolean => /\browCount\b/.test(field(guard, 'condition')?.text ?? '');

function ownBinding(race: ScriptRace, shape: Shape, source: ScriptSource): Pick<Claim, 'lost' | 'won'> | undefined {
  const declarator = shape.insert.type === 'lexical_declaration' || shape.insert.type === 'variable_declaration' ? namedChildren(shape.insert) : [];
  const [only, ...more] = declarator;
  const [name, value] = only === undefined ? [] : [field(only, 'name'), field(only, 'value')];
  if (name === undefined || value === undefined || more.length > 0) return undefined;
  // The claim stands where the check stood: in a branch, that is one block further out.
  const bound = namesIn(name);
  if (shape.form !== 'exit' && bound.some((each) => source.scopes.lookup(each, shape.guard) !== undefined)) return undefined;
  const reader = new ResultReader(race.insert, source);
  const part = reader.partOf(value);
  if (part === undefined || part.kind === 'cell') return undefined;
  if (name.type === 'identifier') return testsOf(name.text, part, false);
  return part.kind === 'result' && name.type === 'object_pattern' ? patternTests(name) : part.kind === 'rows' ? firstOf(name) : undefined;
}

function namesIn(pattern: Node): string[] {
  if (pattern.type === 'identifier' || pattern.type === 'shorthand_property_identifier_pattern') return [pattern.text];
  return namedChildren(pattern).flatMap((child) => (child.type === 'property_identifier' ? [] : namesIn(child)));
}

function patternTests(pattern: Node): Pick<Claim, 'lost' | 'won'> | undefined {
  let count: string | undefined;
  for (const entry of namedChildren(pattern)) {
    const key = entry.type === 'shorthand_property_identifier_pattern' ? entry.text : field(entry, 'key')?.text;
    const target = entry.type === 'pair_pattern' ? field(entry, 'value') : entry;
    if (target === undefined) continue;
    if (key === 'rows') return target.type === 'array_pattern' ? firstOf(target) : testsOf(target.text, { kind: 'rows' }, false);
    if (key === 'rowCount') count = target.text;
  }
  return count === undefined ? undefined : testsOf(count, { kind: 'count', isText: false }, false);
}

function firstOf(pattern: Node): Pick<Claim, 'lost' | 'won'> | undefined {
  const [first] = pattern.type === 'array_pattern' ? namedChildren(pattern) : [];
  return first?.type === 'identifier' && pattern.children[1]?.id === first.id ? testsOf(first.text, { kind: 'row' }, false) : undefined;
}

function testsOf(name: string, part: ResultPart, byCount: boolean): Pick<Claim, 'lost' | 'won'> {
  switch (part.kind) {
    case 'row':
    case 'cell':
      return { lost: `!${name}`, won: name };
    case 'count':
      return { lost: `${name} === 0`, won: `${name} > 0` };
    default: {
      const count = part.kind === 'rows' ? `${name}.length` : byCount ? `${name}.rowCount` : `${name}.rows.length`;
      return { lost: `${count} === 0`, won: `${count} > 0` };
    }
  }
}

/** The statement's text with the INSERT's result in place of the INSERT itself; undefined when nothing else is in it. */
export function restOfStatement(race: ScriptRace, { insert }: Shape): Node | undefined {
  const value = insertedValue(race) ?? race.insert.call;
  const isBare = insert.type === 'expression_statement' && namedChildren(insert)[0]?.id === value.id;
  return isBare ? undefined : value;
}
