import { parentDir, type Project } from '../facts/project/project';
import { isWayBack } from '../facts/sql/collect';
import { followingStamp } from './migrationStamp';

/** What a new migration does; each half is whole statements. */
export interface MigrationRequest {
  /** What it is called, in snake case: `unique_payments_idempotency_key`. */
  readonly name: string;
  readonly up: string;
  /** Undoes it; written where the workspace's migrations carry their way back. */
  readonly down: string;
  /** The statements cannot run inside a transaction. */
  readonly outsideTransaction: boolean;
}

export interface NewFile {
  readonly file: string;
  readonly text: string;
}

/** How one migration file is named. */
interface Named {
  readonly file: string;
  /** The folder the migrations stand in. */
  readonly dir: string;
  readonly form: 'numbered' | 'flyway' | 'folder';
  /** What orders it: `0007`, `20250131120000`, `1.2`. */
  readonly stamp: string;
  readonly separator: string;
  readonly words: string;
  /** `.up.sql` with a `.down.sql` beside it. */
  readonly isPaired: boolean;
}

/** Comments by which a runner knows the halves of a file and that it must not open a transaction. */
interface Markers {
  readonly sign: RegExp;
  readonly write: (request: MigrationRequest) => string;
}

const half = (head: string, body: string) => `${head}\n${body}\n`;

const markers: readonly Markers[] = [
  {
    // goose
    sign: /^-- \+goose up/im,
    write: ({ up, down, outsideTransaction }) => `${outsideTransaction ? '-- +goose NO TRANSACTION\n' : ''}${half('-- +goose Up', up)}\n${half('-- +goose Down', down)}`,
  },
  {
    // sql-migrate
    sign: /^-- \+migrate up/im,
    write: ({ up, down, outsideTransaction }) => {
      const option = outsideTransaction ? ' notransaction' : '';
      return `${half(`-- +migrate Up${option}`, up)}\n${half(`-- +migrate Down${option}`, down)}`;
    },
  },
  {
    // dbmate
    sign: /^-- migrate:up/im,
    write: ({ up, down, outsideTransaction }) => {
      const option = outsideTransaction ? ' transaction:false' : '';
      return `${half(`-- migrate:up${option}`, up)}\n${half(`-- migrate:down${option}`, down)}`;
    },
  },
  {
    // tern
    sign: /^---- create above \/ drop below ----/m,
    write: ({ up, down, outsideTransaction }) => `${outsideTransaction ? '---- tern: disable-tx ----\n' : ''}${up}\n---- create above / drop below ----\n${down}\n`,
  },
];

/** Folders whose SQL, numbered or not, somebody runs by hand: no runner would find a new file there. */
const byHand = /(?:^|\/)(?:scripts?|seeds?|seeders|queries|reports?|backups?|docs?|examples?|samples?|manual)(?:\/|$)/i;

/**
 * The files of a new migration: in the folder, the numbering and the form of the workspace's own migrations.
 * @param near the file the migration is for: of several folders the closest one is taken
 * @returns none where no such file would be run: the workspace has no migrations in SQL, or a journal lists those it has
 */
export function newMigration(request: MigrationRequest, near: string, project: Project): readonly NewFile[] {
  const known = project.sqlFiles.flatMap((file) => (isWayBack(file) || byHand.test(parentDir(project.relative(file)) ?? '') ? [] : (named(file) ?? [])));
  const dir = closestDir(known, near);
  const last = known.filter((each) => each.dir === dir).sort(byStamp).at(-1);
  if (last === undefined) return [];
  const text = project.read(last.file) ?? '';
  return runnerOf(last.file, text, project).keepsJournal === true ? [] : filesAfter(last, request, text);
}

function filesAfter(last: Named, request: MigrationRequest, lastText: string): readonly NewFile[] {
  const stamp = followingStamp(last.stamp);
  const isKebab = !last.words.includes('_') && (last.words.includes('-') || last.separator === '-');
  const words = isKebab ? request.name.replaceAll('_', '-') : request.name;
  if (last.form === 'flyway') return [{ file: `${last.dir}/V${stamp}__${words}.sql`, text: `${request.up}\n` }];
  const base = `${last.dir}/${stamp}${last.separator}${words}`;
  if (last.form === 'folder') return [{ file: `${base}/migration.sql`, text: `${request.up}\n` }];
  const marked = markers.find(({ sign }) => sign.test(lastText));
  if (marked !== undefined) return [{ file: `${base}.sql`, text: marked.write(request) }];
  if (!last.isPaired) return [{ file: `${base}.sql`, text: `${request.up}\n` }];
  return [
    { file: `${base}.up.sql`, text: `${request.up}\n` },
    { file: `${base}.down.sql`, text: `${request.down}\n` },
  ];
}

/** True for a file named as one of a sequence of migrations: it is run once, and must not be edited after that. */
export const isMigration = (file: string): boolean => isWayBack(file) || named(file) !== undefined;

function named(file: string): Named | undefined {
  const dir = parentDir(file) ?? '';
  const name = file.slice(dir.length + 1);
  const flyway = /^V(\d+(?:[._]\d+)*)__(.+)\.sql$/.exec(name);
  if (flyway !== null) return { file, dir, form: 'flyway', stamp: flyway[1] ?? '', separator: '__', words: flyway[2] ?? '', isPaired: false };
  // Prisma keeps each migration in a folder of its own.
  const folder = name === 'migration.sql' ? /^(\d{14})([_-])(.+)$/.exec(dir.slice(dir.lastIndexOf('/') + 1)) : null;
  const match = folder ?? /^(\d+)([_-]+)(.+?)(\.up)?\.sql$/.exec(name);
  if (match === null) return undefined;
  return {
    file,
    dir: folder === null ? dir : (parentDir(dir) ?? ''),
    form: folder === null ? 'numbered' : 'folder',
    stamp: match[1] ?? '',
    separator: match[2] ?? '_',
    words: match[3] ?? '',
    isPaired: folder === null && match[4] !== undefined,
  };
}

/** How a migration is run, as far as its file tells. */
export interface Runner {
  /** Whether its statements run in one transaction; `unknown` where nothing tells. */
  readonly transaction: 'always' | 'several' | 'never' | 'unknown';
  /** A migration is only run when a journal lists it: a new file alone would never be. */
  readonly keepsJournal?: true;
  /** Where the file must say that it wants no transaction, and how; undefined when it cannot, or need not. */
  readonly opensWithout?: { readonly start: number; readonly end: number; readonly newText: string };
}

/**
 * goose, sql-migrate, dbmate and tern open a transaction unless the file says otherwise. Prisma and golang-migrate send
 * the file as one string, which PostgreSQL runs in one transaction when it holds several statements.
 */
export function runnerOf(file: string, text: string, project: Project): Runner {
  const option = (line: RegExp, off: RegExp, added: string): Runner | undefined => {
    const match = line.exec(text);
    if (match === null) return undefined;
    const end = match.index + match[0].trimEnd().length;
    return off.test(text) ? { transaction: 'never' } : { transaction: 'always', opensWithout: { start: end, end, newText: added } };
  };
  const goose = /^-- \+goose up/im.exec(text);
  if (goose !== null) {
    const start = goose.index;
    return /^-- \+goose no transaction/im.test(text) ? { transaction: 'never' } : { transaction: 'always', opensWithout: { start, end: start, newText: '-- +goose NO TRANSACTION\n' } };
  }
  const marked = option(/^-- \+migrate up.*$/im, /^-- \+migrate up.*\bnotransaction\b/im, ' notransaction') ?? option(/^-- migrate:up.*$/im, /^-- migrate:up.*\btransaction:false\b/im, ' transaction:false');
  if (marked !== undefined) return marked;
  if (/^---- create above \/ drop below ----/m.test(text)) return /^---- tern: disable-tx ----/m.test(text) ? { transaction: 'never' } : { transaction: 'always', opensWithout: { start: 0, end: 0, newText: '---- tern: disable-tx ----\n' } };
  // Drizzle's migrator runs every pending file in one transaction: https://github.com/drizzle-team/drizzle-orm, pg-core/dialect.ts
  if (/-->\s*statement-breakpoint/.test(text) || project.read(`${parentDir(file) ?? ''}/meta/_journal.json`) !== undefined) return { transaction: 'always', keepsJournal: true };
  const own = named(file);
  return { transaction: own !== undefined && (own.form === 'folder' || own.isPaired) ? 'several' : 'unknown' };
}

/** Of the folders with migrations, the one whose path shares most with the file; the fuller one of two. */
function closestDir(known: readonly Named[], near: string): string | undefined {
  const counts = new Map<string, number>();
  for (const { dir } of known) counts.set(dir, (counts.get(dir) ?? 0) + 1);
  const steps = near.split('/');
  const shared = (dir: string) => dir.split('/').findIndex((step, i, all) => step !== steps[i] || i === all.length - 1);
  return [...counts].sort((a, b) => shared(b[0]) - shared(a[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function byStamp(a: Named, b: Named): number {
  const [first, second] = [a, b].map(({ stamp }) => stamp.split(/[._]/).map(Number));
  for (let i = 0; i < Math.max(first?.length ?? 0, second?.length ?? 0); i++) {
    const difference = (first?.[i] ?? 0) - (second?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
