// SPDX-License-Identifier: EUPL-1.2
// Calling an event and signing up for it in a browser.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, rosa: Person;

const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, rosa] = [await world.person('Marta Ruiz'), await world.person('Rosa Vidal')];
  await world.group('formacion', 'open', [[marta, 'owner'], [rosa, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it('an event is called, people sign up and wait, and it goes into a calendar', async () => {
  const [calling, coming] = [await Visit.of(marta, browser, world), await Visit.of(rosa, browser, world)];
  const {page} = calling, there = coming.page;
  await page.goto('/escribir/convocatoria?group=formacion');
  await page.getByLabel('Título').fill('Curso de padrón');
  await page.getByRole('textbox', {name: 'Texto'}).fill('Dos horas.');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByText('Di cuándo empieza y cuándo termina.').waitFor();
  const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Empieza').fill(`${day}T10:00`);
  await page.getByLabel('Termina').fill(`${day}T12:00`);
  await page.getByLabel('Lugar').fill('Salón de plenos');
  await page.getByLabel('Plazas').fill('1');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {level: 1, name: 'Curso de padrón'}).waitFor();
  await page.getByRole('button', {name: 'Me apunto'}).click();
  await page.getByText('Tienes plaza.').waitFor();
  await there.goto(page.url());
  await there.getByRole('button', {name: 'Me apunto'}).click();
  await there.getByText('Estás en espera.').waitFor();
  await page.getByText('1 en espera').waitFor();
  for (const visit of [calling, coming]) expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Ya no voy'}).click();
  await there.getByText('Tienes plaza.').waitFor();
  const [file] = await Promise.all([there.waitForEvent('download'), there.getByRole('link', {name: 'Añadir a mi calendario'}).click()]);
  expect(file.suggestedFilename()).toBe('Curso de padrón.ics');
  for (const visit of [calling, coming]) await visit.end();
});

it('the time of an event is put right, it is called off and on again, and who signed up follows and is told', async () => {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const {id} = await marta.want(201, marta.post('/groups/formacion/events', {title: 'Curso de actas', body: 'Dos horas.', starts_at: `${day(7)}T09:00:30.000Z`, ends_at: `${day(7)}T11:00:00.000Z`, place: 'Salón de plenos', places: 2}));
  await rosa.want(200, rosa.put(`/threads/${id}/event/me`));
  const [calling, coming] = [await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}}), await Visit.of(rosa, browser, world)];
  const {page} = calling, there = coming.page;
  for (const one of [page, there]) await one.goto(`/threads/${id}`);
  await there.getByText('Tienes plaza.').waitFor();
  expect(await there.getByRole('button', {name: 'Cambiar la convocatoria'}).count()).toBe(0);
  // By keyboard, from the button to the field and back to it.
  await page.getByRole('button', {name: 'Cambiar la convocatoria'}).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Lugar').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({state: 'detached'});
  await page.waitForFunction(() => document.activeElement?.textContent === 'Cambiar la convocatoria');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Termina').fill(`${day(7)}T01:00`);
  await dialog.getByRole('button', {name: 'Guardar'}).click();
  await dialog.getByText('Termina antes de empezar.').waitFor();
  await dialog.getByLabel('Termina').fill(`${day(8)}T14:00`);
  await dialog.getByLabel('Lugar').fill('Biblioteca');
  expect(await calling.findings()).toEqual([]);
  await shoot(page, 'event-change-360');
  // Somebody else was faster: that is said, and pressing again takes back nothing of what they did.
  await marta.want(200, marta.put(`/threads/${id}/event`, {starts_at: `${day(7)}T09:00:30.000Z`, ends_at: `${day(7)}T11:00:00.000Z`, place: 'Salón de plenos', places: 5, version: 1}));
  await dialog.getByRole('button', {name: 'Guardar'}).click();
  await dialog.getByText('otra persona ha guardado otros datos').waitFor();
  expect(await dialog.getByLabel('Plazas').inputValue()).toBe('5');
  expect(await dialog.getByLabel('Lugar').inputValue()).toBe('Biblioteca');
  await dialog.getByRole('button', {name: 'Guardar'}).click();
  await dialog.waitFor({state: 'detached'});
  // The other window follows: what it is, and the line that says what it was.
  await there.locator('dd', {hasText: 'Biblioteca'}).waitFor();
  await there.getByText('Lugar: Salón de plenos → Biblioteca').waitFor();
  const row = await world.database.row(`select to_char(starts_at at time zone 'UTC', 'HH24:MI:SS') as starts, place, places from gathering where thread_id = $1`, [id]);
  expect(row).toEqual({starts: '09:00:30', place: 'Biblioteca', places: 5});
  await page.getByRole('button', {name: 'Cambiar la convocatoria'}).click();
  await dialog.getByRole('button', {name: 'Anular la convocatoria…'}).click();
  await dialog.getByRole('textbox').fill('Está enferma la ponente.');
  await dialog.getByRole('button', {name: 'Anular la convocatoria', exact: true}).click();
  await dialog.waitFor({state: 'detached'});
  await there.getByText('Anulada.').waitFor();
  expect(await there.getByRole('button', {name: 'Ya no voy'}).count()).toBe(0);
  for (const visit of [calling, coming]) expect(await visit.findings()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await shoot(page, 'event-cancelled-360');
  await shoot(there, 'event-cancelled');
  await page.getByRole('button', {name: 'Cambiar la convocatoria'}).click();
  await dialog.getByRole('button', {name: 'Vuelve a celebrarse'}).click();
  await there.getByRole('button', {name: 'Ya no voy'}).waitFor();
  await there.goto('/notifications');
  await there.getByText('Marta Ruiz ha cambiado la hora o el lugar de «Curso de actas»').first().waitFor();
  await there.getByText('«Curso de actas» vuelve a celebrarse').first().waitFor();
  for (const visit of [calling, coming]) await visit.end();
});
