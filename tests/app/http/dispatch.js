// From a request to its route: find it, check who asks, read the body, run the handler, answer.
'use strict';

const { HttpError } = require('./errors');
const { readJson } = require('./body');
const { identify } = require('./auth');
const { authorize } = require('./access');
const { disturb } = require('./disturb');
const { once } = require('./idempotency');
const { asksForDryRun, dryRun } = require('./dry-run');
const { issueToken } = require('./tokens');
const { sendJson, sendHtml, send, sendError } = require('./respond');
const { createAudit } = require('../domain/audit');
const { changedRequest } = require('../faults/lib/answers');

function compile(route) {
  const names = [];
  const source = route.path.replace(/:(\w+)/g, (whole, name) => {
    names.push(name);
    return '([^/]+)';
  });
  return { ...route, names, pattern: new RegExp(`^${source}$`) };
}

function find(routes, method, path) {
  let pathKnown = false;
  for (const route of routes) {
    const match = route.pattern.exec(path);
    if (!match) continue;
    pathKnown = true;
    if (route.method !== (method === 'HEAD' ? 'GET' : method)) continue;
    const params = Object.fromEntries(route.names.map((name, i) => [name, decodeURIComponent(match[i + 1])]));
    return { route, params };
  }
  if (pathKnown) throw new HttpError(405, 'method_not_allowed', `${method} is not possible here.`);
  throw new HttpError(404, 'not_found', 'There is nothing at this address.');
}

function answer(ctx, result) {
  if (result.html !== undefined) return sendHtml(ctx, result.status || 200, result.html, result.headers);
  if (result.file !== undefined) return send(ctx, 200, result.type, result.file, result.headers);
  const token = result.tokenFor ? { token: issueToken(ctx.options.secret, result.tokenFor) } : {};
  return sendJson(ctx, result.status || 200, { ...result.body, ...token }, result.headers);
}

function createDispatcher(app, routes) {
  const compiled = routes.map(compile);

  async function handle(ctx) {
    if (await disturb(ctx, app.options)) return;
    const { route, params } = find(compiled, ctx.method, ctx.path);
    ctx.route = route;
    ctx.params = params;
    ctx.identity = await identify(app.db, ctx.req);
    const known = ctx.identity || route.role === 'public' || app.faults.isOn('anonymous-can-admin');
    if (known && !['GET', 'HEAD'].includes(ctx.method)) ctx.body = await readJson(ctx.req);
    await changedRequest(ctx);
    await authorize(ctx, route);
    ctx.audit = createAudit(ctx);
    if (asksForDryRun(ctx)) return answer(ctx, await dryRun(ctx, () => route.handle(ctx)));
    await answer(ctx, await once(ctx, route, () => route.handle(ctx)));
  }

  return async (req, res) => {
    const url = new URL(req.url, 'http://app.invalid');
    const ctx = {
      ...app, req, res, method: req.method, path: url.pathname, query: Object.fromEntries(url.searchParams), body: {},
      now: new Date(), ip: (req.socket.remoteAddress || '').replace(/^::ffff:/, ''),
    };
    try {
      await handle(ctx);
    } catch (error) {
      if (res.headersSent || res.destroyed) return;
      if (error instanceof HttpError) await sendError(ctx, error.status, error.code, error.message);
      else if (error instanceof URIError) await sendError(ctx, 400, 'bad_request', 'The address cannot be decoded.');
      else {
        process.stderr.write(`${ctx.method} ${ctx.path}: ${error.stack}\n`);
        await sendError(ctx, 500, 'internal', 'Something went wrong.');
      }
    }
  };
}

module.exports = { createDispatcher };
