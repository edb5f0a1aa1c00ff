import { mayReadRequests } from '../../facts/javascript/glance';
import { enclosingFunction } from '../../facts/javascript/functions';
import { enclosingHandler } from '../../facts/javascript/handlers';
import { unheardRejection } from '../../facts/javascript/unheard';
import { isTooling } from '../../scan/quiet';
import type { ScriptSource } from '../../source';
import type { Rule } from '../rule';
import { validatedBefore } from './validation-as-500/before';
import { ajvThrowAt, mayValidate, validationAt, type Library, type Validation } from './validation-as-500/calls';
import { docs } from './validation-as-500/docs';
import { checkInstead, type Place } from './validation-as-500/fix';
import { mappingOf } from './validation-as-500/mapping';
import { outcomeOf, type Outcome } from './validation-as-500/outcome';
import { isWrappedElsewhere } from './validation-as-500/wrapped';

/** How a validator is given what the client sent; `.parse(` alone is in too many files. */
const data = ['\n', '\r\n', 'req', 'ctx', 'c.', 'await', '{', 'body', 'params', 'query', 'data', 'input', 'payload', 'dto'];

const triggers = [
  ...data.flatMap((name) => [`.parse(${name}`, `.validate(${name}`]),
  ...['.parseAsync(', '.validateAsync(', '.validateSync(', 'oi.attempt(', 'oi.assert(', 'validateOrReject(', 'v.parse(', 'valibot.parse(', ' parse(', 'errorsText(', 'alidate.errors'],
];

const errors: Readonly<Record<Library, string>> = {
  zod: 'a ZodError',
  yup: "Yup's ValidationError",
  joi: "Joi's ValidationError",
  valibot: 'a ValiError',
  'class-validator': 'an array of ValidationErrors',
  ajv: 'an Error',
};

/** Validation errors of what a client sent that are answered as if the server had failed. */
export const validationAs500: Rule = {
  id: 'validation-as-500',
  title: "A client's mistake, answered as the server's",
  area: 'http',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'warning',
  lesson: 'request-lifecycle#bad-input-500',
  defaultOn: true,
  docs,
  script: {
    triggers,
    mayHold: (glimpse) => mayValidate(glimpse) && mayReadRequests(glimpse),
    *check({ node, literal }, source) {
      if (isTooling(source.project.relative(source.file))) return;
      const validation = literal.startsWith('errorsText') || literal.startsWith('alidate') ? ajvThrowAt(node, source) : validationAt(node, source);
      const place = validation === undefined ? undefined : enclosingHandler(validation.call, source);
      if (validation === undefined || place === undefined || enclosingFunction(validation.call)?.id !== place.fn.id) return;
      const outcome = outcomeOf(validation.call, source);
      if (outcome === 'handled' || (outcome !== 'answered' && (isWrappedElsewhere(place.fn, source) || mappingOf(source) !== 'none'))) return;
      const before = validatedBefore(validation, place.fn, source);
      if (before === 'surely') return;
      const fix = checkInstead(validation, place, source);
      const isRefused = typeof fix === 'string';
      yield {
        start: validation.call.startIndex,
        end: validation.call.endIndex,
        ...(before === 'perhaps' ? { severity: 'hint' as const } : {}),
        message: messageOf(validation, place, outcome, source) + (before === 'perhaps' ? ' Its route hands the same schema to something before it, which may have refused the request already.' : '') + (isRefused ? ` No automatic fix: ${fix}.` : ''),
        fixes: isRefused ? [] : [fix],
      };
    },
  },
};

function messageOf({ library }: Validation, place: Place, outcome: Outcome, source: ScriptSource): string {
  const what = `A request that does not fit throws ${errors[library]} here`;
  if (outcome === 'answered') return `${what}, and the catch answers 500: the client's mistake looks like a failure of the server, and clients retry it.`;
  const unseen = outcome === 'thrown' ? unheardRejection(place.fn, place.handler, source) : 'no';
  if (unseen === 'surely') return `${what}. Express 4 does not see it in an async handler: the client gets no answer, and Node ends the process by default.`;
  const else500 = unseen === 'no' ? '' : ', or not at all where nothing wraps this async handler of Express 4';
  return `${what} that nothing maps: the client's mistake is answered with 500${else500}, and clients retry it.`;
}
