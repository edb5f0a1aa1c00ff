import assert from 'node:assert/strict';
import { namedIn } from '../../../src/engine/facts/javascript/reach';
import { ReadProject } from '../../../src/engine/facts/project/project';
import { Memo } from '../../../src/engine/memo';
import { rules } from '../../../src/engine/rules/registry';
import { Prefilter } from '../../../src/engine/scan/prefilter';

/** Whether a rule has a file parsed for its sake. */
function isParsed(id: string, text: string): boolean {
  const named = namedIn(text);
  const names = (pattern: RegExp) => named.names.some((name) => pattern.test(name)) || (named.holds('fetch') && pattern.test('#fetch'));
  const prefilter = new Prefilter(rules.filter((rule) => rule.id === id), 'script');
  return [...prefilter.likelyHits({ file: '/project/src/main.ts', text, fragment: false, project: new ReadProject(() => undefined), memo: new Memo(), names })].length > 0;
}

/** Of a file that no package.json says anything of, which is where a rule needs least to look. */
const cases: Readonly<Record<string, { readonly parsed: Readonly<Record<string, string>>; readonly left: Readonly<Record<string, string>> }>> = {
  'retry-without-backoff': {
    parsed: {
      'a loop': 'async function retry(url) { for (;;) { try { return await fetch(url); } catch (error) { log(error); } } }',
      'a loop without braces': 'async function retry(url) { while (true) try { return await fetch(url); } catch {} }',
      'a call of itself': 'async function load(url, retries) { try { return await fetch(url); } catch (error) { return load(url, retries - 1); } }',
      'a method that calls itself': 'class Loader { async load(url, retries) { try { return await fetch(url); } catch { return this.load(url, retries - 1); } } }',
      'a function that was given': 'export const retry = async (work) => { while (true) { try { return await work(); } catch {} } };',
      'a function behind a comment': 'async function load(url, attempts) {\n  // calls the function (again)\n  while (attempts-- > 0) { try { return await fetch(url); } catch {} }\n}',
    },
    left: {
      'a catch in no loop': 'async function retry(url) { try { return await fetch(url); } catch (error) { log(error); } }',
      'a loop with no catch in it': 'async function retry(url) { for (;;) { await fetch(url); } }\nasync function other() { try { await fetch(url); } catch {} }',
      'a loop in a function without such a word': 'async function retry(url) { await fetch(url); }\nasync function all(urls) { for (const url of urls) { try { await fetch(url); } catch (error) { log(error); } } }',
      'a catch after which the attempt is another': 'async function retry(url) { for (;;) { try { return await fetch(url); } catch { await refreshToken(); } } }',
      'a function that is no parameter': 'import work from "./work";\nexport const retry = async () => { while (true) { try { return await work(); } catch {} } };',
    },
  },
  'unbounded-memory-cache': {
    parsed: {
      'a Map that a function asks first': 'const cache = new Map();\nexport async function find(id) { if (!cache.has(id)) cache.set(id, 1); return cache.get(id); }',
      'an object': 'const cache = {};\nexport async function find(id) { return cache[id] ?? (cache[id] = await load(id)); }',
      'a function that an async one calls': 'const cache = new Map();\nfunction find(id) { if (!cache.has(id)) cache.set(id, 1); }\nexport async function page(id) { find(id); }',
      'a private field of a provider': '@Injectable()\nexport class Pages {\n  private cache = new Map();\n  async find(id) { if (!this.cache.has(id)) this.cache.set(id, 1); }\n}',
      'a private field of the only instance': 'class Pages {\n  #cache = new Map();\n  async find(id) { if (!this.#cache.has(id)) this.#cache.set(id, 1); }\n}\nexport const pages = new Pages();',
      'a field and a variable of the same name': 'class Pages {\n  #cache = new Map();\n  async find(id) { const cache = {}; if (!this.#cache.has(id)) this.#cache.set(id, cache); }\n}\nexport const pages = new Pages();',
      'another that shrinks': 'const cache = new Map();\nexport async function find(id) { if (!cache.has(id)) cache.set(id, 1); }\nexport const clear = (cache) => { cache.delete(1); };',
      'a comment that it should shrink': 'const cache = new Map();\n// cache.delete(id)\nexport async function find(id) { if (!cache.has(id)) cache.set(id, 1); }',
      'a class on one line': 'export class Pages { private static cache = new Map(); async find(id) { if (!Pages.cache.has(id)) Pages.cache.set(id, 1); } }',
    },
    left: {
      'what grows while nobody waits': 'const cache = new Map();\nexport function find(id) { if (!cache.has(id)) cache.set(id, 1); }\nexport async function other() {}',
      'a key that nothing asks for': 'const cache = new Map();\nexport async function find(id, other) { if (!cache.has(other)) cache.set(id, 1); }',
      'keys that are written out': 'const cache = {};\nexport async function find(id) { cache["a"] = id; return cache["a"]; }',
      'keys of which there are few': 'const cache = new Map();\nexport async function find(locale) { if (!cache.has(locale)) cache.set(locale, 1); }',
      'what shrinks': 'const cache = new Map();\nexport async function find(id) { if (!cache.has(id)) cache.set(id, 1); }\nexport const clear = (id) => { cache.delete(id); };',
      'what is exported': 'export const cache = new Map();\nexport async function find(id) { if (!cache.has(id)) cache.set(id, 1); }',
      'a variable of a function': 'export async function find(ids) {\nconst cache = new Map();\nfor (const id of ids) if (!cache.has(id)) cache.set(id, 1); }',
      'a field of a class that others make': 'export class Pages {\n  private cache = new Map();\n  async find(id) { if (!this.cache.has(id)) this.cache.set(id, 1); }\n}',
      'a variable inside by the same name': 'const cache = new Map();\nexport async function find(id) { const cache = new Map(); if (!cache.has(id)) cache.set(id, 1); }\nexport function one(id) { if (!cache.has(id)) cache.set(id, 1); }',
      'a type': 'type Cache = {};\nexport async function find(id) { Cache[id] = 1; return Cache[id]; }',
      'a function that makes one': 'const cache = () => new Map();\nexport async function find(id) { if (!cache.has(id)) cache.set(id, 1); }',
    },
  },
  'unbounded-fan-out': {
    parsed: {
      'a list of tasks': 'export async function load(urls) { const tasks = []; for (const url of urls) tasks.push(fetch(url)); await Promise.all(tasks); }',
      'tasks by a name': 'export async function load(urls) { const tasks: Promise<Response>[] = urls.map((url) => fetch(url)); await Promise.all(tasks); }',
      'an expression': 'export const load = async (urls) => Promise.all(urls.map((url) => fetch(url)));',
      'a function that an async one calls': 'const load = (urls) => Promise.all(urls.map((url) => fetch(url)));\nexport async function page(urls) { await load(urls); }',
    },
    left: {
      'promises that somebody gives': 'export const all = async (promises) => Promise.all(promises);\nexport const load = (url) => fetch(url);',
      'a function that nothing here calls': 'export async function one(url) { await fetch(url); }\nexport function load(urls) { return Promise.all(urls.map((url) => fetch(url))); }',
    },
  },
};

describe('glances', () => {
  for (const [rule, { parsed, left }] of Object.entries(cases)) {
    for (const [what, text] of Object.entries(parsed)) it(`${rule} looks at ${what}`, () => assert.equal(isParsed(rule, text), true));
    for (const [what, text] of Object.entries(left)) it(`${rule} need not look at ${what}`, () => assert.equal(isParsed(rule, text), false));
  }
});
