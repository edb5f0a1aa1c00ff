// Run by `npm run schemas`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonSchemas } from './jsonSchemas';

for (const [name, text] of Object.entries(jsonSchemas())) writeFileSync(path.join('lessons', name), text);
