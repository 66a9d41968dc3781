'use strict';

module.exports = {
  name: 'status-page-outdated',
  applies: 'server',
  summary: 'The public status page shows closed incidents as if they were still open.',
};
