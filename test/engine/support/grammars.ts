import { ReadProject } from '../../../src/engine/facts/project/project';
import { defaultFixSettings } from '../../../src/engine/fixSettings';
import { Analyzer } from '../../../src/engine/scan/analyzer';
import { Grammars } from '../../../src/engine/syntax/grammars';
import { grammarAssets } from '../../support/assets';
import { onceInProcess } from '../../support/onceInProcess';

/** Gives its grammars to the analyzers of all tests. */
export const withGrammars = onceInProcess('analyzer', () => new Analyzer({ rules: [], assets: grammarAssets, projectOf: () => new ReadProject(() => undefined), settings: defaultFixSettings }));

export const sharedGrammars = onceInProcess('grammars', () => new Grammars(grammarAssets));
