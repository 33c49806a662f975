// SPDX-License-Identifier: EUPL-1.2
// Laws cited in a browser: from a post to the page of its norm, by article, through search, and by a name that an
// administrator adds.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person, admin: Person;
let first: any, second: any;

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer')];
  admin = await world.person('Ana Mora', {role: 'administrator'});
  await world.group('contratacion', 'open', [[marta, 'owner'], [pau, 'member']]);
  await world.group('oculta', 'hidden', [[marta, 'owner']]);
  first = await marta.ask('contratacion', '¿Qué pide el contrato menor?', 'El art. 118 LCSP y el artículo 21 de la Ley 39/2015.');
  await pau.answer(first.id, 'Mira también la disposición adicional tercera de la LCSP y el art. 4 LCPR.');
  second = await marta.ask('contratacion', '¿Y la mesa?', 'Según el art. 326 LCSP.');
  await marta.ask('oculta', 'Secreta', 'El art. 118 LCSP y el art. 7 de la Ley 12/1999.');
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it('leads from a citation to the threads on its article, and from there to the others', async () => {
  const visit = await Visit.of(pau, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${first.id}`);
  await page.getByRole('link', {name: 'art. 118 LCSP'}).click();
  await page.getByRole('heading', {level: 1, name: /Ley 9\/2017/}).waitFor();
  await page.getByRole('heading', {level: 2, name: 'Conversaciones que citan: Artículo 118'}).waitFor();
  const threads = page.getByRole('list', {name: 'Conversaciones que la citan'}).getByRole('listitem');
  await threads.getByRole('link', {name: '¿Qué pide el contrato menor?'}).waitFor();
  expect(await page.getByRole('link', {name: '¿Y la mesa?'}).count()).toBe(0);
  expect(await page.getByText('Secreta').count()).toBe(0);
  await page.getByRole('link', {name: 'Disposición adicional 3 1'}).click();
  await page.getByRole('heading', {level: 2, name: /Disposición adicional 3/}).waitFor();
  await page.getByRole('link', {name: 'Toda la norma 2'}).click();
  await page.getByRole('link', {name: '¿Y la mesa?'}).waitFor();
  expect(await page.getByRole('link', {name: /Texto oficial/}).getAttribute('href')).toBe('https://www.boe.es/buscar/act.php?id=BOE-A-2017-12902');
  expect(await visit.findings()).toEqual([]);
  await visit.end();
});

it('is found from search, by number, on a phone too', async () => {
  const visit = await Visit.of(pau, browser, world, {viewport: {width: 360, height: 740}, hasTouch: true});
  const {page} = visit;
  await page.goto('/search?q=39%2F2015');
  await page.getByRole('link', {name: 'Buscar por la norma citada'}).click();
  await page.getByRole('link', {name: /Ley 39\/2015/}).waitFor();
  expect(await page.getByRole('list', {name: 'Legislación citada'}).getByRole('listitem').count()).toBe(1);
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('searchbox', {name: 'Busca una norma por número, título o siglas'}).fill('');
  await page.getByRole('button', {name: 'Buscar', exact: true}).last().click();
  await page.getByRole('link', {name: /Ley 9\/2017/}).waitFor();
  expect(await page.getByRole('link', {name: /12\/1999/}).count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.goto('/legislacion/ley-12-1999');
  await page.getByText('Ya no está, o no está a tu alcance.').waitFor();
  await visit.end();
});

it('takes up what was written when an administrator adds a name', async () => {
  const visit = await Visit.of(admin, browser, world, {viewport: {width: 1366, height: 768}, colorScheme: 'dark'});
  const {page} = visit;
  await page.goto('/administracion');
  await page.getByRole('link', {name: 'Normas: nombres y cambios'}).first().click();
  await page.getByRole('searchbox', {name: 'Busca una norma por número, título o siglas'}).fill('LCSP');
  await page.getByRole('main').getByRole('button', {name: 'Buscar', exact: true}).click();
  const name = page.getByLabel(/Otro nombre de: Ley 9\/2017/);
  await name.fill('contrato');
  await name.press('Enter');
  await page.getByText('Escribe unas siglas en mayúsculas').waitFor();
  await name.fill('LCPR');
  await name.press('Enter');
  await page.getByRole('button', {name: 'Quitar el nombre LCPR'}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await page.getByText('Añadir una norma que no está').click();
  await page.getByLabel('Título de la norma').fill('Ley 5/2019, de prueba');
  await page.getByLabel('Clase').selectOption('ley');
  await page.getByLabel('Número y año').fill('5/2019');
  await page.getByRole('button', {name: 'Añadir', exact: true}).first().click();
  await page.getByRole('link', {name: 'Ley 5/2019, de prueba'}).waitFor();
  const reader = await Visit.of(pau, browser, world);
  await reader.page.goto(`/threads/${first.id}`);
  const link = reader.page.getByRole('link', {name: 'art. 4 LCPR'});
  await until('what was written is taken up', async () => (await pau.get(`/threads/${first.id}`)).text.includes('articulo=4'));
  await reader.page.reload();
  await link.click();
  await reader.page.getByRole('heading', {level: 2, name: /Artículo 4/}).waitFor();
  await page.getByRole('link', {name: /Ley 9\/2017/}).waitFor();
  await page.getByRole('button', {name: 'Quitar el nombre LCPR'}).click();
  await page.getByRole('button', {name: 'Quitar el nombre LCPR'}).waitFor({state: 'detached'});
  await reader.end();
  await visit.end();
});
