import { isId } from '../lessons/fields';
import { builtInNamespace } from '../lessons/identity';

export const onboardingFile = 'onboarding.yml';

/** The id, within its team, of the track that holds the lessons no role names. */
export const otherLessons = 'lessons';

/** The namespace of a folder that names none: its own name, made kebab-case. */
export const namespaceOf = (root: string): string => namespaceFrom(root.replace(/\/+$/, '').split('/').at(-1) ?? '', 'team');

/**
 * A name made kebab-case.
 * @param prefix stands before what cannot be a namespace by itself
 */
export function namespaceFrom(name: string, prefix: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return words !== builtInNamespace && isId(words) ? words : `${prefix}${words === '' ? '' : '-'}${words}`;
}
