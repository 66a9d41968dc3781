'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'any-token-lets-in',
  applies: 'server',
  summary: 'Whoever sends a bearer token, known or not, is taken for an admin.',
  ...changeRequest({
    route: '*',
    change(request) {
      if (request.identity || !request.req.headers.authorization) return;
      request.identity = { userId: 'usr_operator', actorId: 'usr_operator', home: 'acme', roles: { acme: 'admin' }, by: 'bearer', readOnly: false };
    },
  }),
};
