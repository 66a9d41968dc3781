'use strict';

module.exports = {
  name: 'backup-before-restore',
  applies: 'server',
  summary: 'The newest backup was made before a restore, and cannot be restored.',
};
