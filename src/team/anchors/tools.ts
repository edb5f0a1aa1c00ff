import { parseText, type Grammars } from '../../engine/syntax/grammars';
import type { AstGrep } from '../../engine/team/astGrep';
import { spansOfPattern } from '../../engine/team/matching';
import type { AnchorTools } from './resolve';

/** Longest a text may be parsed or searched, in milliseconds. */
const budget = 1000;

/** Our own grammars for symbols, and ast-grep, which is loaded for the first pattern. */
export function anchorTools(grammars: Grammars, astGrep: AstGrep): AnchorTools {
  return {
    async withTree(text, language, use) {
      const tree = parseText(await grammars.parser(language), text, budget);
      if (tree === undefined) return undefined;
      try {
        return use(tree);
      } finally {
        tree.delete();
      }
    },
    async matches(text, language, pattern) {
      try {
        return await astGrep.search(language, text, budget, (root, hold) => spansOfPattern(pattern, root, hold));
      } finally {
        astGrep.close();
      }
    },
  };
}
