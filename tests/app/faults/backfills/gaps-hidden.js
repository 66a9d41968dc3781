'use strict';

module.exports = {
  name: 'gaps-hidden',
  applies: 'server',
  summary: 'The list of gaps is empty, while the database has open ones.',
};
