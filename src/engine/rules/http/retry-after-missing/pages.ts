import type { ScriptSource } from '../../../source';
import { ancestorOf, type Node } from '../../../syntax/nodes';
import type { Answer } from './answers';

const statements: ReadonlySet<string> = new Set(['return_statement', 'expression_statement']);

/** What a browser shows: a rendered page, a redirect, HTML. */
const page = /\.(?:render|redirect|view|html)\s*(?:<[^>]*>)?\(|\.(?:type|contentType)\(\s*['"`](?:text\/)?html\b|['"`]text\/html\b|(?:\(|\bbody\s*=)\s*['"`]\s*<[!\w]/;

/** Text, which Express sends as HTML, and neither JSON nor what a function makes. */
const text = /\.(?:send|end)\(\s*(?:['"`]|[\w$]+(?:\.[\w$]+)*\s*\))/;

/** The handler reads what only a browser keeps, or a form. */
const browsers = /\.(?:signedCookies|cookies|csrfToken)\b|\bform[A-Z]\w*/;

const pages = /\b(?:res|response|reply)\.(?:render|redirect)\(/;

/** A 429 that is shown to somebody: a page, or plain text where a browser asks for pages. */
export function isForReaders({ fn, node, status }: Answer, source: ScriptSource): boolean {
  if (status !== 429) return false;
  const statement = ancestorOf(node, statements);
  const said = statement === undefined ? node.text : saidFrom(statement);
  if (page.test(said)) return true;
  return text.test(said) && (browsers.test(fn.text) || (source.memo.occurs(pages, source.text) && !source.text.includes('.json(')));
}

/** The statement, and those after it until the function is left. */
function saidFrom(statement: Node): string {
  const said: string[] = [statement.text];
  if (statement.parent?.type !== 'statement_block') return statement.text;
  for (let at: Node | null = statement; at !== null && at.type !== 'return_statement'; at = at.nextNamedSibling) said.push(at.nextNamedSibling?.text ?? '');
  return said.join('\n');
}
