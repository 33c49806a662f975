// SPDX-License-Identifier: EUPL-1.2
// Unread in a browser: a thread opens where one left it, all is marked as read, and other windows follow.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, rosa: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, rosa] = [await world.person('Marta Ruiz'), await world.person('Rosa Vidal')];
  await world.group('contratacion', 'open', [[marta, 'owner'], [rosa, 'member']]);
  await world.group('padron', 'private', [[marta, 'owner'], [rosa, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const onScreen = (page: Page, id: string) => page.locator(`#${id}`).evaluate((element) => {
  const {top} = element.getBoundingClientRect();
  return top >= 0 && top < innerHeight;
});

it('a thread opens at the first post that is new, also on its second page, and says where it begins', async () => {
  const thread = await marta.ask('contratacion', '¿Cuántos presupuestos hacen falta?');
  await world.database.rows(
    `insert into post (thread_id, number, role, author_id, body, html)
     select $1, n, 'answer', $2, 'Respuesta ' || n, '<p>Respuesta ' || n || '</p>' from generate_series(2, 60) n`, [thread.id, marta.id]);
  await rosa.want(204, rosa.put(`/threads/${thread.id}/read`, {number: 57}));
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await page.locator('#p58:focus').waitFor();
  expect(await onScreen(page, 'p58')).toBe(true);
  expect(await page.locator('#p57 .new, #p1 .new').count()).toBe(0);
  for (const number of [58, 59, 60]) expect(await page.locator(`#p${number} .new`).count()).toBe(1);
  // All of it is on the page now: nothing is left.
  await until('it is read', async () => (await rosa.get(`/threads/${thread.id}`)).json.read_up_to === 60);
  // Read to its end it opens at its beginning.
  await page.goto('/');
  await page.goto(`/threads/${thread.id}`);
  await page.getByRole('heading', {level: 1, name: '¿Cuántos presupuestos'}).waitFor();
  await page.locator('#p50').waitFor();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await visit.end();
});

it('a long thread that is opened the first time is read as far as its pages were shown', async () => {
  const thread = await marta.start('contratacion', {kind: 'update', title: 'Muy larga', body: 'Texto'});
  await world.database.rows(
    `insert into post (thread_id, number, role, author_id, body, html)
     select $1, n, 'reply', $2, 'Respuesta ' || n, '<p>Respuesta ' || n || '</p>' from generate_series(2, 70) n`, [thread.id, marta.id]);
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  const reached = async () => (await rosa.get(`/threads/${thread.id}`)).json.read_up_to;
  await page.goto(`/threads/${thread.id}`);
  await until('the first page is read', async () => (await reached()) === 50);
  await page.getByRole('button', {name: 'Cargar más'}).click();
  await until('the rest is read', async () => (await reached()) === 70);
  await visit.end();
});

it('all is marked as read in a window, and the other one follows', async () => {
  await rosa.put('/feed/read', {up_to: '2099-01-01T00:00:00.000Z'});
  await marta.ask('contratacion', 'La primera');
  const two = await marta.ask('padron', 'La segunda');
  const visits = [await Visit.of(rosa, browser, world), await Visit.of(rosa, browser, world)];
  const [here, there] = visits.map(({page}) => page) as [Page, Page];
  const left = (page: Page) => page.getByRole('region', {name: 'Últimas conversaciones'}).getByText('1 sin leer', {exact: true}).count();
  const beside = (page: Page, group: string) => page.getByRole('navigation', {name: 'Mis grupos'}).getByRole('link', {name: group}).textContent();
  for (const page of [here, there]) {
    await page.setViewportSize({width: 1366, height: 800});
    await page.goto('/');
    await page.getByRole('region', {name: 'Últimas conversaciones'}).getByRole('link', {name: 'La segunda'}).waitFor();
    expect(await left(page)).toBe(2);
    await until('the group tells', async () => (await beside(page, 'Grupo padron'))!.includes('1 con novedades'));
  }
  // Reading one of them tells the other window.
  await here.getByRole('region', {name: 'Últimas conversaciones'}).getByRole('link', {name: 'La primera'}).click();
  await here.getByRole('heading', {level: 1, name: 'La primera'}).waitFor();
  await until('one is left', async () => (await left(there)) === 1);
  expect(await beside(there, 'Grupo contratacion')).not.toContain('con novedades');
  // While this window looks at what is there, something new comes for it to stay unread.
  await here.goto('/groups/padron');
  await here.getByRole('button', {name: 'Marcar todo como leído'}).click();
  await here.getByText('1 sin leer', {exact: true}).waitFor({state: 'detached'});
  await until('none is left there', async () => (await left(there)) === 0);
  await until('nor beside the group', async () => !(await beside(there, 'Grupo padron'))!.includes('con novedades'));
  await until('there is nothing to mark', async () => (await there.getByRole('button', {name: 'Marcar todo como leído'}).count()) === 0);
  await marta.answer(two.id, 'Otra');
  await until('new ones count again', async () => (await beside(there, 'Grupo padron'))!.includes('1 con novedades'));
  for (const visit of visits) await visit.end();
});
