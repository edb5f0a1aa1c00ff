/** The namespace of what ships with Altitude; no team may take it. */
export const builtInNamespace = 'altitude';

const prefix = `${builtInNamespace}:`;

/**
 * What a name in a team's file stands for everywhere else: `<namespace>/<id>` for `id`, and the plain id for
 * `altitude:id`. Built-in ids hold no slash, so neither can shadow the other.
 * @param namespace absent in what ships with Altitude, where names are identities
 */
export function identityOf(written: string, namespace: string | undefined): string {
  if (namespace === undefined) return written;
  return written.startsWith(prefix) ? written.slice(prefix.length) : `${namespace}/${written}`;
}

/** The namespace of an identity and the id within it; a built-in one has no namespace. */
export function partsOf(identity: string): { readonly namespace?: string; readonly id: string } {
  const slash = identity.indexOf('/');
  return slash < 0 ? { id: identity } : { namespace: identity.slice(0, slash), id: identity.slice(slash + 1) };
}

/** Whether an identity is of what ships with Altitude: it is the same in every folder. */
export function isBuiltIn(identity: string): boolean {
  return partsOf(identity).namespace === undefined;
}

/** How to name the built-in thing that a team's author may have meant, where there is one. */
export function builtInMend(identity: string, known: { readonly has: (id: string) => boolean }): string | undefined {
  const { namespace, id } = partsOf(identity);
  return namespace !== undefined && known.has(id) ? ` in this folder; write ${prefix}${id} for the built-in one` : undefined;
}
