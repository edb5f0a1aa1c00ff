import { numberValue } from '../../../facts/javascript/numbers';
import { optionOf, type Options } from '../../../facts/javascript/options';
import type { ScriptSource } from '../../../source';
import type { PoolLibrary } from './libraries';

/** As many of one thing as one process hardly has requests under way. */
const plenty = 1000;

const browsers = /\b(?:from\s*|require\(\s*)['"](?:puppeteer|playwright)[\w-]*['"]/;

/** A pool of so many that nobody gets to its end, or of browsers, which workers of a few jobs at a time take. */
export function isSeldomFull({ size, item }: PoolLibrary, options: Options | undefined, source: ScriptSource): boolean {
  if (item !== 'resource') return false;
  const stated = options === undefined ? undefined : optionOf(options, size.name, source);
  const count = stated?.state === 'set' ? numberValue(stated.value, source.scopes) : undefined;
  return (count !== undefined && count >= plenty) || browsers.test(source.text);
}

const testHooks = /^\s*(?:expect\.extend|(?:before|after)(?:All|Each)|jest\.\w+)\(/m;

/** The set-up of a test runner, whose file only its configuration calls so. */
export const isTestSupport = ({ text }: ScriptSource): boolean => testHooks.test(text);
