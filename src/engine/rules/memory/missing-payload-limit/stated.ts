import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';
import { appLimit } from './appLimit';
import { statementsOf } from './large';
import { bytesIn } from './sizes';

/** What projects call the largest file that their own checks let through. */
const names = ['maxSize', 'maxSizeMB', 'MAX_SIZE', 'MAX_SIZE_MB', 'maxFileSize', 'maxFileSizeMB', 'MAX_FILE_SIZE', 'MAX_FILE_SIZE_MB', 'MAX_FILE_SIZE_BYTES', 'maxUploadSize', 'MAX_UPLOAD_SIZE', 'MAX_UPLOAD_SIZE_MB', 'fileSizeLimit', 'FILE_SIZE_LIMIT', 'maxImageSize', 'MAX_IMAGE_SIZE'];

/** Without one of these a name may speak of something else: the size of a cache, of a log. */
const ofFiles = /upload|mime_?type|\bfile\.size\b/i;
const namesFiles = /file|upload|image/i;

/** A smaller number is a count of something, or of a unit that is not stated. */
const leastBytes = 10_000;

/** `10 MB` in a comment or a message. */
const spoken = /\b(\d+(?:\.\d+)?)\s?([MG]B)\b/gi;

/** What pictures and papers come in, straight from a phone or a scanner. */
const ordinary = /(?:photo|image|picture|avatar|logo|banner|cover|thumbnail|screenshot|selfie|resume|document|invoice|receipt|pdf|scan(?!ner))/i;
const ordinaryBytes = 10 * 2 ** 20;

/** A size in bytes, and who says so. */
export interface Largest {
  readonly bytes: number;
  readonly by: 'settings' | 'server' | 'project' | 'name';
}

/** The limit of the settings; where the server's own parsers let in more, bodies of that size were meant too. */
export function largestBody(source: ScriptSource): Largest {
  const [own, server] = [source.settings.bodyLimitBytes, source.memo.once(appLimit, source) ?? 0];
  return server > own ? { bytes: server, by: 'server' } : { bytes: own, by: 'settings' };
}

/** The same for files, which what the project states of their sizes, and the names of what is sent, can only raise. */
export function largestFile(call: Node, source: ScriptSource): Largest {
  const texts = statementsOf(call, source).map(({ text }) => text);
  const told = [...texts.flatMap(spokenIn), ...source.memo.once(statedHere, source.text), ...source.memo.once(statedBy, source)];
  const isOrdinary = ordinary.test(source.project.relative(source.file)) || texts.some((text) => ordinary.test(text));
  const all: readonly Largest[] = [
    largestBody(source),
    { bytes: Math.max(0, ...told), by: 'project' },
    { bytes: isOrdinary ? ordinaryBytes : 0, by: 'name' },
  ];
  return all.reduce((largest, each) => (each.bytes > largest.bytes ? each : largest));
}

const spokenIn = (text: string): number[] => [...text.matchAll(spoken)].flatMap(([, size = '', unit = '']) => bytesIn(size + unit) ?? []);

/** `fileSize: 5 * 1024 * 1024`, also where the library does not look for it, and `file.size > 5_000_000`. */
const compared = /(?:\bfileSize\s*:|\.size\s*>=?)\s*([\d_]+(?:\s*\*\s*[\d_]+)*)/g;

const statedHere = (text: string): readonly number[] => [...text.matchAll(compared)].flatMap(([, product]) => bytesOfText('fileSize', undefined, product) ?? []);

/** The sizes of files that the project's own checks name. */
function statedBy({ file, project }: ScriptSource): readonly number[] {
  const root = project.packageFor(file)?.dir;
  if (root === undefined) return [];
  return names.flatMap((name) => {
    const given = new RegExp(`\\b${name}\\b(?:\\s*:\\s*number)?\\s*[=:]\\s*(?:(["'\`])([^"'\`\\n]*)\\1|([\\d_]+(?:\\s*\\*\\s*[\\d_]+)*))`, 'g');
    const files = (project.filesWith(name, root) ?? []).map((path) => ({ path, text: project.read(path) ?? '' }));
    const texts = files.flatMap(({ path, text }) => (namesFiles.test(name) || ofFiles.test(project.relative(path)) || ofFiles.test(text) ? [text] : []));
    return texts.flatMap((text) => [...text.matchAll(given)].flatMap(([, , size, product]) => bytesOfText(name, size, product) ?? []));
  });
}

function bytesOfText(name: string, size: string | undefined, product = ''): number | undefined {
  const value = size === undefined ? product.split('*').reduce((all, each) => all * Number(each.trim().replaceAll('_', '')), 1) : bytesIn(size);
  const bytes = value === undefined || !/mb$/i.test(name) || size !== undefined ? value : value * 2 ** 20;
  return bytes === undefined || bytes < leastBytes ? undefined : bytes;
}
