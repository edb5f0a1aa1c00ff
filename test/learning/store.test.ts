import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeProgress } from '../../src/learning/encoding';
import { AnswerStore, type Carrier, type Segments } from '../../src/learning/store';
import { anAnswer, aProgress } from './samples';

type Schedule = <T>(name: string, work: () => T) => Promise<T>;
const atOnce: Schedule = (_name, work) => Promise.resolve().then(work);

/** A folder several windows share. Each call lands when the schedule lets it. */
class Folder {
  readonly files = new Map<string, string>();
  readonly writes: string[] = [];

  seenBy(schedule: Schedule): Segments {
    return {
      list: () => schedule('list', () => [...this.files.keys()]),
      read: (name) => schedule('read', () => this.files.get(name)),
      write: (name, text) =>
        schedule('write', () => {
          assert.ok(!this.files.has(name), `${name} is written twice`);
          this.writes.push(name);
          this.files.set(name, text);
        }),
      delete: (name) => schedule('delete', () => void this.files.delete(name)),
    };
  }
}

/** The editor's global state: every window keeps a copy of the whole and writes the whole; the last write wins. */
class GlobalState {
  value: unknown;
  readonly #windows: { cache: unknown }[] = [];

  seenBy(schedule: Schedule): Carrier {
    const window = { cache: this.value };
    this.#windows.push(window);
    return {
      get: () => window.cache,
      set: (value) => {
        window.cache = value;
        return schedule('save', () => {
          this.value = value;
          for (const other of this.#windows) void schedule('hear', () => (other.cache = value));
        });
      },
    };
  }
}

class Machine {
  readonly state = new GlobalState();
  #ids = 0;

  constructor(readonly folder = new Folder()) {}

  async open(schedule: Schedule = atOnce): Promise<AnswerStore> {
    const store = new AnswerStore({
      segments: this.folder.seenBy(schedule),
      carrier: this.state.seenBy(schedule),
      newId: () => `id${(this.#ids += 1)}-${this.folder.writes.length}`,
      now: () => 1_000,
    });
    await store.open();
    return store;
  }
}

const ids = (store: AnswerStore) => store.progress.answers.map(({ id }) => id).sort();
const add = (store: AnswerStore, id: string, at = 1) => store.add({ answers: [anAnswer({ id, piece: `piece-${id}`, at })] });

describe('answer store', () => {
  it('remembers over restarts, and who the reader is', async () => {
    const machine = new Machine();
    const first = await machine.open();
    await add(first, 'one');
    const again = await machine.open();
    assert.deepEqual(ids(again), ['one']);
    assert.ok(again.progress.reader);
    assert.deepEqual(again.progress.reader, first.progress.reader);
  });

  it('shows an answer at once, before it is stored', async () => {
    const store = await new Machine().open();
    const stored = add(store, 'one');
    assert.deepEqual(ids(store), ['one']);
    await stored;
  });

  it('never loses an answer, however windows interleave and wherever they stop', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(fc.constantFrom('add', 'add', 'refresh', 'restart'), { minLength: 1, maxLength: 24 }), { minLength: 2, maxLength: 3 }),
        fc.nat({ max: 400 }),
        async (scheduler, windows, steps) => {
          const machine = new Machine();
          const schedule: Schedule = (name, work) => scheduler.schedule(Promise.resolve(), name).then(work);
          const stored: string[] = [];
          const given: string[] = [];
          windows.forEach((actions, w) => {
            void (async () => {
              let store = await machine.open(schedule);
              for (const [n, action] of actions.entries()) {
                if (action === 'refresh') await store.refresh();
                else if (action === 'restart') store = await machine.open(schedule);
                else {
                  const id = `w${w}n${n}`;
                  given.push(id);
                  await add(store, id);
                  stored.push(id);
                }
              }
            })();
          });
          // After `steps` the power goes: what was promised as stored must be there, and nothing that was never given.
          for (let step = 0; step < steps && scheduler.count() > 0; step += 1) await scheduler.waitNext(1);
          const found = ids(await new Machine(machine.folder).open());
          assert.deepEqual(stored.filter((id) => !found.includes(id)), []);
          assert.deepEqual(found.filter((id) => !given.includes(id)), []);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hears of the other window at the next refresh, and says whether there was news', async () => {
    const machine = new Machine();
    const [here, there] = [await machine.open(), await machine.open()];
    await add(there, 'theirs');
    assert.deepEqual(ids(here), []);
    assert.equal(await here.refresh(), true);
    assert.deepEqual(ids(here), ['theirs']);
    assert.equal(await here.refresh(), false);
  });

  it('folds segments: their number stays small however many answers there are', async () => {
    const machine = new Machine();
    const store = await machine.open();
    for (let n = 0; n < 100; n += 1) await add(store, `n${n}`);
    assert.ok(machine.folder.files.size <= 16, `${machine.folder.files.size} segments`);
    assert.equal(ids(await machine.open()).length, 100);
    assert.equal(machine.folder.files.size, 1);
  });

  it('takes in what another machine synchronised, and keeps it when that copy is overwritten', async () => {
    const machine = new Machine();
    machine.state.value = encodeProgress(aProgress({ reader: { id: 'me', at: 1 }, answers: [anAnswer({ id: 'elsewhere' })] }));
    const store = await machine.open();
    assert.deepEqual(ids(store), ['elsewhere']);
    assert.equal(store.progress.reader?.id, 'me');
    machine.state.value = encodeProgress(aProgress({ answers: [anAnswer({ id: 'third' })] }));
    assert.deepEqual(ids(await machine.open()), ['elsewhere', 'third']);
  });

  it('sends its answers to other machines', async () => {
    const machine = new Machine();
    await add(await machine.open(), 'one');
    const other = new Machine();
    other.state.value = machine.state.value;
    assert.deepEqual(ids(await other.open()), ['one']);
  });

  it('resets in every window, and no old copy brings an answer back', async () => {
    const machine = new Machine();
    const [here, there] = [await machine.open(), await machine.open()];
    await add(there, 'from a clock far ahead', 99_000);
    await here.refresh();
    await here.reset();
    assert.deepEqual(ids(here), []);
    await there.refresh();
    assert.deepEqual(ids(there), []);
    await there.add({ answers: [anAnswer({ id: 'after', at: 99_999 })] });
    assert.deepEqual(ids(await machine.open()), ['after']);
  });

  it('says when an answer could not be stored, and stores it with the next', async () => {
    const machine = new Machine();
    const segments = machine.folder.seenBy(atOnce);
    let full = false;
    const store = new AnswerStore({
      segments: { ...segments, write: (name, text) => (full ? Promise.reject(new Error('disk full')) : segments.write(name, text)) },
      carrier: { get: () => undefined, set: () => Promise.reject(new Error('no state')) },
      newId: () => `s${Math.random()}`,
      now: () => 1,
    });
    await store.open();
    full = true;
    await assert.rejects(add(store, 'one'), /disk full/);
    assert.deepEqual(ids(store), ['one']);
    full = false;
    await add(store, 'two');
    assert.deepEqual(ids(await machine.open()), ['one', 'two']);
  });

  it('opens with what was synchronised though its folder cannot be read, and keeps it once it can', async () => {
    const machine = new Machine();
    const segments = machine.folder.seenBy(atOnce);
    let locked = true;
    const store = new AnswerStore({
      segments: { ...segments, list: () => (locked ? Promise.reject(new Error('locked')) : segments.list()) },
      carrier: { get: () => encodeProgress(aProgress({ answers: [anAnswer({ id: 'elsewhere' })] })), set: () => Promise.resolve() },
      newId: () => `s${Math.random()}`,
      now: () => 1,
    });
    await assert.rejects(store.open(), /locked/);
    assert.deepEqual(ids(store), ['elsewhere']);
    locked = false;
    await add(store, 'here');
    assert.deepEqual(ids(await machine.open()), ['elsewhere', 'here']);
  });

  it('leaves alone what it cannot read', async () => {
    const machine = new Machine();
    await add(await machine.open(), 'one');
    machine.folder.files.set('torn', '{"v":1,"answers":{"l":');
    machine.folder.files.set('newer', '{"v":3}');
    const store = await machine.open();
    assert.deepEqual(ids(store), ['one']);
    for (let n = 0; n < 40; n += 1) await add(store, `n${n}`);
    assert.ok(machine.folder.files.has('torn') && machine.folder.files.has('newer'));
  });
});
