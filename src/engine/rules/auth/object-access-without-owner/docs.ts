import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: [
    'A handler of Express, Fastify, Koa or Hono that reads, changes or deletes a row, itself or in a function that it alone calls, by an id from the request, and by nothing else, though the table or model has a column that says whose the row is (`user_id`, `ownerId`, `tenant_id` …).',
    '',
    'All of it is asked for: the id comes from the request; SQL of the workspace, or a Prisma, Drizzle, TypeORM, Mongoose or Sequelize model, declares the column, or another query of the file selects rows of the same table by the user or writes the user into them; the handler or its route knows who asks (`req.user`, `ctx.state.user`, an authentication middleware), or such a query does; and nothing in the handler looks at the owner afterwards, asks for a role or a policy, or selects by the user elsewhere.',
  ].join('\n'),
  why: 'Whoever is logged in reads another user’s row by counting the id up: authentication says who asks, not what they may see. On PostgreSQL a user was given, and could delete, all 10 invoices of another; with the owner in the WHERE none, each answered with 404.',
  fix: '*review*: adds the owner to the condition (`AND user_id = $2`, `userId: req.user.id`) where the handler itself says what the sender’s id is and already answers a row that is not there. A row of somebody else is then answered as one that does not exist, which also tells nobody which ids there are. No edit for a tenant’s column, and where the handler does not look whether a row was found.',
  notWhen:
    'Rows that anybody may read (posts, products, profiles; a handler whose comment says `@access Public`) are left alone unless they are changed, or the file selects one by its owner too; projects, files and the like count where it lists only the sender’s own. So is a row that the handler only asks to be there, and an update that counts a view, a play or a like. So are handlers with a role, a permission, a policy or a second query by the user in them or on their route, Nest controllers, whose guards are often global, and row-level security, which the rule cannot see: suppress it there with the reason.',
  sources: [
    { title: 'OWASP API Security 2023: broken object level authorization', url: 'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/' },
    { title: 'OWASP: Insecure Direct Object Reference prevention', url: 'https://cheatsheetseries.owasp.org/cheatsheets/Insecure_Direct_Object_Reference_Prevention_Cheat_Sheet.html' },
    { title: 'CWE-639: authorization bypass through user-controlled key', url: 'https://cwe.mitre.org/data/definitions/639.html' },
  ],
};
