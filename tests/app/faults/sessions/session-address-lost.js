'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'session-address-lost',
  applies: 'server',
  summary: 'A session is opened with another address than the one that asked.',
  ...changeAnswer({
    route: 'POST /api/dashboard/security/sessions',
    async change(json, { db }) {
      const value = '0.0.0.0';
      await db.run('UPDATE sessions SET ip = ? WHERE id = ?', [value, json.session.id]);
      json.session.ip = value;
    },
  }),
};
