import assert from 'node:assert/strict';
import { loadCatalogue } from '../../src/lessons/catalogue';
import { formatProblems } from '../../src/lessons/commands';
import { MemoryFiles } from './memoryFiles';
import { change, sampleDiagram, sampleFolder, sampleLesson, sampleSnippet, sampleTrack } from './sampleLesson';

const rules = new Set(['sync-in-request-path']);
const lesson = 'lessons/node/hashing/lesson.md';
const snippet = 'lessons/node/hashing/hash.js';
const diagram = 'lessons/node/hashing/loop.svg';
const track = 'lessons/node/track.yml';

async function problemsOf(changed: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const catalogue = await loadCatalogue(new MemoryFiles({ ...sampleFolder, ...changed }), { root: 'lessons', rules });
  assert.deepEqual(catalogue.tracks, [], 'a lesson with a problem is left out');
  return formatProblems(catalogue.problems);
}

describe('lesson problems', () => {
  it('finds nothing wrong with the sample', async () => {
    const catalogue = await loadCatalogue(new MemoryFiles(sampleFolder), { root: 'lessons', rules });
    assert.deepEqual(catalogue.problems, []);
    assert.deepEqual(catalogue.tracks.map(({ id }) => id), ['node']);
  });

  const inLesson: readonly (readonly [mistake: string, from: string, to: string, ...expected: string[]])[] = [
    ['no front matter', '---\nid', 'id', '1: has no front matter; begin the file with a line holding only ---'],
    ['front matter left open', '---\n\n##', '\n\n##', '1: the front matter is not closed; end it with a line holding only ---'],
    ['a YAML syntax error', 'title: Hashing in a handler', 'title: Hashing: in a handler', '3: YAML: a second colon, or more indentation than the line before; put quotes around a text that holds a colon'],
    ['a field twice', 'minutes: 5', 'minutes: 5\nminutes: 6', '8: YAML: Map keys must be unique'],
    ['a custom tag', 'crux: Keep', 'crux: !!js/function Keep', '4: YAML: the tag tag:yaml.org,2002:js/function is not allowed; write plain values'],
    ['an alias', 'crux: Keep hashing off the loop.\ngoal: Find the hash and move it.', 'crux: &a Keep\ngoal: *a', '5: YAML: the alias *a is not allowed; write the value out'],
    ['an unknown field', 'minutes: 5', 'minutes: 5\nduration: 5', '8: duration is not a known field; known are id, title, crux, goal, tier, minutes, prerequisites, next, sources, diagram, pieces'],
    ['a missing field', 'tier: middle\n', '', '2: tier is missing'],
    ['a misspelt field', 'tier: middle', 'teir: middle', '6: teir is not a known field; did you mean tier?'],
    ['a tier that does not exist', 'tier: middle', 'tier: expert', '6: tier must be one of zero, junior, middle, senior'],
    ['minutes as text', 'minutes: 5', 'minutes: five', '7: minutes must be a whole number from 1 to 240'],
    ['an empty title', 'title: Hashing in a handler', "title: ' '", '3: title is empty'],
    ['an id that is not kebab-case', 'id: hashing', 'id: Hashing_It', '2: id must be kebab-case, such as blocked-loop'],
    ['an id unlike its folder', 'id: hashing', 'id: hash', '2: the lesson is called hash but its folder hashing; give both one name'],
    ['a source without https', 'https://nodejs.org', 'http://nodejs.org', '10: url must be an https address'],
    ['no sources', 'sources:\n  - title: Node.js crypto\n    url: https://nodejs.org/api/crypto.html', 'sources: []', '8: sources needs at least one source'],
    ['a prerequisite of the wrong type', 'minutes: 5', 'minutes: 5\nprerequisites: [7]', '8: prerequisites, item 1, must be text'],
    ['an unknown prerequisite', 'minutes: 5', 'minutes: 5\nprerequisites:\n  - loops', '9: there is no lesson or track called loops; name one that is there'],
    ['an unknown next lesson', 'minutes: 5', 'minutes: 5\nnext: capstone', '8: there is no lesson or track called capstone; name one that is there'],
    ['a lesson that follows itself', 'minutes: 5', 'minutes: 5\nnext: hashing', '8: next names this lesson itself'],
    ['a rule that does not exist', 'rule: sync-in-request-path', 'rule: sync-everywhere', '14: there is no rule called sync-everywhere'],
    ['a snippet outside the folder', 'snippet: hash.js', 'snippet: ../../../etc/passwd', "15: snippet must be the name of a file in the lesson's own folder"],
    ['a snippet by absolute path', 'snippet: hash.js', 'snippet: /etc/passwd', "15: snippet must be the name of a file in the lesson's own folder"],
    ['a snippet behind a backslash', 'snippet: hash.js', 'snippet: ..\\hash.js', "15: snippet must be the name of a file in the lesson's own folder"],
    ['a snippet that is not there', 'snippet: hash.js', 'snippet: hush.js', "15: hush.js is not a file in the lesson's folder"],
    ['a snippet of no known language', 'snippet: hash.js', 'snippet: loop.svg', '15: loop.svg has no known ending; known are js, mjs, cjs, jsx, ts, mts, cts, tsx, go, sql'],
    ['hot text that is not in the snippet', 'pbkdf2Sync(password', 'scryptSync(password', '17: the hot text "scryptSync(password" is not in hash.js'],
    ['hot text in two places', 'pbkdf2Sync(password', 'pbkdf2Sync', '17: the hot text "pbkdf2Sync" is in hash.js 2 times, at lines 1, 7; make it longer'],
    ['no hot text', 'hot:\n      - pbkdf2Sync(password', 'hot: []', '16: hot needs at least one line of the snippet'],
    ['a piece twice', 'pieces:\n', 'pieces:\n  - { id: slow-hash, snippet: hash.js, hot: [res.send] }\n', '14: a second piece is called slow-hash; the first is at line 13'],
    ['a piece without a section', 'pieces:\n', 'pieces:\n  - { id: lost, snippet: hash.js, hot: [res.send] }\n', '13: the piece lost has no section; write ## Title {#lost} below'],
    ['a title in the body', '## The slow hash', '# Hashing\n\n## The slow hash', '20: the title comes from the front matter; begin with a ## heading'],
    ['text above the first heading', '## The slow hash', 'Welcome.\n\n## The slow hash', '20: text before the first ## heading belongs to no piece; move it below one'],
    ['a heading without an id', '## Recap {#recap}', '## Recap', '52: this heading has no id; end it with one in braces, such as {#blocked-loop}', '58: there is no recap; write a section ## Title {#recap}'],
    ['a heading with a bad id', '{#recap}', '{#Re cap}', '52: the id "Re cap" must be kebab-case, such as blocked-loop', '58: there is no recap; write a section ## Title {#recap}'],
    ['a section of no piece', '## Recap {#recap}', '## Extra {#extra}\n\n## Recap {#recap}', '52: no piece in the front matter is called extra'],
    ['a section twice', '## Recap {#recap}', '## Recap {#recap}\n\nOne.\n\n## Again {#recap}', '56: a second section is called recap; the first is at line 52'],
    ['an empty recap', '\nOne thread.\n', '', '52: the recap is empty'],
    ['no trade-off', '## Trade-off {#trade-off}\n\nAt start-up it is fine.\n', '', '54: there is no trade-off; write a section ## Title {#trade-off}'],
    ['no context', 'A login route.\n', '', '20: slow-hash has no context; say above its quiz what the reader sees'],
    ['no prompt', '::: quiz What happens to the other routes?', '::: quiz', '24: the quiz has no prompt; write it after ::: quiz'],
    ['a prompt of thirteen words', 'What happens to the other routes?', 'What happens to all of the other routes when ten people log in?', '24: the prompt has 13 words; 12 is the most'],
    ['Markdown in the prompt', 'the other routes?', 'the `other` routes?', '24: the prompt is shown as plain text; take the Markdown out'],
    ['no question', 'Ten people log in at once.\n', '', '24: the quiz has no question; write it below the prompt'],
    ['no right option', '- [x] They', '- [ ] They', '24: no option is marked right; mark one with [x]'],
    ['two right options', '- [ ] Nothing', '- [x] Nothing', '32: a second option is marked right; the first is at line 28'],
    ['one option', '- [ ] Nothing, the hash belongs to one route. {#nothing}\n\n  The loop is shared.\n', '', '24: the quiz has 1 option; give it 2 to 6'],
    ['no options', '- [ ] Nothing, the hash belongs to one route. {#nothing}\n\n  The loop is shared.\n\n- [x] They wait for every hash. {#they-wait}\n\n  One thread runs all handlers.\n', '', '24: the quiz has no options; write them as a list of - [ ] and one - [x]'],
    ['an option without an explanation', '\n  One thread runs all handlers.\n', '', '32: option 2 has no explanation; write one below it, indented'],
    ['an explanation that is not indented', '\n  One thread', '\nOne thread', '34: this text is not indented, so it does not explain option 2; indent it by two spaces'],
    ['an explanation without a blank line above', '\n\n  One thread', '\n  One thread', '32: option 2 runs into the text below it; leave a blank line after its id'],
    ['an option without a box', '- [x] They', '- They', '24: no option is marked right; mark one with [x]', '32: option 2 does not begin with [ ] or [x]'],
    ['an option without an id', ' {#they-wait}', '', '32: option 2 has no id; end its text with one in braces, such as {#bigger-pool}'],
    ['an option with a bad id', '{#they-wait}', '{#They wait}', '32: the id "They wait" of option 2 must be kebab-case, such as bigger-pool'],
    ['two options with one id', '{#they-wait}', '{#nothing}', '32: another option has the id nothing, at line 28'],
    ['an option without text', 'They wait for every hash. {', '{', '32: option 2 has no text'],
    ['two hints', '3. It ends in Sync.\n', '', '38: there are 2 hints; write 3 as a numbered list, from a nudge to nearly the answer'],
    ['no hints', '::: hints\n\n1. Count the threads.\n2. Look at the name.\n3. It ends in Sync.\n\n:::\n', '', '20: slow-hash has no hints; write a ::: hints block'],
    ['an empty fix', 'It awaits the hash.\n', '', '46: the fix block is empty; say what the fix changes and why'],
    ['a block that does not exist', '::: fix', '::: fixx', '20: slow-hash has no fix; write a ::: fix block', '46: there is no block called fixx; known are quiz, hints, fix'],
    ['a block left open', 'It awaits the hash.\n\n:::', 'It awaits the hash.', '46: the fix block is not closed; end it with a line holding only :::'],
    ['text between blocks', '::: fix', 'By the way.\n\n::: fix', '46: this text is outside every block; put it above the quiz or inside a ::: block'],
    ['a command link', 'A login route.', 'A [login](command:workbench.action.quit) route.', '22: the link to command:workbench.action.quit must be an https address, term:some-term, lesson:some-lesson or lesson:some-lesson/piece'],
    ['an image', 'A login route.', '![A login](https://example.com/a.png)', "22: images are not shown; draw the lesson's diagram as SVG instead"],
  ];
  for (const [mistake, from, to, ...expected] of inLesson) {
    it(`names ${mistake}`, async () => {
      const found = await problemsOf({ [lesson]: change(sampleLesson, from, to) });
      assert.equal(found, expected.map((line) => `${lesson}:${line}`).join('\n'));
    });
  }

  const inDiagram: readonly (readonly [mistake: string, from: string, to: string, expected: string])[] = [
    ['a script', '<path', '<script>1</script><path', '4: the element script is not allowed in a diagram'],
    ['a foreign object', '<path', '<foreignObject/><path', '4: the element foreignObject is not allowed in a diagram'],
    ['a handler', 'stroke=', 'onclick="x()" stroke=', '4: the attribute onclick is not allowed in a diagram'],
    ['a style', 'stroke=', 'style="color:red" stroke=', '4: the attribute style is not allowed in a diagram'],
    ['an outside link', 'stroke="currentColor"', 'fill="url(https://example.com/a.svg#b)"', '4: fill refers to https://example.com/a.svg#b; a diagram may refer only to its own parts'],
    ['no title', '  <title>Loop</title>\n', '', '1: has no title; readers who cannot see it need one'],
    ['no description', '  <desc>One loop</desc>\n', '', '1: has no desc; readers who cannot see it need one'],
    ['another document', sampleDiagram, '<html/>', '1: is not an SVG picture; its outermost element must be svg'],
  ];
  for (const [mistake, from, to, expected] of inDiagram) {
    it(`names ${mistake} in the diagram`, async () => {
      assert.equal(await problemsOf({ [diagram]: change(sampleDiagram, from, to) }), `${diagram}:${expected}`);
    });
  }

  it('names the line where a diagram stops being XML', async () => {
    const found = await problemsOf({ [diagram]: change(sampleDiagram, '</desc>', '') });
    assert.match(found, /^lessons\/node\/hashing\/loop\.svg:5: is not well-formed XML: [^\n]+$/);
  });

  it('names a file that is too large, broken or no text', async () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('one\ntwo\n'), 0xff, 0xfe]);
    assert.equal(await problemsOf({ [lesson]: 'x'.repeat(1024 * 1024 + 1) }), `${lesson}:1: is larger than 1 MB, the most a lesson file may be`);
    assert.equal(await problemsOf({ [snippet]: bytes }), `${snippet}:3: is not valid UTF-8; save the file as UTF-8`);
    assert.equal(await problemsOf({ [snippet]: `${sampleSnippet}\0` }), `${snippet}:10: holds a NUL character; a lesson file is plain text`);
  });

  it('does not follow a symbolic link out of the folder', async () => {
    assert.equal(await problemsOf({ [snippet]: 'link' }), `${lesson}:15: hash.js is not a file in the lesson's folder`);
  });

  it('names a snippet that is too short or too long', async () => {
    const long = `${sampleSnippet}${'//\n'.repeat(32)}`;
    assert.equal(await problemsOf({ [snippet]: 'pbkdf2Sync(password)\n' }), `${lesson}:15: hash.js has 1 lines; a snippet has 8 to 40`);
    assert.equal(await problemsOf({ [snippet]: long }), `${lesson}:15: hash.js has 41 lines; a snippet has 8 to 40`);
  });

  it('refuses a YAML bomb without expanding it', async () => {
    const layers = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`).join('\n');
    const found = await problemsOf({ [lesson]: change(sampleLesson, 'id: hashing\n', `a0: &a0 [x]\n${layers}\nid: hashing\n`) });
    assert.equal(found.split('\n').length, 81);
    assert.equal(found.split('\n')[0], `${lesson}:3: YAML: the alias *a0 is not allowed; write the value out`);
  });

  it('survives absurdly nested YAML', async () => {
    const found = await problemsOf({ [lesson]: change(sampleLesson, 'crux: Keep', `crux: ${'['.repeat(50_000)}`) });
    assert.match(found, /^lessons\/node\/hashing\/lesson\.md:\d+: YAML: /);
  });

  it('says why an empty front matter is not one', async () => {
    const body = sampleLesson.slice(sampleLesson.indexOf('## The slow hash'));
    assert.equal(await problemsOf({ [lesson]: `---\n---\n${body}` }), `${lesson}:2: must be a set of fields, each on a line as name: value`);
  });

  it('names what is wrong with a track', async () => {
    const found = (from: string, to: string) => problemsOf({ [track]: change(sampleTrack, from, to) });
    assert.equal(await found('order: 1', 'order: first'), `${track}:4: order must be a whole number from 1 to 1000`);
    assert.equal(await found('id: node', 'id: nodes'), `${track}:1: the track is called nodes but its folder node; give both one name`);
    assert.equal(
      await found('  - hashing', '  - hush'),
      `${track}:5: the folder hashing is not listed; add it here or remove it\n${track}:6: there is no folder hush beside track.yml`,
    );
    assert.equal(await found(sampleTrack, '- a list'), `${track}:1: must be a set of fields, each on a line as name: value`);
  });
});
