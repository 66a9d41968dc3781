'use strict';

module.exports = {
  name: 'status-page-down',
  applies: 'server',
  summary: 'The public status page answers 503.',
};
