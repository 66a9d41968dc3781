'use strict';

module.exports = {
  name: 'tenant-ignored',
  applies: 'server',
  summary: 'Every guarded answer is for the caller\'s home tenant, whatever tenant was asked for.',
};
