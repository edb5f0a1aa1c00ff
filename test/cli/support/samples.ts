import type { Finding } from '../../../src/engine/finding';

/** A handler whose one finding has a safe fix. */
export const slow = `import { readFileSync } from 'node:fs';
import express from 'express';

const app = express();
app.get('/page', async (req, res) => {
  const page = readFileSync('page.html', 'utf8');
  res.send(page);
});
`;

export const fixed = slow.replace('readFileSync(', 'await readFile(').replace("{ readFileSync } from 'node:fs'", "{ readFile } from 'node:fs/promises'");

/** Nothing to find. */
export const clean = 'export const add = (a, b) => a + b;\n';

export const rule = 'sync-in-request-path';

export interface Document {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  readonly ms: number;
}

export const parsed = (stdout: string): Document => JSON.parse(stdout) as Document;

/** `file:line` of each finding, zero-based as in the document. */
export const places = ({ findings }: Document): string[] => findings.map(({ file, range }) => `${file}:${range.start.line}`);

export const reasons = ({ skipped }: Document): Record<string, string> => Object.fromEntries(skipped.map(({ file, reason }) => [file, reason]));
