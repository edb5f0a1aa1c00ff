import type { Glimpse } from '../../rule';
import { argumentsOf, calleeOf } from '../../../facts/javascript/calls';
import { lookAtFunction } from '../../../facts/javascript/elsewhere';
import { heldValue } from '../../../facts/javascript/flow';
import { ownNodes } from '../../../facts/javascript/functions';
import { originKey } from '../../../facts/javascript/origin';
import type { ScriptSource } from '../../../source';
import type { Node } from '../../../syntax/nodes';

interface Broker {
  readonly callee: RegExp;
  readonly name: string;
  /** The command a generic `send` must be given. */
  readonly command?: RegExp;
  /** Its arguments are plain data, so that a table can keep them. */
  readonly keeps?: 'kafka' | 'queue';
}

const brokers: readonly Broker[] = [
  { callee: /^kafkajs:(?:Kafka\.new\.producer\.\(\)|Producer\.new)\.send(?:Batch)?$/, name: 'Kafka', keeps: 'kafka' },
  { callee: /^bullmq:Queue\.new\.add(?:Bulk)?$/, name: 'BullMQ', keeps: 'queue' },
  { callee: /^bull:(?:Queue\.)?new\.add(?:Bulk)?$/, name: 'Bull', keeps: 'queue' },
  { callee: /^amqplib:connect\.\(\)\.await\.create(?:Confirm)?Channel\.\(\)\.await\.(?:publish|sendToQueue)$/, name: 'RabbitMQ' },
  { callee: /^amqplib:(?:Confirm)?Channel\.new\.(?:publish|sendToQueue)$/, name: 'RabbitMQ' },
  { callee: /^amqp-connection-manager:(?:connect\.\(\)\.createChannel\.\(\)|ChannelWrapper\.new)\.(?:publish|sendToQueue)$/, name: 'RabbitMQ' },
  { callee: /^@aws-sdk\/client-sns:SNSClient\.new\.send$/, name: 'SNS', command: /^@aws-sdk\/client-sns:Publish(?:Batch)?Command\.new$/ },
  { callee: /^@aws-sdk\/client-sqs:SQSClient\.new\.send$/, name: 'SQS', command: /^@aws-sdk\/client-sqs:SendMessage(?:Batch)?Command\.new$/ },
  { callee: /^@aws-sdk\/client-eventbridge:EventBridgeClient\.new\.send$/, name: 'EventBridge', command: /^@aws-sdk\/client-eventbridge:PutEventsCommand\.new$/ },
  { callee: /^@nestjs\/microservices:Client(?:Kafka|Proxy|RMQ)\.new\.emit$/, name: 'the broker' },
  { callee: /^ioredis:(?:Redis\.)?new\.xadd$/, name: 'the Redis stream' },
];

const modules = /^(?:kafkajs|bullmq|bull|amqplib|amqp-connection-manager|@aws-sdk\/client-(?:sns|sqs|eventbridge)|@nestjs\/microservices|ioredis)$/;

/** False where no broker of these can be. */
export const mayPublish = ({ names }: Glimpse): boolean => names(modules);

/** A message handed to a broker or a queue. */
export interface Publish {
  readonly call: Node;
  readonly broker: string;
  readonly keeps?: 'kafka' | 'queue';
  /** The broker's own call, not one of a function of the project that makes it. */
  readonly isDirect: boolean;
}

/** Reads a call that publishes, directly or in the function of the project it calls. */
export function publishAt(call: Node, source: ScriptSource): Publish | undefined {
  const own = brokerOf(call, source);
  if (own !== undefined) return { call, broker: own.name, isDirect: true, ...(own.keeps === undefined ? {} : { keeps: own.keeps }) };
  const callee = calleeOf(call);
  if (callee?.type !== 'identifier' && callee?.type !== 'member_expression') return undefined;
  const name = lookAtFunction(callee, source, (fn, other) => {
    for (const inner of ownNodes(fn, 'call_expression')) {
      const broker = brokerOf(inner, other);
      if (broker !== undefined) return broker.name;
    }
    return undefined;
  });
  return name === undefined ? undefined : { call, broker: name, isDirect: false };
}

function brokerOf(call: Node, source: ScriptSource): Broker | undefined {
  const callee = call.type === 'call_expression' ? calleeOf(call) : undefined;
  const origin = callee === undefined ? undefined : source.origins.of(callee);
  if (origin === undefined || origin.module === '') return undefined;
  const key = originKey(origin);
  const broker = brokers.find((each) => each.callee.test(key));
  if (broker?.command === undefined) return broker;
  const first = argumentsOf(call)[0];
  if (first === undefined || !broker.command.test(source.origins.key(heldValue(first, source)))) return undefined;
  // A text message to a phone is no event.
  return /\bPhoneNumber\b/.test(heldValue(first, source).text) ? undefined : broker;
}
