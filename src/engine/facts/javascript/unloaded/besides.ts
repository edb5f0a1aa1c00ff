import type { Project } from '../../project/project';
import { placesOf } from '../scope';
import { foldersUpTo } from './entries';
import { isNamedInSettings, isRunInDocument, namingsIn, type ModuleName } from './naming';

/** Files beside the sources that may name a module, by the name of the file. */
const settings = /\.(?:json[c5]?|ya?ml|toml|sh|bash|bat|cmd|ps1|conf|service|xml|env)$|^[\w.-]*(?:docker|make|proc|jenkins|just|task)file[\w.-]*$|^\.(?:env|[\w-]+rc)[\w.-]*$/i;
const locks = /^(?:package-lock|npm-shrinkwrap|composer)\.json$|^pnpm-lock\.yaml$/;
const documents = /\.mdx?$/i;
const code = /\.(?:vue|svelte|astro|coffee|ejs)$/i;
/** Where scripts lie that a listing of sources leaves out, also without an ending. */
const scripts = /\/(?:bin|build)\/[\w-]+(?:\.[cm]?js)?$/;
/** Folders of a package or a repository with more of them, which a listing of sources leaves out. */
const folders = ['', '.github/workflows', '.circleci', '.husky', '.vscode', '.devcontainer', 'docker', 'deploy', 'ci', 'build', 'config', 'bin', '.platform', '.ebextensions'];

/** One that is longer is data. */
const longest = 300_000;

/** A text beside the sources. */
interface Other {
  readonly file: string;
  readonly text: string;
}

/** What stands beside a project's sources and may name its modules: settings, scripts of a shell, templates, documents. */
export class Besides {
  private readonly known = new Map<string, readonly Other[]>();

  constructor(private readonly project: Project) {}

  /** Whether one of them names a module, in the way of its kind. */
  name({ file, names: all }: { readonly file: string; readonly names: readonly ModuleName[] }, top: string): boolean {
    const names = all.filter(({ isCommon }) => !isCommon);
    const isNamed = (other: Other) => names.some(({ name }) => isNamedIn(other, name));
    if (foldersUpTo(top, file).some((dir) => this.above(dir).some(isNamed))) return true;
    return names.some(({ words }) => [...this.project.othersHolding(words)].some((other) => isNamed({ file: other, text: this.shortText(other) })));
  }

  /** Whether one that is no document holds a word. */
  hold(word: string, file: string, top: string): boolean {
    const holds = ({ text }: Other) => placesOf(word, text).length > 0;
    if (foldersUpTo(top, file).some((dir) => this.above(dir).some((other) => !documents.test(other.file) && holds(other)))) return true;
    return [...this.project.othersHolding([word])].some((other) => holds({ file: other, text: this.shortText(other) }));
  }

  private above(dir: string): readonly Other[] {
    let others = this.known.get(dir);
    if (others === undefined) {
      const { project } = this;
      const isPackage = project.read(`${dir}/package.json`) !== undefined || project.relative(`${dir}/x`) === 'x';
      const files = (isPackage ? folders.map((name) => (name === '' ? dir : `${dir}/${name}`)) : [dir]).flatMap((folder) => project.names(folder).map((name) => ({ name, file: `${folder}/${name}` })));
      others = files.filter(({ name, file }) => (settings.test(name) && !locks.test(name)) || documents.test(name) || scripts.test(file)).map(({ file }) => ({ file, text: this.shortText(file) }));
      this.known.set(dir, others);
    }
    return others;
  }

  private shortText(file: string): string {
    const text = this.project.read(file) ?? '';
    return text.length > longest ? '' : text;
  }
}

function isNamedIn({ file, text }: Other, name: string): boolean {
  if (documents.test(file)) return isRunInDocument(text, name);
  return code.test(file) || scripts.test(file) ? isNamedInCode(text, name) : isNamedInSettings(text, name);
}

function isNamedInCode(text: string, name: string): boolean {
  return namingsIn(text, name)[Symbol.iterator]().next().done !== true;
}
