// SPDX-License-Identifier: EUPL-1.2
// Where one writes stays where it is in the window while others answer above it.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, author: Person, marta: Person;
const long = Array.from({length: 6}, (_, at) => `Párrafo ${at + 1} de lo que se cuenta aquí, con palabras bastantes para más de una línea en cualquier ventana.`).join('\n\n');

beforeAll(async () => {
  world = await World.make(withApplication());
  author = await world.person('Rosa Cano');
  marta = await world.person('Marta Ruiz');
  await world.group('contratacion', 'open', [[author, 'owner'], [marta, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const box = (page: Page) => page.getByRole('textbox', {name: 'Tu respuesta'});
const place = (page: Page) => box(page).evaluate((area) => area.closest('.composer')!.getBoundingClientRect().toJSON() as DOMRect);
/** Once what arrived is there and two frames have been drawn. */
const drawn = (page: Page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function writing(size: {width: number; height: number}) {
  const thread = await author.ask('contratacion', `¿Qué se cuenta a ${size.width}?`, long);
  await author.answer(thread.id, long);
  const visit = await Visit.of(marta, browser, world, {viewport: size});
  const {page} = visit;
  const live = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived', (frame) => String(frame.payload).includes('"watching"')));
  await page.goto(`/threads/${thread.id}`);
  await live;
  await box(page).click();
  await page.keyboard.type('Estoy escribiendo');
  return {thread, visit, page};
}

it.each([{width: 1366, height: 768}, {width: 360, height: 640}])('the box keeps its place when answers arrive, and its lower edge stays in sight ($width)', async (size) => {
  const {thread, visit, page} = await writing(size);
  await until('what holds it has come', () => page.evaluate(() => document.body.style.overflowAnchor === 'none'));
  const before = await place(page);
  for (const number of [3, 4, 5]) {
    await author.answer(thread.id, number === 4 ? 'Breve.' : long);
    await page.locator(`#p${number}`).waitFor();
    await drawn(page);
    expect(Math.abs((await place(page)).top - before.top), `after ${number}`).toBeLessThan(2);
  }
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  for (let line = 0; line < 6; line++) {
    await page.keyboard.press('Enter');
    await drawn(page);
    expect((await place(page)).bottom, `line ${line}`).toBeLessThanOrEqual(size.height);
  }
  // What was half out of the window comes in with the next letter.
  await page.evaluate((by) => scrollBy(0, by), (await place(page)).bottom - size.height - 60);
  await drawn(page);
  expect((await place(page)).bottom).toBeGreaterThan(size.height);
  await page.keyboard.type('s');
  await drawn(page);
  expect((await place(page)).bottom).toBeLessThanOrEqual(size.height);
  await visit.end();
});

it('what is read above stays in its place once the box is scrolled out of the window', async () => {
  const {thread, visit, page} = await writing({width: 1366, height: 768});
  await author.answer(thread.id, `${long}\n\n${long}`);
  await page.locator('#p3').waitFor();
  const read = page.locator('#p2');
  await read.evaluate((post) => post.scrollIntoView());
  await until('nothing holds the box', () => page.evaluate(() => document.body.style.overflowAnchor === ''));
  expect((await place(page)).top).toBeGreaterThan(600);
  const before = await read.evaluate((post) => post.getBoundingClientRect().top);
  await author.answer(thread.id, long);
  await page.locator('#p4').waitFor();
  await drawn(page);
  expect(Math.abs((await read.evaluate((post) => post.getBoundingClientRect().top)) - before)).toBeLessThan(2);
  await visit.end();
});
