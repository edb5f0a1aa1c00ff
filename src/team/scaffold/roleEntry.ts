import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { behindLast, type Insertion } from '../../lessons/authoring/trackEntry';

/** A role as onboarding.yml names it. */
export interface NamedRole {
  readonly id: string;
  readonly title: string;
}

/** The roles of an onboarding.yml, as far as it can be read. */
export function rolesIn(onboarding: string): NamedRole[] {
  return roleMaps(onboarding).flatMap((role): NamedRole[] => {
    const id = role.get('id');
    const title = role.get('title');
    return typeof id === 'string' ? [{ id, title: typeof title === 'string' ? title : id }] : [];
  });
}

/**
 * Adds a lesson to a role's steps, behind the others; comments and the form of the file stay as they are. Undefined where
 * the file is broken, the role is not there, or its steps are written in a form that a line cannot be added to.
 */
export function roleEntry(onboarding: string, role: string, lesson: string): Insertion | undefined {
  const steps = roleMaps(onboarding).find((each) => each.get('id') === role)?.get('steps');
  return isSeq(steps) ? behindLast(onboarding, steps, `lesson: ${lesson}`) : undefined;
}

function roleMaps(onboarding: string): YAMLMap[] {
  const { contents, errors } = parseDocument(onboarding, { prettyErrors: false });
  if (errors.length > 0 || !isMap(contents)) return [];
  const roles = contents.items.find(({ key }) => isScalar(key) && key.value === 'roles')?.value;
  return isSeq(roles) ? roles.items.filter((role) => isMap(role)) : [];
}
