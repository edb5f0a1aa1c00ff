import { enclosingFunction } from '../../facts/javascript/functions';
import { isBesideServer, isSetup } from '../../facts/javascript/startup';
import type { ScriptSource } from '../../source';
import { ancestorOf, closest, field, type Node } from '../../syntax/nodes';
import type { Draft, Rule, TreeHit } from '../rule';
import { docs } from './query-in-loop/docs';
import { draftOf } from './query-in-loop/draft';
import { repeatedReads } from './query-in-loop/find';

const calls: ReadonlySet<string> = new Set(['call_expression']);

const texts: ReadonlySet<string> = new Set(['string', 'string_fragment', 'template_string']);

function* check({ node, literal }: TreeHit, source: ScriptSource): Generator<Draft> {
  if (isBesideServer(source) || /\bprocess\.argv\b/.test(source.text)) return;
  for (const call of texts.has(node.type) ? callsWithText(node, source) : calledBy(node, literal)) {
    for (const repeated of repeatedReads(call, source)) {
      const fn = enclosingFunction(repeated.loop.node);
      if (fn !== undefined && !isSetup(fn, source)) yield draftOf(repeated, source);
    }
  }
}

/** The call of the method whose name the trigger is. */
function calledBy(node: Node, literal: string): Node[] {
  const call = closest(node, calls);
  return call?.text.includes(literal.trim()) === true ? [call] : [];
}

/** The calls that are given a text, where it is written or by the name of a constant. */
function callsWithText(node: Node, source: ScriptSource): Node[] {
  let at = node;
  while (at.parent !== null && /^(?:string|template_string|binary_expression|parenthesized_expression|pair|object)$/.test(at.parent.type)) at = at.parent;
  if (at.parent?.type === 'arguments') return at.parent.parent === null ? [] : [at.parent.parent];
  const name = at.parent?.type === 'variable_declarator' ? field(at.parent, 'name') : undefined;
  const declaration = name?.type === 'identifier' ? source.scopes.resolve(name) : undefined;
  return (declaration === undefined ? [] : source.scopes.references(declaration)).flatMap((use) => {
    const call = ancestorOf(use, calls);
    return call === undefined ? [] : [call];
  });
}

/** A query by one key in a loop over the keys. */
export const queryInLoop: Rule = {
  id: 'query-in-loop',
  title: 'One query for each element of a list',
  area: 'data-access',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'safe',
  severity: 'information',
  lesson: 'fifty-one-queries#order-page',
  defaultOn: true,
  docs,
  script: {
    triggers: [
      '= $1',
      '= $2',
      '= $3',
      '=$1',
      '=$2',
      '= ?',
      '=?',
      '.findUnique',
      '.findFirst',
      '.findMany(',
      '.findById(',
      '.findByPk(',
      '.findOne',
      '.findBy(',
      '.findAll(',
      '.find({',
      '.where(',
      '.count(',
      '.countDocuments(',
    ],
    needsSql: true,
    check,
  },
};
