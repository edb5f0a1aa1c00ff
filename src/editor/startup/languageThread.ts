import { workerData } from 'node:worker_threads';

/** Entry of the thread that loads a language, and with it what any language needs: it asks once for each kind of text that Altitude writes. */
for (const language of new Set([workerData as string, 'en', undefined])) {
  new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format();
  new Intl.DateTimeFormat(language, { weekday: 'short', hour: 'numeric', minute: '2-digit' }).format();
  new Intl.NumberFormat(language, { style: 'percent' }).format(1);
  new Intl.ListFormat(language, { type: 'disjunction' }).format(['a', 'b']);
  Array.from(new Intl.Segmenter(language, { granularity: 'sentence' }).segment('a. b.'));
}
