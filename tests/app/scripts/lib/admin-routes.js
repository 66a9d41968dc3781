// Every route that a member must not reach, with an id in the place of each parameter.
'use strict';

const routes = require('../../routes');

function guardedRoutes() {
  return routes.filter((route) => route.role === 'staff' || route.role === 'admin')
    .map(({ method, path, role }) => ({ method, role, path: path.replace(/:\w+/g, 'unknown') }));
}

module.exports = { guardedRoutes };
