import * as vscode from 'vscode';
import type { AltitudeApi } from '../../extensionApi';
import type { Packs } from './packs';

/** What other extensions are given, before what answers them is loaded. */
export function apiOver(loading: Promise<Pick<Packs, 'register'>>): AltitudeApi {
  return {
    version: 1,
    registerPack(pack) {
      const given = copyOf(pack);
      let isWanted = true;
      const registered = loading.then(
        (packs) => (isWanted ? packs.register(given) : undefined),
        // That they could not be loaded is told where they are.
        () => undefined,
      );
      return new vscode.Disposable(() => {
        isWanted = false;
        void registered.then((registration) => {
          registration?.dispose();
        });
      });
    },
  };
}

/** What cannot be copied is no data, and is refused as if nothing had been handed over. */
function copyOf(pack: unknown): unknown {
  try {
    const copy: unknown = structuredClone(pack);
    return copy;
  } catch {
    return undefined;
  }
}
