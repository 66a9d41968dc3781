// The dashboard: signs in, then shows what the API says about security, customers and integrations.
'use strict';

(function dashboard() {
  const at = (id) => document.getElementById(id);

  const CARDS = [
    ['Security policy', '/api/dashboard/security/policy', (json) => `MFA ${json.mfa.enforced ? 'enforced' : 'not enforced'}`],
    ['Sessions', '/api/dashboard/security/sessions', (json) => `${json.total} active`],
    ['Integrations', '/api/dashboard/integrations/health', (json) => json.status],
    ['Customers', '/api/dashboard/customer-success/health', (json) => `${json.summary.at_risk} of ${json.summary.total} at risk`],
  ];

  async function ask(path, options) {
    const response = await fetch(path, { credentials: 'same-origin', ...options });
    const json = await response.json();
    if (!response.ok) throw new Error(json.error.message);
    return json;
  }

  function card(title, text) {
    const article = document.createElement('article');
    const heading = document.createElement('h2');
    const line = document.createElement('p');
    heading.textContent = title;
    line.textContent = text;
    article.append(heading, line);
    return article;
  }

  async function show() {
    const me = await ask('/api/dashboard/me');
    at('who').textContent = `${me.name}, ${me.role} of ${me.organization_id}`;
    at('login').hidden = true;
    const cards = at('cards');
    cards.hidden = false;
    cards.replaceChildren();
    for (const [title, path, sentence] of CARDS) {
      const text = await ask(path).then(sentence, (error) => error.message);
      cards.append(card(title, text));
    }
  }

  at('login').addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = JSON.stringify(Object.fromEntries(new FormData(event.target)));
    try {
      await ask('/api/auth/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await show();
    } catch (error) {
      at('message').textContent = error.message;
    }
  });

  show().catch(() => {});
})();
