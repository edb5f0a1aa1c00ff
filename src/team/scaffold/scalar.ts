import { stringify } from 'yaml';

/** A text as YAML on one line: in quotes only where it would be read as something else without. */
export function scalar(text: string): string {
  return text.includes('\n') ? JSON.stringify(text) : stringify(text, { lineWidth: 0, defaultStringType: 'PLAIN' }).trimEnd();
}
