import type { GoSource } from '../../source';
import { parentDir } from '../project/project';

/** The texts of the files of a file's package, its own first and tests aside. */
export function packageTexts({ file, project, text }: Pick<GoSource, 'file' | 'project' | 'text'>): readonly string[] {
  const dir = parentDir(file);
  const others = dir === undefined ? [] : project.names(dir).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go') && `${dir}/${name}` !== file);
  return [text, ...others.map((name) => project.read(`${dir ?? ''}/${name}`) ?? '')];
}
