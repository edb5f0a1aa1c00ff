import assert from 'node:assert/strict';
import { createMarkdownRenderer, isOpenable } from '../../../src/views/panel/markdown';

const markdown = createMarkdownRenderer();

describe("a lesson's Markdown", () => {
  const attacks = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    'text <b onclick="alert(1)">bold</b>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:x)',
    '[a](command:workbench.action.terminal.new)',
    '[a](file:///etc/passwd)',
    '[a](http://plain.example)',
    '[a](//host.example)',
    '[a](#top)',
    '<javascript:alert(1)>',
    '<http://plain.example>',
    '![a](https://tracker.example/p.png)',
    '```"><script>alert(1)</script>\ncode\n```',
    '```js\n</code></pre><script>alert(1)</script>\n```',
    '[a]: javascript:alert(1)\n\n[a]',
    '[a](https://x.example "\\" onmouseover=alert(1)")',
  ];
  for (const attack of attacks) {
    it(`is inert: ${JSON.stringify(attack)}`, () => {
      for (const html of [markdown.block(attack), markdown.label(attack)]) {
        assert.deepEqual(foreign(html), []);
      }
    });
  }

  it('links to https pages only, marked for the host', () => {
    assert.equal(
      markdown.block('[pool](https://node-postgres.com/apis/pool)').trim(),
      '<p><a href="https://node-postgres.com/apis/pool" rel="noopener noreferrer" data-external="">pool</a></p>',
    );
    assert.equal(markdown.block('https://bare.example').trim(), '<p>https://bare.example</p>');
  });

  it('puts no link into an option', () => {
    assert.doesNotMatch(markdown.label('see [pool](https://node-postgres.com) or <https://a.example>'), /<a/);
  });

  it('highlights the languages of the lessons and escapes the others', () => {
    for (const [language, code, token] of [
      ['ts', 'const wait: number = 1;', 'hljs-keyword'],
      ['js', 'await pool.connect()', 'hljs-keyword'],
      ['go', 'defer cancel()', 'hljs-keyword'],
      ['sql', 'SELECT 1 FROM charge', 'hljs-keyword'],
      ['sh', 'echo "x"', 'hljs-string'],
      ['json', '{"max": 50}', 'hljs-number'],
    ] as const) {
      assert.match(markdown.block(`\`\`\`${language}\n${code}\n\`\`\``), new RegExp(token), language);
    }
    assert.match(markdown.block('```cobol\nMOVE <A>\n```'), /MOVE &lt;A&gt;/);
  });
});

describe('the address of a source', () => {
  it('opens when it is https and nothing else', () => {
    assert.equal(isOpenable('https://node-postgres.com/apis/pool'), true);
    for (const url of ['http://a.example', 'javascript:alert(1)', 'command:x', 'file:///etc/passwd', 'vscode://x', 'a.example', '', 'https://']) {
      assert.equal(isOpenable(url), false, url);
    }
  });
});

/** Tags and attributes a lesson's text must never bring into the page. */
function foreign(html: string): string[] {
  const allowed = new Map([
    ['a', ['href', 'rel', 'data-external', 'title']],
    ['code', ['class']],
    ['span', ['class']],
    ['p', []],
    ['pre', []],
  ]);
  return [...html.matchAll(/<([a-z][^\s/>]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/gi)].flatMap(([tag, name = '', attributes = '']) => {
    const names = allowed.get(name.toLowerCase());
    if (names === undefined) return [tag];
    const unknown = [...attributes.matchAll(/\s+([^\s=]+)(?:="([^"]*)")?/g)].some(
      ([, attribute = '', value = '']) => !(names).includes(attribute) || (attribute === 'href' && !value.startsWith('https://')),
    );
    return unknown ? [tag] : [];
  });
}
