import type { Glimpse } from '../../rule';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { functionBehind, heldValue } from '../../../facts/javascript/flow';
import { originKey } from '../../../facts/javascript/origin';
import { isOwnFile } from '../../../facts/javascript/originSteps';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

/** What a provider delivers. */
export type Delivery = 'e-mail' | 'text message' | 'push message';

interface Provider {
  /** The callee's origin. */
  readonly callee: RegExp;
  readonly name: string;
  readonly delivers: Delivery;
  /** The command a generic `send` must be given. */
  readonly command?: RegExp;
}

const providers: readonly Provider[] = [
  { callee: /^nodemailer:(?:createTransport\.\(\)|Transporter\.new)\.sendMail$/, name: 'the mail server', delivers: 'e-mail' },
  { callee: /^@nestjs-modules\/mailer:MailerService\.new\.sendMail$/, name: 'the mail server', delivers: 'e-mail' },
  { callee: /^resend:Resend\.new\.(?:emails|batch)\.(?:send|create)$/, name: 'Resend', delivers: 'e-mail' },
  { callee: /^@sendgrid\/mail:(?:MailService\.new\.)?(?:send|sendMultiple)$/, name: 'SendGrid', delivers: 'e-mail' },
  { callee: /^postmark:(?:ServerClient|Client)\.new\.(?:sendEmail|sendEmailBatch|sendEmailWithTemplate|sendEmailBatchWithTemplates)$/, name: 'Postmark', delivers: 'e-mail' },
  { callee: /^mailtrap:MailtrapClient\.new\.send$/, name: 'Mailtrap', delivers: 'e-mail' },
  { callee: /^mailgun\.js:(?:Mailgun\.)?new\.client\.\(\)\.messages\.create$/, name: 'Mailgun', delivers: 'e-mail' },
  { callee: /^@aws-sdk\/client-ses(?:v2)?:SES(?:v2)?Client\.new\.send$/, name: 'SES', delivers: 'e-mail', command: /^@aws-sdk\/client-ses(?:v2)?:Send\w*EmailCommand\.new$/ },
  { callee: /^@aws-sdk\/client-ses(?:v2)?:SES(?:V2)?\.new\.send\w*Email$/, name: 'SES', delivers: 'e-mail' },
  { callee: /^twilio:(?:\(\)|new|Twilio\.new|Twilio\.\(\))\.messages\.create$/, name: 'Twilio', delivers: 'text message' },
  { callee: /^firebase-admin:messaging\.\(\)\.(?:send|sendEach|sendEachForMulticast|sendMulticast)$/, name: 'Firebase', delivers: 'push message' },
  { callee: /^firebase-admin\/messaging:getMessaging\.\(\)\.(?:send|sendEach|sendEachForMulticast)$/, name: 'Firebase', delivers: 'push message' },
  { callee: /^web-push:sendNotification$/, name: 'the push service', delivers: 'push message' },
];

const modules =
  /^(?:nodemailer|@nestjs-modules\/mailer|resend|@sendgrid\/mail|postmark|mailtrap|mailgun\.js|@aws-sdk\/client-ses(?:v2)?|twilio|firebase-admin|firebase-admin\/messaging|web-push)$/;

/** False where no provider of these can be. */
export const maySend = ({ names }: Glimpse): boolean => names(modules);

/** In a fragment the file that makes the transport is not there; its usual name and nodemailer's own method say what it is. */
const usualTransport = /^(?:mail)?transport(?:er)?\.sendMail$/i;

/** A message handed to a provider. */
export interface Sending {
  readonly call: Node;
  readonly provider: string;
  readonly delivers: Delivery;
}

/** Reads a call that sends something through a provider; the callback forms of the libraries are not awaited and do not count. */
export function sendingAt(call: Node, source: ScriptSource): Sending | undefined {
  const callee = call.type === 'call_expression' ? calleeOf(call) : undefined;
  const origin = callee === undefined ? undefined : source.origins.of(callee);
  if (origin === undefined || origin.module === '') return undefined;
  const isTransport = source.fragment && isOwnFile(origin.module) && usualTransport.test(callee?.text ?? '');
  const key = isTransport ? 'nodemailer:createTransport.().sendMail' : originKey(origin);
  const provider = providers.find((each) => each.callee.test(key));
  if (provider === undefined) return undefined;
  const given = argumentsOf(call);
  const last = given.at(-1);
  if (given.length > 1 && last !== undefined && functionBehind(last, source) !== undefined) return undefined;
  if (provider.command !== undefined && !(given[0] !== undefined && provider.command.test(source.origins.key(heldValue(given[0], source))))) return undefined;
  return { call, provider: provider.name, delivers: provider.delivers };
}
