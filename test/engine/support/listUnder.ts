import type { ListUnder } from '../../../src/engine/facts/project/mentions';

/** Lists as the engine does, from paths in memory. */
export function listUnder(files: readonly string[]): ListUnder {
  return (dir, most) => {
    const found = files.filter((file) => file.startsWith(`${dir}/`)).sort();
    return found.length > most ? undefined : found;
  };
}
