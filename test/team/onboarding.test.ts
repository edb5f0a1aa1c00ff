import assert from 'node:assert/strict';
import { mergeCatalogues } from '../../src/team/merge';
import { namespaceOf } from '../../src/team/naming';
import { change } from '../lessons/sampleLesson';
import { builtIn, loadAll, MemoryRepository, onboarding, sampleRepository, teamLesson } from './support';

const file = '/repo/.altitude/onboarding.yml';
const lesson = '/repo/.altitude/lessons/charge-flow/lesson.md';

describe('onboarding', () => {
  it('makes a track of each role, with the names of what is in the folder and of what is built in', async () => {
    const { teams, problems } = await loadAll(new MemoryRepository(sampleRepository));
    assert.deepEqual(problems, []);
    const [team] = teams;
    assert.equal(team!.namespace, 'payments');
    assert.equal(team!.onboarding!.welcome, 'Hello. Begin with [charging](lesson:payments:charge-flow).');
    const [track] = team!.tracks;
    assert.equal(track!.id, 'payments/backend');
    assert.deepEqual(track!.lessons.map(({ id, track: home, order }) => [id, home, order]), [['payments/charge-flow', 'payments/backend', 0]]);
    assert.equal(track!.lessons[0]!.pieces[0]!.rule, 'sync-in-request-path');
    assert.deepEqual(track!.role, {
      namespace: 'payments',
      days: 5,
      steps: [
        { kind: 'lesson', id: 'payments/charge-flow' },
        { kind: 'lesson', id: 'big-upload' },
        { kind: 'rule', id: 'query-in-loop' },
        { kind: 'rule', id: 'payments/no-float-money' },
      ],
    });
  });

  const mistakes: [mistake: string, from: string, to: string, expected: string][] = [
    ['an unknown field', 'title: Payments', 'title: Payments\ncolour: red', `${file}:3: colour is not a known field; known are id, title, welcome, owners, roles`],
    ['a missing field', 'title: Payments\n', '', `${file}:1: title is missing`],
    ['a field that is misspelt', 'title: Payments', 'titel: Payments', `${file}:2: titel is not a known field; did you mean title?`],
    ['a field of a role that is misspelt', 'days: 5', 'Day: 5', `${file}:8: Day is not a known field; did you mean days?`],
    ['a role with no days', '    days: 5\n', '', `${file}:6: days is missing`],
    ['days that are none', 'days: 5', 'days: 0', `${file}:8: days must be a whole number from 1 to 365`],
    ['a step that is both', '- lesson: charge-flow', '- lesson: charge-flow\n        rule: x', `${file}:10: steps, item 1, must be either lesson: id or rule: id`],
    ['a step that is neither', '- lesson: charge-flow', '- {}', `${file}:10: steps, item 1, must be either lesson: id or rule: id`],
    ['a lesson that is not there', '- lesson: charge-flow', '- lesson: refunds', `${file}:10: there is no lesson called refunds; name one that is there`],
    ['a built-in lesson that is not there', 'altitude:big-upload', 'altitude:refunds', `${file}:11: there is no lesson called refunds; name one that is there`],
    ['a built-in lesson without its prefix', 'altitude:big-upload', 'big-upload', `${file}:11: there is no lesson called big-upload in this folder; write altitude:big-upload for the built-in one`],
    ['a rule that is not there', 'rule: no-float-money', 'rule: no-doubles', `${file}:13: there is no rule called no-doubles`],
    ['a built-in rule without its prefix', 'altitude:query-in-loop', 'query-in-loop', `${file}:12: there is no rule called query-in-loop in this folder; write altitude:query-in-loop for the built-in one`],
    ['a link to nothing', '(lesson:charge-flow)', '(lesson:refunds)', `${file}:3: there is no lesson called refunds; name one that is there`],
    ['a link into the machine', '(lesson:charge-flow)', '(command:workbench.action.quit)', `${file}:3: the link to command:workbench.action.quit must be an https address, term:some-term, lesson:some-lesson or lesson:some-lesson/piece`],
    ['a name that is taken', 'id: payments', 'id: altitude', `${file}:1: altitude stands for what is built in; choose another id`],
    ['a step said twice', '- rule: no-float-money', '- lesson: charge-flow', `${file}:13: the role backend has this step already`],
    ['a role with the name of the other lessons', 'id: backend', 'id: lessons', `${file}:6: lessons is the track of the lessons that no role names; call the role something else`],
  ];
  for (const [mistake, from, to, expected] of mistakes) {
    it(`names ${mistake}, and keeps the lesson`, async () => {
      const { teams, problems } = await loadAll(new MemoryRepository({ ...sampleRepository, [file]: change(onboarding, from, to) }));
      assert.deepEqual(problems, [expected]);
      assert.equal(teams[0]!.lessons.length, 1);
    });
  }

  it('names a second role of one id and keeps the first', async () => {
    const twice = onboarding + onboarding.slice(onboarding.indexOf('  - id: backend'));
    const { teams, problems } = await loadAll(new MemoryRepository({ ...sampleRepository, [file]: twice }));
    assert.deepEqual(problems, [`${file}:14: a second role is called backend; the first is at line 6`]);
    assert.deepEqual(teams[0]!.tracks.map(({ id }) => id), ['payments/backend']);
  });

  it('keeps the namespace while the file is broken', async () => {
    const { teams } = await loadAll(new MemoryRepository({ ...sampleRepository, [file]: change(onboarding, 'days: 5', 'days: soon') }));
    assert.equal(teams[0]!.namespace, 'payments');
    assert.deepEqual(teams[0]!.tracks.map(({ id }) => id), ['payments/lessons']);
  });

  it('gives lessons that no role names a track of their own, at the end', async () => {
    const refunds = change(teamLesson, 'id: charge-flow', 'id: refunds');
    const tree = { ...sampleRepository, '/repo/.altitude/lessons/refunds/lesson.md': refunds, '/repo/.altitude/lessons/refunds/hash.js': sampleRepository['/repo/.altitude/lessons/charge-flow/hash.js'] };
    const { teams } = await loadAll(new MemoryRepository(tree));
    assert.deepEqual(teams[0]!.tracks.map(({ id, title, lessons }) => [id, title, lessons.map((each) => each.id)]), [
      ['payments/backend', 'Backend engineer', ['payments/charge-flow']],
      ['payments/lessons', 'Payments: more lessons', ['payments/refunds']],
    ]);
  });

  it('lets a lesson stand in one track only, though two roles lead to it', async () => {
    const second = '  - id: on-call\n    title: On call\n    days: 2\n    steps:\n      - lesson: charge-flow\n';
    const { teams, problems } = await loadAll(new MemoryRepository({ ...sampleRepository, [file]: onboarding + second }));
    assert.deepEqual(problems, []);
    assert.deepEqual(teams[0]!.tracks.map(({ lessons, role }) => [lessons.length, role!.steps.length]), [[1, 4], [0, 1]]);
  });

  it('names links, prerequisites and what comes next within the namespace, and checks them', async () => {
    const linked = change(change(teamLesson, 'A login route.', 'See [uploads](lesson:altitude:big-upload/no-limit) and [this](lesson:charge-flow).'), 'minutes: 5', 'minutes: 5\nnext: altitude:big-upload\nprerequisites: [altitude:node-crises]');
    const { teams, problems } = await loadAll(new MemoryRepository({ ...sampleRepository, [lesson]: linked }));
    assert.deepEqual(problems, []);
    const [loaded] = teams[0]!.lessons;
    assert.deepEqual([loaded!.next, loaded!.prerequisites], ['big-upload', ['node-crises']]);
    assert.equal(loaded!.pieces[0]!.context, 'See [uploads](lesson:altitude:big-upload/no-limit) and [this](lesson:payments:charge-flow).');
    const dead = change(teamLesson, 'minutes: 5', 'minutes: 5\nnext: big-upload');
    assert.deepEqual((await loadAll(new MemoryRepository({ ...sampleRepository, [lesson]: dead }))).problems, [
      `${lesson}:8: there is no lesson or track called big-upload in this folder; write altitude:big-upload for the built-in one`,
    ]);
  });
});

describe('a namespace', () => {
  it('is the folder’s own name in kebab-case where none is written', () => {
    assert.deepEqual(
      ['/work/PaymentService', '/work/my_repo.v2', '/work/Zürich', '/work/2fa', '/work/altitude', '/work/日本', '/'].map(namespaceOf),
      ['payment-service', 'my-repo-v2', 'zurich', 'team-2fa', 'team-altitude', 'team', 'team'],
    );
  });
});

describe('merged catalogues', () => {
  it('hold what is built in as it was, and never two of one id', async () => {
    const { teams } = await loadAll(new MemoryRepository(sampleRepository));
    const merged = mergeCatalogues(builtIn, [teams[0]!, { ...teams[0]!, tracks: [...teams[0]!.tracks, builtIn.tracks[0]!] }]);
    assert.deepEqual(merged.tracks.map(({ id }) => id), ['node-crises', 'payments/backend']);
    assert.equal(merged.tracks[0], builtIn.tracks[0]);
    assert.deepEqual(merged.problems.map(({ message }) => message), [
      'another track is called payments/backend; this one is left out',
      'another track is called node-crises; this one is left out',
    ]);
  });
});
