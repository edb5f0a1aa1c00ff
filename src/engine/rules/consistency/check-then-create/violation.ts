import type { ImportWish } from '../../../fix/javascript/imports';
import type { DataLibrary } from '../../../facts/javascript/dataCalls';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** How a library tells that a unique key was violated. */
export interface Violation {
  readonly wish: ImportWish | undefined;
  /** The condition, where the error is called `name` and the wish is bound as `local`. */
  test(name: string, local: string, quote: string): string;
  /** As a title says it: `P2002`. */
  readonly shown: string;
}

/** @returns undefined where the error depends on a database that is not known. */
export function violationOf(library: DataLibrary, at: Node, client: Node, source: ScriptSource): Violation | undefined {
  switch (library) {
    case 'prisma': {
      // A generated client exports its own errors; where it lies is only known to a file that imports from it.
      const isBound = source.scopes.lookup('Prisma', at)?.kind === 'import';
      if (!isBound && source.origins.of(client)?.module !== '@prisma/client') return undefined;
      return {
        wish: isBound ? undefined : { module: '@prisma/client', name: 'Prisma', at },
        test: (name, local, quote) => `${name} instanceof ${local === '' ? 'Prisma' : local}.PrismaClientKnownRequestError && ${name}.code === ${quote}P2002${quote}`,
        shown: 'P2002',
      };
    }
    case 'sequelize':
      return { wish: { module: 'sequelize', name: 'UniqueConstraintError', at }, test: (name, local) => `${name} instanceof ${local}`, shown: 'UniqueConstraintError' };
    case 'mongoose':
    case 'mongodb':
      return { wish: undefined, test: (name, _local, quote) => `${name} instanceof Error && ${quote}code${quote} in ${name} && ${name}.code === 11000`, shown: 'E11000' };
    case 'typeorm': {
      const code = duplicateCode(source);
      if (code === undefined) return undefined;
      const wish: ImportWish = { module: 'typeorm', name: 'QueryFailedError', at };
      return { wish, test: (name, local, quote) => `${name} instanceof ${local} && ${name}.driverError.code === ${quote}${code}${quote}`, shown: code };
    }
    default:
      return undefined;
  }
}

/** The error code of the one database driver the project depends on. */
function duplicateCode(source: ScriptSource): string | undefined {
  const dependencies = source.project.packageFor(source.file)?.dependencies;
  const isPostgres = dependencies?.has('pg') === true;
  const isMysql = dependencies?.has('mysql2') === true || dependencies?.has('mysql') === true;
  if (isPostgres === isMysql) return undefined;
  return isPostgres ? '23505' : 'ER_DUP_ENTRY';
}
