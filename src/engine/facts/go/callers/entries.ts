import type { GoSource } from '../../../source';
import { field, namedChildren, type Node } from '../../../syntax/nodes';

type Read = Pick<GoSource, 'scopes' | 'origins'>;

/**
 * How a function begins: `request` answers one, or takes a message off a queue; `start` is called by the runtime when a
 * program starts, `command` by a library of command lines; `tool` stands in a package of commands that serves nothing;
 * `test` only by tests.
 */
export type GoEntry = 'request' | 'start' | 'command' | 'tool' | 'test';

/** Types of parameters by which a library hands over a request, a connection, or a message. */
const requests = new RegExp(
  [
    'net/http:(?:Request|ResponseWriter)',
    'github\\.com/gin-gonic/gin:Context',
    'github\\.com/labstack/echo(?:/v\\d+)?:Context',
    'github\\.com/gofiber/fiber(?:/v\\d+)?:Ctx',
    'github\\.com/valyala/fasthttp:RequestCtx',
    'github\\.com/kataras/iris(?:/v\\d+)?(?:/context)?:Context',
    'github\\.com/emicklei/go-restful(?:/v\\d+)?:(?:Request|Response)',
    'github\\.com/(?:astaxie|beego)/beego.*:Context',
    'gopkg\\.in/macaron\\.v1:Context',
    '(?:connectrpc\\.com/connect|github\\.com/bufbuild/connect-go):Request',
    'google\\.golang\\.org/grpc:(?:ServerStream|UnaryServerInfo|StreamServerInfo)',
    'github\\.com/twitchtv/twirp:.*',
    'github\\.com/(?:gorilla/websocket|coder/websocket):Conn',
    'nhooyr\\.io/websocket:Conn',
    'github\\.com/graphql-go/graphql:ResolveParams',
    'github\\.com/danielgtaylor/huma(?:/v\\d+)?:Context',
    'github\\.com/aws/aws-lambda-go/events:.*',
    'github\\.com/nats-io/(?:nats\\.go(?:/jetstream)?|stan\\.go):Msg',
    'github\\.com/(?:rabbitmq/amqp091-go|streadway/amqp):Delivery',
    'github\\.com/(?:IBM|Shopify)/sarama:Consumer\\w+',
    'github\\.com/segmentio/kafka-go:Message',
    'github\\.com/confluentinc/confluent-kafka-go(?:/v\\d+)?/kafka:Message',
    'github\\.com/hibiken/asynq:Task',
    'cloud\\.google\\.com/go/pubsub(?:/v\\d+)?:Message',
    'github\\.com/nsqio/go-nsq:Message',
    'github\\.com/eclipse/paho\\.mqtt\\.golang:Message',
    'github\\.com/aws/aws-sdk-go(?:-v2)?/service/sqs(?:/types)?:Message',
    'github\\.com/riverqueue/river:Job',
    'github\\.com/(?:gocraft/work|adjust/rmq(?:/v\\d+)?):\\w+',
    'github\\.com/ThreeDotsLabs/watermill/message:Message',
    'sigs\\.k8s\\.io/controller-runtime(?:/pkg/(?:reconcile|webhook/admission))?:Request',
    'github\\.com/bwmarrin/discordgo:(?:Session|MessageCreate|InteractionCreate)',
    'github\\.com/go-telegram-bot-api/telegram-bot-api(?:/v\\d+)?:(?:Update|Message)',
    'gopkg\\.in/telebot\\.v\\d+:Context',
    'github\\.com/go-telegram/bot/models:Update',
    'github\\.com/graph-gophers/graphql-go:ID',
    'github\\.com/valyala/fasthttp:Request',
  ]
    .map((each) => `^${each}$`)
    .join('|'),
);

const results = /^github\.com\/go-openapi\/runtime\/middleware:Responder$/;

const commands = /^github\.com\/(?:spf13\/cobra:Command|urfave\/cli(?:\/v\d+)?:(?:Context|Command)|alecthomas\/kong:Context|mitchellh\/cli:.*)$/;

/** The packages that protoc makes, as they are usually named. */
const generatedRpc = /(?:pb|proto|protos|protobuf|_grpc|grpc|rpc|twirp)(?:\/v\d\w*)?$|(?:^|\/)(?:gen|genproto|proto|protos|protobuf|pb|rpc|apis?)\/|\/v\d+(?:alpha|beta)?\d*$/;

function typeKey(type: Node | undefined, { origins }: Read): string {
  const origin = type === undefined ? undefined : origins.ofType(type);
  return origin === undefined ? '' : `${origin.module}:${origin.path.join('.')}`;
}

const typesOf = (list: Node | undefined): Node[] => (list === undefined ? [] : namedChildren(list)).flatMap((entry) => field(entry, 'type') ?? []);

/** What calls a function, as far as its own signature and name prove that. */
export function goEntryOf(fn: Node, source: Read): GoEntry | undefined {
  const types = typesOf(field(fn, 'parameters'));
  const keys = types.map((type) => typeKey(type, source));
  if (keys.some((key) => /^testing:(?:T|B|M|F|TB)$/.test(key))) return 'test';
  if (keys.some((key) => commands.test(key))) return 'command';
  if (keys.some((key) => requests.test(key)) || isRpc(fn, types, keys, source)) return 'request';
  const name = field(fn, 'name')?.text;
  if (fn.type !== 'function_declaration') return undefined;
  return name === 'init' || (name === 'main' && types.length === 0) ? 'start' : undefined;
}

/** A method that a server of gRPC, Twirp, go-swagger, oapi-codegen or gqlgen calls: their own code is generated. */
function isRpc(fn: Node, types: readonly Node[], keys: readonly string[], source: Read): boolean {
  const result = field(fn, 'result');
  const [first] = result?.type === 'parameter_list' ? typesOf(result) : [result];
  if (results.test(typeKey(first, source))) return true;
  if (fn.type !== 'method_declaration') return false;
  const isExported = /^[A-Z]/.test(field(fn, 'name')?.text ?? '');
  if (keys[0] !== 'context:Context') return isExported && types.length > 0 && keys.some((key, at) => /Server$/.test(key) && at === types.length - 1 && generatedRpc.test(moduleOf(key)));
  const receiver = typesOf(field(fn, 'receiver'))[0]?.text ?? '';
  if (isExported && /[rR]esolver$/.test(receiver)) return true;
  if (types.length === 2 && /RequestObject$/.test(types[1]?.text ?? '')) return true;
  const [request = ''] = keys.slice(1);
  const answer = typeKey(first, source);
  return isExported && types.length === 2 && types[1]?.type === 'pointer_type' && first?.type === 'pointer_type' && moduleOf(request) === moduleOf(answer) && generatedRpc.test(moduleOf(request)) && !/^context$/.test(moduleOf(request));
}

const moduleOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf(':')));
