import axe, { type AxeResults } from 'axe-core';
import type { Locator } from 'playwright-core';

/** What axe finds wrong in the document of `root`, one readable line each. */
export async function axeViolations(root: Locator): Promise<string[]> {
  // A content security policy refuses a script element; an evaluated function is not one.
  await root.evaluate(axe.source);
  const results = await root.evaluate<AxeResults, HTMLElement>('axe.run()');
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help} (${node.html})`),
  );
}
