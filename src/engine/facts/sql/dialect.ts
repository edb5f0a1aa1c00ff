import { isLoose } from '../project/loose';
import type { PackageFacts } from '../project/project';
import { parentDir } from '../project/project';
import type { SqlSource } from '../../source';
import { familyOf } from './migrationHistory';

const otherPath = /(?:^|[/._-])(?:mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|clickhouse|cassandra|spanner|tidb|snowflake|bigquery|duckdb)(?:[/._-]|$)/i;
const postgresPath = /(?:^|[/._-])(?:postgres(?:ql)?|pgsql|pg|supabase|timescale(?:db)?)(?:[/._-]|$)/i;

/** Words other databases do not have. */
const postgresText =
  /::\s*[a-z]|\b(?:jsonb|timestamptz|timestamp with(?:out)? time zone|bigserial|serial|bytea|citext|tsvector|plpgsql|concurrently|gen_random_uuid|uuid_generate_v4|double precision|character varying)\b|\bcreate extension\b|\busing (?:gin|gist|btree)\b/i;
const otherText = /\bauto_?increment\b|\bengine\s*=|`[a-z_]+`|\bnvarchar\b|\bdatetime2\b|\bpragma\b|\bwithout rowid\b|\bmergetree\b|\bunsigned\b/i;

const postgresPackages = ['pg', 'postgres', 'pg-promise', 'pg-boss', '@neondatabase/serverless', '@supabase/supabase-js', 'slonik', 'postgraphile'];
const otherPackages = ['mysql', 'mysql2', 'mariadb', 'sqlite3', 'better-sqlite3', 'mssql', 'tedious', 'oracledb', '@clickhouse/client'];

const postgresModules = /github\.com\/(?:jackc\/pgx|lib\/pq|uptrace\/bun\/driver\/pgdriver)\b/;
const otherModules = /github\.com\/(?:go-sql-driver\/mysql|mattn\/go-sqlite3|ClickHouse\/clickhouse-go|microsoft\/go-mssqldb)\b|modernc\.org\/sqlite/;

/**
 * Whether a .sql file is PostgreSQL's, by what is nearest to it: its path, what Prisma or Drizzle keeps beside its
 * migrations, its words, those of the migrations beside it, then the drivers its project depends on. Where several
 * databases are at home and nothing else tells, it is not; where there is no project that could tell, it is.
 */
export function isPostgres(source: SqlSource): boolean {
  const file = source.project.relative(source.file);
  if (otherPath.test(file)) return false;
  if (source.fragment || postgresPath.test(file)) return true;
  const stated = statedProvider(source);
  if (stated !== undefined) return /^postgres/.test(stated);
  if (otherText.test(source.text)) return false;
  return postgresText.test(source.text) || besideIt(source) || dependsOnPostgres(source) || isLoose(source.file, source.project);
}

/** Where Prisma (`migration_lock.toml`) and Drizzle (`meta/_journal.json`) note what database their migrations are for. */
function statedProvider({ file, project }: SqlSource): string | undefined {
  const family = familyOf(file);
  const lock = /^\s*provider\s*=\s*"(\w+)"/m.exec(project.read(`${family}/migration_lock.toml`) ?? '');
  return (lock ?? /"dialect"\s*:\s*"(\w+)"/.exec(project.read(`${family}/meta/_journal.json`) ?? ''))?.[1];
}

/** Databases that a program offers in PostgreSQL's place, by the paths of their files; an analytical one stands beside it. */
const alternatives = /(?:^|[/._-])(?:mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|cockroach(?:db)?)(?:[/._-]|$)/i;

/** True where migrations for another database stand next to the file's: whoever installs the program chooses. */
export function isForSeveralDatabases({ file, project }: SqlSource): boolean {
  const near = parentDir(familyOf(file));
  return near !== undefined && project.sqlFiles.some((each) => each.startsWith(`${near}/`) && alternatives.test(each.slice(near.length)));
}

function besideIt({ file, project }: SqlSource): boolean {
  const family = `${familyOf(file)}/`;
  const beside = project.sqlFiles.filter((each) => each.startsWith(family)).slice(-20);
  const texts = beside.map((each) => project.read(each) ?? '');
  return texts.some((text) => postgresText.test(text)) && !texts.some((text) => otherText.test(text));
}

function dependsOnPostgres({ file, project }: SqlSource): boolean {
  const facts = project.packageFor(file);
  const has = (names: readonly string[], { dependencies }: PackageFacts) => names.some((name) => dependencies.has(name));
  if (facts !== undefined && has(postgresPackages, facts)) return !has(otherPackages, facts);
  for (let dir = parentDir(file); dir !== undefined; dir = parentDir(dir)) {
    const module = project.read(`${dir}/go.mod`);
    if (module !== undefined) return postgresModules.test(module) && !otherModules.test(module);
  }
  return false;
}
