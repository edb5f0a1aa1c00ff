import assert from 'node:assert/strict';
import type { Finding, FixSafety } from '../../src/engine/finding';
import { commitMessage } from '../../src/team/commitMessage';
import { firstFixes } from '../../src/team/firstFix';

function finding(file: string, line: number, safety: FixSafety, edits: readonly { readonly file?: string; readonly newText?: string; readonly create?: true }[] = [{}]): Finding {
  const range = { start: { line, character: 0 }, end: { line, character: 4 } };
  return {
    rule: 'sync',
    file,
    range,
    severity: 'warning',
    message: '',
    lesson: 'a#b',
    fixes: [{ title: `${file}:${line}`, safety, edits: edits.map((edit) => ({ file, range, newText: 'text', ...edit })) }],
  };
}

describe('the first fix', () => {
  const titles = (findings: readonly Finding[]) => firstFixes(findings).map(({ fix }) => fix.title);

  it('is safe, and stays in a file that is there', () => {
    const others = [finding('b.ts', 1, 'review'), finding('c.ts', 1, 'guided'), finding('d.ts', 1, 'safe', []), finding('e.ts', 1, 'safe', [{}, { file: 'new.ts', create: true }])];
    assert.deepEqual(titles([...others, finding('a.ts', 1, 'safe')]), ['a.ts:1']);
  });

  it('is the smallest, then the first by file and line', () => {
    assert.deepEqual(titles([finding('a.ts', 9, 'safe', [{ newText: 'one\ntwo' }]), finding('b.ts', 3, 'safe'), finding('b.ts', 1, 'safe'), finding('a.ts', 5, 'safe')]), ['a.ts:5', 'b.ts:1', 'b.ts:3', 'a.ts:9']);
  });
});

describe('its commit message', () => {
  it('says what, why, by which rule and lesson, in lines of 72', () => {
    const reason = 'pbkdf2Sync computes on the event loop: until it returns, no other request is served.';
    const message = commitMessage({ title: 'Await pbkdf2', reason, rule: 'sync', lesson: 'The blocked loop' });
    assert.equal(
      message,
      'Await pbkdf2\n\npbkdf2Sync computes on the event loop: until it returns, no other\nrequest is served.\n\nRule: sync\nLesson: The blocked loop\n',
    );
    assert.ok(message.split('\n').every((line) => line.length <= 72));
  });

  it('names no lesson where there is none', () => {
    assert.equal(commitMessage({ title: 'T', reason: 'R', rule: 'team/x' }), 'T\n\nR\n\nRule: team/x\n');
  });
});
