// Every route of the application, by subject.
'use strict';

module.exports = [
  ...require('./health'),
  ...require('./auth'),
  ...require('./organization'),
  ...require('./security-policy'),
  ...require('./sessions'),
  ...require('./impersonations'),
  ...require('./audit-log'),
  ...require('./integrations'),
  ...require('./dead-letters'),
  ...require('./backfills'),
  ...require('./retention'),
  ...require('./deletion-requests'),
  ...require('./pii-exports'),
  ...require('./customer-success'),
  ...require('./incidents'),
  ...require('./alerts'),
  ...require('./releases'),
  ...require('./routes'),
  ...require('./pages'),
];
