'use strict';

module.exports = {
  name: 'backup-damaged',
  applies: 'server',
  summary: 'The backups are listed as damaged.',
};
