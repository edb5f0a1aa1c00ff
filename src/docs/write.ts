// Run by `npm run docs`.
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './files';

void generatedFiles().then((files) => {
  for (const [file, text] of files) writeFileSync(file, text);
});
