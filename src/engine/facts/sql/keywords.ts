import type { SqlToken } from '../../syntax/sql';

/** Writes keywords as the statement does: in lower case when its first word is. */
export function keywordOf(tokens: readonly SqlToken[]): (keywords: string) => string {
  const first = tokens[0]?.text ?? '';
  return first !== '' && first === first.toLowerCase() ? (keywords) => keywords.toLowerCase() : (keywords) => keywords;
}
