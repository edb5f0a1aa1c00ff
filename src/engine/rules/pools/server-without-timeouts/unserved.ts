import { enclosingGoFunction } from '../../../facts/go/scope';
import { parentDir } from '../../../facts/project/project';
import type { GoSource } from '../../../source';
import { field, type Node } from '../../../syntax/nodes';

/** What can follow the name of a server that takes no connection: it is declared, set, compared with nil or ended. */
const idleUse = /^(?:[ \t]+\*http\.Server\b|[ \t]*:?=[ \t]|:[ \t]*&?http\.Server\{|[ \t]*[!=]= nil\b|\.(?:Shutdown|Close|RegisterOnShutdown|SetKeepAlivesEnabled)\()/;

const ends = /^\.(?:Shutdown|Close)\(/;

/** Serves with a server of net/http's own, and none of the program's. */
const servesWithout = /\bhttp\.(?:Serve|ListenAndServe)(?:TLS)?\(/;

/**
 * True for a server in a variable or field of the package that the package shuts down and never lets listen: no
 * connection reaches it. One that is handed on, or could be seen from outside, is taken to listen there; a getter alone
 * counts for nothing beside an `http.Serve` in the very function that makes the server.
 */
export function isNeverServed(literal: Node, source: GoSource): boolean {
  const name = holderOf(literal);
  if (name === undefined || /^[A-Z]/.test(name)) return false;
  const isReplaced = servesWithout.test(enclosingGoFunction(literal)?.text ?? '');
  const uses = textsOfPackage(source).flatMap((text) => usesIn(text, name));
  return uses.some(({ after }) => ends.test(after)) && uses.every(({ before, after }) => idleUse.test(after) || (isReplaced && isReturned(before, after)));
}

interface Use {
  /** Its line up to the name, and from the name on. */
  readonly before: string;
  readonly after: string;
}

const isReturned = (before: string, after: string): boolean => /\breturn (?:\w+\.)*$/.test(before) && after.trim() === '';

const usesIn = (text: string, name: string): Use[] => [...text.matchAll(new RegExp(`^(.*?)\\b${name}\\b(.*)$`, 'gm'))].flatMap(([, before = '', after = '']) => usesOfLine(before, after, name));

/** A line may name it more than once. */
function usesOfLine(before: string, after: string, name: string): Use[] {
  const next = new RegExp(`^(.*?)\\b${name}\\b(.*)$`).exec(after);
  return [{ before, after }, ...(next === null ? [] : usesOfLine(next[1] ?? '', next[2] ?? '', name))];
}

/** The variable or the field the server is given to. */
function holderOf(literal: Node): string | undefined {
  const value = literal.parent?.type === 'unary_expression' ? literal.parent : literal;
  const list = value.parent;
  if (list?.type === 'literal_element' && list.parent?.type === 'keyed_element') return list.parent.namedChild(0)?.text;
  const assignment = list?.type === 'expression_list' && list.namedChildCount === 1 ? list.parent : undefined;
  const left = assignment?.type === 'assignment_statement' || assignment?.type === 'short_var_declaration' ? field(assignment, 'left') : undefined;
  return left === undefined ? undefined : /(?:^|\.)(\w+)$/.exec(left.text)?.[1];
}

function textsOfPackage({ file, text, project }: GoSource): readonly string[] {
  const dir = parentDir(file) ?? '';
  const others = project.names(dir).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go') && `${dir}/${name}` !== file);
  return [text, ...others.map((name) => project.read(`${dir}/${name}`) ?? '')];
}
