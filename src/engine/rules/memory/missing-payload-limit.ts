import { mayAnswerRequests } from '../../facts/javascript/glance';
import { isDesktopPackage } from '../../facts/javascript/handlers';
import { isBesideServer } from '../../facts/javascript/startup';
import type { Rule } from '../rule';
import { collectedBodies } from './missing-payload-limit/collected';
import { docs } from './missing-payload-limit/docs';
import { goBodies } from './missing-payload-limit/goBody';
import { explicitLimits, mayParse } from './missing-payload-limit/parsers';
import { mayUpload, unlimitedUploads } from './missing-payload-limit/uploads';

const parserTriggers = ['express.json(', 'express.raw(', 'express.text(', '.urlencoded(', 'bodyParser.json(', 'bodyParser.raw(', 'bodyParser.text(', 'json({ limit', 'urlencoded({ ', 'text({', 'raw({', 'limit: ', 'maxFileSize', 'maxTotalFileSize', 'useBodyParser(', 'bodyLimit', 'jsonLimit', 'formLimit', 'textLimit', 'maxSize'];

const uploadTriggers = ['multer(', 'FileInterceptor(', 'FilesInterceptor(', 'FieldsInterceptor(', 'fileUpload(', 'fileupload(', 'usboy(', 'awBody('];

const streamTriggers = [".on('data'", '.on("data"', 'for await ('];

/** Request bodies and uploads that may be as large as their sender likes. */
export const missingPayloadLimit: Rule = {
  id: 'missing-payload-limit',
  title: 'A body or an upload of any size',
  area: 'memory',
  languages: ['javascript', 'typescript', 'tsx', 'go'],
  grade: 'review',
  severity: 'information',
  lesson: 'big-upload#no-limit',
  defaultOn: true,
  isUnproven: true,
  docs,
  script: {
    triggers: [...parserTriggers, ...uploadTriggers, ...streamTriggers],
    mayHold(glimpse) {
      if (streamTriggers.includes(glimpse.literal)) return mayAnswerRequests(glimpse);
      return uploadTriggers.includes(glimpse.literal) ? mayUpload(glimpse) : mayParse(glimpse);
    },
    *check({ node, literal }, source) {
      // A desktop program's server has one user, who owns the machine too.
      if (isDesktopPackage(source.project.packageFor(source.file))) return;
      if (streamTriggers.includes(literal)) yield* isBesideServer(source) ? [] : collectedBodies(node, source);
      else if (uploadTriggers.includes(literal)) yield* unlimitedUploads(node, source);
      else yield* explicitLimits(node, source);
    },
  },
  go: {
    triggers: ['io.ReadAll(', 'ioutil.ReadAll(', 'json.NewDecoder('],
    check: ({ node }, source) => goBodies(node, source),
  },
};
