import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { DocumentFindings, SkippedFile, SourceText, TextChange } from '../engine';
import { ReadProject, type Project } from '../facts/project/project';
import { collectSchema } from '../facts/sql/collect';
import type { Finding } from '../finding';
import { fixText, type FixedText, type FixOptions } from '../fix/fixText';
import { rules } from '../rules/registry';
import type { AssetReader } from '../syntax/grammars';
import { familyOf, languageOf } from '../syntax/languages';
import type { SqlParser } from '../syntax/sql';
import { Analyzer } from './analyzer';
import { decodeSource, isGenerated, maxFileBytes } from './decode';
import { Documents } from './documents';
import { listFiles, listWithin, type Listing } from './walk';
import { defaultConfig, type ScannedBatch, type WorkerApi, type WorkerConfig } from './workerApi';

/** The engine on one thread, over the local file system. */
export class EngineWorker implements WorkerApi {
  private config = defaultConfig();
  private analyzer: Analyzer;
  private projects = new Map<string, Project>();
  private readonly documents = new Documents(() => this.analyzer);
  private sql: SqlParser | undefined;

  constructor(private readonly assets: AssetReader) {
    this.analyzer = this.newAnalyzer();
  }

  async configure(config: WorkerConfig): Promise<void> {
    this.config = config;
    this.projects = new Map();
    this.analyzer = this.newAnalyzer();
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
      if ('reason' in result) skipped.push({ file, reason: result.reason });
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
    await this.prepareSql(source);
    return this.documents.openDocument(source, version);
  }

  async changeDocument(file: string, version: number, changes: readonly TextChange[]): Promise<DocumentFindings> {
    return this.documents.changeDocument(file, version, changes);
  }

  async closeDocument(file: string): Promise<void> {
    return this.documents.close(file);
  }

  async invalidate(files: readonly string[]): Promise<void> {
    if (files.some((file) => file.endsWith('/package.json') || file.endsWith('.sql') || file.endsWith('/go.mod'))) this.projects = new Map();
    this.analyzer.forgetModules();
    return Promise.resolve();
  }

  private newAnalyzer(): Analyzer {
    const { rules: enabled, settings, severities } = this.config;
    return new Analyzer({
      rules: rules.filter((rule) => enabled.includes(rule.id)),
      assets: this.assets,
      projectOf: (file) => this.projectOf(file),
      settings,
      severities,
    });
  }

  private async scanFile(file: string): Promise<{ findings: readonly Finding[] } | Omit<SkippedFile, 'file'>> {
    const language = languageOf(file);
    if (language === undefined) return { findings: [] };
    let bytes: Buffer;
    try {
      const { size } = statSync(file);
      if (size > maxFileBytes) return { reason: 'too-large' };
      bytes = readFileSync(file);
    } catch {
      return { reason: 'unreadable' };
    }
    // Wide encodings hide ASCII triggers from the byte search, so those files are decoded first.
    const isWide = bytes[0] === 0xff || bytes[0] === 0xfe;
    if (!isWide && !this.analyzer.isCandidate(familyOf(language), bytes.toString('latin1'))) return { findings: [] };
    const decoded = decodeSource(bytes);
    if ('skip' in decoded) return { reason: decoded.skip };
    if (isGenerated(decoded.text)) return { reason: 'generated' };
    const source: SourceText = { file, text: decoded.text, language };
    await this.prepareSql(source);
    const findings = await this.analyzer.analyze(source);
    return findings === undefined ? { reason: 'timeout' } : { findings };
  }

  /** A rule reads the schema synchronously: the SQL parser must be there before. */
  private async prepareSql(source: SourceText): Promise<void> {
    if (this.sql === undefined && this.analyzer.needsSql(source)) this.sql = await this.analyzer.sql();
  }

  private projectOf(file: string): Project {
    const root = this.config.roots.filter((each) => file.startsWith(`${each}/`)).sort((a, b) => b.length - a.length)[0] ?? '';
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
    const { files } = listFiles([root], { includeTests: false, ending: 'sql' });
    const sources = files.flatMap((file) => {
      const text = readText(file);
      return text !== undefined && /\b(?:unique|primary\s+key)\b/i.test(text) ? [{ file, text }] : [];
    });
    return { schema: collectSchema(sources, sql), sqlFiles: files };
  }
}

function readText(file: string): string | undefined {
  try {
    const decoded = decodeSource(readFileSync(file));
    return 'text' in decoded ? decoded.text : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the assets that lie beside the bundle. */
export const assetsBeside =
  (dir: string): AssetReader =>
  (name) =>
    readFile(`${dir}/${name}`);
