type RuleObject = Readonly<Record<string, unknown>>;

/**
 * Whether a rule says what kind of node it looks for, as ast-grep's command asks of it: one that does not is tried on
 * every node of every file.
 */
export function saysKind(rule: RuleObject, utils: Readonly<Record<string, unknown>> = {}, within: ReadonlySet<string> = new Set()): boolean {
  const of = (each: unknown) => saysKind(each as RuleObject, utils, within);
  return Object.entries(rule).some(([name, value]) => {
    switch (name) {
      case 'kind':
        return true;
      case 'pattern':
        return typeof value !== 'string' || !/^\s*\${1,3}\w*\s*$/.test(value);
      case 'all':
        return (value as readonly unknown[]).some(of);
      case 'any':
        return (value as readonly unknown[]).every(of);
      case 'matches': {
        const util = Object.hasOwn(utils, String(value)) ? utils[String(value)] : undefined;
        // What is not there, or comes back to itself, is for ast-grep to name.
        return util === undefined || within.has(String(value)) || saysKind(util as RuleObject, utils, new Set([...within, String(value)]));
      }
      default:
        return false;
    }
  });
}
