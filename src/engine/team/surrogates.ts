/**
 * ast-grep's WebAssembly build (0.45.3) counts characters where tree-sitter counts UTF-16 code units, and so loses its
 * place behind the first character that takes two of them. It is given, for each half of such a character, one of the
 * private use area.
 */
const highStart = 0xd800;
const privateStart = 0xe000;
const privateEnd = privateStart + 0x800;

/** A text of the same length, in UTF-16 code units, without surrogates. */
export function withoutSurrogates(text: string): string {
  return text.replace(/[\ud800-\udfff]/g, (half) => String.fromCharCode(half.charCodeAt(0) - highStart + privateStart));
}

/** Undoes {@link withoutSurrogates}. */
export function withSurrogates(text: string): string {
  return text.replace(/[\ue000-\ue7ff]/g, (half) => {
    const code = half.charCodeAt(0);
    return code < privateEnd ? String.fromCharCode(code - privateStart + highStart) : half;
  });
}

/** The same for every text in a value of a YAML file. */
export function withoutSurrogatesIn<T>(value: T): T {
  if (typeof value === 'string') return withoutSurrogates(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => withoutSurrogatesIn(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutSurrogatesIn<unknown>(each)])) as T;
}
