/**
 * Arranges `items`, best first, so that no two neighbours have the same topic where that can be helped. The first stays
 * first; after it each place goes to the best item that leaves the rest arrangeable.
 */
export function mixTopics<T extends { readonly topic: string }>(items: readonly T[]): T[] {
  const rest = [...items];
  const counts = new Map<string, number>();
  for (const { topic } of rest) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  const mixed: T[] = [];
  while (rest.length > 0) {
    const index = mixed.length === 0 ? 0 : nextIndex(rest, counts, mixed.at(-1)?.topic);
    for (const item of rest.splice(index, 1)) {
      mixed.push(item);
      counts.set(item.topic, (counts.get(item.topic) ?? 1) - 1);
    }
  }
  return mixed;
}

function nextIndex(rest: readonly { readonly topic: string }[], counts: ReadonlyMap<string, number>, last: string | undefined): number {
  const [crowded, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  // A topic with more than half of what is left has to take every other place from here on.
  const forced = most > rest.length - most && crowded !== last;
  const index = rest.findIndex(({ topic }) => (forced ? topic === crowded : topic !== last));
  return Math.max(0, index);
}
