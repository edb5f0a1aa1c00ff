import type { Tree } from '../syntax/nodes';
import type { SqlParser } from '../syntax/sql';
import type { CommentFacts } from './suppression';

/** What holds statements one after the other, in JavaScript, TypeScript and Go. */
const lists: ReadonlySet<string> = new Set([
  'program',
  'statement_block',
  'class_body',
  'switch_case',
  'switch_default',
  'source_file',
  'block',
  'statement_list',
  'expression_case',
  'type_case',
  'communication_case',
  'default_case',
]);

/** Comments and statements of a tree. */
export function treeComments({ rootNode }: Tree): CommentFacts {
  return {
    commentAt(offset) {
      const node = rootNode.descendantForIndex(offset, offset + 1);
      return node?.type === 'comment' ? { start: node.startIndex, end: node.endIndex } : undefined;
    },
    statementStart(offset) {
      let node = rootNode.descendantForIndex(offset, offset + 1);
      while (node?.parent != null && !lists.has(node.parent.type)) node = node.parent;
      return node?.startIndex ?? offset;
    },
  };
}

/** Comments of SQL. A comment may stand above any of its lines, so a finding's own line is enough. */
export function sqlComments(text: string, sql: SqlParser): CommentFacts {
  const comments = sql.comments(text);
  return {
    commentAt: (offset) => comments.find(({ start, end }) => offset >= start && offset < end),
    statementStart: (offset) => offset,
  };
}
