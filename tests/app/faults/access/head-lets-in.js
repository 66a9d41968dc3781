'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'head-lets-in',
  applies: 'server',
  summary: 'HEAD requests are not asked who they come from.',
  ...changeRequest({
    route: '*',
    change(request) {
      if (request.identity || request.method !== 'HEAD') return;
      request.identity = { userId: 'usr_operator', actorId: 'usr_operator', home: 'acme', roles: { acme: 'admin' }, by: 'bearer', readOnly: true };
    },
  }),
};
