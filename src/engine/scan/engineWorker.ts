import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { DocumentFindings, SkippedFile, SkipReason, SourceText, TextChange } from '../engine';
import { parentDir, ReadProject, type Project } from '../facts/project/project';
import { collectSchema } from '../facts/sql/collect';
import type { Finding } from '../finding';
import { fixText, type FixedText, type FixOptions } from '../fix/fixText';
import { rules } from '../rules/registry';
import type { AssetReader } from '../syntax/grammars';
import { familyOf, languageOf } from '../syntax/languages';
import type { SqlParser } from '../syntax/sql';
import { Analyzer, type Inspection } from './analyzer';
import { decodeSource, isGenerated, wideEncoding } from './decode';
import { Documents } from './documents';
import { isUnder, readBytes, readText } from './files';
import { packageRootOf } from './repository';
import { listFiles, listWithin, type Listing } from './walk';
import { defaultConfig, type ScannedBatch, type WorkerApi, type WorkerConfig } from './workerApi';

/** The engine on one thread, over the local file system. */
export class EngineWorker implements WorkerApi {
  private config = defaultConfig();
  private analyzer: Analyzer;
  private projects = new Map<string, Project>();
  private readonly documents = new Documents(() => this.analyzer, async (source) => this.prepareSql(source));
  private sql: SqlParser | undefined;

  constructor(private readonly assets: AssetReader) {
    this.analyzer = this.newAnalyzer();
  }

  async configure(config: WorkerConfig): Promise<void> {
    this.config = config;
    this.projects = new Map();
    this.analyzer = this.newAnalyzer(this.analyzer);
    return Promise.resolve();
  }

  async list(roots: readonly string[], includeTests: boolean): Promise<Listing> {
    return Promise.resolve(listFiles(roots, { includeTests }));
  }

  async listWithin(paths: readonly string[], includeTests: boolean): Promise<Listing> {
    return Promise.resolve(listWithin(this.config.roots, paths, { includeTests }));
  }

  async scan(files: readonly string[]): Promise<ScannedBatch> {
    const findings: { file: string; findings: readonly Finding[] }[] = [];
    const skipped: SkippedFile[] = [];
    for (const file of files) {
      const result = await this.scanFile(file);
      if ('skip' in result) skipped.push({ file, reason: result.skip });
      else if (result.findings.length > 0) findings.push({ file, findings: result.findings });
    }
    return { findings, skipped };
  }

  async analyze(source: SourceText): Promise<readonly Finding[]> {
    await this.prepareSql(source);
    return (await this.analyzer.analyze(source)) ?? [];
  }

  async fix(source: SourceText, options: FixOptions): Promise<FixedText> {
    await this.prepareSql(source);
    return fixText(this.analyzer, source, options);
  }

  async openDocument(source: SourceText, version: number): Promise<DocumentFindings> {
    return this.documents.openDocument(source, version);
  }

  async changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings> {
    return this.documents.changeDocument(file, version, changes);
  }

  async closeDocument(file: string): Promise<void> {
    this.documents.close(file);
    return Promise.resolve();
  }

  async invalidate(files: readonly string[]): Promise<void> {
    if (files.some((file) => file.endsWith('/package.json') || file.endsWith('.sql') || file.endsWith('/go.mod'))) this.projects = new Map();
    this.analyzer.forgetModules();
    return Promise.resolve();
  }

  private newAnalyzer(before?: Analyzer): Analyzer {
    const { rules: enabled, settings, severities } = this.config;
    const options = {
      rules: rules.filter((rule) => enabled.includes(rule.id)),
      assets: this.assets,
      projectOf: (file: string) => this.projectOf(file),
      settings,
      severities,
    };
    return new Analyzer(options, before);
  }

  /** The same file is skipped for the same reason whatever rules run: only parsing waits for a trigger. */
  private async scanFile(file: string): Promise<Inspection | { readonly skip: SkipReason }> {
    const language = languageOf(file);
    if (language === undefined) return { findings: [] };
    const read = readBytes(file);
    if ('skip' in read) return read;
    const { bytes } = read;
    if (wideEncoding(bytes) === undefined) {
      if (bytes.includes(0)) return { skip: 'binary' };
      if (!isUtf8(bytes)) return { skip: 'encoding' };
      const letters = bytes.toString('latin1');
      if (isGenerated(letters)) return { skip: 'generated' };
      if (!this.analyzer.isCandidate(familyOf(language), letters)) return { findings: [] };
    }
    const decoded = decodeSource(bytes);
    if ('skip' in decoded) return decoded;
    if (isGenerated(decoded.text)) return { skip: 'generated' };
    const source: SourceText = { file, text: decoded.text, language };
    await this.prepareSql(source);
    return this.analyzer.inspect(source);
  }

  /** A rule reads the schema synchronously: the SQL parser must be there before. */
  private async prepareSql(source: SourceText): Promise<void> {
    if (this.sql === undefined && this.analyzer.needsSql(source)) this.sql = await this.analyzer.sql();
  }

  private projectOf(file: string): Project {
    const root = innermost(this.config.roots, file) ?? '';
    let project = this.projects.get(root);
    if (project === undefined) {
      project = new ReadProject(readText, () => this.readSchema(root), root);
      this.projects.set(root, project);
    }
    return project;
  }

  private readSchema(root: string) {
    const { sql } = this;
    if (sql === undefined || root === '') return { schema: {}, sqlFiles: [] };
    const { files } = listFiles([packageRootOf(root)], { includeTests: false, ending: 'sql' });
    const sources = files.flatMap((file) => {
      const text = readText(file);
      return text !== undefined && definesTables.test(text) ? [{ file, text }] : [];
    });
    return { schema: collectSchema(sources, sql), sqlFiles: files };
  }
}

/** Seeds and queries say nothing of keys; what drops or renames one must not be missed. */
const definesTables = /\b(?:create|alter|drop)\s/i;

/** The longest root a file lies under. A file that is itself a root belongs to its package. */
function innermost(roots: readonly string[], file: string): string | undefined {
  const [longest] = roots.filter((root) => isUnder(root, file)).sort((a, b) => b.length - a.length);
  return longest ?? (roots.includes(file) ? packageRootOf(parentDir(file) ?? '/') : undefined);
}

/** Reads the assets that lie beside the bundle. */
export const assetsBeside =
  (dir: string): AssetReader =>
  (name) =>
    readFile(`${dir}/${name}`);
