// Tokens: only their hashes are kept. The token of a session or impersonation follows from its id and the app's secret.
'use strict';

const { createHash, createHmac } = require('node:crypto');

const hashToken = (token) => createHash('sha256').update(token).digest('hex');
const issueToken = (secret, id) => createHmac('sha256', secret).update(`token:${id}`).digest('base64url');

module.exports = { hashToken, issueToken };
