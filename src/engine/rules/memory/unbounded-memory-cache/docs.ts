import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `A \`Map\`, \`Set\`, plain object or array as old as the process, a variable at the top of a file or a private field of a class of which there is one (Nest's providers, static fields, an instance made at the top of the file), that gets entries while requests are answered and never loses one.

The growing code is proven to run while a request waits, and the key to come from the request; or the function looks its own parameter up in the container before it sets it, and that parameter is any text or number (a hint, since a caller may have few keys, such as the rows of a table of its own, unless it is called what there is one of for each visitor: \`userId\`, \`ip\`, \`sessionToken\`; a hint, too, is what only administrators may call, and a count or a time under the id of whoever is signed in). Arrays count where a handler appends to them. Nothing in the file deletes, clears, replaces or measures the container, and nothing hands it on.`,
  why: `Every distinct key stays until the process ends: 50,000 keys with 2 kB each left 105 MB on the heap that no collection gave back, with an LRU of 1,000 entries 2 MB. Clients choose the keys, so a crawler or a typo in a loop is enough; the process slows down in garbage collection long before it dies, and an entry that has "expired" is still there.`,
  fix: `*Review*: \`new LRUCache({ max })\` of lru-cache in the Map's place, with \`altitude.fixes.cacheEntries\` entries, where get, set and has are all that is used of it; the title says when lru-cache has to be installed. A number is a decision: size it by what an entry weighs. Add \`ttl\` where values go stale.

No edit where the container is read in the order of its entries, holds null or undefined (lru-cache takes \`undefined\` for a deletion), or is an object, a Set or an array.`,
  notWhen: `Sessions, locks, connections, registries and work in flight are emptied by whoever they belong to; a container named after one is left alone. So are keys of which there are few (a locale, a type, a provider), exported containers, containers that nothing asks, WeakMaps, and arrays that are searched by their entries: those are a store, not a log. A counter of a rate limit loses its oldest clients in an LRU, which may be what you want, or not.`,
  sources: [
    { title: 'lru-cache', url: 'https://github.com/isaacs/node-lru-cache' },
    { title: 'Node.js: understanding and tuning memory', url: 'https://nodejs.org/en/learn/diagnostics/memory/understanding-and-tuning-memory' },
  ],
};
