/** What happens under load, and why there is no edit. */
export function lostMessage(name: string, isChecked: boolean, isTransaction: boolean, refusal: string | undefined): string {
  const lost = `Two calls at once both read the same ${name}, and the second write undoes the first: one of the two changes is lost.`;
  const inside = isTransaction ? ' A transaction at read committed does not prevent it.' : '';
  const checked = isChecked ? ` Both also pass the check of ${name}: ask it in the write’s own condition.` : '';
  return lost + inside + checked + (refusal === undefined ? '' : ` No edit: ${refusal}`);
}

export const refusals = {
  moreThanAdding: 'the new value is more than the old one plus or minus something.',
  mayBeEmpty: 'the field may be empty, and the database adds nothing to that.',
  otherFields: 'the write sets other fields too, and this library’s increment takes none.',
  elsewhere: 'what is written is put together elsewhere.',
  saves: 'the save may write more than this field.',
  readLater: 'the new value is read later.',
  identity: 'how the record is identified is not known.',
} as const;
