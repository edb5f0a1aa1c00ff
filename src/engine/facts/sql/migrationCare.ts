import type { SqlSource } from '../../source';
import type { SqlNode } from '../../syntax/sql';
import { wayBackAt } from './collect';
import { createdTable } from './migrationFile';
import { migrationsBefore } from './migrationHistory';
import { tableName } from './statements';

/** How many migrations that had the choice are looked at: what a team did years ago says little. */
const mostJudged = 8;

/** Files read for them at most. */
const mostRead = 60;

/** Careful migrations among those judged: fewer may be one person's. */
const leastCareful = 2;

/**
 * True where the migrations before this one spare the writers: of the last few that built an index or added a checked
 * constraint on an existing table, at least a third did it by CONCURRENTLY, NOT VALID or with a lock_timeout.
 */
export function sparesWriters({ file, project, sql }: Pick<SqlSource, 'file' | 'project' | 'sql'>): boolean {
  const choices: boolean[] = [];
  for (const before of migrationsBefore(file, project).slice(0, mostRead)) {
    const text = project.read(before);
    if (text === undefined || !/\b(?:index|constraint|check|references|lock_timeout)\b/i.test(text)) continue;
    const nodes = sql.parse(text.slice(0, wayBackAt(text))).statements.map(({ node }) => node);
    const choice = choiceIn(nodes);
    if (choice !== undefined) choices.push(choice);
    if (choices.length === mostJudged) break;
  }
  const careful = choices.filter(Boolean).length;
  return careful >= leastCareful && careful * 3 >= choices.length;
}

/** Whether a migration spares the writers; undefined where it had nothing to decide. */
function choiceIn(nodes: readonly SqlNode[]): boolean | undefined {
  const created = new Set(nodes.flatMap((node) => createdTable(node) ?? []));
  const choices = nodes.flatMap((node) => choicesOf(node, created));
  return choices.length === 0 ? undefined : choices.includes(true);
}

function choicesOf(node: SqlNode, created: ReadonlySet<string>): boolean[] {
  if ('VariableSetStmt' in node) return node.VariableSetStmt.name === 'lock_timeout' ? [true] : [];
  if ('DropStmt' in node) return node.DropStmt.removeType === 'OBJECT_INDEX' && node.DropStmt.concurrent === true ? [true] : [];
  if ('IndexStmt' in node) return isNew(node.IndexStmt.relation, created) ? [] : [node.IndexStmt.concurrent === true];
  if (!('AlterTableStmt' in node) || isNew(node.AlterTableStmt.relation, created)) return [];
  return (node.AlterTableStmt.cmds ?? []).flatMap((each): boolean[] => {
    if (!('AlterTableCmd' in each)) return [];
    const { subtype, def } = each.AlterTableCmd;
    if (subtype === 'AT_ValidateConstraint') return [true];
    const constraint = subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def ? def.Constraint : undefined;
    if (constraint?.indexname !== undefined) return [true];
    return constraint?.contype === 'CONSTR_FOREIGN' || constraint?.contype === 'CONSTR_CHECK' ? [constraint.skip_validation === true] : [];
  });
}

function isNew(relation: Parameters<typeof tableName>[0] | undefined, created: ReadonlySet<string>): boolean {
  const name = relation === undefined ? undefined : tableName(relation)?.name;
  return name === undefined || created.has(name.toLowerCase());
}
