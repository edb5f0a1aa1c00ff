/** A published build of the VS Code server, pinned by the integrity of its npm tarball. */
export interface Release {
  /** The VS Code version. */
  readonly vscode: string;
  /** The version of the `code-server` package that carries it. */
  readonly carrier: string;
  readonly integrity: string;
}

/** The oldest editor that `engines.vscode` admits. */
export const floor: Release = {
  vscode: '1.100.3',
  carrier: '4.100.3',
  integrity: 'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
};

/** The newest editor the suites run on. */
export const latest: Release = {
  vscode: '1.139.1',
  carrier: '4.139.1',
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

export const releases: readonly Release[] = [floor, latest];

/** The pinned release of a VS Code version. */
export function releaseOf(vscode: string | undefined): Release {
  const found = releases.find((release) => release.vscode === vscode);
  if (!found) throw new Error(`No pinned server for VS Code ${String(vscode)}. Known: ${releases.map((r) => r.vscode).join(', ')}.`);
  return found;
}
