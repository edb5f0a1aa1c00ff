import type { AssetReader } from '../syntax/grammars';
import { scope } from './webScope';

/** The worker needs a file that ships beside the bundles. */
export interface AssetRequest {
  readonly asset: string;
}

export type AssetAnswer = { readonly asset: string; readonly bytes: Uint8Array } | { readonly asset: string; readonly error: string };

export function isAssetMessage(message: unknown): message is AssetRequest | AssetAnswer {
  return typeof message === 'object' && message !== null && 'asset' in message;
}

/** Asks whoever started this worker, which may not be allowed to fetch from where the extension lies. */
export const hostAssets: AssetReader = (name) =>
  new Promise((resolve, reject) => {
    const listener = ({ data }: { readonly data: unknown }): void => {
      if (!isAssetMessage(data) || data.asset !== name) return;
      scope.removeEventListener('message', listener);
      if ('bytes' in data) resolve(data.bytes);
      else reject(new Error('error' in data ? data.error : `no answer for ${name}`));
    };
    scope.addEventListener('message', listener);
    scope.postMessage({ asset: name } satisfies AssetRequest);
  });
