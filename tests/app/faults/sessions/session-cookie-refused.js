'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-cookie-refused',
  applies: 'server',
  summary: 'A session is not let in where its token comes as a cookie.',
  ...changeRequest({
    route: 'GET /api/dashboard/me',
    change(request) {
      if (request.req.headers.cookie) request.identity = null;
    },
  }),
};
