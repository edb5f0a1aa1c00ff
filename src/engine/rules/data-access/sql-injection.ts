import type { Rule } from '../rule';
import { docs } from './sql-injection/docs';
import { go } from './sql-injection/go';
import { script } from './sql-injection/script';

/** Text from outside that becomes part of an SQL statement. */
export const sqlInjection: Rule = {
  id: 'sql-injection',
  title: 'Text from outside pasted into SQL',
  area: 'data-access',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'safe',
  severity: 'warning',
  lesson: 'dropped-table#search-box',
  defaultOn: true,
  docs,
  script,
  go,
};
