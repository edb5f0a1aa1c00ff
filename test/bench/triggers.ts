/** Prints the triggers of all rules as JSON: the texts that Altitude looks for in every file. */
import { rules } from '../../src/engine/rules/registry';

const triggers = rules.flatMap((rule) => [rule.script, rule.go, rule.sql].flatMap((matcher) => matcher?.triggers ?? []));

console.log(JSON.stringify([...new Set(triggers)].sort()));
