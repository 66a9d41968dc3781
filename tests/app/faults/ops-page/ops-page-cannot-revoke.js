'use strict';

const { changePage } = require('../lib/answers');

module.exports = {
  name: 'ops-page-cannot-revoke',
  applies: 'server',
  summary: 'The ops diagnostics page has no form to revoke an impersonation.',
  ...changePage({
    route: 'GET /admin/ops',
    change: (html) => html.replace(/<form data-path="\/api\/dashboard\/ops\/impersonations\/:id\/revoke">.*?<\/form>\n?/, ''),
  }),
};
