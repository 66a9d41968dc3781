'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incidents-of-every-tenant',
  applies: 'server',
  summary: 'The list of all incidents shows those of every tenant.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/incidents',
    async change(json, { db }) {
      const others = await db.all("SELECT * FROM incidents WHERE organization_id = 'globex'");
      return { ...json, incidents: [...json.incidents, ...others] };
    },
  }),
};
