import type { Node } from '../../syntax/nodes';
import type { Origins } from '../javascript/origin';
import type { Scopes } from '../javascript/scope';

/** A file that may define models, parsed. */
export interface SchemaFile {
  readonly root: Node;
  readonly scopes: Scopes;
  readonly origins: Origins;
}
