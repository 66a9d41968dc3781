'use strict';

module.exports = {
  name: 'rollback-fails',
  applies: 'server',
  summary: 'A rollback is refused with 500.',
};
