// Prints, as JSON, the shipped pieces and what the desktop's engine makes of each snippet: the browser must do the same.
import path from 'node:path';
import { nodeSpawn } from '../../../src/engine/scan/nodeSpawn';
import { EnginePool } from '../../../src/engine/scan/pool';
import { defaultConfig } from '../../../src/engine/scan/workerApi';
import { allPieces } from '../../../src/learning/lookup';
import { loadCatalogue } from '../../../src/lessons/catalogue';
import { nodeLessonFiles } from '../../../src/lessons/nodeFiles';
import type { DesktopPiece } from './task';

async function main(): Promise<void> {
  const engine = new EnginePool({ spawn: nodeSpawn(path.resolve('dist/engineWorker.js')), threads: 1, config: defaultConfig() });
  const catalogue = await loadCatalogue(nodeLessonFiles, { root: 'lessons' });
  const pieces: DesktopPiece[] = [];
  for (const { track, lesson, piece } of allPieces(catalogue)) {
    const { id, title, rule, snippet, snippetFile, language, options } = piece;
    const source = { file: `/${track.id}/${lesson.id}/${id}/${snippetFile}`, text: snippet, language, fragment: true };
    pieces.push({
      path: `/${track.id}/${lesson.id}/${id}`,
      ref: { lesson: lesson.id, piece: id },
      title,
      file: snippetFile,
      snippet,
      right: options.find(({ correct }) => correct)?.id ?? '',
      fixed: rule === undefined ? undefined : await engine.fix(source, { rules: [rule], safety: 'guided' }),
    });
  }
  await engine.dispose();
  process.stdout.write(JSON.stringify(pieces));
}

void main();
