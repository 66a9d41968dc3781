// faults/README.md: every switch, by subject, as the files themselves say it.
'use strict';

const { faultFolders, loadFault } = require('./names');

const HEAD = `# The faults

Written by \`node faults/ctl.js page > faults/README.md\` from the files beside it; the tests hold it against them.

Each is a file \`SUBJECT/NAME.js\`: its name, where it applies, and one sentence of what is wrong. What it does is told by one of the
kinds in \`lib/\`, or by the application, which asks whether it is on (\`faults.isOn\`):

| kind | in | for |
|---|---|---|
| \`addRow\`, \`changeRows\`, \`removeRows\` | \`lib/data.js\` | wrong data: rows changed when it is switched on and put back when it is switched off |
| \`changeAnswer\`, \`changePage\` | \`lib/answers.js\` | a route that answers something else than it should; it may write to the database as well |
| \`changeRequest\` | \`lib/answers.js\` | a route that overlooks what it was asked: a filter, a tenant, a key, who asks |
| \`changeScript\` | \`lib/script-faults.js\` | a script that does, prints or ends otherwise than it should |

\`\`\`js
const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'sessions-cut-off',
  applies: 'server',
  summary: 'The list of sessions ends after two.',
  ...changeAnswer({
    route: 'GET /api/dashboard/security/sessions',
    change: (json) => ({ ...json, sessions: json.sessions.slice(0, 2), total: 2 }),
  }),
};
\`\`\`

Those with an argument are switched on as \`NAME=[METHOD:]PATH[#N]\`, where \`*\` stands for anything, and with \`#N\` the first N − 1 such
requests are spared.
`;

function place(fault) {
  if (fault.applies === 'script') return `\`${fault.script}\``;
  return fault.argument ? fault.argument : 'the server';
}

function faultsPage() {
  const parts = [HEAD];
  for (const [folder, names] of faultFolders()) {
    parts.push(`\n## ${folder}\n| fault | of | what is wrong |\n|---|---|---|\n`);
    for (const name of names) parts.push(`| \`${name}\` | ${place(loadFault(name))} | ${loadFault(name).summary} |\n`);
  }
  return parts.join('');
}

module.exports = { faultsPage };
