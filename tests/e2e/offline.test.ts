// SPDX-License-Identifier: EUPL-1.2
// Without a connection: that is said quietly, and what is sent waits where it was written and goes once.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {within} from '../support/environment.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, author: Person, marta: Person;
const password = 'caballo correcto batería grapa 2026';
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`)}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  author = await world.person('Rosa Cano');
  marta = await world.withPassword('Marta Ruiz', password);
  await world.group('contratacion', 'open', [[author, 'owner']]);
  await world.join('contratacion', marta);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const box = (page: Page) => page.getByRole('textbox', {name: 'Tu respuesta'});
const line = (page: Page) => page.getByText('Sin conexión. Ves lo que había a las');
const waits = (page: Page) => page.getByText('Se enviará cuando vuelva la conexión.');
const answers = (thread: {id: number}) => world.database.value('select count(*) from post where thread_id = $1 and number > 1', [thread.id]);

async function connected(page: Page, go: () => Promise<unknown>): Promise<void> {
  const hello = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
  await go();
  await hello;
}

it('an answer sent without a connection goes once when it is back, from two tabs, by keyboard', async () => {
  const thread = await author.ask('contratacion', '¿Cuántos presupuestos?');
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}, colorScheme: 'dark'});
  const {page, context} = visit;
  await connected(page, () => page.goto(`/threads/${thread.id}`));
  await box(page).fill('Tres, si el valor pasa de cinco mil.');
  const other = await context.newPage();
  await other.goto(`/threads/${thread.id}`);
  await until('the other tab has the text', async () => (await box(other).inputValue()) !== '');
  // What is needed without a connection has come.
  await Promise.all([page, other].map((one) => one.waitForLoadState('networkidle').catch(() => undefined)));

  await page.bringToFront();
  await context.setOffline(true);
  await page.getByRole('button', {name: 'Responder', exact: true}).last().press('Enter');
  await waits(page).waitFor();
  await waits(other).waitFor();
  await line(page).waitFor({timeout: within(15_000)});
  expect(await page.getByRole('status').filter({has: line(page)}).count()).toBe(1);
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Enviar ahora');
  expect(await box(page).getAttribute('readonly')).not.toBeNull();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'offline-waiting-360-dark');
  await page.evaluate(() => scrollTo(0, 0));
  await shoot(page, 'offline-line-360-dark');
  expect(await answers(thread)).toBe(0);

  await context.setOffline(false);
  await page.locator('#p2').getByText('Tres, si el valor').waitFor({timeout: within(45_000)});
  for (const one of [page, other]) await until('the box is empty', async () => (await box(one).inputValue()) === '');
  await line(page).waitFor({state: 'detached'});
  expect(await answers(thread)).toBe(1);
  await visit.end();
});

it('what waits still waits after a reload, says so, and can be had back', async () => {
  const thread = await author.ask('contratacion', '¿Y el plazo?');
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await page.route('**/api/v1/threads/*/posts', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await box(page).fill('Quince días.');
  await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
  await waits(page).waitFor();
  await page.reload();
  await waits(page).waitFor();
  expect(await box(page).inputValue()).toBe('Quince días.');
  await shoot(page, 'offline-waiting-1280');
  await page.getByRole('button', {name: 'No enviar'}).click();
  await box(page).fill('Quince días hábiles.');
  await page.unroute('**/api/v1/threads/*/posts');
  await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
  await page.locator('#p2').getByText('Quince días hábiles.').waitFor();
  expect(await answers(thread)).toBe(1);
  await visit.end();
});

it('what was read in this tab is read again without a connection, and brought up to date when it is back', async () => {
  const read = await author.ask('contratacion', '¿Qué se leyó?');
  await author.ask('contratacion', '¿Qué no se leyó?');
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  const {page, context} = visit;
  await connected(page, () => page.goto('/groups/contratacion'));
  const link = (title: string) => page.locator('main').getByRole('link', {name: title});
  await link('¿Qué se leyó?').first().click();
  await page.getByText('Text of ¿Qué se leyó?.').waitFor();
  await page.goBack();
  await link('¿Qué no se leyó?').first().waitFor();
  await page.getByRole('link', {name: 'Inicio'}).first().click();
  await page.getByText('Últimas conversaciones').first().waitFor({state: 'attached'});
  // What is needed without a connection comes by itself.
  await until('the pages have come', () => page.evaluate(() => ['HomePage', 'GroupPage', 'ThreadPage'].every((name) => performance.getEntriesByType('resource').some((one) => one.name.includes(`/${name}-`)))));

  await context.setOffline(true);
  await link('¿Qué se leyó?').first().click();
  await page.getByText('Text of ¿Qué se leyó?.').waitFor();
  const note = page.locator('main').getByText('Ves lo que había a las');
  await note.waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'offline-read-360');
  await page.locator('main').getByRole('link', {name: 'Grupo contratacion'}).first().click();
  await link('¿Qué no se leyó?').first().waitFor();
  await shoot(page, 'offline-list-360');
  await link('¿Qué no se leyó?').first().click();
  await page.getByText('No hemos podido conectar con el servidor').waitFor();
  await page.getByRole('button', {name: 'Volver a intentarlo'}).waitFor();
  await page.goBack();
  await page.goBack();
  await page.getByText('Text of ¿Qué se leyó?.').waitFor();
  await author.answer(read.id, 'Mientras no estabas.');

  await context.setOffline(false);
  await page.getByText('Mientras no estabas.').waitFor({timeout: within(45_000)});
  await note.waitFor({state: 'detached'});
  await visit.end();
});

it('what was sent without a connection goes from whatever page is open, once, and a refusal keeps it as a draft', async () => {
  const [thread, shut] = [await author.ask('contratacion', '¿Quién firma?'), await author.ask('contratacion', '¿Se cierra?')];
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  const {page, context} = visit;
  await connected(page, () => page.goto('/'));
  const other = await context.newPage();
  await other.goto('/groups');
  await other.getByRole('heading', {level: 1}).first().waitFor();
  await page.bringToFront();
  const link = (title: string) => page.locator('main').getByRole('link', {name: title}).first();
  for (const title of ['¿Quién firma?', '¿Se cierra?']) {
    await link(title).click();
    await box(page).waitFor();
    await page.goBack();
  }
  await page.waitForLoadState('networkidle');
  const pieces = ['HomePage', 'GroupPage', 'ThreadPage', 'Waiting'];
  await until('the pages have come', () => page.evaluate((names) => names.every((name) => performance.getEntriesByType('resource').some((one) => one.name.includes(`/${name}-`))), pieces));

  await context.setOffline(true);
  for (const [title, text] of [['¿Quién firma?', 'La alcaldía.'], ['¿Se cierra?', 'Llego tarde.']] as const) {
    await link(title).click();
    await box(page).fill(text);
    await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    await waits(page).waitFor();
    await page.goBack();
    await link(title).waitFor();
  }
  const left = page.getByRole('status').filter({hasText: '2 textos tuyos esperan a enviarse.'});
  await left.filter({has: line(page)}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'offline-left-360');
  await author.want(200, author.put(`/threads/${shut.id}/closed`, {reason: 'Ya está resuelto.'}));
  expect([await answers(thread), await answers(shut)]).toEqual([0, 0]);

  await context.setOffline(false);
  await until('it is there', async () => (await answers(thread)) === 1, 45_000);
  const said = [page, other].map((one) => one.getByRole('status').filter({hasText: 'Un texto tuyo no se ha podido enviar y está en tus borradores.'}));
  await Promise.all(said.map((one) => one.waitFor()));
  for (const one of [page, other]) await shoot(one, `offline-became-${one === page ? 'page' : 'other'}`);
  await page.goto('/borradores');
  await page.getByText('Llego tarde.').first().waitFor();
  expect(await page.getByText('La alcaldía.').count()).toBe(0);
  expect([await answers(thread), await answers(shut)]).toEqual([1, 0]);
  await visit.end();
});

it('nothing of what was read stays for who signs in after in the same tab', async () => {
  const luis = await world.withPassword('Luis Sanz', password);
  await world.join('contratacion', luis);
  await author.ask('contratacion', '¿Qué leyó Marta?');
  const visit = await Visit.begin(browser, world);
  const {page, context} = visit;
  await visit.signIn(marta.email, password);
  const link = page.locator('main').getByRole('link', {name: '¿Qué leyó Marta?'}).first();
  await link.click();
  await page.getByText('Text of ¿Qué leyó Marta?.').waitFor();
  await page.goBack();
  await page.getByRole('button', {name: 'Marta'}).click();
  await page.getByRole('button', {name: 'Cerrar sesión'}).click();
  await visit.signIn(luis.email, password);
  await link.waitFor();
  await until('the pages have come', () => page.evaluate(() => performance.getEntriesByType('resource').some((one) => one.name.includes('/ThreadPage-'))));

  await context.setOffline(true);
  await link.click();
  await page.getByRole('heading', {name: 'No hemos podido abrir la conversación'}).waitFor();
  expect(await page.getByText('Text of ¿Qué leyó Marta?.').count()).toBe(0);
  // Neither on the way back through what the one before had open.
  for (let step = 0; step < 3; step++) {
    await page.goBack({waitUntil: 'commit', timeout: 3000}).catch(() => null);
    await page.waitForTimeout(300);
    expect(await page.content()).not.toContain('Text of ¿Qué leyó Marta?.');
  }
  await visit.end();
});
