// New ids: a prefix that says what it is, and enough randomness.
'use strict';

const { randomBytes } = require('node:crypto');

const newId = (prefix) => `${prefix}_${randomBytes(8).toString('hex')}`;

module.exports = { newId };
