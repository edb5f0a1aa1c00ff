/** Controls, but for tab and line end, and what turns the direction of text: nobody sees them, and they change what is shown. */
const hidden = /(?![\t\n])[\p{Bidi_Control}\p{Cc}]/gu;

/** The names of those in a text, `U+202E`, each once. */
export function hiddenCharacters(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(hidden), ([character]) => nameOf(character)))];
}

/** The text with each of them written as its name. */
export function withHiddenShown(text: string): string {
  return text.replace(hidden, (character) => `[${nameOf(character)}]`);
}

const nameOf = (character: string) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
