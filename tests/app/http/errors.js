// An answer that is not a success: thrown anywhere in a handler, sent as { error: { code, message } }.
'use strict';

class HttpError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const badRequest = (message) => new HttpError(400, 'bad_request', message);
const unauthorized = () => new HttpError(401, 'unauthorized', 'Sign in: a bearer token or a session cookie is needed.');
const forbidden = (message, code = 'forbidden') => new HttpError(403, code, message);
const notFound = (what) => new HttpError(404, 'not_found', `There is no ${what}.`);
const conflict = (code, message) => new HttpError(409, code, message);
const invalid = (message) => new HttpError(422, 'invalid', message);

module.exports = { HttpError, badRequest, unauthorized, forbidden, notFound, conflict, invalid };
