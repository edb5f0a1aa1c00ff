import type { Project } from './project';
import { repositoryFolders } from './repository';

const licenceFile = /^(?:licen[cs]e|copying|unlicense)(?:[.-]|$)/i;
const readme = /^readme(?:\.|$)/i;

/** A heading of its own, or `licensed under the MIT License`. */
const statedLicence = /^#+\s*(?:\W*\s)?licen[cs]e\b|\blicen[cs]ed under\b|\b(?:apache|mit|a?gpl|bsd|mpl)[\w.-]*[- ]licen[cs]e\b/im;

/** Files by which a program is packed for those who install it. */
const packaging = /^(?:\.?goreleaser\.ya?ml|snapcraft\.ya?ml|nfpm\.ya?ml)$/;

/** What `npm init` writes without being asked, and what says that nobody else may use it. */
const noLicence = /^(?:ISC|UNLICENSED|SEE LICEN[CS]E IN .*|)$/i;

/** True for a program that is packed for others to install: it migrates on their machines, mostly at its start. */
export const isPackaged = (file: string, project: Project): boolean => repositoryFolders(file, project).some((dir) => project.names(dir).some((name) => packaging.test(name)));

/**
 * True for a program that only its owners run: neither a file of its own nor package.json nor the README gives others a
 * licence to use it, and of its packages one is private. False where the folder cannot be listed, as in the browser.
 */
export function isRunByItsOwners(file: string, project: Project): boolean {
  const files = repositoryFolders(file, project).flatMap((dir) => project.names(dir).map((name) => ({ name, path: `${dir}/${name}` })));
  if (files.length === 0 || isPackaged(file, project) || files.some(({ name }) => licenceFile.test(name))) return false;
  const texts = (named: RegExp) => files.flatMap(({ name, path }) => (named.test(name) ? [project.read(path) ?? ''] : []));
  const packages = texts(/^package\.json$/);
  const isPrivate = packages.length === 0 || packages.some((text) => /"private"\s*:\s*true|"UNLICENSED"/.test(text));
  return isPrivate && !packages.some(isLicensed) && !texts(readme).some((text) => statedLicence.test(text));
}

const isLicensed = (text: string): boolean => !noLicence.test(/"licen[cs]e"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? '');
