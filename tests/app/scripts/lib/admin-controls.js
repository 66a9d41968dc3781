// Admins may, members may not, nobody may not: every guarded route is asked.
'use strict';

const { guardedRoutes } = require('./admin-routes');

// Only what reads is asked as an admin and as a member. Nothing is changed whoever answers.
async function runAdminControls({ request }, { admin, member }, checks) {
  const routes = guardedRoutes().filter((route) => route.method === 'GET');
  await checks.make('the admin credentials are an admin\'s', async () => {
    const { status, json } = await request('GET', '/api/dashboard/me', { as: admin });
    return status === 200 && json && json.role === 'admin' ? '' : `GET /api/dashboard/me answered ${status}${json && json.role ? `, role ${json.role}` : ''}`;
  });
  await checks.make('the member credentials are a member\'s', async () => {
    const { status, json } = await request('GET', '/api/dashboard/me', { as: member });
    return status === 200 && json && json.role === 'member' ? '' : `GET /api/dashboard/me answered ${status}${json && json.role ? `, role ${json.role}` : ''}`;
  });
  const ask = (name, expected, as, list) => checks.make(name, async () => {
    const wrong = [];
    for (const { method, path } of list) {
      const { status } = await request(method, path, { as });
      if (!expected.includes(status)) wrong.push(`${method} ${path} answered ${status}`);
    }
    return wrong.join('; ');
  });
  await ask('an admin may read the security policy', [200], admin, [{ method: 'GET', path: '/api/dashboard/security/policy' }]);
  await ask(`a member is refused at ${routes.length} routes`, [403], member, routes);
  await ask(`nobody is refused at ${routes.length} routes`, [401], null, routes);
}

module.exports = { runAdminControls };
