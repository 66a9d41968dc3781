// `report --history html` in a real browser: html_history.mjs PAGE ONE
import { browse, check, done, onlyOurs, byKeyboard } from './page.mjs';

const [all, one] = process.argv.slice(2);

const rows = (page, caption) => page.evaluate((wanted) => {
  const table = [...document.querySelectorAll('table')].find((each) => each.closest('section')?.querySelector('h2').innerText.startsWith(wanted));
  return table ? [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText.trim())) : [];
}, caption);

await browse(async (at) => {
  await at.everywhere(all, { pictures: process.env.PICTURES });
  const { page, where, close } = await at.open(all);
  await onlyOurs(page, where);
  await byKeyboard(page, where);

  // ── the runbooks, each with its last verdict in words ──
  const books = await rows(page, 'Runbooks');
  check(JSON.stringify(books.map((row) => [row[0], row[1].replace(/[^A-Z -]/g, '').trim(), row[4], row[5]]))
    === JSON.stringify([['smoke', 'PARTIAL', '2', '1'], ['ask', 'UNDECIDED', '–', '–']]), `${where}: runbooks: ${JSON.stringify(books)}`);
  const strip = await page.evaluate(() => [...document.querySelector('#b0').closest('section').querySelector('.strip').children].map((cell) => [
    cell.innerText, cell.firstElementChild.getAttribute('aria-label').split(',')[0], cell.firstElementChild.getAttribute('href')]));
  check(JSON.stringify(strip.map((cell) => cell.slice(0, 2))) === JSON.stringify([['‼', 'damaged'], ['✓', 'GO'], ['✓', 'GO'], ['✓', 'GO'], ['✓', 'GO'],
    ['✗', 'NO-GO'], ['✓', 'GO'], ['✓', 'GO'], ['½', 'PARTIAL']]), `${where}: the strip: ${JSON.stringify(strip)}`);
  const told = await page.evaluate((links) => links.map((link) => document.querySelector(link).innerText), strip.map((cell) => cell[2]));
  strip.forEach((cell, i) => check(told[i].includes(cell[1]), `${where}: ${cell[2]} is not told as ${cell[1]}: ${told[i]}`));

  // ── what stands out ──
  const remarkable = await page.evaluate(() => [...document.querySelectorAll('.remarkable li')].map((li) => li.innerText.replace(/[0-9a-f]{8}-[0-9a-f]+/g, 'RUN')
    .replace(/took [0-9.ms]+, the median of the 6 before is [0-9.ms]+/, 'took longer')));
  check(JSON.stringify(remarkable) === JSON.stringify(['slower 2 Sometimes <b>slow</b> took longer', 'flaky 3 Retries passed only after a retry in 1 of 7 runs',
    'flaky 4 Flaky passed in RUN and failed in RUN, of the same runbook, inputs and subject']), `${where}: what stands out: ${JSON.stringify(remarkable)}`);
  const unread = await rows(page, 'Runs that cannot be read');
  check(unread.length === 1 && unread[0][1].includes('never began'), `${where}: what cannot be read: ${JSON.stringify(unread)}`);
  const text = await page.evaluate(() => document.querySelector('main').innerText);
  for (const wanted of ['Smoke <script>alert(1)</script> & "checks"', 'its journal is damaged at line ', 'narrowed to a part', 'runbook diff ', 'how=other',
    'is over the median of the earlier ones, of which there are at least 3, by 50\u00a0% and 100\u00a0ms'])
    check(text.includes(wanted), `${where}: there is no '${wanted}'`);
  const compared = await page.evaluate(() => [...document.querySelector('.compared tbody').rows].map((row) => [...row.cells].map((cell) => cell.innerText)));
  check(JSON.stringify(compared[0]) === '["input how","good","other"]' && JSON.stringify(compared[1]) === '["1 stdout.trim()","\\"a\\"","\\"b\\""]',
    `${where}: compared: ${JSON.stringify(compared)}`);
  const lines = await page.evaluate(() => [...document.querySelectorAll('svg.times')].map((svg) => svg.querySelector('polyline').points.length));
  check(JSON.stringify(lines) === '[8,7,7,6]', `${where}: lines of times: ${lines}`);
  await close();

  const [plain, without] = await at.texts(all);
  check(plain === without, 'without scripts it reads otherwise');
  await at.print(all, `${all}.pdf`);

  const single = await at.open(one);
  const sections = await single.page.evaluate(() => [...document.querySelectorAll('h2')].map((h2) => h2.innerText));
  check(sections.length === 3 && sections[2].startsWith('Ask'), `${single.where}: ${sections}`);
  await single.close();
});
done();
