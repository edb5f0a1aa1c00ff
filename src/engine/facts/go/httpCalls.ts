import type { GoSource } from '../../source';
import { field, namedChildren, walk, type Node } from '../../syntax/nodes';
import { deadlineOf } from './context';
import type { GoDeclaration } from './scope';
import { zeroClient } from './zeroClient';

/** A call of net/http that waits for an answer. */
export interface HttpCall {
  readonly call: Node;
  /** `get`, `head`, `post` and `form` make their request themselves; `do` is given one. */
  readonly shape: 'get' | 'head' | 'post' | 'form' | 'do';
  /** The client as code would name it; undefined for the package's own functions. */
  readonly client?: Node;
  /** `none` where neither client nor request ends the wait, `unknown` where other code may. */
  readonly limit: 'none' | 'set' | 'unknown';
}

const shapes: ReadonlyMap<string, HttpCall['shape']> = new Map([
  ['Get', 'get'],
  ['Head', 'head'],
  ['Post', 'post'],
  ['PostForm', 'form'],
  ['Do', 'do'],
]);

const called = /^net\/http:(DefaultClient\.|Client\.new\.)?(Get|Head|Post|PostForm|Do)$/;

/** Reads a call as one of net/http's; undefined for any other. */
export function httpCall(call: Node, source: GoSource): HttpCall | undefined {
  const callee = field(call, 'function');
  const match = callee?.type === 'selector_expression' ? called.exec(source.origins.key(callee)) : null;
  const shape = match === null ? undefined : shapes.get(match[2] ?? '');
  if (callee === undefined || match === null || shape === undefined) return undefined;
  const client = match[1] === undefined ? undefined : field(callee, 'operand');
  const request = shape === 'do' ? namedChildren(field(call, 'arguments') ?? call)[0] : undefined;
  const limits = [clientLimit(match[1] === 'Client.new.' ? client : undefined, source), ...(request === undefined ? [] : [requestLimit(request, source)])];
  const limit = limits.includes('set') ? 'set' : limits.includes('unknown') ? 'unknown' : 'none';
  return { call, shape, limit, ...(client === undefined ? {} : { client }) };
}

/** The net/http calls inside a node, nested functions included. */
export function httpCallsIn(node: Node, source: GoSource): HttpCall[] {
  const found: HttpCall[] = [];
  walk(node, (inner) => {
    const call = inner.type === 'call_expression' ? httpCall(inner, source) : undefined;
    if (call !== undefined) found.push(call);
    return true;
  });
  return found;
}

/** @param client undefined for http.DefaultClient, which has no Timeout unless someone sets it. */
function clientLimit(client: Node | undefined, source: GoSource): HttpCall['limit'] {
  if (client === undefined) return /\bDefaultClient(?:\.Timeout)?\s*=[^=]/.test(source.text) ? 'unknown' : 'none';
  const literal = clientLiteral(client, source);
  if (literal === undefined) return zeroClient(client, source) === undefined ? 'unknown' : 'none';
  if (isChanged(client, source)) return 'unknown';
  const timeout = keyed(literal, 'Timeout');
  if (timeout !== undefined) return timeout.text === '0' ? 'none' : 'set';
  const transport = keyed(literal, 'Transport');
  return transport === undefined || isPlainTransport(transport, source) ? 'none' : 'unknown';
}

/** The `http.Client{…}` a client was made with: its variable's value, or what every literal of its struct gives the field. */
export function clientLiteral(client: Node, source: GoSource): Node | undefined {
  if (client.type === 'identifier') {
    const declaration = source.scopes.resolve(client);
    return declaration === undefined || isAssigned(declaration, source) ? undefined : literalOf(valueOf(declaration));
  }
  if (client.type === 'selector_expression') return fieldLiteral(field(client, 'field')?.text ?? '', source);
  return literalOf(client);
}

function valueOf({ kind, site, index }: GoDeclaration): Node | undefined {
  const list = kind === 'short' ? field(site, 'right') : kind === 'var' ? field(site, 'value') : undefined;
  return list === undefined ? undefined : namedChildren(list)[index];
}

function literalOf(value: Node | undefined): Node | undefined {
  const inner = value?.type === 'unary_expression' ? field(value, 'operand') : value;
  return inner?.type === 'composite_literal' && field(inner, 'type')?.text.endsWith('Client') === true ? inner : undefined;
}

function fieldLiteral(name: string, source: GoSource): Node | undefined {
  const values = source.tree.rootNode.descendantsOfType('keyed_element').flatMap((element): Node[] => {
    const [key, value] = element === null ? [] : namedChildren(element);
    const inner = value === undefined ? undefined : namedChildren(value)[0];
    return key?.text === name && inner !== undefined ? [inner] : [];
  });
  const literals = values.map((value) => (value.type === 'identifier' ? clientLiteral(value, source) : literalOf(value)));
  return literals.length === 1 ? literals[0] : undefined;
}

function isAssigned(declaration: GoDeclaration, source: GoSource): boolean {
  return source.scopes.references(declaration, source.tree.rootNode).some((reference) => {
    const list = reference.parent;
    const assignment = list?.type === 'expression_list' ? list.parent : undefined;
    return assignment?.type === 'assignment_statement' && field(assignment, 'left')?.id === list?.id;
  });
}

/** `client.Timeout = d` and `s.client = other` after the fact. */
function isChanged(client: Node, source: GoSource): boolean {
  const name = client.type === 'identifier' ? client.text : field(client, 'field')?.text;
  if (name === undefined) return false;
  const isMember = client.type === 'selector_expression';
  return source.tree.rootNode.descendantsOfType('assignment_statement').some((assignment) => {
    const targets = assignment === null ? undefined : field(assignment, 'left');
    return (targets === undefined ? [] : namedChildren(targets)).some((target) => {
      const operand = target.type === 'selector_expression' ? field(target, 'operand') : undefined;
      const member = target.type === 'selector_expression' ? field(target, 'field')?.text : undefined;
      if (isMember && member === name) return true;
      const held = operand?.type === 'selector_expression' ? field(operand, 'field')?.text : operand?.text;
      return held === name && (member === 'Timeout' || member === 'Transport');
    });
  });
}

function keyed(literal: Node, name: string): Node | undefined {
  const body = field(literal, 'body');
  for (const element of body === undefined ? [] : namedChildren(body)) {
    const [key, value] = namedChildren(element);
    if (element.type === 'keyed_element' && key?.text === name) return value;
  }
  return undefined;
}

/** A transport that puts no limit of its own on a whole call. */
function isPlainTransport(value: Node, source: GoSource): boolean {
  const inner = value.type === 'literal_element' ? namedChildren(value)[0] : value;
  if (inner === undefined) return false;
  if (source.origins.key(inner) === 'net/http:DefaultTransport') return true;
  return source.origins.key(inner) === 'net/http:Transport.new' && inner.type !== 'identifier' && !/Timeout/.test(inner.text);
}

/** Where a request's context comes from: `http.NewRequest` gives it the background. */
function requestLimit(request: Node, source: GoSource): HttpCall['limit'] {
  const made = requestCall(request, source);
  if (made === undefined) return 'unknown';
  const ctx = contextArgument(made, source);
  return ctx === undefined ? 'none' : deadlineOf(ctx, source);
}

/** The call that made a request, or gave it its context last; undefined where other code did. */
export function requestCall(request: Node, source: GoSource): Node | undefined {
  if (request.type === 'call_expression') return isRequestCall(request, source) ? request : undefined;
  const declaration = request.type === 'identifier' ? source.scopes.resolve(request) : undefined;
  if (declaration === undefined || declaration.kind !== 'short' || declaration.index !== 0 || isAssigned(declaration, source)) return undefined;
  const made = namedChildren(field(declaration.site, 'right') ?? declaration.site)[0];
  return made?.type === 'call_expression' && isRequestCall(made, source) ? made : undefined;
}

function isRequestCall(call: Node, source: GoSource): boolean {
  const callee = field(call, 'function');
  const key = callee === undefined ? '' : source.origins.key(callee);
  return /^net\/http:NewRequest(?:WithContext)?$/.test(key) || /^net\/http:(?:NewRequest|NewRequestWithContext)\.\(\)\.(?:WithContext|Clone)$/.test(key);
}

/** The context a request was made with, as an argument; undefined for `http.NewRequest`. */
export function contextArgument(made: Node, source: GoSource): Node | undefined {
  const callee = field(made, 'function');
  return callee === undefined || source.origins.key(callee) === 'net/http:NewRequest' ? undefined : namedChildren(field(made, 'arguments') ?? made)[0];
}
