// Where a secret turns up: steps that print, send, compare and capture it, and everything that a run leaves behind.
'use strict';

// What stands for the secret, or for the address that it is a part of, is read by `read`; `whole` where it is an address.
function stepsOf(kind) {
  const reference = `"\${${kind.read}}"`;
  const environment = `{ SECRET: ${reference}, WHOLE: "${kind.whole ? 1 : ''}" }`;
  return `on_failure: continue
steps:
${kind.before || ''}
  - name: It is printed in every way
    id: printed
    exec: [node, print.js]
    effect: read
    env: ${environment}
    expect: |
      stdout == 'never'
      stderr.size() == 0
      stdout.contains('never') || stderr.contains('never')
      lines.exists(l, l == 'never')
      lines.filter(l, l.size() > 3) == ['never']
      lines[0] == 'never'
    capture: { all: stdout, lines: "lines", first: "lines[0]", few: "lines.slice(0, 4)" }
  - name: What was printed is compared
    check: |
      steps.printed.first == 'never'
      steps.printed.all.contains('never')
      steps.printed.all.split('\\n')[2] == 'never'
  - name: It is in a file
    exec: [sh, -c, 'cat "$FILE" >&2; cat "$FILE"']
    effect: read
    env: { FILE: { file: ${reference} } }
    expect: stdout == 'never'
  - name: It is the reason
    exec: [sh, -c, 'printf %s "$SECRET"; exit 1']
    effect: read
    env: ${environment}
    no_answer: stdout != 'never'
    retry: { attempts: 2, every: 10ms }
  - name: It is waited for
    exec: [sh, -c, 'printf %s "$SECRET"']
    effect: read
    env: ${environment}
    poll: { until: stdout == 'never', for: 50ms, every: 20ms, message: it did not come }
    expect: stdout == 'never'
  - name: It is a number or a text of a database
    sql:
      query: SELECT :s AS s, upper(hex(:s)) AS h, CAST(:s AS INTEGER) AS n, CAST(:s AS REAL) AS r, quote(:s) AS q, json_object('s', :s) AS j
      params: { s: ${reference} }
    via: memory
    expect: |
      rows == []
      rows[0].s == 'never'
      rows[0].n == 5
      rows[0].r == 5.0
    capture: { row: "rows[0]", n: "rows[0].n" }
  - name: It is sent, and comes back
    http:
      send: POST /echo
      json: { s: ${reference}, list: [${reference}] }
    via: echo
    effect: read
    expect: |
      body == 'never'
      json == {}
      json.ways[0] == 'never'
      json.n == 5
      headers['x-echo'] == 'never'
      status == 418
  - name: It is a word of a loop
    steps:
      - name: "A word: \${word}"
        id: word
        for_each: { word: "steps.printed.few" }
        exec: [sh, -c, 'echo "$WORD"']
        effect: read
        env: { WORD: "\${word}" }
        expect: stdout == 'never'
  - name: Somebody else runs meanwhile
    exec: [sleep, "0.3"]
    effect: read
`;
}

function runbookOf(kind, port, secretForFinally = kind.read) {
  const connections = `connections:\n  echo: { http: "http://127.0.0.1:${port}" }\n  memory: { sql: "sqlite::memory:" }\n`;
  const head = kind.head ? `${kind.head}\n` : '';
  const finallySteps = kind.before ? '' : `finally:\n  - name: It is used at the end\n    exec: [sh, -c, 'echo "$SECRET"; exit 2']\n    env: { SECRET: "\${${secretForFinally}}" }\n    effect: read\n`;
  return `runbook: 1\ntitle: A canary\n${head}${connections}${stepsOf(kind)}${finallySteps}`;
}

module.exports = { runbookOf };
