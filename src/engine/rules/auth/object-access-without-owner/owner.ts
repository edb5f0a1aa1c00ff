import { modelFacts } from '../../../facts/orm/model';
import { tableFacts, type TableFacts } from '../../../facts/sql/schema';
import type { ScriptSource } from '../../../source';

/** A column that says whose a row is. */
export interface Owner {
  /** As code writes it: `userId`, `user_id`. */
  readonly column: string;
  /** It holds a user, not a company or team of users. */
  readonly isUser: boolean;
}

/** Letters alone, in lower case: `user_id` and `userId` are one. */
const plain = (name: string) => name.replaceAll('_', '').toLowerCase();

const users: ReadonlySet<string> = new Set(['userid', 'ownerid', 'owner', 'user', 'customerid', 'owneruserid', 'owneduserid', 'ownedby', 'belongsto', 'patientid', 'accountuserid']);

const groups: ReadonlySet<string> = new Set(['tenantid', 'organizationid', 'organisationid', 'orgid', 'workspaceid', 'teamid', 'companyid', 'accountid', 'tenant', 'organization', 'organisation', 'workspace']);

/** Who wrote a row may change it, though anybody may read it. */
const writers: ReadonlySet<string> = new Set(['authorid', 'author', 'createdby', 'createdbyid', 'creatorid', 'postedby', 'uploadedby', 'sellerid', 'hostid']);

/** Names of rows that anybody may read, and of the users themselves. */
const publicRows = /^(?:post|article|blog|comment|review|rating|like|follow|product|item|listing|recipe|tweet|question|answer|photo|image|video|movie|book|song|story|profile|user|member|account|event|course|lesson|job|shop|store|restaurant|property|hotel|room|place|campground|categor|tag|topic|thread|forum|channel|page|project|repo|poll|quiz|game|auction|offer|ad|car|pet|animal|portfolio|menu|venue|tour|trip|gig|service|vendor|seller|theme|template|snippet|link|url|file|media|asset|deck|playlist|album|campaign|space|board|model|dataset|plugin)(?:s|es|ies)?$/i;

/**
 * The column that says whose a model's rows are, as the workspace's SQL or ORM schema declares it.
 * @param writes the row is changed: then whoever wrote it counts as its owner too
 */
export function ownerOf(library: string, model: string, writes: boolean, source: ScriptSource): Owner | undefined {
  const facts = factsOf(library, model, source);
  const owner = facts === undefined ? undefined : ownerAmong(facts.columns, writes);
  return owner === undefined ? undefined : { ...owner, column: facts?.names?.[owner.column] ?? owner.column };
}

/** Whichever of some columns says whose a row is. */
export function ownerAmong(columns: readonly string[], writes: boolean): Owner | undefined {
  const find = (names: ReadonlySet<string>) => columns.find((column) => names.has(plain(column)));
  const user = find(users) ?? (writes ? find(writers) : undefined);
  const column = user ?? find(groups);
  return column === undefined ? undefined : { column, isUser: column === user };
}

/** True for rows that anybody may be meant to read. */
export function isPublic(model: string): boolean {
  const name = model.replace(/(?<=.)(?:Model|Entity|Schema|Document)$/, '');
  return publicRows.test(name.split(/[_.]|(?<=[a-z])(?=[A-Z])/).at(-1) ?? name);
}

/** True for a column that says whose a row is, or who made it. */
export const isOwnerColumn = (column: string): boolean => [users, groups, writers].some((names) => names.has(plain(column.split('.').at(-1) ?? column)));

/** True when the column alone tells one row from all others. */
export function isIdOf(library: string, model: string, column: string, source: ScriptSource): boolean {
  if (/^_?id$/i.test(column)) return true;
  return factsOf(library, model, source)?.unique.some((key) => key.length === 1 && key[0] === column.toLowerCase()) === true && /id$|^uuid$/i.test(column);
}

function factsOf(library: string, model: string, source: ScriptSource): TableFacts | undefined {
  const { schema } = source.project;
  return library === 'sql' || library === 'knex' ? tableFacts(schema, model) : modelFacts(schema, library, model);
}
