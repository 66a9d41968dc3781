// Finds statements in a migration that may lose data.
'use strict';

const { createHash } = require('node:crypto');

const RULES = [
  ['drops a table', /^DROP\s+TABLE\b/i],
  ['drops a schema', /^DROP\s+(SCHEMA|DATABASE)\b/i],
  ['empties a table', /^TRUNCATE\b/i],
  ['drops a column', /^ALTER\s+TABLE\b[^]*\bDROP\s+(COLUMN\b|(?!CONSTRAINT\b|DEFAULT\b|NOT\b)\w+)/i],
  ['changes the type of a column', /^ALTER\s+TABLE\b[^]*\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b/i],
  ['renames a table or column', /^ALTER\s+TABLE\b[^]*\bRENAME\b/i],
  ['deletes every row', /^DELETE\s+FROM\b(?![^]*\bWHERE\b)/i],
  ['changes every row', /^UPDATE\b(?![^]*\bWHERE\b)/i],
];

// Splits at semicolons outside quotes; comments go.
function statements(sql) {
  const list = [];
  let current = '';
  const token = /--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|;|[^]/g;
  for (const [piece] of sql.matchAll(token)) {
    if (piece.startsWith('--') || piece.startsWith('/*')) current += ' ';
    else if (piece === ';') {
      list.push(current);
      current = '';
    } else current += piece;
  }
  list.push(current);
  return list.map((statement) => statement.replace(/\s+/g, ' ').trim()).filter(Boolean);
}

// [{ migration, what, statement, sha256 }]
function riskyStatements({ name, sql }) {
  return statements(sql).flatMap((statement) => RULES.filter(([, pattern]) => pattern.test(statement)).slice(0, 1).map(([what]) => ({
    migration: name, what, statement, sha256: createHash('sha256').update(statement).digest('hex'),
  })));
}

module.exports = { statements, riskyStatements };
