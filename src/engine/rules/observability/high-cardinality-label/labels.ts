import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { holderOf } from '../../../facts/javascript/flow';
import { calledBy, callsOfName } from '../../../facts/javascript/namedCalls';
import { optionsOf, unwrapped } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';

/** A value that a metric of prom-client is labelled with. */
export interface Label {
  /** The label's name where it is given with the value. */
  readonly name: string | undefined;
  readonly value: Node;
}

const metric = /^prom-client:(?:\w+\.)?(?:Counter|Gauge|Histogram|Summary)\.new\./;

const methods = ['inc', 'dec', 'set', 'observe', 'startTimer', 'labels'];

/** The values of labels in every call of a metric in the file, and in the calls that end its timers. */
export function labelsIn(source: ScriptSource): Label[] {
  return methods.flatMap((method) => {
    const calls = callsOfName(method, source).filter((call) => metric.test(source.origins.key(calleeOf(call) ?? call)));
    const ends = method === 'startTimer' ? calls.flatMap((call) => holderOf(call, source)?.uses ?? []).flatMap(calledBy) : [];
    return [...calls.flatMap((call) => labelsOf(call, method, source)), ...ends.flatMap((call) => labelsOf(call, 'end', source))];
  });
}

function labelsOf(call: Node, method: string, source: ScriptSource): Label[] {
  const given = argumentsOf(call);
  const [first] = given;
  if (first === undefined) return [];
  if (method === 'labels' && unwrapped(first).type !== 'object') return given.map((value) => ({ name: undefined, value }));
  const options = optionsOf(first, source);
  return options === undefined ? [] : namedChildren(options.object).flatMap((entry): Label[] => {
    if (entry.type === 'shorthand_property_identifier') return [{ name: entry.text, value: entry }];
    const value = entry.type === 'pair' ? field(entry, 'value') : undefined;
    return value === undefined ? [] : [{ name: field(entry, 'key')?.text, value }];
  });
}
