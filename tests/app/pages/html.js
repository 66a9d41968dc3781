// Text into HTML: everything is escaped.
'use strict';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (value) => String(value === null || value === undefined ? '' : value).replace(/[&<>"']/g, (character) => ENTITIES[character]);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1c2733}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #c9d3dd;padding:.3rem .6rem;text-align:left}
form{margin:.5rem 0}input,select,button{font:inherit;margin-right:.5rem}`;

function page(title, body) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body>
${body}
</body>
</html>
`;
}

// A table with an id, a heading for each column and a cell for each field; `rowId` marks the rows.
function table(id, columns, rows, rowId = 'id') {
  const head = columns.map((column) => `<th>${escape(column.replace(/_/g, ' '))}</th>`).join('');
  const body = rows.map((row) => `<tr data-id="${escape(row[rowId])}">${columns.map((column) => `<td>${escape(row[column])}</td>`).join('')}</tr>`);
  return `<table id="${id}"><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

module.exports = { escape, page, table };
