import type { Glimpse } from '../../rules/rule';
import type { ScriptSource } from '../../source';
import { closest, closestCall, field, type Node } from '../../syntax/nodes';
import { calledBy } from './namedCalls';
import { namedIn } from './reach';
import { importedIdentifiers, patternIdentifiers } from './scope';

const links: ReadonlySet<string> = new Set(['import_statement', 'variable_declarator']);

/** Members between a module's name and what is called of it: `http.default.get`. */
const maxMembers = 2;

/** False where a module's name in quotes, which is the trigger, stands in no import or require. */
export const importsModule = ({ literal, text, memo }: Glimpse): boolean => memo.once(namedIn, text).names.includes(literal.slice(1, -1));

/** The calls of what the import or require around a module's name brings, its members' included: `axios()`, `axios.get()`. */
export function callsOfModule(specifier: Node, source: ScriptSource): Node[] {
  const link = closest(specifier, links);
  const direct = closestCall(specifier);
  const inline = direct !== undefined && /^(?:require|import)\(/.test(direct.text) ? callsUp(direct) : [];
  if (link === undefined) return inline;
  const ids = link.type === 'import_statement' ? importedIdentifiers(link) : boundBy(link);
  const bound = ids.flatMap((id) => {
    const declaration = source.scopes.resolve(id);
    return declaration === undefined ? [] : source.scopes.references(declaration);
  });
  return [...inline, ...bound.flatMap(callsUp)];
}

function boundBy(declarator: Node): Node[] {
  const name = field(declarator, 'name');
  const value = field(declarator, 'value');
  // `const client = require('x').create()` binds no part of the module.
  const isModule = value !== undefined && /^(?:await\s+)?(?:require|import)\(\s*['"][^'"]+['"]\s*\)(?:\.\w+)?$/.test(value.text);
  return name === undefined || !isModule ? [] : patternIdentifiers(name);
}

function callsUp(expression: Node): Node[] {
  let at = expression;
  for (let members = 0; members <= maxMembers; members++) {
    const calls = calledBy(at).filter((call) => call.type === 'call_expression');
    if (calls.length > 0) return calls;
    const member = at.parent;
    if (member?.type !== 'member_expression' || field(member, 'object')?.id !== at.id) return [];
    at = member;
  }
  return [];
}
