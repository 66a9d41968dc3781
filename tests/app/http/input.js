// Takes fields out of a request body or query, and says plainly what is wrong with them.
'use strict';

const { invalid } = require('./errors');

function text(body, name, { fallback, max = 500, oneOf } = {}) {
  const value = body[name] === undefined ? fallback : body[name];
  if (value === undefined) throw invalid(`"${name}" is needed.`);
  if (value === null) return null;
  if (typeof value !== 'string' || value === '' || value.length > max) throw invalid(`"${name}" must be a text of 1 to ${max} characters.`);
  if (oneOf && !oneOf.includes(value)) throw invalid(`"${name}" must be one of ${oneOf.join(', ')}.`);
  return value;
}

function integer(body, name, { fallback, min, max }) {
  const value = body[name] === undefined ? fallback : body[name];
  if (!Number.isInteger(value) || value < min || value > max) throw invalid(`"${name}" must be a whole number from ${min} to ${max}.`);
  return value;
}

function flag(body, name, fallback) {
  const value = body[name] === undefined ? fallback : body[name];
  if (typeof value !== 'boolean') throw invalid(`"${name}" must be true or false.`);
  return value;
}

function time(body, name) {
  const value = body[name];
  const parsed = typeof value === 'string' ? new Date(value) : null;
  if (!parsed || Number.isNaN(parsed.getTime()) || !/^\d{4}-\d\d-\d\dT/.test(value)) throw invalid(`"${name}" must be a time such as 2024-06-01T12:00:00Z.`);
  return parsed;
}

// How many entries of a list: ?limit=
function limit(query, fallback = 100, max = 1000) {
  if (query.limit === undefined) return fallback;
  const value = Number(query.limit);
  if (!Number.isInteger(value) || value < 1 || value > max) throw invalid(`"limit" must be a whole number from 1 to ${max}.`);
  return value;
}

module.exports = { text, integer, flag, time, limit };
