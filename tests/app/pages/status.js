// The public status page.
'use strict';

const { escape, page } = require('./html');

const SENTENCES = { operational: 'All systems operational', degraded: 'Some systems are degraded', major_outage: 'Major outage' };

function incidentItem(incident) {
  const updates = incident.updates.map((one) => `<li>${escape(one.posted_at)} <b>${escape(one.status)}</b> ${escape(one.message)}</li>`).join('\n');
  return `<article class="incident" data-id="${escape(incident.id)}" data-organization="${escape(incident.organization_id)}" data-status="${escape(incident.status)}">
<h2>${escape(incident.title)}</h2>
<p>${escape(incident.organization_id)}, ${escape(incident.severity)}, ${escape(incident.status)}, since ${escape(incident.started_at)}</p>
<ul>${updates}</ul>
</article>`;
}

function statusPage({ status, incidents }) {
  return page('Status', `<h1>Status</h1>
<p id="overall" data-status="${escape(status)}">${escape(SENTENCES[status])}</p>
<main id="incidents">
${incidents.length > 0 ? incidents.map(incidentItem).join('\n') : '<p>No incidents in the last seven days.</p>'}
</main>`);
}

module.exports = { statusPage };
