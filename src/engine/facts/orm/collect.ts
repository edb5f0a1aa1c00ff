import type { TreeLanguage } from '../../syntax/grammars';
import { languageOf } from '../../syntax/languages';
import type { ParseNow } from '../javascript/modules';
import { Origins } from '../javascript/origin';
import { Scopes } from '../javascript/scope';
import { decoratedModels } from './decorated';
import { definedModels } from './defined';
import { drizzleModels } from './drizzle';
import { knexModels } from './knex';
import type { OrmModel } from './model';
import { prismaModels } from './prisma';

const schemaPlace = /(?:^|[/._-])(?:schemas?|entit(?:y|ies)|models?|tables?|domain|db|database|drizzle|migrations?)(?:[/._-]|$)|(?:Schema|Entity|Model|Table)s?\.[cm]?[jt]s$/i;

/** Whether a file's path is one that models are defined under; others are not read for it. */
export function mayDefineModels(file: string): boolean {
  return file.endsWith('.prisma') || (/\.[cm]?[jt]s$/.test(file) && schemaPlace.test(file));
}

const defining = /\b\w*Table(?:Creator)?\(|@(?:Entity|Table|Schema|ChildEntity)\b|(?:new |\bmongoose\.)(?:\w+\.)?Schema[(<]|\.define\(|\.init\(|\bschema\.table\(/;

/** What reads a file now. */
export interface ModelReaders {
  readonly parse: ParseNow;
}

/** The models one file defines. */
export function modelsIn(file: { readonly file: string; readonly text: string }, { parse }: ModelReaders): OrmModel[] {
  if (file.file.endsWith('.prisma')) return prismaModels(file.text);
  const language = languageOf(file.file);
  if (!defining.test(file.text) || language === undefined || !isScript(language)) return [];
  const tree = parse(file.text, language);
  if (tree === undefined) return [];
  try {
    const scopes = new Scopes(tree, file.text);
    const source = { root: tree.rootNode, scopes, origins: new Origins(scopes, false) };
    return [...drizzleModels(source), ...decoratedModels(source), ...definedModels(source), ...knexModels(source)];
  } finally {
    tree.delete();
  }
}

const isScript = (language: string): language is Exclude<TreeLanguage, 'go'> => language === 'javascript' || language === 'typescript' || language === 'tsx';
