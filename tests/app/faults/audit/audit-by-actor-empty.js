'use strict';

module.exports = {
  name: 'audit-by-actor-empty',
  applies: 'server',
  summary: 'The audit log finds nothing by actor.',
};
