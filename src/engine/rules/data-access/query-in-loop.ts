import { mayHoldData } from '../../facts/javascript/dataCalls';
import { mayRunSql } from '../../facts/javascript/sqlCalls';
import { enclosingFunction } from '../../facts/javascript/functions';
import { readsArguments } from '../../facts/javascript/requestPath';
import { dataCallsAt } from '../../facts/javascript/sqlText';
import { isBesideServer, isSetup } from '../../facts/javascript/startup';
import type { ScriptSource } from '../../source';
import type { Draft, Rule, TreeHit } from '../rule';
import { docs } from './query-in-loop/docs';
import { draftOf } from './query-in-loop/draft';
import { repeatedReads } from './query-in-loop/find';

function* check({ node, literal }: TreeHit, source: ScriptSource): Generator<Draft> {
  if (isBesideServer(source) || source.memo.once(readsArguments, source.text)) return;
  for (const call of dataCallsAt(node, literal, source)) {
    for (const repeated of repeatedReads(call, source)) {
      const fn = enclosingFunction(repeated.loop.node);
      if (fn !== undefined && !isSetup(fn, source)) yield draftOf(repeated, source);
    }
  }
}

/** A query by one key in a loop over the keys. */
export const queryInLoop: Rule = {
  id: 'query-in-loop',
  title: 'One query for each element of a list',
  area: 'data-access',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'safe',
  severity: 'information',
  lesson: 'fifty-one-queries#order-page',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: {
    triggers: [
      '= $1',
      '= $2',
      '= $3',
      '=$1',
      '=$2',
      '= ?',
      '=?',
      '.findUnique',
      '.findFirst',
      '.findMany(',
      '.findById(',
      '.findByPk(',
      '.findOne',
      '.findBy(',
      '.findAll(',
      '.find({',
      '.where(',
      '.count(',
      '.countDocuments(',
    ],
    needsSql: true,
    mayHold: (glimpse) => mayHoldData(glimpse) || mayRunSql(glimpse),
    check,
  },
};
