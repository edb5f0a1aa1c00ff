import type { ScriptSource } from '../../../source';
import { isLoneModule } from '../loneModule';
import { isFoundByPlace } from './callees';
import type { Callee } from './waiter';

/** A name that more files use is not looked into. */
const mostFiles = 20;

/** Lines that only hand a name on, whatever they give it to. */
const handedOn = /^[ \t]*(?:import\b[^;'"]*|export\s*(?:type\s*)?(?:\{[^;'"]*?\}|\*)[^;'"\n]*)(?:['"][^'"\n]*['"])?;?/gm;

const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** A decorator before the class, but one that only lets others have it injected, who name it. */
const decorated = /@(?!(?:[iI]njectable|singleton|scoped|Service)\b)[\w.]+(?:\([^;{}]*\))?\s*$/;

/** What asks whether the program runs in development: `ENV === 'development'`, `config.isLocal`. */
const inDevelopment = String.raw`(?:(?<!!)={2,3}\s*['"](?:dev|development|local)['"]|\b(?:is|in)_?(?:Dev(?:elopment)?|Local)(?:Env(?:ironment)?|Mode)?(?:\(\))?)\s*\)?`;

/** Who makes instances of a class. */
export type Makers = 'some' | 'development' | 'nobody';

/**
 * Who makes an instance of the class a method belongs to: nobody where it is declared, and at most imported and exported
 * again, and `development` where every place that does stands in a branch for that. Not of one that a framework's decorator
 * stands before, is the file's default or lies where a framework looks for it: those are made by others.
 * @param dir where the project's files are searched
 */
export function makersOf({ file, owner, isDefault }: Callee, dir: string | undefined, source: ScriptSource): Makers {
  const { project } = source;
  if (owner === undefined || isDefault || dir === undefined || isLoneModule(source)) return 'some';
  return source.origins.remember(`made\0${file}\0${owner}`, () => {
    const files = project.filesWith(owner, dir);
    if (files === undefined || files.length > mostFiles) return 'some';
    const name = owner.replaceAll('$', '\\$');
    const declared = new RegExp(`^[ \\t]*(?:export[ \\t]+)?class[ \\t]+${name}\\b`, 'm');
    const own = project.read(file) ?? '';
    const at = declared.exec(own)?.index;
    if (at === undefined || decorated.test(own.slice(0, at))) return 'some';
    const word = new RegExp(`(?<![\\w$])${name}(?![\\w$])`);
    const branch = new RegExp(`${inDevelopment}\\s*(?:\\?|\\{?\\s*(?:return\\b|(?:const\\s+)?[\\w.]+\\s*=(?!=)))\\s*(?:await\\s+)?new\\s+${name}(?![\\w$])`, 'g');
    const texts = files.map((each) => (project.read(each) ?? '').replace(comments, '').replace(each === file ? declared : /$^/, '').replace(handedOn, ''));
    if (!texts.some((text) => word.test(text))) return isFoundByPlace(project.relative(file)) ? 'some' : 'nobody';
    return texts.some((text) => word.test(text.replace(branch, ''))) ? 'some' : 'development';
  });
}
