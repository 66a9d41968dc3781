'use strict';

module.exports = {
  name: 'audit-by-resource-empty',
  applies: 'server',
  summary: 'The audit log finds nothing by resource.',
};
