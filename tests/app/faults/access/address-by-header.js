'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'address-by-header',
  applies: 'server',
  summary: 'The address of who asks is taken from a header that anybody can send.',
  ...changeRequest({
    route: '*',
    change(request) {
      request.ip = request.req.headers['x-forwarded-for'] || request.ip;
    },
  }),
};
