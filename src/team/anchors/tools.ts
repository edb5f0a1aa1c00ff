import { parseText, type Grammars } from '../../engine/syntax/grammars';
import type { AnchorTools } from './resolve';

/** Milliseconds. */
const parseBudget = 1000;

/** @param matches ast-grep on the same thread */
export function anchorTools(grammars: Grammars, matches: AnchorTools['matches']): AnchorTools {
  return {
    async withTree(text, language, use) {
      const tree = parseText(await grammars.parser(language), text, parseBudget);
      if (tree === undefined) return undefined;
      try {
        return use(tree);
      } finally {
        tree.delete();
      }
    },
    matches,
  };
}
