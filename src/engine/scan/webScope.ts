/** What the engine uses of a web worker's global scope; the compiler is told of Node's globals only. */
export interface WebWorkerScope {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

declare const self: WebWorkerScope;

export const scope: WebWorkerScope = self;
