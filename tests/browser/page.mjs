// A page that is one file, in Debian's chromium: looked at as its readers see it. Whatever is not as it should be is printed as a line
// "not so: …", and `done` ends with status 1.
//
//   import { browse, done, fail } from '../browser/page.mjs'
//   await browse(async (at) => { await at.everywhere('report.html'); … })
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
const axe = require('axe-core');

let failures = 0;
let checks = 0;

export const fail = (what) => {
  failures += 1;
  console.log(`not so: ${what}`);
};
export const check = (held, what) => {
  checks += 1;
  if (!held) fail(what);
};
export const done = () => {
  if (!checks) fail('nothing was looked at');
  console.log(`${checks} checks, ${failures} failures`);
  process.exit(failures ? 1 : 0);
};

// What a page of ours may hold: nothing that loads, and no text that became an element.
const ELEMENTS = new Set(('a b blockquote body br button code caption dd details div dl dt footer h1 h2 h3 head header html input li main meta '
  + 'nav ol p polyline pre rect script section small span style summary svg table tbody td th thead title tr ul').split(' '));
const ATTRIBUTES = new Set(('aria-hidden aria-label aria-labelledby aria-pressed autocomplete charset class content data-holds data-kind data-list '
  + 'data-only data-open data-what height hidden href http-equiv id lang name open placeholder points preserveaspectratio role scope spellcheck start '
  + 'tabindex title type value viewbox width x').split(' '));

const foreign = (page) => page.evaluate(() => [...document.querySelectorAll('*')].map((element) => [
  element.localName, [...element.attributes].map((attribute) => [attribute.name.toLowerCase(), attribute.value])]));

// Every element and every attribute is one of ours, and every link stays on the page.
export async function onlyOurs(page, where) {
  const seen = await foreign(page);
  const counts = {};
  for (const [name, attributes] of seen) {
    counts[name] = (counts[name] ?? 0) + 1;
    if (!ELEMENTS.has(name)) fail(`${where}: there is an element <${name}>`);
    for (const [key, value] of attributes) {
      if (!ATTRIBUTES.has(key)) fail(`${where}: <${name}> has an attribute ${key}`);
      if (key === 'href' && !value.startsWith('#')) fail(`${where}: a link leads to ${value}`);
    }
  }
  check(counts.script === 1 && counts.style === 1 && counts.title === 1 && counts.main === 1, `${where}: ${JSON.stringify(counts)}`);
  const twice = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  });
  check(twice.length === 0, `${where}: ids that stand twice: ${twice.slice(0, 5)}`);
  const dead = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))
    .filter((href) => !document.getElementById(href.slice(1))));
  check(dead.length === 0, `${where}: links that lead nowhere: ${dead.slice(0, 5)}`);
  return counts;
}

// What axe finds, with all that opens open.
export async function accessible(page, where) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const each of found.violations)
    fail(`${where}: axe: ${each.id}: ${each.help}: ${each.nodes.slice(0, 2).map((node) => node.html.slice(0, 200)).join(' | ')}`);
  check(found.passes.length > 0, `${where}: axe looked at nothing`);
}

export const wide = async (page, where) => {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(over <= 0, `${where}: it is ${over} pixels too wide`);
};

// Tab reaches all that can be used, each of it seen to have the focus.
export async function byKeyboard(page, where) {
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })).length);
  let reached = 0;
  let unseen = 0;
  for (let i = 0; i < wanted + 5; i += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const seen = getComputedStyle(element);
      const before = element.dataset.reached;
      element.dataset.reached = 'yes';
      return { first: !before, outlined: seen.outlineStyle !== 'none' && parseFloat(seen.outlineWidth) >= 1 };
    });
    if (!at) continue;
    if (!at.first) break;
    reached += 1;
    if (!at.outlined) unseen += 1;
  }
  await page.evaluate(() => document.querySelectorAll('[data-reached]').forEach((element) => { delete element.dataset.reached; }));
  check(reached === wanted, `${where}: Tab reaches ${reached} of ${wanted}`);
  check(unseen === 0, `${where}: ${unseen} do not show that they have the focus`);
}

class Readers {
  constructor(browser) { this.browser = browser; }

  // Opens the file as a reader with this window, these colours, with or without scripts has it.
  async open(file, { width = 1400, scheme = 'light', script = true } = {}) {
    const url = pathToFileURL(path.resolve(file)).href;
    const context = await this.browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: script });
    const page = await context.newPage();
    const where = `${path.basename(file)} at ${width}, ${scheme}${script ? '' : ', without scripts'}`;
    page.on('request', (request) => { if (request.url() !== url) fail(`${where}: it asks for ${request.url()}`); });
    page.on('console', (message) => fail(`${where}: the console says: ${message.text()}`));
    page.on('pageerror', (error) => fail(`${where}: an error: ${error.message}`));
    page.on('dialog', (dialog) => { fail(`${where}: it says ${dialog.message()}`); dialog.dismiss(); });
    await page.goto(url);
    checks += 1;
    return { page, where, close: () => context.close() };
  }

  // Three widths, light and dark: nothing too wide, and in both nothing that axe finds.
  async everywhere(file, { pictures } = {}) {
    for (const width of [400, 800, 1400]) {
      for (const scheme of ['light', 'dark']) {
        const { page, where, close } = await this.open(file, { width, scheme });
        await wide(page, where);
        if (pictures) await page.screenshot({ path: `${pictures}-${width}-${scheme}.png`, fullPage: true });
        if ((scheme === 'dark') === (width === 800)) await accessible(page, where);
        await wide(page, `${where}, all open`);
        await close();
      }
    }
  }

  // The text that a reader without scripts sees, and the one with.
  async texts(file) {
    const texts = [];
    for (const script of [true, false]) {
      const { page, close } = await this.open(file, { script });
      texts.push(await page.evaluate(() => document.querySelector('main').innerText));
      await close();
    }
    return texts;
  }

  // How many milliseconds of a processor it takes to open the file.
  async worked(file) {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(pathToFileURL(path.resolve(file)).href);
    const { metrics } = await session.send('Performance.getMetrics');
    await context.close();
    return metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
  }

  // A PDF of the page on A4.
  async print(file, to) {
    const { page, close } = await this.open(file);
    await page.pdf({ path: to, preferCSSPageSize: true, printBackground: true });
    await close();
  }
}

export async function browse(look) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await look(new Readers(browser));
  } catch (error) {
    fail(error.stack);
  } finally {
    await browser.close();
  }
}
