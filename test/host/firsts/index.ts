import { runFolder } from '../runFolder';

/** VS Code calls this in the extension host. */
export function run(): Promise<void> {
  return runFolder(__dirname);
}
