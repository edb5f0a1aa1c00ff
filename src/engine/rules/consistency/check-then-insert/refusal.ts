/** Why a check and its INSERT cannot be rewritten, as a whole sentence. */
export interface Refusal {
  readonly refused: string;
}

export const refuse = (refused: string): Refusal => ({ refused });

/** Refusals that several rewrites share. */
export const refusals = {
  parts: refuse("The INSERT's text is put together from parts."),
  severalChecks: refuse('Several checks guard this INSERT, and ON CONFLICT names one key.'),
  eitherKey: refuse('The check asks for either of several keys, and ON CONFLICT names one.'),
  nested: refuse('The INSERT is nested in another statement.'),
  endsEarly: refuse('The work between the check and the INSERT can end early, and would leave the claim behind.'),
  decidedByWork: refuse('What the INSERT runs on, or with, is decided by the work before it.'),
  form: refuse('The check and its decision have a form that this fix does not rewrite.'),
  sharedBranch: refuse('What follows the INSERT depends on it in the same branch.'),
  sharedText: refuse("The INSERT's text is shared with other code."),
  opaqueText: refuse("The INSERT's text cannot be taken apart."),
  partial: refuse('The check asks for more than its key, in a form an index cannot repeat.'),
} as const;
