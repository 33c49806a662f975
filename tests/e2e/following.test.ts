// SPDX-License-Identifier: EUPL-1.2
// Following a person, a tag and a thread in a browser, and what it brings to the first page.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person, rosa: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau, rosa] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer'), await world.person('Rosa Vidal')];
  await world.group('contratacion', 'open', [[marta, 'owner'], [rosa, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it('brings what one follows into the feed, at once and live, and takes it out again', async () => {
  const tagged = await rosa.ask('contratacion', '¿Cómo se liquida el padrón?', 'Texto', ['padrón']);
  const single = await rosa.ask('contratacion', '¿Quién firma el acta?');
  await marta.ask('contratacion', '¿Cuántos presupuestos hacen falta?');
  const visit = await Visit.of(pau, browser, world);
  const {page} = visit;
  const follows = async (path: string) => (await pau.get(`${path}/follow`)).json.following;
  const shown = (title: string) => page.getByRole('region', {name: 'Últimas conversaciones'}).getByRole('link', {name: title});
  await page.goto('/');
  await page.getByText('Aquí verás las conversaciones de tus grupos.').waitFor();

  await page.goto(`/threads/${single.id}`);
  await page.getByRole('button', {name: 'Seguir esta conversación'}).click();
  await page.getByRole('button', {name: 'Dejar de seguir'}).waitFor();
  expect(await follows(`/threads/${single.id}`)).toBe(true);

  await page.goto(`/threads/${tagged.id}`);
  await page.getByRole('link', {name: 'padrón', exact: true}).click();
  await page.getByRole('button', {name: 'Seguir esta etiqueta'}).click();
  await page.getByRole('button', {name: 'Dejar de seguir'}).waitFor();

  await page.goto('/');
  await shown('¿Quién firma el acta?').waitFor();
  await shown('¿Cómo se liquida el padrón?').waitFor();
  expect(await shown('¿Cuántos presupuestos hacen falta?').count()).toBe(0);

  await page.goto(`/personas/${marta.id}`);
  await page.getByRole('button', {name: 'Seguir', exact: true}).click();
  await page.getByRole('button', {name: 'Dejar de seguir'}).waitFor();
  await page.getByRole('link', {name: 'Inicio'}).click();
  await shown('¿Cuántos presupuestos hacen falta?').waitFor();
  await marta.ask('contratacion', '¿Y si llega tarde?');
  await shown('¿Y si llega tarde?').waitFor();

  await page.getByRole('button', {name: /Tu cuenta/}).click();
  await page.getByRole('link', {name: 'Lo que sigues'}).click();
  await page.getByRole('heading', {name: 'Lo que sigues', level: 1}).waitFor();
  await page.getByRole('link', {name: '¿Quién firma el acta?'}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Dejar de seguir: Marta Ruiz'}).click();
  await page.getByText('No sigues a nadie todavía.').waitFor();
  await page.getByRole('button', {name: 'Dejar de seguir: padrón'}).click();
  await page.getByText('No sigues ninguna etiqueta todavía.').waitFor();
  expect(await follows(`/people/${marta.id}`)).toBe(false);
  await page.getByRole('link', {name: 'Inicio'}).click();
  await shown('¿Quién firma el acta?').waitFor();
  await until('the others are gone', async () => await shown('¿Cuántos presupuestos hacen falta?').count() === 0);
  expect(await shown('¿Cómo se liquida el padrón?').count()).toBe(0);
  await visit.end();
});

it('goes through a long list page by page', async () => {
  const reader = await world.person('Lectora');
  for (let i = 0; i < 52; i++) await reader.want(204, reader.put(`/people/${(await world.person(`Persona ${i}`)).id}/follow`));
  for (const width of [360, 1366]) {
    const visit = await Visit.of(reader, browser, world, {viewport: {width, height: 800}});
    const {page} = visit;
    await page.goto('/siguiendo');
    const people = page.getByRole('list', {name: 'Personas'}).getByRole('listitem');
    await until('the first page is there', async () => await people.count() === 50);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.getByRole('button', {name: 'Cargar más'}).click();
    await until('all are there', async () => await people.count() === 52);
    await visit.end();
  }
});
