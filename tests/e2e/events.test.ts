// SPDX-License-Identifier: EUPL-1.2
// Calling an event and signing up for it in a browser.
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
  expect(file.suggestedFilename()).toBe('convocatoria.ics');
  await there.setViewportSize({width: 360, height: 740});
  await there.screenshot({path: '/tmp/kinds-event-360.png', fullPage: true});
  for (const visit of [calling, coming]) await visit.end();
});
