import { objectText } from '../../../fix/javascript/lists';
import { sourceStyle } from '../../../fix/style';
import { parentDir } from '../../../facts/project/project';
import type { ScriptSource } from '../../../source';

/** Files beside the handler's that are read for how they refuse a request. */
const maxBeside = 30;

const answers = (text: string, status: 400 | 422): number => [...text.matchAll(new RegExp(`(?:tatus|code|json|throw)\\b[^\\n]{0,80}?\\b${status}\\b`, 'g'))].length;

/** 422 where the project's other handlers refuse with it rather than with 400. */
export function refusalStatus(source: ScriptSource): 400 | 422 {
  const dir = parentDir(source.file);
  const beside = source.fragment || dir === undefined ? [] : source.project.names(dir).slice(0, maxBeside).flatMap((name) => source.project.read(`${dir}/${name}`) ?? []);
  for (const texts of [[source.text], beside]) {
    const [bad, unprocessable] = [400, 422].map((status) => texts.reduce((sum, text) => sum + answers(text, status as 400 | 422), 0));
    if ((bad ?? 0) + (unprocessable ?? 0) > 0) return (unprocessable ?? 0) > (bad ?? 0) ? 422 : 400;
  }
  return 400;
}

/** The body of a refusal, under the names that the file's other refusals use. */
export function refusalBody(issues: string, source: ScriptSource): string {
  const { quote } = sourceStyle(source);
  const other = /(?:\(|\bbody = )\{\s*((?:(?:success|ok|status)\s*:\s*(?:false|'(?:error|fail)'|"(?:error|fail)"),\s*)?)(error|message|msg)\s*:\s*['"`]/.exec(source.text);
  const flag = other?.[1]?.trim().replace(/,$/, '') ?? '';
  return objectText([...(flag === '' ? [] : [flag]), `${other?.[2] ?? 'error'}: ${quote}Invalid request${quote}`, `issues: ${issues}`], source);
}
