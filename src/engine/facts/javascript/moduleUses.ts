/** Which files of the project others look into, to know what has to be read anew when one changes. */
export class ModuleUses {
  private readonly users = new Map<string, Set<string>>();

  /** `user` looked into `file`. */
  add(file: string, user: string): void {
    const known = this.users.get(file);
    if (known === undefined) this.users.set(file, new Set([user]));
    else known.add(user);
  }

  /** The files themselves and all that look into them, however many steps away. */
  around(files: Iterable<string>): ReadonlySet<string> {
    const found = new Set(files);
    // A set that grows while it is walked is walked to its new end.
    for (const file of found) for (const user of this.users.get(file) ?? []) found.add(user);
    return found;
  }
}
