// Sends the forms of the ops diagnostics page to the API, then shows the page anew.
'use strict';

document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  const path = form.dataset.path.replace(':id', encodeURIComponent(fields.id || ''));
  delete fields.id;
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(fields) });
  if (response.ok) location.reload();
  else document.getElementById('message').textContent = (await response.json()).error.message;
});
