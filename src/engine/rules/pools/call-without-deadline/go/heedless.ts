import { enclosingGoFunction } from '../../../../facts/go/scope';
import type { GoSource } from '../../../../source';
import { field, namedChildren, type Node } from '../../../../syntax/nodes';
import { durationText } from '../../../../text/duration';
import { ofModels } from '../longCalls';

/** What a function is called that stores what it reads, however large that is. */
const stores = /^(?:put|upload|store|save|stream|copy|pipe|push|import|ingest|extract|untar|unzip|unpack|restore)/i;

/** Ways out of a block that has seen an error. */
const leavesBlock = /\b(?:return|continue|break|goto|panic)\b|\.(?:Fatal|Panic|Exit|Abort)\w*\(/;

/** Why a time limit would do harm there, as the end of a sentence; undefined where nothing is seen that it would. */
export function harmOfLimit(call: Node, source: GoSource): string | undefined {
  const fn = enclosingGoFunction(call);
  if (fn === undefined) return undefined;
  const reader = storedBy(call, fn);
  if (reader !== undefined) return `the limit would also end the reading of the body, which \`${reader}\` gets as a reader and which may be large; limit the wait for its headers with ResponseHeaderTimeout of a Transport`;
  if (usesUnchecked(call)) return 'the response is used before the error is looked at, and would be nil when the limit ends the call; check the error first';
  if (isOfModel(call, source)) return `a model's answer takes longer than the ${durationText(source.settings.timeoutMs)} a fix would insert`;
  return isIgnoredByCaller(fn, source) ? 'a caller only logs the error and goes on with the empty value, which a slow answer would then be taken for' : undefined;
}

/** A function, or a file named for it, that asks a language model. */
function isOfModel(call: Node, { file, text }: GoSource): boolean {
  for (let fn = enclosingGoFunction(call); fn !== undefined; fn = enclosingGoFunction(fn)) if (ofModels.test(fn.text)) return true;
  return /(?:^|[/_])(?:ai|llms?|openai|anthropic|gemini|ollama|prompts?|completions?)(?:[/_.]|$)/i.test(file) && ofModels.test(text);
}

/** `resp, err := http.Get(url)`, then `defer resp.Body.Close()`; or `resp, _ := http.Get(url)`. */
function usesUnchecked(call: Node): boolean {
  const assignment = call.parent?.parent;
  const targets = assignment === null || assignment === undefined ? undefined : field(assignment, 'left');
  const [response, error] = targets === undefined ? [] : namedChildren(targets).map(({ text }) => text);
  if (response === undefined || response === '_' || error === undefined) return false;
  const next = assignment?.nextNamedSibling?.text ?? '';
  const has = (name: string) => new RegExp(`\\b${name}\\b`).test(next);
  return error === '_' || (new RegExp(`\\b${response}\\.`).test(next) && !has(error));
}

/** The function that stores the body of a call's response: `s.cache.Put(ctx, key, resp.Body)`, also by a variable. */
function storedBy(call: Node, fn: Node): string | undefined {
  const assignment = call.parent?.parent;
  const targets = assignment === null || assignment === undefined ? undefined : field(assignment, 'left');
  const response = targets === undefined ? undefined : namedChildren(targets)[0]?.text;
  if (response === undefined || !/^\w+$/.test(response)) return undefined;
  const { text } = fn;
  const aliases = [...text.matchAll(new RegExp(`\\b(\\w+) :?= ${response}\\.Body$`, 'gm'))].map(([, alias = '']) => alias);
  const body = [`${response}\\.Body`, ...aliases].join('|');
  const handed = new RegExp(`([\\w.]+)\\((?:[^()\\n]*, ?)?(?:${body})[,)]`, 'g');
  return [...text.matchAll(handed)].map(([, callee = '']) => callee).find((callee) => stores.test(callee.slice(callee.lastIndexOf('.') + 1)));
}

/** Some caller reads `found, err := c.Find(…)`, logs the error and uses `found` all the same. */
function isIgnoredByCaller(fn: Node, { file, project }: GoSource): boolean {
  const name = fn.type === 'func_literal' ? undefined : field(fn, 'name')?.text;
  const results = field(fn, 'result');
  if (name === undefined || !/^[A-Z]/.test(name) || results?.type !== 'parameter_list' || namedChildren(results).length !== 2) return false;
  const root = file.slice(0, file.length - project.relative(file).length - 1);
  const use = new RegExp(`^(\\t*)(\\w+), (\\w+) :?= [\\w.()]*\\b${name}\\(.*\\n\\1if \\3 != nil \\{\\n((?:(?!\\1\\}).*\\n)*?)\\1\\}\\n((?:\\1.*\\n|\\n){1,30})`, 'gm');
  return project.filesWith(name, root, '.go')?.some((each) =>
    [...(project.read(each) ?? '').matchAll(use)].some(([, , value = '_', , block = '', rest = '']) => value !== '_' && !leavesBlock.test(block) && new RegExp(`\\b${value}\\.`).test(rest)),
  ) === true;
}
