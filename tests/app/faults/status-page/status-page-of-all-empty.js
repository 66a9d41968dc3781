'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'status-page-of-all-empty',
  applies: 'server',
  summary: 'The public status page shows no incident where no tenant is asked for.',
  ...changePage({
    route: 'GET /status',
    change: (html, { query }) => (query.organization_id ? html : html.replace(/<main[^]*<\/main>/, '<main id="incidents"></main>')),
  }),
};
