// Writes the largest resident size of this process, in kB, when it ends. Its threads share it.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env['ALTITUDE_PEAK_FILE'];

if (isMainThread && file !== undefined) process.on('exit', () => writeFileSync(file, `${process.resourceUsage().maxRSS}`));
