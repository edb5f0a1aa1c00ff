import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { dataCallsIn } from '../../../facts/javascript/dataCalls';
import { conditionsIn } from '../../../facts/javascript/dataCalls/keyConditions';
import { heldValue } from '../../../facts/javascript/flow';
import { parametersOf } from '../../../facts/javascript/functions';
import { argumentsFor } from '../../../facts/javascript/requestData';
import { routeArguments } from '../../../facts/javascript/routeArguments';
import { functionTypes } from '../../../facts/javascript/scope';
import { sqlCallsIn } from '../../../facts/javascript/sqlCalls';
import { isBesideServer } from '../../../facts/javascript/startup';
import type { ScriptSource } from '../../../source';
import { closest, field, isInside, namedChildren, walk, type Node } from '../../../syntax/nodes';
import type { Access } from './access';
import { isOwnerColumn } from './owner';
import type { Place } from './place';
import { madeBy, siblingOf } from './siblings';

/** Who sends the request, as authentication leaves it on the request. */
const currentUser =
  /^(?:(?:req|request)\.(?:user|auth|session\.user|currentUser|jwt|account|userId|user_id|session\.userId|session\.user_id|session\.customerId|session\.accountId|userData)|ctx\.state\.(?:user|userId|auth)|res\.locals\.(?:user|userId|currentUser)|ctx\.user|c\.get\(['"](?:user|userId|jwtPayload)['"]\))/;

/** What a text holds wherever one of those stands in it. */
const ofUsers = /user|auth|account|jwt|session\b[!?]{0,2}\.customer/i;

/** False where nothing of a file can be the sender. */
export const mayHoldUser = ({ memo, text }: ScriptSource): boolean => memo.occurs(ofUsers, text);

/** The current user's own id. */
const currentUserId =
  /^(?:(?:req|request)\.(?:(?:user|auth|currentUser|session\.user|userData)\.(?:id|_id|userId|user_id|sub)|userId|user_id|session\.userId|session\.user_id|session\.customerId)|ctx\.state\.(?:user\.(?:id|_id|userId|sub)|userId)|res\.locals\.(?:user\.(?:id|_id|userId)|userId)|c\.get\(['"]userId['"]\))$/;

/** `(req as any).user!?.id` as `req.user.id`. */
const plainText = (node: Node): string => node.text.replace(/\((\w+)\s+as\s+[\w.]+\)/g, '$1').replace(/[!?](?=\.)/g, '');

/** Code that decides by more than who owns a row: by role, rule or membership. Names only ever make the rule quieter. */
const otherRight = /admin|role|permi(?:t|ssion)|polic|abilit|authori[sz]e(?!d)|owner(?:ship)?\b|access|privilege|scope|staff|superuser|moderator|manager|internal|backoffice|isOwn|belongs|allowed|forbid|restrict|canAccess|guard|membership|isMember|webhook|signature|share|public|invite|token\b|secret|seller|vendor|driver|doctor|teacher|instructor|employee|operator|agent\b|cron/i;

/** `canRead(user, doc)`, not `cancel`. */
const mayDo = /\bcan[A-Z]/;

/** `req.order = order`: a middleware that loads the row for the handlers behind it, which may look at its owner. */
const handsOn = /\b(?:req|request|ctx\.state|res\.locals)\.\w+\s*=(?!=)/;

/** A handler that its own comment offers to everybody. */
const openToAll = /@access\s+public\b/i;

/** Words of authentication that `otherRight` would mistake. */
const neutral = /access[_-]?token|accessToken|token_?type|Access-Control[\w-]*|req\.headers\.authorization|authorization header|@access\s+\w+|@route.*|tokenAccess/gi;

/** What a handler knows of whoever sent the request. */
export interface Caller {
  /** An expression that is the user's own id, as the handler writes it; undefined where it has none. */
  readonly id: string | undefined;
}

/**
 * The sender of the request, where the handler knows one and only that decides.
 * @returns undefined where nobody is logged in, or where a role, a policy or a check of the row may decide
 */
export function callerOf(access: Access, found: Place, source: ScriptSource): Caller | undefined {
  if (isBesideServer(source) || found.handler.evidence === 'decorated') return undefined;
  const { fn, through } = found;
  const route = routeArguments(fn, source);
  const comment = leadingComment(fn);
  const told = `${fn.text} ${through?.text ?? ''} ${route.map((node) => node.text).join(' ')} ${comment}`.replace(neutral, '');
  if (openToAll.test(comment) || otherRight.test(told) || mayDo.test(told) || otherRight.test(source.project.relative(source.file)) || isForStaff(source)) return undefined;
  if (through !== undefined && (checksOwner(through, access) || asksMore(through, access, source))) return undefined;
  if (handsOn.test(fn.text) || checksOwner(fn, access) || asksMore(fn, access, source) || usesRouterGuards(source)) return undefined;
  const mentioned = usersIn(fn);
  const sibling = siblingOf(access, source) ?? madeBy(access, source);
  const isGuarded = /\.use\(\s*(?:auth\w*|require\w*Auth\w*|protect|authenticate\w*|verifyToken|isAuthenticated|ensureAuth\w*|isLoggedIn)\b/.test(source.text) || route.some((node) => /^(?:require|ensure|check|is|verify|authenticate|protect|must)?(?:Auth(?:enticate|enticated|entication)?|LoggedIn|Login|Jwt|JWT|Token|User|Signin|SignedIn)?(?:Middleware|Required|Guard)?$/i.test(node.text) && /auth|login|loggedin|jwt|protect|verify|signedin/i.test(node.text));
  if (mentioned.length === 0 && !isGuarded && sibling === undefined) return undefined;
  const parameter = found.handler.parameters[0] ?? '';
  const borrowed = sibling !== undefined && sibling.id.startsWith(`${parameter}.`) ? sibling.id : undefined;
  return { id: idIn(access.call, mentioned, source) ?? borrowed };
}

/** A program that only colleagues use: there rows are everybody's. */
const isForStaff = (source: ScriptSource): boolean => /staff|admin|back-?office|internal/i.test(source.project.packageFor(source.file)?.dir.split('/').at(-1) ?? '');

/** The comment above a handler, all its lines, where many say who may call it. */
function leadingComment(fn: Node): string {
  for (let at: Node | null = fn; at !== null; at = at.parent) {
    const lines: string[] = [];
    for (let before = at.previousNamedSibling; before?.type === 'comment'; before = before.previousNamedSibling) lines.unshift(before.text);
    if (lines.length > 0) return lines.join('\n');
    if (at.parent?.type === 'program') break;
  }
  return '';
}

/** `router.use(isAdmin)`, `router.param('id', loadOwn)`: what runs before each handler of the file. */
function usesRouterGuards(source: ScriptSource): boolean {
  return /\b(?:app|\w*[rR]outer)\.param\(/.test(source.text) || /\.use\([^)]*(?:admin|role|permission|policy|acl|casl|tenant|scope)/i.test(source.text);
}

/** The row's owner is looked at anywhere in the handler, or the row and the user are given to a function together. */
function checksOwner(fn: Node, { call }: Access): boolean {
  let found = false;
  walk(fn, (node) => {
    if (found || node.id === call.id) return false;
    if (node.type === 'member_expression' && isOwnerColumn(field(node, 'property')?.text ?? '') && !/^(?:req|request|ctx|c|res|this)\b/.test(plainText(node))) found = true;
    if (node.type === 'shorthand_property_identifier_pattern' && isOwnerColumn(node.text) && /=\s*(?:await|\w+)/.test(node.parent?.parent?.text ?? '') && !/=\s*(?:req|request|ctx)\b/.test(node.parent?.parent?.text ?? '')) found = true;
    if (node.type === 'call_expression' && !isInside(call, node)) {
      const given = argumentsOf(node).map(({ text }) => text);
      const takesUser = given.some((text) => /^(?:req|request|ctx)$|\.user\b|userId/i.test(text));
      const method = calleeOf(node)?.text ?? '';
      if (takesUser && given.length > 1 && !/(?:^|\.)(?:log|info|debug|warn|error|emit|track|json|send|render|create|insert\w*|push|set|query|execute|run)$/.test(method)) found = true;
    }
    return !found;
  });
  return found;
}

/** Another query of the handler selects by the user: it may be the check. */
function asksMore(fn: Node, { call }: Access, source: ScriptSource): boolean {
  const others = dataCallsIn(fn, source).filter((data) => data.call.id !== call.id);
  if (others.some((data) => (conditionsIn(data, source) ?? []).some(({ column, value }) => isOwnerColumn(column) || isUser(value, source)))) return true;
  const ownSql = sqlCallsIn(fn, source).filter((query) => query.call.id !== call.id);
  return ownSql.some(({ sql, parameters }) => /\bwhere\b/i.test(sql.text) && (parameters ?? []).some((parameter) => isUser(parameter, source)));
}

/** True for a value that is the current user, or part of it. */
export function isUser(value: Node, source: ScriptSource): boolean {
  if (currentUser.test(plainText(value)) || currentUser.test(plainText(heldValue(value, source)))) return true;
  const declaration = value.type === 'identifier' || value.type === 'shorthand_property_identifier' ? source.scopes.resolve(value) : undefined;
  const initial = declaration === undefined ? undefined : field(declaration.site, 'value');
  if (initial !== undefined && currentUser.test(plainText(initial))) return true;
  // `ordersOf(req.user.id)`: the function's own parameter is the user.
  const fn = declaration?.kind === 'parameter' ? closest(declaration.scope, functionTypes) : undefined;
  const index = fn === undefined ? -1 : parametersOf(fn).findIndex((entry) => entry.id === declaration?.id.id);
  return fn !== undefined && index >= 0 && argumentsFor(fn, index, source).some((given) => currentUser.test(plainText(given)));
}

function usersIn(fn: Node): Node[] {
  const found: Node[] = [];
  walk(fn, (node) => {
    if ((node.type === 'member_expression' || node.type === 'call_expression') && currentUser.test(plainText(node))) {
      found.push(node);
      return false;
    }
    return true;
  });
  return found;
}

/** The user's id: a constant that holds it where the query stands, else as the handler reads it. */
function idIn(query: Node, mentioned: readonly Node[], source: ScriptSource): string | undefined {
  for (const node of mentioned) {
    const declarator = node.parent?.type === 'variable_declarator' ? node.parent : undefined;
    const name = declarator === undefined ? undefined : field(declarator, 'name');
    if (currentUserId.test(plainText(node))) return name?.type === 'identifier' && isSeenFrom(name, query, source) ? name.text : node.text;
    // `const { id: userId } = req.user;`
    const held = name?.type === 'object_pattern' ? namedChildren(name).find((part) => currentUserId.test(`${plainText(node)}.${(field(part, 'key') ?? part).text}`)) : undefined;
    if (held !== undefined) {
      const local = field(held, 'value') ?? held;
      return isSeenFrom(local, query, source) ? local.text : `${node.text}.${(field(held, 'key') ?? held).text}`;
    }
  }
  return undefined;
}

/** True for a constant that has its value before the query, in a scope around it. */
function isSeenFrom(name: Node, query: Node, source: ScriptSource): boolean {
  const declaration = source.scopes.lookup(name.text, query);
  return declaration?.kind === 'const' && declaration.id.startIndex === name.startIndex && name.endIndex < query.startIndex;
}
