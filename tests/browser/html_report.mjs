// The pages that tests/scripts/html_report.sh made, in a browser.
import fs from 'node:fs';
import { browse, check, done, onlyOurs, accessible, byKeyboard, wide } from './page.mjs';

const LARGE_MS = 2000;
const LARGE_BYTES = 10 * 1000 * 1000;
const text = (page, selector) => page.evaluate((of) => document.querySelector(of)?.innerText ?? '', selector);

async function demo(at) {
  await at.everywhere('demo.html');
  const [withScripts, without] = await at.texts('demo.html');
  for (const [where, whole] of [['with scripts', withScripts], ['without', without]]) {
    for (const word of ['NO-GO', 'something that must hold does not', 'Go or no-go of a release', '77d2628', 'by\nann on', 'Criteria', 'Done and still in place',
      '10 The flag is set', 'runbook undo demo', 'runbook resume demo', 'runbook again demo --failed', 'runbook show demo 2', 'runbook verify demo', 'Timeline',
      'resolve the alert, or wait until whoever looks after it has', 'Payments <are> failing', '<i>d</i>', 'FAILED: two < three', 'intact and sealed'])
      check(whole.includes(word), `${where}, the page says: ${word}`);
    check(!whole.includes('tok_0123456789abcdef'), `${where}, no secret is on it`);
  }
  const { page, where, close } = await at.open('demo.html');
  const counts = await onlyOurs(page, where);
  check(counts.svg > 5, `${where}: a timeline is drawn`);
  const title = await page.title();
  check(title === 'NO-GO – Go or no-go of a release', `${where}: its title is ${title}`);
  await byKeyboard(page, where);
  const items = () => page.evaluate(() => [...document.querySelectorAll('#all [data-kind]')].filter((item) => item.checkVisibility()).map((item) => item.id));
  const all = await items();
  check(all.length === 15, `${where}: there are ${all}`);
  const failed = page.locator('button[data-only=failed]');
  await failed.focus();
  await page.keyboard.press('Enter');
  const shown = await items();
  check(shown.join() === 's2,s4.2.2,s6,s7', `${where}: failed are ${shown}`);
  check(await failed.getAttribute('aria-pressed') === 'true', `${where}: the button says that it is pressed`);
  check(await text(page, '[role=status]') === '4 of 15 steps', `${where}: ${await text(page, '[role=status]')}`);
  await page.locator('button[data-only=warned]').click();
  check((await items()).join() === 's2,s4.2.2,s6,s7,s8', `${where}: failed and warned are ${await items()}`);
  await page.locator('input[type=search]').fill('globex NOBODY is late');
  check((await items()).join() === 's4.2.2', `${where}: of them, with a text: ${await items()}`);
  await page.locator('input[type=search]').fill('no such text anywhere');
  check((await items()).length === 0, `${where}: nothing has no such text`);
  await page.locator('input[type=search]').fill('');
  await failed.click();
  await page.locator('button[data-only=warned]').click();
  check((await items()).join() === all.join(), `${where}: all are there again`);
  await page.locator('button[data-open=true]').click();
  check(await page.evaluate(() => [...document.querySelectorAll('#all details')].every((details) => details.open)), `${where}: all open`);
  await page.locator('button[data-open=false]').click();
  check(await page.evaluate(() => [...document.querySelectorAll('#all details')].every((details) => !details.open)), `${where}: all closed`);
  await page.locator('#criteria ~ table a[href="#s4.2.2"]').click();
  check(new URL(page.url()).hash === '#s4.2.2', `${where}: a link leads to its step`);
  check(await page.evaluate(() => document.getElementById('s4.2.2').checkVisibility()), `${where}: … which is seen, though all was closed`);
  await close();
  const plain = await at.open('demo.html', { script: false });
  check(await plain.page.evaluate(() => !document.querySelector('.filter').checkVisibility()), `${plain.where}: there is no filter that does nothing`);
  await plain.close();
}

async function paper(at) {
  await at.print('demo.html', 'demo.pdf');
  check(fs.readFileSync('demo.pdf').subarray(0, 5).toString() === '%PDF-', 'it prints');
  const { page, where, close } = await at.open('demo.html', { width: 700 });
  await page.emulateMedia({ media: 'print' });
  await wide(page, `${where}, on paper`);
  const whole = await text(page, 'main');
  for (const word of ['it and its database say so', 'Is the dashboard green?', "ann answered 'yes' ahead of time", 'FAILED: two < three'])
    check(whole.includes(word), `on paper stands: ${word}`);
  check(!whole.includes('Open all'), 'on paper there is nothing to press');
  await close();
}

async function verdicts(at) {
  const wanted = { good: 'GO', torn: 'NO VERDICT', damaged: 'NO VERDICT', slow: 'NO VERDICT', none: 'NOT RUN', narrowed: 'PARTIAL' };
  const told = { torn: 'not sealed', damaged: 'journal', slow: 'still running', none: 'nothing was run' };
  for (const [name, word] of Object.entries(wanted)) {
    const { page, where, close } = await at.open(`${name}.html`);
    await onlyOurs(page, where);
    await wide(page, where);
    check(await text(page, 'h1 .verdict') === word, `${where}: the verdict is ${await text(page, 'h1 .verdict')}`);
    check((await page.title()).startsWith(`${word} – `), `${where}: the title is ${await page.title()}`);
    const head = await text(page, 'header');
    check(head.includes(told[name] ?? ''), `${where}: its head says ${told[name]}: ${head}`);
    if (word !== 'GO') check(!/\bGO\b/.test((await text(page, 'body')).replaceAll('NO-GO', '')), `${where}: it has the word GO`);
    if (name === 'torn' || name === 'none') await accessible(page, where);
    await close();
  }
}

// Text is text: there is no element and no attribute but ours, nothing runs, and the text is there.
async function hostile(at) {
  const markup = JSON.parse(fs.readFileSync('hostile/texts.json', 'utf8'));
  for (const name of ['told', 'ends', 'is']) {
    for (const width of [400, 1400]) {
      const { page, where, close } = await at.open(`hostile/${name}.html`, { width });
      await onlyOurs(page, where);
      await wide(page, where);
      if (width === 400) continue;
      const whole = await page.evaluate(() => document.body.textContent);
      for (const each of markup) check(whole.includes(each), `${where}: the text ${each} is there`);
      check(await text(page, 'h1 .verdict') !== 'GO', `${where}: it is no GO`);
      if (name === 'told') await accessible(page, where);
      await close();
    }
  }
}

// Where other programs have the processors too, what counts is how long the page itself had one.
async function quick(at, file) {
  const bytes = fs.statSync(file).size;
  check(bytes < LARGE_BYTES, `${file} weighs ${bytes} bytes`);
  let best = Infinity;
  let worked = Infinity;
  for (let i = 0; i < 3 && best > LARGE_MS; i += 1) {
    const { page, close } = await at.open(file);
    best = Math.min(best, await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd));
    await close();
    if (best > LARGE_MS) worked = Math.min(worked, await at.worked(file));
  }
  check(best < LARGE_MS || worked < LARGE_MS * 0.75, `${file} opens in ${Math.round(best)} ms, of which it worked ${Math.round(worked)}`);
  console.log(`${file}: ${bytes} bytes, open in ${Math.round(best)} ms`);
}

async function large(at) {
  await quick(at, 'large.html');
  await quick(at, 'failing.html');
  const { page, where, close } = await at.open('large.html');
  check(await page.evaluate(() => document.querySelectorAll('#all [data-kind]').length) === 9999, `${where}: a row for each step`);
  check((await text(page, '#steps ~ .rest')).includes('runbook show large STEP'), `${where}: what is left out is said: ${await text(page, '#steps ~ .rest')}`);
  await page.evaluate(() => document.querySelector('button[data-only=failed]').click());
  check(await text(page, '[role=status]') === '50 of 9999 steps', `${where}: ${await text(page, '[role=status]')}`);
  await wide(page, where);
  await close();
  const failing = await at.open('failing.html');
  check((await text(failing.page, '#criteria ~ .rest')).startsWith('And 9900 more that did not pass.'), `${failing.where}: not all criteria are listed: ${await text(failing.page, '#criteria ~ .rest')}`);
  await failing.close();
}

// What was taken back, what was taken up again, texts that would be something else: pages that are pinned.
async function pinned(at) {
  for (const name of ['rollback', 'resumed-twice', 'hostile']) {
    const { page, where, close } = await at.open(`${process.env.TRANSCRIPTS}/${name}/report.html`, { width: 800 });
    await onlyOurs(page, `${name}, ${where}`);
    await wide(page, `${name}, ${where}`);
    await accessible(page, `${name}, ${where}`);
    await close();
  }
}

await browse(async (at) => {
  await demo(at);
  await paper(at);
  await verdicts(at);
  await pinned(at);
  await hostile(at);
  await large(at);
});
done();
