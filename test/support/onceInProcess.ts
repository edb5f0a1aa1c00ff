/**
 * One value for all test files of a process, which are bundled apart. A grammar that is loaded takes room in the one
 * WebAssembly table of the process and never gives it back: loaded anew in each test, some thousand fill it.
 */
export function onceInProcess<T>(name: string, make: () => T): T {
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  return (store[Symbol.for(`altitude.test.${name}`)] ??= make());
}
