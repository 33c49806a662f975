// SPDX-License-Identifier: EUPL-1.2
// Asking and voting in a browser.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, rosa: Person;

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
