import { heldValue } from '../../../facts/javascript/flow';
import { numberValue } from '../../../facts/javascript/numbers';
import { optionOf, optionsOf, type Option, type Options } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

export type QueueLibrary = 'bullmq' | 'bull';

/** A queue whose making is known. */
export interface Queue {
  readonly library: QueueLibrary;
  readonly defaults: Policy;
  /** Where this file makes it. */
  readonly construction?: Node;
  /** The queue's name, or how the code calls it. */
  readonly name: string;
}

/** What options say about runs after the first. */
export interface Policy {
  /** `chosen` is one run or a number of them; `unknown` where other code decides. */
  readonly attempts: 'absent' | 'unknown' | 'once' | 'several';
  readonly backoff: 'absent' | 'unknown' | 'set';
  /** The job runs again by its schedule. */
  readonly repeats: boolean;
}

export const nothingSaid: Policy = { attempts: 'absent', backoff: 'absent', repeats: false };
export const decidedElsewhere: Policy = { attempts: 'unknown', backoff: 'unknown', repeats: false };

/** Reads a job's options, or a queue's options for its jobs. */
export function policyOf(options: Options, source: ScriptSource): Policy {
  const repeats = ['repeat', 'cron'].some((name) => optionOf(options, name, source).state !== 'absent');
  return { attempts: attemptsOf(optionOf(options, 'attempts', source), source), backoff: backoffOf(optionOf(options, 'backoff', source), source), repeats };
}

/** The policy in an argument that may be left out. */
export function policyIn(argument: Node | undefined, source: ScriptSource): Policy {
  if (argument === undefined || argument.text === 'undefined') return nothingSaid;
  const options = optionsOf(argument, source);
  return options === undefined ? decidedElsewhere : policyOf(options, source);
}

/** What a job gets: its own options, and the queue's where it says nothing. */
export function merged(own: Policy, defaults: Policy): Policy {
  return {
    attempts: own.attempts === 'absent' ? defaults.attempts : own.attempts,
    backoff: own.backoff === 'absent' ? defaults.backoff : own.backoff,
    repeats: own.repeats || defaults.repeats,
  };
}

function attemptsOf(option: Option, source: ScriptSource): Policy['attempts'] {
  if (option.state !== 'set') return option.state;
  const value = heldValue(option.value, source);
  if (value.type === 'undefined' || value.text === 'undefined') return 'absent';
  const runs = numberValue(value, source.scopes);
  if (runs === undefined) return value.type === 'number' ? 'several' : 'unknown';
  return runs > 1 ? 'several' : 'once';
}

function backoffOf(option: Option, source: ScriptSource): Policy['backoff'] {
  if (option.state !== 'set') return option.state;
  return heldValue(option.value, source).text === 'undefined' ? 'absent' : 'set';
}

/** The options for every job, in the options of a queue. */
export function defaultsIn(argument: Node | undefined, source: ScriptSource): Policy {
  if (argument === undefined) return nothingSaid;
  const options = optionsOf(argument, source);
  if (options === undefined) return decidedElsewhere;
  const defaults = optionOf(options, 'defaultJobOptions', source);
  if (defaults.state === 'set') return policyIn(defaults.value, source);
  return defaults.state === 'absent' ? nothingSaid : decidedElsewhere;
}
