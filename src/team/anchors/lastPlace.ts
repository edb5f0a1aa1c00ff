/** Shorter lines, such as a closing bracket, stand everywhere. */
const telling = 6;

/**
 * Where code most likely stood in a file that no longer holds it as it was: the zero-based line from which on the most
 * of its lines are found. Undefined where none is.
 * @param kept the code as it was last known
 */
export function lastPlace(text: string, kept: string): number | undefined {
  const known = new Set(kept.split('\n').map((line) => line.trim()).filter((line) => line.length >= telling));
  const size = kept.split('\n').length;
  const isKnown = text.split('\n').map((line) => known.has(line.trim()));
  let inWindow = 0;
  let most = 0;
  let best: number | undefined;
  for (const [line, each] of isKnown.entries()) {
    if (each) inWindow++;
    if (isKnown[line - size] === true) inWindow--;
    if (inWindow <= most) continue;
    most = inWindow;
    best = line;
  }
  if (best === undefined) return undefined;
  const from = Math.max(0, best - size + 1);
  return from + isKnown.slice(from).indexOf(true);
}
