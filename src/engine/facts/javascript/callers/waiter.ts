/**
 * Who waits for the end of a function's work:
 * - `request`: somebody on the way of a request, or of a message of a queue
 * - `unknown`: it is handed on as a value, named in a string, or there is too much to look at
 * - `administrators`: those who run the service, and nobody else
 * - `bounded`: callers that end the wait by themselves (`pTimeout`, `Promise.race`)
 * - `development`: a program that runs while it is developed, and no other
 * - `nobody`: it is called, and its promise is dropped, or a timer or an event calls it
 * - `startup`: only what runs when a program starts, or a script
 * - `uncalled`: nothing of the project calls it
 */
export type Waiter = 'request' | 'unknown' | 'administrators' | 'bounded' | 'development' | 'nobody' | 'startup' | 'uncalled';

const strongestFirst: readonly Waiter[] = ['request', 'unknown', 'administrators', 'bounded', 'development', 'nobody', 'startup', 'uncalled'];

/** What holds for a function that several call: the strongest of what each of them says. */
export const strongestOf = (waiters: Iterable<Waiter>): Waiter => {
  const said = new Set(waiters);
  return strongestFirst.find((waiter) => said.has(waiter)) ?? 'uncalled';
};

/** A function as those who call it know it; without the tree it was found in. */
export interface Callee {
  readonly file: string;
  /** Its name, as a declaration, method, field or property. */
  readonly name: string;
  /** Where the declaration of the name starts; undefined for members, which are called on an object. */
  readonly declared?: number;
  /** The class it is a member of. */
  readonly owner?: string;
  /** Only its own file can name it. */
  readonly isPrivate: boolean;
  /** Files import it as the module itself, by a name of their own. */
  readonly isDefault: boolean;
  /** What holds where no use of it is seen: a framework or a base class of a package may call it all the same. */
  readonly unseen: Waiter;
}

/** Who waits at a place. */
interface Said {
  readonly waiter: Waiter;
  /** The request is one that only administrators send. */
  readonly isForFew?: boolean;
  /** A check, a guard or the route itself says so, not only where the file lies. */
  readonly isLeftToThem?: boolean;
  /** Nobody waits since the promise is dropped: what is said of the function that drops it. */
  readonly begunBy?: Step;
}

/** What a place that uses a function says: who waits there, or which function around it is to be asked next. */
export type Step = Said | { readonly callee: Callee };
