/** A place a link from outside leads to. */
export type Link =
  | { readonly to: 'lesson'; readonly lesson: string }
  | { readonly to: 'piece'; readonly lesson: string; readonly piece: string }
  | { readonly to: 'topic'; readonly lesson: string }
  | { readonly to: 'rule'; readonly rule: string }
  | { readonly to: 'table'; readonly table: string };

/** The path of a link: `/lesson/…`, `/piece/…/…`, `/topic/…`, `/rule/…`, `/table/…`. */
export function pathOf(link: Link): string {
  switch (link.to) {
    case 'lesson':
    case 'topic':
      return `/${link.to}/${link.lesson}`;
    case 'piece':
      return `/piece/${link.lesson}/${link.piece}`;
    case 'rule':
      return `/rule/${link.rule}`;
    case 'table':
      return `/table/${link.table}`;
  }
}

/** The link a path is of; undefined for any other. What it names need not exist. An id of a team is two segments. */
export function parseLink(path: string): Link | undefined {
  const [root, to, ...names] = path.replace(/\/$/, '').split('/');
  if (root !== '' || names.includes('')) return undefined;
  const piece = to === 'piece' ? names.pop() : undefined;
  if (names.length === 0 || names.length > 2) return undefined;
  const id = names.join('/');
  switch (to) {
    case 'piece':
      return piece === undefined ? undefined : { to, lesson: id, piece };
    case 'lesson':
    case 'topic':
      return { to, lesson: id };
    case 'rule':
      return { to, rule: id };
    case 'table':
      return names.length === 1 ? { to, table: id } : undefined;
    default:
      return undefined;
  }
}
