'use strict';

module.exports = {
  name: 'rollback-ignored',
  applies: 'server',
  summary: 'A rollback is answered as done, but the current release stays.',
};
