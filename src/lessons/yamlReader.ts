import { othersTurn } from '../shared/pace';

/** Loads what reads YAML, the most of what reads a team's files. Whoever loads the rest after it holds the thread half as long. */
export async function loadYamlReader(): Promise<void> {
  await import('./yamlData');
  await othersTurn();
}
