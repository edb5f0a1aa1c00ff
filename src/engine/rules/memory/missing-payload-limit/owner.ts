import type { ScriptSource } from '../../../source';

/** What lets nobody on without the token or the password of the program. */
const guards = ['expressjwt', 'expressJwt', 'expressJWT', 'basicAuth', 'isValidToken', 'verifyToken', 'requireAuth', 'authMiddleware'];

/** Before all routes, or before the upload in the list of its route. */
const guardsUploads = new RegExp(String.raw`\.use\(\s*(?:${guards.filter((name) => name !== 'isValidToken').join('|')})\b|\b(?:${guards.join('|')})\s*,\s*(?:[\w.]+\s*,\s*)*\w*[uU]pload`);

/** Where those who use a program would be kept, or what belongs to them named. */
const owners = ['User', 'Users', 'user', 'users', 'Account', 'accounts', 'userId', 'user_id', 'ownerId', 'accountId', 'tenantId', 'organizationId', 'apiKeyId'];

const people = /\b(?:define|model|\w*[tT]able|Entity|Schema|collection|from|FROM|into|INTO|update|UPDATE|join|JOIN)\b[\s(<"'`]{1,8}(?:users?|accounts?|members?)\b|\b(?:class|interface|type|model)\s+(?:User|Account|Member)(?:s|Model|Entity|Schema|Attributes|Document)?\b|\b(?:User|Account)(?:Schema|Model|Repository|Entity)\b|\b(?:req|request|ctx|context)\.(?:user|account|userId|tenantId)\b|\b(?:ownerId|accountId|tenantId|organizationId|apiKeyId)\b|\buser(?:Id|_id)\s*[:,?)]/;

const entry = /^(?:app|main|server)\.[cm]?[jt]s$/;

/**
 * True for a program of one owner: a guard stands before all of its routes, or those that upload, and nothing keeps more than one person who
 * could pass it. Whoever sends to it may do anything there anyway.
 */
export function hasOneOwner({ file, project }: ScriptSource): boolean {
  const root = project.packageFor(file)?.dir;
  if (root === undefined) return false;
  // A page in the browser names people too: of a server in a folder of its own only that counts.
  const top = `${root}/${file.slice(root.length + 1).split('/')[0] ?? ''}`;
  const dir = project.names(top).some((name) => entry.test(name)) ? top : root;
  const holds = (names: readonly string[], pattern: RegExp) => names.some((name) => (project.filesWith(name, dir) ?? []).some((each) => pattern.test(project.read(each) ?? '')));
  return holds(guards, guardsUploads) && !holds(owners, people);
}

/** True where the project asks a request for its Content-Length, and refuses by it: a limit that goes by what else is known. */
export function refusesByLength({ file, project }: ScriptSource): boolean {
  const root = project.packageFor(file)?.dir;
  const files = root === undefined ? [] : ['411', '413'].flatMap((status) => project.filesWith(status, root) ?? []);
  return files.some((each) => asksForLength.test(project.read(each) ?? ''));
}

const asksForLength = /\b(?:get|header)\(\s*['"]content-length['"]|\bheaders(?:\[['"]content-length['"]\]|\.get\(\s*['"]content-length['"])/i;

/** True where the server asks its clients for a certificate: no stranger gets as far as an upload. */
export function knowsItsClients({ file, project }: ScriptSource): boolean {
  const root = project.packageFor(file)?.dir;
  const files = root === undefined ? undefined : project.filesWith('requestCert', root);
  return files?.some((each) => /\brequestCert\s*:\s*true\b/.test(project.read(each) ?? '')) === true;
}
