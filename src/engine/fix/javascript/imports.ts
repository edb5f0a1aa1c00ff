import type { ScriptSource } from '../../source';
import type { Node } from '../../syntax/nodes';
import type { TextEdit } from '../../text/edits';
import { ImportPlan } from './importPlan';

/** What a fix needs to refer to. */
export interface ImportWish {
  /** Without `node:`; `fs/promises` also means `require('fs').promises`. */
  readonly module: string;
  /** The export's name, `default`, or `*` for the module itself. */
  readonly name: string;
  /** The local name to bind when the file has none yet. */
  readonly preferred?: string;
  /** Where it will be used: a binding that is shadowed there is not reused. */
  readonly at?: Node;
  /** Only its type is used. */
  readonly type?: true;
}

export interface ImportedName {
  /** What to write: `readFile`, or `fsp.readFile` where the file already holds the module as `fsp`. */
  readonly local: string;
  readonly edits: readonly TextEdit[];
}

export interface ImportedNames {
  /** What to write for each wish, in the order asked for. */
  readonly locals: readonly string[];
  readonly edits: readonly TextEdit[];
}

/**
 * Makes an export usable in the file: by a binding it already has, else by extending an import of the same module,
 * else by a new import in the file's own style. In a fragment without imports nothing is imported.
 */
export function ensureImport(source: ScriptSource, want: ImportWish): ImportedName {
  const plan = new ImportPlan(source);
  return { local: plan.need(want), edits: plan.edits() };
}

/** `ensureImport` for several exports at once: those of one module share an import, and the edits fit together. */
export function ensureImports(source: ScriptSource, wants: readonly ImportWish[]): ImportedNames {
  const plan = new ImportPlan(source);
  return { locals: wants.map((want) => plan.need(want)), edits: plan.edits() };
}
