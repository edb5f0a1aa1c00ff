import assert from 'node:assert/strict';
import { rules } from '../../../src/engine/rules/registry';
import { languageOf } from '../../../src/engine/syntax/languages';
import { Node } from '../../../src/engine/syntax/node';
import { readCases } from '../support/fixtures';
import { analyzerFor } from '../support/ruleTests';

/** The ways from a node to what it does not hold. */
const waysOut = ['parent', 'nextSibling', 'nextNamedSibling', 'previousSibling', 'previousNamedSibling'] as const;

/** While `work` runs, tells of each function given to `once` that looks at a node which the one it was given does not hold. */
async function strayed(work: () => Promise<void>): Promise<{ readonly asked: number; readonly stray: ReadonlySet<string> }> {
  const { prototype } = Node;
  const kept = Object.getOwnPropertyDescriptors(prototype);
  const computing: { readonly node: Node; readonly name: string }[] = [];
  const stray = new Set<string>();
  let asked = 0;
  Object.defineProperty(prototype, 'once', {
    ...kept.once,
    value<T>(this: Node, compute: (node: Node) => T): T {
      asked++;
      computing.push({ node: this, name: compute.name });
      try {
        return compute(this);
      } finally {
        computing.pop();
      }
    },
  });
  for (const way of waysOut) {
    Object.defineProperty(prototype, way, {
      ...kept[way],
      get(this: Node): Node | null {
        const found = kept[way].get?.call(this) as Node | null;
        const inner = computing.at(-1);
        if (inner !== undefined && found !== null && (found.startIndex < inner.node.startIndex || found.endIndex > inner.node.endIndex)) stray.add(`${inner.name}: ${way} of ${this.type}`);
        return found;
      },
    });
  }
  try {
    await work();
  } finally {
    Object.defineProperties(prototype, kept);
  }
  return { asked, stray };
}

describe('what is computed once for a node', () => {
  it('is made of what the node holds alone, in every fixture of every rule', async () => {
    const { asked, stray } = await strayed(async () => {
      for (const rule of rules) {
        for (const { main, files } of [...readCases(rule.id, 'hits'), ...readCases(rule.id, 'misses')]) {
          const language = languageOf(main);
          if (language === undefined || language === 'sql') continue;
          const analyzer = await analyzerFor(rule, files);
          await analyzer.analyze({ file: `/project/${main}`, text: files.get(main) ?? '', language });
        }
      }
    });
    assert.ok(asked > 1000, `${asked} times`);
    assert.deepEqual([...stray], []);
  }).timeout(120_000);

  it('is told of when it is not', async () => {
    const { stray } = await strayed(async () => {
      const analyzer = await analyzerFor(rules[0] ?? assert.fail(), new Map());
      const tree = (await analyzer.parse({ file: '/project/a.js', text: 'f(1); g(2);\n', language: 'javascript' })) ?? assert.fail();
      const besideIt = (node: Node) => node.nextNamedSibling?.text;
      assert.equal(tree.rootNode.namedChildren[0]?.once(besideIt), 'g(2);');
      tree.delete();
    });
    assert.ok([...stray].some((each) => /^besideIt\d*: nextNamedSibling of expression_statement$/.test(each)), [...stray].join());
  });
});
