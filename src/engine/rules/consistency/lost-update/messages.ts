/** What happens under load, and why there is no edit. */
export function lostMessage(names: readonly string[], checkedNames: readonly string[], isTransaction: boolean, refusal: string | undefined): string {
  const lost = `Two calls at once both read the same ${listed(names)}, and the second write undoes the first: one of the two changes is lost.`;
  const inside = isTransaction ? ' A transaction at read committed does not prevent it.' : '';
  const checked = checkedNames.length > 0 ? ` Both also pass the check of ${listed(checkedNames)}: ask it in the write’s own condition.` : '';
  return lost + inside + checked + (refusal === undefined ? '' : ` No edit: ${refusal}`);
}

const listed = (names: readonly string[]): string => (names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`);

export const refusals = {
  moreThanAdding: 'the new value is more than the old one plus or minus something.',
  mayBeEmpty: 'the field may be empty, and the database adds nothing to that.',
  otherFields: 'the write sets other fields too, and this library’s increment takes none.',
  otherResult: 'the increment gives another value than this write, and the value may be used.',
  bareId: 'this library’s increment takes a condition, and the write has a bare id.',
  elsewhere: 'what is written is put together elsewhere.',
  saves: 'the save may write more than this field.',
  readLater: 'the new value is read later.',
  identity: 'how the record is identified is not known.',
} as const;
