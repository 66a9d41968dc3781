// Passwords, kept as salted scrypt hashes.
'use strict';

const { scryptSync, timingSafeEqual } = require('node:crypto');

const derive = (password, salt) => scryptSync(password, salt, 32, { N: 1024 });

const hashPassword = (password, salt) => `${salt}:${derive(password, salt).toString('hex')}`;

function checkPassword(password, stored) {
  const [salt, hash] = stored.split(':');
  return timingSafeEqual(derive(password, salt), Buffer.from(hash, 'hex'));
}

module.exports = { hashPassword, checkPassword };
