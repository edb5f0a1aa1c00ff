import { holderOf } from '../../../facts/javascript/flow';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** Names of data, documents and recordings, none of which a usual limit is chosen for. */
const large = /(?:csv|tsv|xlsx?|spreadsheet|parquet|dataset|archive|tarball|zip(?!_?code)|video|audio|movie|recording|attachment|backup|restore|database|firmware|\b(?:bulk)?imports?\b(?!\s*[({]|\s+\w+\s+from)|\.(?:tgz|tar|gz|apk|dmp)\b)/i;

/**
 * Whether an upload is one that a usual limit would refuse in daily work: its code names such data, or every field of
 * every kind is taken (`upload.any()`).
 */
export function isLargeByNature(call: Node, source: ScriptSource): boolean {
  return statementsOf(call, source).some((statement) => large.test(statement.text) || /\)?\.any\(/.test(statement.text));
}

/** The statements in which a reader of uploads is made and used. */
export const statementsOf = (call: Node, source: ScriptSource): Node[] => [call, ...(holderOf(call, source)?.uses ?? [])].map((node) => statementOf(node));

/** The statement around a node; of a file's last lines the file. */
export function statementOf(node: Node): Node {
  let at = node;
  while (at.parent !== null && !/_statement$|_declaration$|^(?:program|statement_block|class_body)$/.test(at.type)) at = at.parent;
  return at;
}
