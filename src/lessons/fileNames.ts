/** The names by which files of lessons are known. They stand alone: asking for a name reads in no parser. */

export const tablesFile = 'tables.yml';
export const glossaryFile = 'glossary.yml';
export const templateFile = 'template.md';

/** Folders of a track that hold practice, with the ending of the files in them: no lesson may take their names. */
export const practiceFolders: Readonly<Record<string, string>> = { cards: '.yml', prompts: '.md', drills: '.md' };
