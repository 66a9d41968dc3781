// The table of routes itself: who asks whether each is guarded need not keep a list of their own.
'use strict';

async function list(ctx) {
  const routes = ctx.routes.map(({ method, path, role }) => ({ method, path, role, effect: method === 'GET' ? 'read' : 'change' }));
  return { body: { routes, total: routes.length } };
}

module.exports = [
  { method: 'GET', path: '/api/dashboard/ops/routes', role: 'admin', handle: list },
];
