// SPDX-License-Identifier: EUPL-1.2
// Asking and voting in a browser.
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

it('a poll is asked, voted in, changed, and shows its numbers to who has voted', async () => {
  const [writing, voting] = [await Visit.of(marta, browser, world), await Visit.of(rosa, browser, world)];
  const {page} = writing, there = voting.page;
  await page.goto('/escribir/encuesta?group=formacion');
  await page.getByLabel('Título').fill('¿Qué día hacemos el curso?');
  await page.getByRole('textbox', {name: 'Texto'}).fill('Dura dos horas.');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByText('Escribe de 2 a 10 opciones').waitFor();
  await page.getByLabel('Opciones').fill('Lunes\nMartes\n\nJueves');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {level: 1, name: '¿Qué día hacemos'}).waitFor();
  await page.getByText('No se muestra quién ha votado qué').waitFor();
  await there.goto(page.url());
  await there.getByLabel('Martes').check();
  await there.getByRole('button', {name: 'Votar'}).click();
  // Few votes tell who chose what.
  await there.getByText('Los resultados se ven cuando hayan votado 5 personas').waitFor();
  const thread = /\/threads\/(\d+)/.exec(page.url())![1];
  for (const name of ['Ana', 'Iker', 'Nerea']) {
    const person = await world.person(name);
    await world.join('formacion', person);
    await person.want(200, person.put(`/threads/${thread}/poll/vote`, {options: [3]}));
  }
  expect(await page.getByText(/Ha votado \d/).count()).toBe(0);
  await page.getByLabel('Lunes').check();
  await page.getByRole('button', {name: 'Votar'}).click();
  await page.getByText('Han votado 5 personas').waitFor();
  // The other window follows.
  await there.getByText('Han votado 5 personas').waitFor();
  await there.getByRole('button', {name: 'Cambiar mi voto'}).click();
  expect(await there.getByLabel('Martes').isChecked()).toBe(true);
  await there.getByLabel('Lunes').check();
  await there.getByRole('button', {name: 'Votar'}).click();
  await page.getByText('2 votos').waitFor();
  for (const visit of [writing, voting]) expect(await visit.findings()).toEqual([]);
  for (const visit of [writing, voting]) await visit.end();
});

it('a poll gets an option while nobody has voted and a later end, says why it gets no more, and is closed', async () => {
  const {id} = await marta.want(201, marta.post('/groups/formacion/polls', {title: '¿Qué semana?', body: 'Para el curso.', options: ['Primera', 'Segunda'], closes_at: new Date(Date.now() + 2 * 86_400_000).toISOString()}));
  const [asking, voting] = [await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}}), await Visit.of(rosa, browser, world)];
  const {page} = asking, there = voting.page;
  for (const one of [page, there]) await one.goto(`/threads/${id}`);
  await there.getByLabel('Segunda').waitFor();
  expect(await there.getByRole('button', {name: 'Cambiar la encuesta'}).count()).toBe(0);
  const dialog = page.getByRole('dialog');
  const open = () => page.getByRole('button', {name: 'Cambiar la encuesta'}).click();
  await open();
  await dialog.getByLabel('Más opciones').fill('Segunda');
  await dialog.getByRole('button', {name: 'Guardar'}).click();
  await dialog.getByText('Hay una opción repetida.').waitFor();
  await dialog.getByLabel('Más opciones').fill('Tercera');
  await dialog.getByLabel('Cierra el').fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 16));
  await dialog.getByRole('button', {name: 'Guardar'}).click();
  await dialog.getByText('La fecha de cierre solo se puede retrasar').waitFor();
  await dialog.getByLabel('Cierra el').fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 16));
  expect(await asking.findings()).toEqual([]);
  await shoot(page, 'poll-change-360');
  await dialog.getByRole('button', {name: 'Guardar'}).click();
  await dialog.waitFor({state: 'detached'});
  await there.getByText('Opción añadida: Tercera').waitFor();
  // Somebody votes while another option is being written.
  await open();
  await dialog.getByLabel('Más opciones').fill('Cuarta');
  await there.getByLabel('Tercera').check();
  await there.getByRole('button', {name: 'Votar'}).click();
  await there.getByRole('button', {name: 'Cambiar mi voto'}).waitFor();
  await page.getByRole('dialog').getByText('Ya hay votos: no se pueden añadir opciones').waitFor();
  await dialog.getByRole('button', {name: 'Cerrar la encuesta ahora…'}).click();
  await dialog.getByRole('button', {name: 'Cerrar la encuesta', exact: true}).click();
  await there.getByText('La encuesta está cerrada.').waitFor();
  await there.getByText('Se cerró antes de que votaran 5 personas').waitFor();
  expect(await page.getByRole('button', {name: 'Cambiar la encuesta'}).count()).toBe(0);
  for (const visit of [asking, voting]) expect(await visit.findings()).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await shoot(page, 'poll-closed-360');
  for (const visit of [asking, voting]) await visit.end();
});
