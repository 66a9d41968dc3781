// A web server that tells back what it was sent, in every way.
'use strict';

const http = require('node:http');
const { writings } = require('./ways');

function answer(request, body, unknown) {
  const sent = JSON.parse(body).s;
  const ways = writings(String(sent), unknown).map(({ text }) => text);
  const number = /^\d{1,15}$/.test(String(sent)) ? `,"n":${sent},"list":[${sent}.0]` : ',"n":1';
  return `{"ways":${JSON.stringify(ways)}${number}}`;
}

// Resolves to { port, close }.
function startEcho(unknown) {
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      response.setHeader('X-Echo', encodeURIComponent(JSON.parse(body).s));
      response.setHeader('Set-Cookie', `s=${encodeURIComponent(JSON.parse(body).s)}; Path=/`);
      response.setHeader('Content-Type', 'application/json');
      response.end(answer(request, body, unknown));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ port: server.address().port, close: () => server.close() }));
  });
}

module.exports = { startEcho };
