/** What an unimported package name stands for in a fragment; a real file imports its packages. */
export const conventionalPackages: ReadonlyMap<string, string> = new Map([
  ['context', 'context'],
  ['errgroup', 'golang.org/x/sync/errgroup'],
  ['exec', 'os/exec'],
  ['gobreaker', 'github.com/sony/gobreaker/v2'],
  ['http', 'net/http'],
  ['io', 'io'],
  ['json', 'encoding/json'],
  ['os', 'os'],
  ['pgx', 'github.com/jackc/pgx/v5'],
  ['pgxpool', 'github.com/jackc/pgx/v5/pgxpool'],
  ['signal', 'os/signal'],
  ['sql', 'database/sql'],
  ['sync', 'sync'],
  ['time', 'time'],
]);
