'use strict';

module.exports = {
  name: 'restore-incomplete',
  applies: 'server',
  summary: 'A restore ends as succeeded, but leaves the accounts out.',
};
