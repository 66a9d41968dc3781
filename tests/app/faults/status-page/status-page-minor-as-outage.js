'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-minor-as-outage',
  applies: 'server',
  summary: 'The public status page of a tenant tells of a major outage where no more than a minor incident is open.',
  ...changePage({
    route: 'GET /status',
    change: (html, { query }) => (query.organization_id ? html.replace('data-status="degraded">Some systems are degraded', 'data-status="major_outage">Major outage') : html),
  }),
};
