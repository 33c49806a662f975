// SPDX-License-Identifier: EUPL-1.2
// Articles in a browser: begun from the template of their group, written by two, made of an accepted answer.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person, ines: Person;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau, ines] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer'), await world.person('Inés Soler')];
  await world.group('contratacion', 'open', [[marta, 'member'], [pau, 'member'], [ines, 'host']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it('begins with the headings that those who keep the group chose', async () => {
  const keeper = await Visit.of(ines, browser, world);
  await keeper.page.goto('/groups/contratacion');
  await keeper.page.getByRole('link', {name: 'Plantilla de los artículos'}).click();
  const headings = keeper.page.getByLabel('Apartados, uno en cada línea');
  await headings.waitFor();
  expect(await headings.inputValue()).toContain('Base legal');
  await headings.fill('Qué pasa\nQué hacer');
  expect(await keeper.findings()).toEqual([]);
  await keeper.page.getByRole('button', {name: 'Guardar'}).click();
  await keeper.page.getByRole('status').getByText('Plantilla guardada').first().waitFor();
  await keeper.end();

  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/escribir/articulo');
  const text = page.getByLabel('Texto');
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({value}) => value.includes('## Qué hacer')));
  await page.getByRole('textbox').first().fill('Cómo se tramita un menor');
  await shoot(page, 'article-form');
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {name: 'Cómo se tramita un menor', level: 1}).waitFor();
  await page.getByRole('heading', {name: 'Qué hacer'}).waitFor();
  expect(text).toBeDefined();
  await visit.end();
});

it('is written by two, and everybody sees who wrote what', async () => {
  const {id} = await marta.start('contratacion', {kind: 'article', title: 'Entre dos', body: 'Uno.'});
  const first = await Visit.of(marta, browser, world);
  await first.page.goto(`/threads/${id}`);
  const part = (page: Page) => page.getByRole('region', {name: 'Vigencia'});
  await onThread(first.page, 'Escribir con más personas');
  await part(first.page).getByLabel('Nombre de quien escribirá contigo').fill('Pau');
  await part(first.page).getByRole('button', {name: 'Pedir a Pau Ferrer que escriba aquí'}).click();
  await part(first.page).getByText('aún no ha contestado').waitFor();
  await onThread(first.page, 'Poner fecha de revisión');
  await part(first.page).getByLabel('Día de la próxima revisión').fill('2099-01-02');
  expect(await first.findings()).toEqual([]);
  await shoot(first.page, 'article-authors');
  await part(first.page).getByRole('button', {name: 'Guardar'}).click();
  await part(first.page).getByText('Próxima revisión el 2 de enero de 2099, a cargo de Marta Ruiz').waitFor();
  await first.end();

  const second = await Visit.of(pau, browser, world);
  const {page} = second;
  await page.goto('/notifications');
  await page.getByRole('link', {name: /te pide que escribas con más personas «Entre dos»/}).click();
  await part(page).getByRole('button', {name: 'Sí, escribir también'}).click();
  await part(page).getByText('Escrito también por Pau Ferrer').waitFor();
  await page.locator('article.root').getByRole('button', {name: 'Más acciones'}).click();
  await page.getByRole('menuitem', {name: 'Editar'}).click();
  await page.getByRole('textbox', {name: 'Editar'}).fill('Uno y dos.');
  await page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await page.locator('.root .prose').getByText('Uno y dos.').waitFor();
  await page.getByRole('link', {name: 'editado'}).click();
  await page.getByRole('listitem').first().getByText(/^Pau Ferrer/).waitFor();
  await page.getByRole('button', {name: /Volver a este texto/}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Volver a este texto'}).click();
  await page.getByRole('heading', {name: 'Versión 2'}).waitFor();
  await second.end();
});

it('is made of an accepted answer, and both lead to each other', async () => {
  const question = await marta.ask('contratacion', '¿Cómo se adjudica?', 'No lo sé.');
  await marta.accept(question.id, (await pau.answer(question.id, 'Con **tres** ofertas.')).number);
  const visit = await Visit.of(ines, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${question.id}`);
  await onThread(page, 'Hacer de esto un artículo');
  await page.getByLabel('Título del artículo').fill('Cómo se adjudica un menor');
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'article-make');
  await page.getByRole('button', {name: 'Publicar el artículo'}).click();
  await page.getByRole('heading', {name: 'Cómo se adjudica un menor', level: 1}).waitFor();
  await page.getByText('Escrito también por Pau Ferrer').waitFor();
  await page.getByRole('link', {name: '¿Cómo se adjudica?'}).click();
  await page.getByText('Artículo hecho de esta respuesta:').waitFor();
  await page.getByRole('link', {name: 'Cómo se adjudica un menor'}).waitFor();
  await visit.end();
});
