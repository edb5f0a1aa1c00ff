import type { FixSettings } from '../../../fixSettings';
import type { Memo } from '../../../memo';

/** What a report or an export may take, and a person who asked for it waits. */
const longMs = 60_000;

/** A longer one is no limit of a call. */
const longestMs = 120_000;

/** Work that grows with the data or waits for work of another, as its names and comments call it: also what publishes, and what fetches feeds and pages of others. */
const long = /report(?!ed)|quer(?:y|ies|ied)|export(?!er)|upload|download|stream|generat|completion|feed(?!back)|\brss|crawl|scrap(?:e|ing)|unfurl|clone|archive|backup|restore|deploy|publish(?!e[dr])|provision|remediat|transcri|transcod/i;

/** Work that moves money, by its names and its address: one that is cut off may be done all the same, and is then done twice. */
const money = /charge(?!d)|(?<![a-z])pay(?![a-z])|[a-z]Pay(?![a-z])|pay(?:ment|out)s?(?![a-z])|refund|disburs|withdraw|stk_?push|money_?transfer/;

/** Answers of language models, by their addresses and what they are asked with. */
export const ofModels =
  /chat\/completions|\/v1\/(?:completions|embeddings)|anthropic-version|generateContent|api\.(?:openai|anthropic|mistral|groq|deepseek|cohere|replicate|perplexity)\.|openrouter|llama|\/api\/(?:generate|chat)(?![\w.])|inference|huggingface|\bmax_(?:completion_)?tokens\b/i;

/** APIs by which machines and their settings are made, changed and removed. */
export const cloudManagement = /management\.azure\.com|googleapis\.com|amazonaws\.com|api\.(?:cloudflare|digitalocean|heroku|render|linode|vultr|netlify|vercel)\.com|api\.(?:hetzner\.cloud|fly\.io|machines\.dev)/;

/** Limits that a file names, in milliseconds. */
const limitsMs = /time_?out(?:_?ms|Millis)?\b["']?\s*(?::\s*number\s*)?(?:[:=]|\?\?|\|\|)\s*(?:[^;\n]{0,60}(?:\?\?|\|\|)\s*)?(\d[\d_]{3,6})\b/gi;

/** The same in Go: `30 * time.Second`. */
const limitsGo = /time_?out\w*\s*(?::?=|:)\s*(\d+)\s*\*\s*time\.(Second|Minute)/gi;

/** What a file gives something else and is near the usual deadline says nothing of this call. */
const leastMs = 15_000;

/** What is asked of the file a call stands in. */
interface Asking {
  readonly text: string;
  readonly settings: FixSettings;
  readonly memo: Memo;
}

/** True where a file gives another call so long that this one may need it too. */
export const givesOthersLong = ({ text, settings, memo }: Asking): boolean => memo.once(longestLimit, text) >= Math.max(leastMs, settings.timeoutMs + 1);

/** The longest limit that the text of a file gives something else; it was chosen for what this project waits for. */
function longestLimit(text: string): number {
  const found = [...text.matchAll(limitsMs)].map(([, ms = '']) => Number(ms.replaceAll('_', '')));
  for (const [, count = '', unit] of text.matchAll(limitsGo)) found.push(Number(count) * (unit === 'Minute' ? 60_000 : 1000));
  return Math.max(0, ...found.filter((ms) => ms <= longestMs));
}

/** @param names of the functions around a call and of what it calls, and the comment before it */
export const mayTakeLong = (file: string, names: readonly string[]): boolean => [file.slice(file.lastIndexOf('/') + 1), ...names].some((name) => long.test(name));

/** The source with a deadline for such a call: the one from the settings, or that the file gives something else, where that is longer. */
export const withLongDeadline = <T extends Asking>(source: T): T => ({ ...source, settings: { ...source.settings, timeoutMs: Math.max(source.settings.timeoutMs, source.memo.once(longestLimit, source.text), longMs) } });

/** Why a call gets more time than others. */
export const reasons = { long: 'it may rightly take long', money: 'a payment that is cut off may still be made' } as const;

export type Reason = keyof typeof reasons;

/** @param names of the functions around a write and of what it calls, and its address */
export const movesMoney = (names: readonly string[]): boolean => names.some((name) => money.test(name) || money.test(name.toLowerCase()));

/** @returns the title of a fix whose figure somebody has to choose */
export const toBeChosen = (title: string, reason: Reason): string => `${title}, a figure to choose: ${reasons[reason]}`;
