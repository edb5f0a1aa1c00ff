import assert from 'node:assert/strict';
import { mergeCatalogues } from '../../src/team/merge';
import type { Team } from '../../src/team/model';
import { createMarkdownRenderer } from '../../src/views/panel/markdown';
import type { Lesson } from '../../src/lessons/model';
import { change, sampleDiagram, sampleSnippet } from '../lessons/sampleLesson';
import { builtIn, loadAll, MemoryRepository, onboarding, sampleRepository, teamLesson } from './support';

const dir = '/repo/.altitude/lessons/charge-flow';
const lesson = `${dir}/lesson.md`;
const file = '/repo/.altitude/onboarding.yml';

/** What must work whatever is wrong beside it. */
const sound = {
  '/repo/.altitude/lessons/refunds/lesson.md': change(teamLesson, 'id: charge-flow', 'id: refunds'),
  '/repo/.altitude/lessons/refunds/hash.js': sampleSnippet,
};

interface Loaded {
  readonly team: Team;
  readonly hostile: Lesson | undefined;
  readonly problems: readonly string[];
}

/** Loads a hostile pack within the time a reader waits, and makes sure that the sound lesson beside it is there. */
async function load(tree: Record<string, string | Uint8Array>, links = {}): Promise<Loaded> {
  const began = performance.now();
  const { teams, problems } = await loadAll(new MemoryRepository({ ...sampleRepository, ...sound, ...tree }, links));
  assert.ok(performance.now() - began < 5000, 'took too long');
  const [team] = teams;
  assert.ok(team !== undefined && team.lessons.some(({ id }) => id.endsWith('/refunds')), `the sound lesson is gone: ${problems.join('\n')}`);
  return { team, problems, hostile: team.lessons.find(({ id }) => id.endsWith('/charge-flow')) };
}

/** Refused, with one problem that matches. */
async function refused(tree: Record<string, string | Uint8Array>, expected: RegExp): Promise<void> {
  const { hostile, problems } = await load(tree);
  const told = problems.filter((problem) => expected.test(problem));
  assert.equal(told.length, 1, problems.slice(0, 5).join('\n'));
  assert.equal(hostile, undefined);
}

const script = '<script>alert(1)</script><img src=x onerror=alert(1)>';
const markdown = createMarkdownRenderer();

/** What the panel would show holds no markup of the pack's own. */
function assertInert(text: string): void {
  for (const html of [markdown.block(text), markdown.inline(text), markdown.label(text)]) {
    assert.doesNotMatch(html, /<(?:script|img|iframe|svg|style|form|input|object|embed|link|meta|base)\b/i, html);
    assert.doesNotMatch(html, /<[^>]+\son\w+=/i, html);
    assert.doesNotMatch(html, /(?:href|src)="(?!https:|#")/i, html);
  }
}

describe('hostile packs: markup', () => {
  const places: [place: string, from: string, to: string, shown: (lesson: Lesson) => string][] = [
    ['the title of a lesson', 'title: Hashing in a handler', `title: "${script}"`, ({ title }) => title],
    ['the crux', 'crux: Keep hashing off the loop.', `crux: "${script}"`, ({ crux }) => crux],
    ['the goal', 'goal: Find the hash and move it.', `goal: "${script}"`, ({ goal }) => goal],
    ['the title of a source', 'title: Node.js crypto', `title: "${script}"`, ({ sources }) => sources[0]!.title],
    ['the title of a piece', '## The slow hash', `## ${script}`, ({ pieces }) => pieces[0]!.title],
    ['a context', 'A login route.', script, ({ pieces }) => pieces[0]!.context],
    ['a prompt', 'What happens to the other routes?', script, ({ pieces }) => pieces[0]!.prompt],
    ['a question', 'Ten people log in at once.', script, ({ pieces }) => pieces[0]!.question],
    ['an option', 'Nothing, the hash belongs to one route.', script, ({ pieces }) => pieces[0]!.options[0]!.text],
    ['an explanation', 'The loop is shared.', script, ({ pieces }) => pieces[0]!.options[0]!.explanation],
    ['a hint', 'Count the threads.', script, ({ pieces }) => pieces[0]!.hints[0]!],
    ['a fix note', 'It awaits the hash.', script, ({ pieces }) => pieces[0]!.fixNote],
    ['the recap', 'One thread.\n', `${script}\n`, ({ recap }) => recap],
    ['the trade-off', 'At start-up it is fine.', script, ({ tradeOff }) => tradeOff],
  ];
  for (const [place, from, to, shown] of places) {
    it(`is text in ${place}`, async () => {
      const source = place === 'the recap' ? change(teamLesson, `{#recap}\n\n${from}`, `{#recap}\n\n${to}`) : change(teamLesson, from, to);
      const { hostile, problems } = await load({ [lesson]: source });
      assert.deepEqual(problems, []);
      assert.ok(shown(hostile!).includes('<script>'));
      assertInert(shown(hostile!));
    });
  }

  it('is text in each field of onboarding.yml', async () => {
    const hostile = onboarding
      .replace('title: Payments', `title: "${script}"`)
      .replace('Hello.', script)
      .replace('[Team Payments]', `["${script}"]`)
      .replace('title: Backend engineer', `title: "${script}"`);
    const { team, problems } = await load({ [file]: hostile });
    assert.deepEqual(problems, []);
    assertInert(team.onboarding!.welcome);
    assertInert(team.tracks[0]!.title);
    assertInert(team.onboarding!.owners[0]!);
  });

  it('is code in fenced blocks, whatever language they claim', async () => {
    const { hostile } = await load({ [lesson]: change(teamLesson, 'A login route.', `\`\`\`"onload=alert(1) x="\n</code></pre>${script}\n\`\`\``) });
    assertInert(hostile!.pieces[0]!.context);
  });
});

describe('hostile packs: links', () => {
  const addresses = [
    'command:workbench.action.terminal.new',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#115;cript:alert(1)',
    'vscode://altitude.altitude/x',
    'vscode-insiders://x/y',
    'file:///etc/passwd',
    'data:text/html,<script>alert(1)</script>',
    'http://example.com/',
    '//example.com/',
    '../../../../etc/passwd',
    'lesson:../../x',
    'term:a:b',
    'lesson:a:b:c',
  ];
  for (const address of addresses) {
    it(`are refused to ${address}`, async () => {
      const inline = await load({ [lesson]: change(teamLesson, 'A login route.', `See [this](${address}).`) });
      assertInert(`See [this](${address}).`);
      const defined = await load({ [lesson]: change(teamLesson, 'A login route.', `See [this][1].\n\n[1]: ${address}`) });
      for (const { hostile, problems } of [inline, defined]) {
        // What is no link to Markdown is shown as it was written.
        if (hostile !== undefined) assertInert(hostile.pieces[0]!.context);
        else assert.match(problems[0]!, /lesson\.md:\d+: the link to .* must be an https address/);
      }
    });
  }

  it('are refused as images, which would be fetched', async () => {
    await refused({ [lesson]: change(teamLesson, 'A login route.', '![x](https://example.com/track.png)') }, /images are not shown/);
  });

  it('are refused as sources that are not https', async () => {
    await refused({ [lesson]: change(teamLesson, 'https://nodejs.org/api/crypto.html', 'javascript:alert(1)') }, /url must be an https address/);
  });
});

describe('hostile packs: pictures', () => {
  const withDiagram = change(teamLesson, 'minutes: 5', 'minutes: 5\ndiagram: loop.svg');
  const drawings: [what: string, from: string, to: string, expected: RegExp][] = [
    ['a script', '<path', '<script>alert(1)</script><path', /the element script is not allowed/],
    ['a handler', '<path', '<path onclick="alert(1)"', /the attribute onclick is not allowed/],
    ['HTML inside', '<path', '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject><path', /the element foreignObject is not allowed/],
    ['a picture from elsewhere', '<path', '<image href="https://example.com/a.png"/><path', /the element image is not allowed/],
    ['a reference elsewhere', 'stroke="currentColor"', 'fill="url(https://example.com/a.svg#b)"', /a diagram may refer only to its own parts/],
    ['a style with an address', '<path', '<style>@import "https://example.com/a.css";</style><path', /the element style is not allowed/],
    ['a second reference elsewhere', 'stroke="currentColor"', 'fill="url(#b) url(https://example.com/a.svg#b)"', /a diagram may refer only to its own parts/],
    ['an address written with escapes', 'stroke="currentColor"', 'fill="u\\72l(https://example.com/a.svg#b)"', /fill holds a backslash/],
    ['a class of the panel', '<path', '<path class="option"', /the attribute class is not allowed/],
    ['what the panel listens to', '<path', '<path data-external="" tabindex="0"', /the attribute data-external is not allowed/],
    ['a filter from elsewhere', 'stroke="currentColor"', 'filter="url(https://example.com/f.svg#x)"', /the attribute filter is not allowed/],
    ['an address of data', 'stroke="currentColor"', 'fill="url(data:image/svg+xml;base64,PHN2Zy8+)"', /a diagram may refer only to its own parts/],
    ['an address in entities', 'stroke="currentColor"', 'fill="&#117;rl(https://example.com/a.svg#b)"', /a diagram may refer only to its own parts/],
    ['another language inside', '<path', '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script><path', /the element x:script is not allowed/],
    ['an animation', '<path', '<animate attributeName="href" to="javascript:alert(1)"/><path', /the element animate is not allowed/],
  ];
  for (const [what, from, to, expected] of drawings) {
    it(`are refused with ${what}`, async () => {
      const { hostile, problems } = await load({ [lesson]: withDiagram, [`${dir}/loop.svg`]: change(sampleDiagram, from, to) });
      assert.ok(problems.some((problem) => expected.test(problem)), problems.join('\n'));
      assert.equal(hostile, undefined);
    });
  }

  it('are refused with entities that multiply', async () => {
    const bomb = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, n) => `<!ENTITY a${n} "${'&a;'.repeat(10)}">`).join('')}]>\n${sampleDiagram.replace('One loop', '&a19;')}`;
    await refused({ [lesson]: withDiagram, [`${dir}/loop.svg`]: bomb }, /loop\.svg:\d+: is not well-formed XML/);
  });

  it('are refused when they are nested absurdly deep', async () => {
    const deep = sampleDiagram.replace('<path', `${'<g>'.repeat(20_000)}${'</g>'.repeat(20_000)}<path`);
    await refused({ [lesson]: withDiagram, [`${dir}/loop.svg`]: deep }, /loop\.svg:1: /);
  });
});

describe('hostile packs: paths', () => {
  for (const name of ['../refunds/hash.js', '/etc/passwd', '..', 'a/b.js', 'C:\\a.js', '.hidden.js', 'hash.js\u0000.md']) {
    it(`do not leave the lesson’s folder as ${JSON.stringify(name)}`, async () => {
      await refused({ [lesson]: change(teamLesson, 'snippet: hash.js', `snippet: ${JSON.stringify(name)}`) }, /lesson\.md:14: snippet must be the name of a file in the lesson's own folder/);
    });
  }

  it('are not followed as links: a snippet, a lesson, a folder of lessons', async () => {
    await refused({ [`${dir}/hash.js`]: 'link' }, /hash\.js is not a file in the lesson's folder/);
    const folder = await load({ '/repo/.altitude/lessons/outside': 'link' });
    assert.deepEqual(folder.problems, ['/repo/.altitude/lessons/outside:1: is a symbolic link, which is not followed; put the folder itself here']);
  });

  it('are names of lessons as their folders: none climbs', async () => {
    for (const id of ['../../x', 'a/b', 'altitude:big-upload', 'payments/charge-flow', '__proto__', 'constructor ']) {
      await refused({ [lesson]: change(teamLesson, 'id: charge-flow', `id: ${JSON.stringify(id)}`) }, /lesson\.md:2: id must be kebab-case/);
    }
  });
});

describe('hostile packs: YAML', () => {
  const layers = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`).join('\n');
  const bombs: [what: string, yaml: string, expected: RegExp][] = [
    ['aliases that multiply', `a0: &a0 [x]\n${layers}\n`, /YAML: the alias \*a0 is not allowed/],
    ['an alias of itself', 'a: &a [*a]\n', /YAML: the alias \*a is not allowed/],
    ['merge keys', 'base: &b { tier: zero }\n<<: *b\n', /YAML: the alias \*b is not allowed/],
    ['a tag of JavaScript', 'a: !!js/function "function () { return 1 }"\n', /YAML: /],
    ['a tag of its own', 'a: !ruby/object:Gem::Installer {}\n', /YAML: .*!ruby/],
    ['a built-in tag', 'a: !!binary aGk=\n', /YAML: the tag tag:yaml\.org,2002:binary is not allowed/],
    ['a second document', '---\na: b\n', /YAML: a second document begins here/],
    ['a key twice', 'id: other\n', /YAML: Map keys must be unique/],
    ['a list as the name of a field', '? [a, b]\n: c\n', /YAML: the name of a field is plain text/],
    ['an older YAML', '%YAML 1.1\n', /YAML: |is not a known field/],
    ['a prototype', '__proto__: { polluted: true }\n', /__proto__ is not a known field/],
  ];
  for (const [what, yaml, expected] of bombs) {
    it(`is refused with ${what}, in a lesson and in onboarding.yml`, async () => {
      const inOnboarding = await load({ [file]: `${onboarding}${yaml}` });
      assert.ok(inOnboarding.problems.some((problem) => problem.startsWith(file) && expected.test(problem)), inOnboarding.problems.slice(0, 3).join('\n'));
      if (what === 'a second document') return;
      const inLesson = await load({ [lesson]: change(teamLesson, 'minutes: 5\n', `minutes: 5\n${yaml}`) });
      assert.ok(inLesson.problems.some((problem) => problem.startsWith(lesson) && expected.test(problem)), inLesson.problems.slice(0, 3).join('\n'));
      assert.equal(inLesson.hostile, undefined);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
  }

  for (const [what, nested] of [['lists', '['.repeat(50_000)], ['maps', '{a: '.repeat(20_000)], ['indents', Array.from({ length: 400 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')]] as const) {
    it(`is refused when ${what} are nested absurdly deep`, async () => {
      const { problems, hostile } = await load({ [lesson]: change(teamLesson, 'crux: Keep hashing off the loop.', `crux:\n${what === 'indents' ? nested.replaceAll(/^/gm, ' ') : ` ${nested}`}`) });
      assert.ok(problems.length > 0 && problems.every((problem) => problem.startsWith(lesson) || problem.startsWith(file)));
      assert.equal(hostile, undefined);
      const inOnboarding = await load({ [file]: `${onboarding}owner:\n${what === 'indents' ? nested.replaceAll(/^/gm, ' ') : ` ${nested}`}\n` });
      assert.ok(inOnboarding.problems.every((problem) => problem.startsWith(file)) && inOnboarding.problems.length > 0);
    });
  }
});

describe('hostile packs: sizes', () => {
  it('a file larger than 256 kB is not read', async () => {
    await refused({ [lesson]: `${teamLesson}${' '.repeat(256 * 1024)}` }, /lesson\.md:1: is larger than 256 kB, the most a lesson file may be/);
    await refused({ [`${dir}/hash.js`]: `${sampleSnippet}${' '.repeat(256 * 1024)}` }, /hash\.js:1: is larger than 256 kB/);
    const { problems } = await load({ [file]: `${onboarding}#${' '.repeat(256 * 1024)}` });
    assert.ok(problems.some((problem) => problem.startsWith(`${file}:1: is larger than 256 kB`)));
  });

  it('front matter that never ends is said so', async () => {
    await refused({ [lesson]: `---\nid: charge-flow\n${'a: b\n'.repeat(40_000)}` }, /lesson\.md:1: the front matter is not closed/);
    await refused({ [lesson]: `---\n${'# x\n'.repeat(40_000)}---\n` }, /lesson\.md:1: the front matter has 40000 lines; 500 is the most/);
  });

  it('of 10,000 lessons 200 are read, and the others named in one sentence', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`/repo/.altitude/lessons/z${n}/lesson.md`, '']));
    const { problems } = await load(many);
    const told = problems.filter((problem) => problem.startsWith('/repo/.altitude/lessons:1: '));
    assert.deepEqual(told, ['/repo/.altitude/lessons:1: holds 10002 lessons; 200 are the most, and those after z1175 are left out']);
  });

  it('Markdown that is nested or repeated absurdly is read in time', async () => {
    for (const text of ['> '.repeat(20_000), '- '.repeat(20_000), '['.repeat(50_000), '*a '.repeat(50_000), '`'.repeat(50_000), '[a]('.repeat(20_000), '<'.repeat(50_000), ':::\n'.repeat(20_000), '# a {#a}\n'.repeat(10_000)]) {
      await load({ [lesson]: change(teamLesson, 'A login route.', text) });
    }
  });

  it('lessons of 4 MB together are read, and the others named in one sentence', async () => {
    const text = (id: string) => change(change(teamLesson, 'id: charge-flow', `id: ${id}`), 'A login route.', 'Text and *more* [text](https://a.example) and `code`.\n\n'.repeat(4500));
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => `z${10 + n}`).flatMap((id) => [[`/repo/.altitude/lessons/${id}/lesson.md`, text(id)], [`/repo/.altitude/lessons/${id}/hash.js`, sampleSnippet]]));
    const { teams, problems } = await loadAll(new MemoryRepository({ ...sampleRepository, ...sound, ...many }));
    assert.ok(teams[0]?.lessons.some(({ id }) => id === 'payments/refunds'));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /^\/repo\/\.altitude\/lessons\/z\d+:1: is left out, as \d+ more are: the lessons before it hold 4 MB, the most that is read$/);
  });

  it('titles of any length are refused where they would be shown', async () => {
    const long = 'x'.repeat(100_000);
    await refused({ [lesson]: change(teamLesson, 'title: Hashing in a handler', `title: ${long}`) }, /lesson\.md:3: title has 100000 characters; 200 are the most/);
    await refused({ [lesson]: change(teamLesson, '## The slow hash', `## ${long}`) }, /lesson\.md:19: this line has \d+ characters; 300 are the most where it becomes a title/);
    await refused({ [lesson]: change(teamLesson, '::: quiz What', `::: quiz ${long} What`) }, /this line has \d+ characters; 300 are the most/);
    assert.deepEqual((await load({ [file]: change(onboarding, 'title: Payments', `title: ${long}`) })).problems, [`${file}:2: title has 100000 characters; 100 are the most`]);
    assert.deepEqual((await load({ [file]: change(onboarding, '[Team Payments]', `[${'a, '.repeat(1000)}a]`) })).problems, [`${file}:4: owners has more than 50 owners, the most that are shown`]);
  });

  it('code that a highlighter would take a minute for is shown without colours', () => {
    for (const language of ['js', 'ts', 'sql', 'go', 'bash', 'json']) {
      for (const part of ['a', '1_', '${', '(', 'a(a,', '"', '<a', '<<a ', 'a\n', '1_\n']) {
        const began = performance.now();
        const html = markdown.block(`\`\`\`${language}\n${part.repeat(100_000 / part.length)}\n\`\`\``);
        assert.ok(performance.now() - began < 1000, `${language} ${part}`);
        assert.ok(html.includes('<code'));
      }
      const longest = Array.from({ length: 20 }, () => 'a'.repeat(990)).join('\n');
      const began = performance.now();
      markdown.block(`\`\`\`${language}\n${longest}\n\`\`\``);
      assert.ok(performance.now() - began < 2000, `${language} at the limit: ${performance.now() - began}`);
    }
  });

  it('thousands of roles or steps are refused', async () => {
    const roles = Array.from({ length: 2000 }, (_, n) => `  - { id: r${n}, title: R, days: 1, steps: [{ lesson: refunds }] }\n`).join('');
    assert.deepEqual((await load({ [file]: onboarding + roles })).problems, [`${file}:5: roles has more than 50 roles, the most there may be`]);
    const steps = '      - lesson: refunds\n'.repeat(5000);
    assert.deepEqual((await load({ [file]: onboarding + steps })).problems, [`${file}:9: steps has more than 200 steps, the most a reader is asked for`]);
  });
});

describe('one mistake in a file', () => {
  const mistakes: [what: string, from: string, to: string, told: string][] = [
    ['a colon in a text', 'title: Payments', 'title: Payments: the money', '2: YAML: a second colon, or more indentation than the line before; put quotes around a text that holds a colon'],
    ['a tab', '    days: 5', '\tdays: 5', '8: YAML: the line begins with a tab; indent with spaces'],
    ['a word for a number', 'days: 5', 'days: soon', '8: days must be a whole number from 1 to 365'],
    ['a number without end', 'days: 5', 'days: .inf', '8: days must be a whole number from 1 to 365'],
    ['a misspelt lesson', 'lesson: charge-flow', 'lesson: charge-flwo', '10: there is no lesson called charge-flwo; name one that is there'],
    ['a tag', 'title: Payments', 'title: !x Payments', '2: YAML: the tag !x is not allowed; write plain values'],
    ['two things in one step', '- lesson: charge-flow', '- { lesson: charge-flow, rule: no-float-money }', '10: steps, item 1, must be either lesson: id or rule: id'],
  ];
  for (const [what, from, to, told] of mistakes) {
    it(`is told once, with its line and its mend: ${what}`, async () => {
      assert.deepEqual((await load({ [file]: change(onboarding, from, to) })).problems, [`${file}:${told}`]);
    });
  }
});

describe('hostile packs: characters', () => {
  const bidi = '\u202E';
  it('that cannot be seen are refused in titles and named', async () => {
    for (const character of ['\u202E', '\u2066', '\u200F', '\u001B', '\u0007', '\u0085']) {
      const name = `U\\+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      await refused({ [lesson]: change(teamLesson, 'title: Hashing in a handler', `title: "Hashing ${JSON.stringify(character).slice(1, -1)}gnihsah"`) }, new RegExp(`lesson\\.md:3: title holds characters that cannot be seen \\(${name}\\); take them out`));
    }
    await refused({ [lesson]: change(teamLesson, '## The slow hash', `## The ${bidi}wols hash`) }, /lesson\.md:19: this line holds characters that cannot be seen \(U\+202E\); take them out/);
    await refused({ [lesson]: change(teamLesson, '::: quiz What', `::: quiz ${bidi}What`) }, /this line holds characters that cannot be seen \(U\+202E\)/);
    const { problems } = await load({ [file]: change(onboarding, 'title: Payments', `title: "Pay${bidi}ments"`) });
    assert.deepEqual(problems, [`${file}:2: title holds characters that cannot be seen (U+202E); take them out`]);
  });

  it('that cannot be seen are shown by their names in other text', async () => {
    const { hostile } = await load({ [lesson]: change(teamLesson, 'The loop is shared.', `The ${bidi}loop\u2069 is\u001B[31m shared.`) });
    assert.equal(hostile!.pieces[0]!.options[0]!.explanation, 'The [U+202E]loop[U+2069] is[U+001B][31m shared.');
    const { team } = await load({ [file]: change(onboarding, 'Hello.', `Hello\\u202e.`).replace('welcome: ', 'welcome: "').replace('(lesson:charge-flow).', '(lesson:charge-flow)."') });
    assert.equal(team.onboarding, undefined);
  });

  it('of another encoding are refused, with their line', async () => {
    const bytes = (text: string) => Uint8Array.from([...new TextEncoder().encode(text), 0xc3, 0x28]);
    await refused({ [lesson]: bytes('---\nid: x\n') }, /lesson\.md:3: is not valid UTF-8; save the file as UTF-8/);
    const wide = new Uint8Array(Buffer.from(`\uFEFF${teamLesson}`, 'utf16le'));
    await refused({ [lesson]: wide }, /lesson\.md:1: is not valid UTF-8/);
    await refused({ [lesson]: `${teamLesson}\0` }, /holds a NUL character/);
    const { problems } = await load({ [file]: bytes(onboarding) });
    assert.ok(problems.includes(`${file}:14: is not valid UTF-8; save the file as UTF-8`), problems.join('\n'));
  });
});

describe('hostile packs: names', () => {
  it('of what is built in are not shadowed', async () => {
    const shadow = { '/repo/.altitude/lessons/big-upload/lesson.md': change(teamLesson, 'id: charge-flow', 'id: big-upload'), '/repo/.altitude/lessons/big-upload/hash.js': sampleSnippet };
    const { team, problems } = await load({ ...shadow, [file]: change(onboarding, 'id: backend', 'id: node-crises') });
    assert.deepEqual(problems, []);
    const merged = mergeCatalogues(builtIn, [team]);
    assert.equal(merged.tracks[0], builtIn.tracks[0]);
    assert.deepEqual(merged.tracks.map(({ id }) => id), ['node-crises', 'payments/node-crises', 'payments/lessons']);
    assert.equal(merged.tracks.flatMap(({ lessons }) => lessons).filter(({ id }) => id === 'big-upload').length, 1);
  });

  it('of what every object has are names like others', async () => {
    for (const id of ['constructor', 'prototype', 'valueof']) {
      const { team, problems } = await load({ [file]: change(onboarding, 'id: payments', `id: ${id}`) });
      assert.deepEqual(problems, []);
      assert.equal(team.namespace, id);
    }
  });

  it('of another team are not taken by writing them', async () => {
    await refused({ [lesson]: change(teamLesson, 'minutes: 5', 'minutes: 5\nnext: other/lesson') }, /next must be kebab-case/);
    await refused({ [lesson]: change(teamLesson, 'A login route.', 'See [x](lesson:other:refunds).') }, /there is no lesson called refunds/);
  });

  it('that are the same are told apart by folder: the second folder is refused, the first whole', async () => {
    const copy = Object.fromEntries(Object.entries({ ...sampleRepository, ...sound }).map(([path, text]) => [path.replace('/repo/', '/repo/z/'), text]));
    const { team, problems } = await load(copy);
    assert.equal(team.root, '/repo');
    assert.deepEqual(problems, ['/repo/z/.altitude/onboarding.yml:1: the name payments is taken by /repo/.altitude, so nothing in this folder is read; give one of the two another id in its onboarding.yml']);
  });
});
