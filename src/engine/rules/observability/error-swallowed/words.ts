/** The words of a name or a text in lower case, each between spaces: ` last seen at ` for `lastSeenAt` and `last_seen_at`. */
export function wordsOf(text: string): string {
  const words = text.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);
  return ` ${words.filter((word) => word !== '').join(' ')} `;
}
