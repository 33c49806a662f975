// SPDX-License-Identifier: EUPL-1.2
// What only a browser that draws can tell: where the focus is after signing in, what lies over what, and how high things are.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, afterEach, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, reader: Person, author: Person;
const visits: Visit[] = [];

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  [reader, author] = [await world.person('Lola Marín'), await world.person('Pau Ferrer')];
  await world.group('abierto', 'open', [[author, 'owner'], [reader, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });
afterEach(async () => { for (const visit of visits.splice(0)) await visit.end(); });

async function enter(options = {}): Promise<Visit> {
  const visit = await Visit.begin(browser, world, options);
  visits.push(visit);
  await visit.context.addCookies([{name: '__Host-plaza', value: reader.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
  return visit;
}

/** A thread on the reader's screen, told of what happens in it. */
async function reading(visit: Visit, title: string, body: string): Promise<number> {
  const thread = await author.ask('abierto', title, body);
  await reader.answer(thread.id, 'Una respuesta mía.');
  const live = visit.page.waitForEvent('websocket', (socket) => socket.url().includes('/api/v1/live'))
    .then((socket) => socket.waitForEvent('framereceived', (frame) => String(frame.payload).includes('"watching"')));
  await visit.page.goto(`/threads/${thread.id}`);
  await visit.page.locator('#p2').waitFor();
  await live;
  return thread.id;
}

it('the bar of a new comment stands beside its text', async () => {
  const visit = await enter({viewport: {width: 360, height: 740}});
  const id = await reading(visit, 'Con comentario', 'Breve.');
  await author.comment(id, 2, 'Comentario nuevo.');
  const comment = visit.page.locator('#p3.fresh');
  await comment.waitFor();
  const room = await comment.evaluate((element) => {
    const text = document.createRange();
    text.selectNodeContents(element.querySelector('.prose p')!);
    return text.getBoundingClientRect().left - element.getBoundingClientRect().left;
  });
  expect(room).toBeGreaterThanOrEqual(6);
});

it('the way to a new answer goes once the answer has been on the screen, and lies over no text that is being written', async () => {
  const visit = await enter({viewport: {width: 1280, height: 600}});
  const {page} = visit;
  const id = await reading(visit, 'Muy larga', 'Un párrafo.\n\n'.repeat(60));
  await author.answer(id, 'Respuesta que llega.');
  const pill = page.getByRole('button', {name: 'Ver 1 mensaje nuevo'});
  await pill.waitFor();
  await page.locator('#p1').getByRole('button', {name: 'Comentar'}).click();
  const box = page.getByRole('textbox', {name: 'Tu comentario'});
  await box.waitFor();
  await box.evaluate((area) => scrollBy(0, area.getBoundingClientRect().bottom - innerHeight + 20));
  const covered = () => box.evaluate((area) => {
    const {left, right, bottom, top} = area.getBoundingClientRect();
    const y = Math.min(innerHeight - 25, bottom - 5);
    return y > top && document.elementFromPoint((left + right) / 2, y) !== area;
  });
  expect(await covered()).toBe(false);
  await box.evaluate((area) => area.blur());
  expect(await covered()).toBe(false);
  await page.locator('#p3').scrollIntoViewIfNeeded();
  await pill.waitFor({state: 'detached'});
  await page.locator('#p3').getByText('Nuevo', {exact: true}).waitFor();
});

it('the lists of language and colours are as high as each other in every language', async () => {
  const visit = await enter({viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/');
  await page.getByRole('button', {name: /Tu cuenta/}).click();
  for (const language of ['es', 'gl', 'ca', 'eu']) {
    await page.getByLabel('Idioma').selectOption(language);
    const [first, second] = await page.locator('.preferences select').evaluateAll((lists) => lists.map((list) => list.getBoundingClientRect().height));
    expect(second, language).toBe(first);
  }
});

it.each([320, 360, 390])('the head of every page has two rows on a telephone of %i pixels', async (width) => {
  const visit = await enter({viewport: {width, height: 740}});
  await visit.page.goto('/');
  const head = visit.page.getByRole('banner');
  await head.getByRole('button', {name: /^Tu cuenta/}).waitFor();
  const middles = await head.locator('a:visible, button:visible').evaluateAll((all) => all.map((one) => { const {top, height} = one.getBoundingClientRect(); return top + height / 2; }));
  expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(12);
  expect(await head.evaluate((element) => element.clientHeight)).toBeLessThan(110);
});

it('a question closed with Escape gives the focus back to the button that asked', async () => {
  const visit = await enter();
  const {page} = visit;
  await reading(visit, 'Con teclado', 'Breve.');
  const menu = page.getByRole('button', {name: 'Más acciones del mensaje 2'});
  await menu.press('Enter');
  await page.getByRole('menuitem', {name: 'Borrar'}).press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  await until('the menu has the focus', () => menu.evaluate((button) => button === document.activeElement), 5_000);
});

it('signing in gives the focus to the heading', async () => {
  const visit = await Visit.begin(browser, world);
  visits.push(visit);
  const {page, context} = visit;
  // The person has no password: the answer to it is made up, the session behind it is real.
  await page.route('**/api/v1/session', async (route) => {
    await context.addCookies([{name: '__Host-plaza', value: reader.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
    await route.fulfill({json: {person: {id: reader.id, name: reader.name}}});
  });
  await page.goto('/groups');
  await page.getByLabel('Correo del trabajo').fill('lola@villar.example');
  await page.getByLabel('Contraseña', {exact: true}).fill('una contraseña');
  await page.getByRole('button', {name: 'Entrar', exact: true}).click();
  await until('the heading has the focus', () => page.evaluate(() => document.activeElement?.matches('main h1') ?? false), 10_000);
});
