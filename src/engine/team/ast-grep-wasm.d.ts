/**
 * What wasm-bindgen generated for @ast-grep/wasm 0.45.3, as far as it is used. The package's own entry imports its
 * binary as a module, which neither the bundles nor Node 20 can.
 */
declare module '@ast-grep/wasm/wasm_bg.js' {
  export interface SgNode {
    find(matcher: unknown): SgNode | undefined;
    findAll(matcher: unknown): SgNode[];
    matches(matcher: unknown): boolean;
    getMatch(name: string): SgNode | undefined;
    getMultipleMatches(name: string): SgNode[];
    getTransformed(name: string): string | undefined;
    next(): SgNode | undefined;
    prev(): SgNode | undefined;
    range(): { readonly start: { readonly index: number; free(): void }; readonly end: { readonly index: number; free(): void }; free(): void };
    free(): void;
    /** Takes the node from the garbage collector's care, without a call of the binary. */
    __destroy_into_raw(): number;
  }
  export interface SgRoot {
    root(): SgNode;
    free(): void;
    __destroy_into_raw(): number;
  }
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  export function initializeTreeSitter(): Promise<void>;
  export function registerDynamicLanguage(languages: Readonly<Record<string, { readonly libraryPath: string; readonly expandoChar?: string }>>): Promise<void>;
  export function parse(language: string, text: string): SgRoot;
}
