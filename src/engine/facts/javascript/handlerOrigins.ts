import type { Framework } from './handlers';

/** Routers by the origin of the object whose method registers the handler. */
export const routers: ReadonlyMap<string, Framework> = new Map([
  ['express:()', 'express'],
  ['express:Router.()', 'express'],
  ['express:Router.new', 'express'],
  ['express:Express.new', 'express'],
  ['express:Application.new', 'express'],
  ['fastify:()', 'fastify'],
  ['fastify:fastify.()', 'fastify'],
  ['fastify:FastifyInstance.new', 'fastify'],
  ['koa:new', 'koa'],
  ['koa-router:new', 'koa'],
  ['koa-router:()', 'koa'],
  ['@koa/router:new', 'koa'],
  ['@koa/router:Router.new', 'koa'],
  ['hono:Hono.new', 'hono'],
]);

/** Types that only a handler or its parameters have. */
export const handlerTypes: ReadonlyMap<string, Framework> = new Map([
  ['express:RequestHandler.new', 'express'],
  ['express:ErrorRequestHandler.new', 'express'],
  ['koa:Middleware.new', 'koa'],
  ['hono:Handler.new', 'hono'],
  ['hono:MiddlewareHandler.new', 'hono'],
  ['http:RequestListener.new', 'http'],
  ['express:Request.new', 'express'],
  ['express:Response.new', 'express'],
  ['fastify:FastifyRequest.new', 'fastify'],
  ['fastify:FastifyReply.new', 'fastify'],
  ['koa:Context.new', 'koa'],
  ['hono:Context.new', 'hono'],
  ['http:IncomingMessage.new', 'http'],
  ['http:ServerResponse.new', 'http'],
]);
