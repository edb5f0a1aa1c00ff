/**
 * What nobody sees and what changes what is shown: controls, but for tab and line end; what turns the direction of text;
 * other line ends; halves of characters; blanks without a width. Joiners stay, which several scripts and emoji need.
 */
const hidden = /(?![\t\n])[\p{Bidi_Control}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u180e\u200b\u2060-\u2064\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;

/** In code joiners too: they may stand in names, which look like others then. A variation of an emoji changes nothing. */
const hiddenInCode = /(?![\t\n\ufe0f])[\p{Bidi_Control}\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The names of those in a text, `U+202E`, each once. */
export const hiddenCharacters = (text: string): readonly string[] => namesIn(text, hidden);

/** The same of code that somebody else is to have in theirs. A carriage return is a line end there. */
export const hiddenInReplacement = (code: string): readonly string[] => namesIn(code.replaceAll('\r\n', '\n'), hiddenInCode);

const namesIn = (text: string, pattern: RegExp) => [...new Set(Array.from(text.matchAll(pattern), ([character]) => nameOf(character)))];

/** The text with each of them written as its name. */
export function withHiddenShown(text: string): string {
  return text.replace(hidden, (character) => `[${nameOf(character)}]`);
}

const nameOf = (character: string) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
