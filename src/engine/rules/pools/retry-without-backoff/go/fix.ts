import { callerContext } from '../../../../facts/go/context';
import { parentDir } from '../../../../facts/project/project';
import { goDuration } from '../../../../fix/go/duration';
import { ensureGoImports } from '../../../../fix/go/imports';
import { indentationAt, styleOf } from '../../../../fix/style';
import type { GoSource } from '../../../../source';
import { closingBrace, field, type Node } from '../../../../syntax/nodes';
import { joinEdits, type TextEdit } from '../../../../text/edits';
import { statementsOf, type GoRetry } from './retries';

const baseMs = 100;

/** 100 ms doubled so often are hours: more than any cap. */
const longestShift = 16;

export type GoFixed = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

/** A pause with backoff and jitter where the loop goes on after a failure. */
export function goPause(retry: GoRetry, source: GoSource): GoFixed {
  const { counter, body, call } = retry;
  if (counter === undefined) return { refused: 'nothing here counts the attempts upward' };
  const version = goVersion(source);
  if (version < 21) return { refused: 'the pause would need Go 1.21' };
  // math/rand/v2 came with Go 1.22.
  const isOld = version < 22 || source.scopes.imports.some(({ path, name }) => path === 'math/rand' && name === 'rand');
  const { locals, edits: imports } = ensureGoImports(source, [{ path: isOld ? 'math/rand' : 'math/rand/v2', name: 'rand' }, { path: 'time' }]);
  const [rand = 'rand', time = 'time'] = locals;
  if ([rand, time].some((name) => source.scopes.lookup(name, call) !== undefined)) return { refused: 'a variable here hides package rand or time' };
  // A shift by some forty would overflow.
  const shift = /^[12]?\d$/.test(counter.limit?.text ?? '') ? counter.name : `min(${counter.name}, ${longestShift})`;
  const cap = `min(${goDuration(Math.max(source.settings.timeoutMs, baseMs), time)}, ${goDuration(baseMs, time)}<<${shift})`;
  const pause = isOld ? `${time}.Duration(${rand}.Int63n(int64(${cap})))` : `${rand}.N(${cap})`;
  const ctx = callerContext(call, source);
  const waits = ctx !== undefined && new RegExp(`\\b${ctx.replace(/[.()]/g, '\\$&')}`).test(body.text);
  const own = waits ? ['select {', `case <-${ctx}.Done():`, `case <-${time}.After(${pause}):`, '}'] : [`${time}.Sleep(${pause})`];
  const lines = counter.limit === undefined ? own : [`if ${counter.name}${counter.limit.isInclusive ? '' : '+1'} < ${counter.limit.text} {`, ...own.map((line) => `\t${line}`), '}'];
  const edits = joinEdits(inserted(body, lines, source), imports);
  return edits === undefined ? { refused: 'the imports of this file cannot be extended' } : { edits };
}

/** Before the `continue` of a failure, or at the end of a body that a success has left. */
function inserted(body: Node, lines: readonly string[], source: GoSource): TextEdit[] {
  const { newline } = styleOf(source.text);
  const next = continueOf(body);
  if (next !== undefined) {
    const indent = indentationAt(source.text, next.startIndex);
    return [{ start: next.startIndex, end: next.startIndex, newText: lines.map((line) => line + newline + indent).join('') }];
  }
  const close = closingBrace(body);
  const indent = `${indentationAt(source.text, close)}\t`;
  const end = source.text.slice(0, close).trimEnd().length;
  return [{ start: end, end, newText: lines.map((line) => newline + indent + line).join('') }];
}

function continueOf(body: Node): Node | undefined {
  for (const statement of statementsOf(body)) {
    const isFailure = statement.type === 'if_statement' && /\berr\w* != nil/.test(field(statement, 'condition')?.text ?? '');
    const last = isFailure ? statementsOf(field(statement, 'consequence') ?? statement).at(-1) : undefined;
    if (last?.type === 'continue_statement') return last;
  }
  return undefined;
}

/** The minor version go.mod asks for; a file without one is taken for current Go. */
function goVersion(source: GoSource): number {
  for (let dir = parentDir(source.file); dir !== undefined; dir = parentDir(dir)) {
    const version = /^go 1\.(\d+)/m.exec(source.project.read(`${dir}/go.mod`) ?? '')?.[1];
    if (version !== undefined) return Number(version);
  }
  return Infinity;
}
