/** Top folders that hold tests, and nothing else. */
const testFolders = ['test', 'tests', '__tests__', 'spec'];

/** Top folders of source that test folders leave out. */
const sourceFolders = new Set(['src', 'lib', 'app']);

/** Folders beside the source whose names say that they hold its tests. */
const innerFolders = ['__tests__', 'test', 'tests'];

/** What lies in a folder, by name. */
export type FileNames = (dir: string) => Promise<readonly string[]>;

/**
 * The test of a source file: beside it (`charge.test.ts`, `charge_test.go`), in a test folder there, or at the same place
 * in a test folder of the repository (`test/payments/charge.js`).
 * @param file relative to the repository, forward slashes
 * @param names of the files in a folder, given as `file` is, empty for the top
 * @returns its name where it lies in the same folder, else its path in the repository; undefined where there is none
 */
export async function testOf(file: string, names: FileNames): Promise<string | undefined> {
  const slash = file.lastIndexOf('/');
  const dir = file.slice(0, Math.max(0, slash));
  const name = file.slice(slash + 1);
  const beside = testAmong(name, await names(dir), false);
  if (beside !== undefined) return beside;
  for (const place of placesApart(dir)) {
    const test = testAmong(name, await names(place), true);
    if (test !== undefined) return under(place, test);
  }
  return undefined;
}

/** Where the tests of a folder may lie, apart from it, the nearest first. */
function placesApart(dir: string): string[] {
  const slash = dir.indexOf('/');
  const [top, rest] = slash < 0 ? [dir, ''] : [dir.slice(0, slash), dir.slice(slash + 1)];
  const mirrored = testFolders.flatMap((folder) => [under(folder, dir), ...(sourceFolders.has(top) ? [under(folder, rest)] : [])]);
  return [...new Set([...innerFolders.map((folder) => under(dir, folder)), ...mirrored])];
}

const under = (dir: string, name: string) => [dir, name].filter((each) => each !== '').join('/');

/** @param isApart only tests lie there: a test may have the very name of what it tests */
function testAmong(file: string, names: readonly string[], isApart: boolean): string | undefined {
  const stem = stemOf(file);
  const isTest = (name: string) => {
    const written = stemOf(name);
    const isNamedAfter = written.startsWith(stem) && /^[._-](?:tests?|spec)$/.test(written.slice(stem.length));
    return isCode(name) && (isNamedAfter || (isApart && written === stem));
  };
  return names.filter(isTest).sort()[0];
}

const isCode = (name: string) => /\.(?:[cm]?[jt]sx?|go)$/.test(name);

function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}
