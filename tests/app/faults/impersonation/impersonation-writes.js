'use strict';

module.exports = {
  name: 'impersonation-writes',
  applies: 'server',
  summary: 'A read-only impersonation can write.',
};
