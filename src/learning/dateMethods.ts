const names = ['scheduler', 'diff', 'format', 'dueFormat'] as const;

/** What these methods of Date were before ts-fsrs was loaded. */
const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(Date.prototype, name)] as const);

/**
 * Takes back what ts-fsrs 5 adds to every Date when it is loaded and never calls itself: an extension shares its globals
 * with all others. To be imported before ts-fsrs, and called after.
 */
export function restoreDateMethods(): void {
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(Date.prototype, name, descriptor);
    else Reflect.deleteProperty(Date.prototype, name);
  }
}
