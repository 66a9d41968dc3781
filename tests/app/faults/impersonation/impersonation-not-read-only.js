'use strict';

module.exports = {
  name: 'impersonation-not-read-only',
  applies: 'server',
  summary: 'An impersonation that was to be read-only is started as one that can write.',
};
