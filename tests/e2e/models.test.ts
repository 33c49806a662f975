// SPDX-License-Identifier: EUPL-1.2
// Model documents in a browser: published, found by another town, taken over, started from, and annulled.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };
const box = (page: Page) => page.getByRole('region', {name: 'Documento modelo: Ordenanza o reglamento'});

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer')];
  const soria = await world.addAdministration('Ayuntamiento de Soria', 39_000);
  await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [pau.id, soria]);
  await world.group('urbanismo', 'open', [[marta, 'member'], [pau, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it('is published with what it is, whose and how it stands', async () => {
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/ask');
  await page.getByRole('button', {name: 'Otra cosa…'}).click();
  await page.getByRole('radio', {name: 'Documento modelo'}).check();
  await page.getByRole('textbox').first().fill('Ordenanza de terrazas');
  await page.getByLabel('Texto', {exact: true}).fill('Artículo 1. Objeto.');
  await page.getByText('Administración: Ayuntamiento de Villar del Río').waitFor();
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByText('Elige qué documento es.').waitFor();
  const type = page.getByLabel('Qué es', {exact: true});
  expect(await type.evaluate((element) => element === document.activeElement)).toBe(true);
  await type.selectOption('Ordenanza o reglamento');
  await page.getByLabel('Desde qué día (si lo sabes)').fill('2024-05-01');
  await page.getByLabel('Grupo').selectOption({label: 'Grupo urbanismo'});
  await shoot(page, 'model-form');
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {name: 'Ordenanza de terrazas', level: 1}).waitFor();
  await box(page).getByText('En vigor desde el 1 de mayo de 2024').waitFor();
  await box(page).getByText('Ninguna administración ha dicho aún').waitFor();
  expect(await box(page).getByRole('button', {name: 'Mi administración lo ha adoptado'}).count()).toBe(0);
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'model-thread');
  await visit.end();
});

it('is found by another town, which takes it over and starts from it', async () => {
  const visit = await Visit.of(pau, browser, world);
  const {page} = visit;
  await page.goto('/');
  await page.getByRole('button', {name: /^Tu cuenta y preferencias/}).click();
  await page.getByRole('link', {name: 'Documentos modelo'}).click();
  await page.getByRole('heading', {name: 'Documentos modelo', level: 1}).waitFor();
  const rows = page.getByRole('list', {name: 'Documentos modelo'});
  await page.getByLabel('Qué es').selectOption('Formulario');
  await page.getByText('No hay documentos modelo que cumplan eso').waitFor();
  await page.getByLabel('Qué es').selectOption('Ordenanza o reglamento');
  await page.getByLabel('Población').selectOption({value: '1000-4999'});
  const row = rows.getByRole('article').filter({hasText: 'Ordenanza de terrazas'});
  await row.getByText('Ayuntamiento de Villar del Río').first().waitFor();
  expect(new URL(page.url()).search).toBe('?band=1000-4999&type=ordinance');
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'models');
  await row.getByRole('link', {name: 'Ordenanza de terrazas'}).click();

  await box(page).getByRole('button', {name: 'Mi administración lo ha adoptado'}).click();
  await box(page).getByText('Ayuntamiento de Soria lo ha adoptado.').waitFor();
  await box(page).getByText('Adoptado por 1 administración').click();
  const adopters = box(page).getByRole('list', {name: 'Administraciones que lo han adoptado'});
  await adopters.getByText('lo dijo Pau Ferrer').waitFor();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'model-adopted');
  await adopters.getByRole('button', {name: 'Retirar que Ayuntamiento de Soria lo ha adoptado'}).click();
  await box(page).getByText('Ninguna administración ha dicho aún').waitFor();
  await box(page).getByRole('button', {name: 'Mi administración lo ha adoptado'}).click();
  await box(page).getByText('Adoptado por 1 administración').waitFor();

  await box(page).getByRole('link', {name: 'Partir de este'}).click();
  await page.getByRole('link', {name: 'Ordenanza de terrazas'}).waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some(({value}) => value === 'Artículo 1. Objeto.'));
  await page.getByText('Administración: Ayuntamiento de Soria').waitFor();
  await page.getByRole('textbox').first().fill('Ordenanza de terrazas de Soria');
  await page.getByLabel('Estado').selectOption('Borrador');
  await shoot(page, 'model-derived-form');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {name: 'Ordenanza de terrazas de Soria', level: 1}).waitFor();
  await box(page).getByText('Borrador').waitFor();
  await box(page).getByRole('link', {name: 'Ordenanza de terrazas', exact: true}).click();
  await box(page).getByRole('link', {name: 'Ordenanza de terrazas de Soria'}).waitFor();
  await visit.end();
});

it('can be made of an article', async () => {
  const {id} = await marta.start('urbanismo', {kind: 'article', title: 'Modelo de instancia', body: 'Expone.'});
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${id}`);
  await onThread(page, 'Decir que es un documento modelo');
  const form = page.getByRole('form', {name: 'Decir que es un documento modelo'});
  await form.getByText('Administración: Ayuntamiento de Villar del Río').waitFor();
  await form.getByRole('button', {name: 'Guardar'}).click();
  await form.getByText('Elige qué documento es.').waitFor();
  await form.getByLabel('Qué es').selectOption('Formulario');
  expect(await visit.findings()).toEqual([]);
  await form.getByRole('button', {name: 'Guardar'}).click();
  await page.getByRole('region', {name: 'Documento modelo: Formulario'}).getByText('En vigor').waitFor();
  await visit.end();
});

it('that is annulled says so wherever it stands, at once to who looks at it', async () => {
  const [reader, writer] = [await Visit.of(pau, browser, world, {colorScheme: 'dark'}), await Visit.of(marta, browser, world)];
  const thread = (await pau.want(200, pau.get('/models?q=terrazas&order=adopted'))).items[0].id;
  await reader.page.goto(`/threads/${thread}`);
  await box(reader.page).getByText('En vigor').waitFor();
  const {page} = writer;
  await page.goto(`/threads/${thread}`);
  await box(page).getByRole('button', {name: 'Cambiar los datos del documento'}).click();
  const form = page.getByRole('form', {name: 'Cambiar los datos del documento'});
  await form.getByLabel('Estado').selectOption('Anulado');
  await form.getByLabel('Desde qué día').fill('2026-02-03');
  expect(await writer.findings()).toEqual([]);
  await shoot(page, 'model-change');
  await form.getByRole('button', {name: 'Guardar'}).click();
  await form.getByText('Di por qué está anulado: qué norma, sentencia o acuerdo.').waitFor();
  expect(await form.getByLabel('Por qué').evaluate((field) => field === document.activeElement)).toBe(true);
  await form.getByLabel('Por qué').fill('Sentencia firme del TSJ.');
  await form.getByRole('button', {name: 'Guardar'}).click();
  await box(page).getByText('desde el 3 de febrero de 2026').waitFor();
  expect(await form.count()).toBe(0);
  await box(reader.page).getByText('Anulado').waitFor();
  await reader.page.getByText('Este documento está anulado. Antes de partir de él, comprueba qué dejó de valer.').waitFor();
  await reader.page.getByText('dio el documento por anulado: Sentencia firme del TSJ.').waitFor();
  expect(await reader.findings()).toEqual([]);
  await shoot(reader.page, 'model-annulled-dark');
  await reader.page.getByRole('button', {name: 'Adoptarlo o partir de él'}).click();
  expect(await reader.page.evaluate(() => document.activeElement?.textContent)).toBe('Documento modelo: Ordenanza o reglamento');
  await reader.page.goto('/notifications');
  await reader.page.getByRole('link', {name: 'Marta Ruiz ha dado por anulado un documento modelo que adoptaste o del que partiste: «Ordenanza de terrazas». Motivo: Sentencia firme del TSJ.'}).waitFor();
  await reader.page.setViewportSize({width: 360, height: 740});
  await reader.page.goto('/modelos?order=adopted');
  await reader.page.getByRole('article').filter({hasText: 'Anulado'}).waitFor();
  expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await reader.findings()).toEqual([]);
  await shoot(reader.page, 'models-narrow-dark');
  for (const address of ['/modelos', '/groups/urbanismo', '/search?q=terrazas']) {
    await reader.page.goto(address);
    await reader.page.getByRole('article').filter({hasText: 'Anulado'}).getByRole('link', {name: 'Ordenanza de terrazas', exact: true}).waitFor();
  }
  await shoot(reader.page, 'model-searched');
  await Promise.all([reader.end(), writer.end()]);
});
