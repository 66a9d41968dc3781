'use strict';

module.exports = {
  name: 'sessions-empty',
  applies: 'server',
  summary: 'The list of sessions is empty.',
};
