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

/** The link a path is of; undefined for any other. What it names need not exist. */
export function parseLink(path: string): Link | undefined {
  const [root, to, first, second, ...rest] = path.replace(/\/$/, '').split('/');
  if (root !== '' || first === undefined || first === '' || rest.length > 0) return undefined;
  if (to === 'piece') return second === undefined || second === '' ? undefined : { to, lesson: first, piece: second };
  if (second !== undefined) return undefined;
  switch (to) {
    case 'lesson':
    case 'topic':
      return { to, lesson: first };
    case 'rule':
      return { to, rule: first };
    case 'table':
      return { to, table: first };
    default:
      return undefined;
  }
}
