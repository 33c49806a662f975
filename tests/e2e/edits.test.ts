// SPDX-License-Identifier: EUPL-1.2
// Changing what one has written in a browser: two windows, a lost answer, the history and the way back.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, beforeEach, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person;
let thread: {id: number};
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer')];
  await world.group('contratacion', 'open', [[marta, 'owner'], [pau, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });
beforeEach(async () => { thread = await marta.ask('contratacion', '¿Cuántos presupuestos hacen falta?', 'Pido **tres** presupuestos siempre.', ['contratos']); });

const root = (page: Page) => page.locator('article.root');
const edit = async (page: Page) => {
  await root(page).getByRole('button', {name: 'Más acciones'}).click();
  await page.getByRole('menuitem', {name: 'Editar'}).click();
  await page.getByRole('textbox', {name: 'Editar'}).waitFor();
};
const text = (page: Page) => page.getByRole('textbox', {name: 'Editar'});

it('a question gets another title, text and tag, and everybody sees what it said before', async () => {
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await edit(page);
  await page.getByLabel('Título').fill('');
  await page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await page.getByText('Falta').first().waitFor();
  await page.getByLabel('Título').fill('¿Cuántos presupuestos pides?');
  await text(page).fill('Pido **dos** presupuestos siempre.');
  await page.locator('form.reply input[role=combobox]').fill('menores');
  await page.keyboard.press('Enter');
  await page.getByLabel('Cambio menor: no avisar a nadie').check();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'edit');
  await page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await page.getByRole('heading', {name: '¿Cuántos presupuestos pides?', level: 1}).waitFor();
  await page.getByRole('link', {name: 'menores'}).waitFor();
  expect(await world.database.row('select version, minor from post where thread_id = $1', [thread.id])).toEqual({version: 2, minor: true});
  await visit.end();

  const reader = await Visit.of(pau, browser, world, {viewport: {width: 360, height: 740}});
  await reader.page.goto(`/threads/${thread.id}`);
  await reader.page.getByRole('link', {name: 'editado'}).click();
  await reader.page.getByRole('heading', {name: 'Historial de cambios', level: 1}).waitFor();
  const now = reader.page.getByRole('listitem').first();
  await now.locator('ins').getByText('dos').waitFor();
  expect(await now.locator('del').allTextContents()).toEqual(expect.arrayContaining(['tres']));
  await now.locator('.meta', {hasText: 'Etiquetas:'}).locator('ins').getByText('menores').waitFor();
  await reader.page.getByText('Pido **tres** presupuestos siempre.').waitFor();
  expect(await reader.page.getByRole('button', {name: /Volver a este texto/}).count()).toBe(0);
  expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await reader.findings()).toEqual([]);
  await shoot(reader.page, 'history');
  await reader.end();

  const back = await Visit.of(marta, browser, world);
  await back.page.goto(`/threads/${thread.id}/historial/1`);
  await back.page.getByRole('button', {name: /Volver a este texto/}).click();
  await back.page.getByRole('dialog').getByRole('button', {name: 'Volver a este texto'}).click();
  await back.page.getByRole('heading', {name: 'Versión 2'}).waitFor();
  expect(await world.database.row('select p.body, t.title, p.version from post p join thread t on t.id = p.thread_id where t.id = $1', [thread.id]))
    .toEqual({body: 'Pido **tres** presupuestos siempre.', title: '¿Cuántos presupuestos hacen falta?', version: 3});
  expect((await pau.want(200, pau.get(`/threads/${thread.id}`))).tags).toEqual(['contratos']);
  await back.end();
});

it('the second of two windows is shown both texts, keeps its own over a reload, and replaces nothing unseen', async () => {
  const [one, two] = [await Visit.of(marta, browser, world), await Visit.of(marta, browser, world)];
  for (const {page} of [one, two]) {
    await page.goto(`/threads/${thread.id}`);
    await edit(page);
  }
  await text(two.page).fill('Pido tres presupuestos *casi* siempre.');
  await two.page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes('casi')));
  await text(one.page).fill('Pido **cinco** presupuestos siempre.');
  await one.page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await one.page.locator('.root .prose').getByText('cinco').waitFor();
  await two.page.getByText('Este texto ha cambiado mientras lo editabas. Al guardar').waitFor();
  // What was typed outlives the window, with the text it was changed from.
  await two.page.reload();
  await edit(two.page);
  expect(await text(two.page).inputValue()).toBe('Pido tres presupuestos *casi* siempre.');
  await two.page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await two.page.getByText('No hemos sustituido nada').waitFor();
  // Pressing again at once replaces nothing: the focus is where both are shown.
  await two.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Otro texto publicado entretanto');
  await two.page.locator('del').getByText('cinco').waitFor();
  await two.page.locator('ins').getByText('casi').waitFor();
  expect(await world.database.value('select body from post where thread_id = $1', [thread.id])).toBe('Pido **cinco** presupuestos siempre.');
  expect(await two.findings()).toEqual([]);
  await shoot(two.page, 'edit-conflict');
  await two.page.getByRole('button', {name: 'Publicar lo mío en su lugar'}).click();
  await two.page.locator('.root .prose').getByText('casi').waitFor();
  expect(await world.database.rows('select r.body from post_revision r join post p on p.id = r.post_id where p.thread_id = $1 order by revision', [thread.id]).then((rows) => rows.map(({body}) => body)))
    .toEqual(['Pido **tres** presupuestos siempre.', 'Pido **cinco** presupuestos siempre.']);
  for (const visit of [one, two]) await visit.end();
});

it('tags that were changed in another window are not taken back by a change of the text', async () => {
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await edit(page);
  const root = (await marta.get(`/threads/${thread.id}`)).json.posts.items[0];
  await marta.want(200, marta.put(`/posts/${root.id}`, {body: root.body, tags: ['contratos', 'menores']}));
  await text(page).fill('Pido **siete** presupuestos siempre.');
  await page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await page.getByText('Etiquetas publicadas: contratos, menores').waitFor();
  await page.getByRole('button', {name: 'Publicar lo mío en su lugar'}).click();
  await page.locator('.root .prose').getByText('siete').waitFor();
  expect((await marta.get(`/threads/${thread.id}`)).json.tags).toEqual(['contratos', 'menores']);
  await visit.end();
});

it('where the editor cannot be loaded the text stays, and it is said', async () => {
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  visit.expected.push(/EditPost|net::ERR|Failed to fetch|Failed to load|dynamically imported/);
  await page.goto(`/threads/${thread.id}`);
  await page.getByRole('textbox', {name: 'Tu respuesta'}).waitFor();
  await page.route('**/assets/EditPost-*', (route) => route.abort());
  const press = async () => {
    await root(page).getByRole('button', {name: 'Más acciones'}).click();
    await page.getByRole('menuitem', {name: 'Editar'}).click();
  };
  await press();
  await page.getByText('No hemos podido abrir el editor').waitFor();
  await root(page).getByText('presupuestos siempre').waitFor();
  await visit.end();
});

it('a change whose answer was lost is not taken for that of another', async () => {
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await edit(page);
  await text(page).fill('Pido **seis** presupuestos siempre.');
  visit.expected.push(/net::ERR/);
  let cut = false;
  await page.route('**/api/v1/posts/*', async (route) => {
    await route.fetch();
    await route.abort();
    cut = true;
  });
  await page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await until('the answer was lost', () => cut);
  await page.getByText('No hemos podido conectar con el servidor').first().waitFor();
  await page.unroute('**/api/v1/posts/*');
  await page.getByRole('button', {name: 'Guardar', exact: true}).click();
  await page.locator('.root .prose').getByText('seis').waitFor();
  expect(await page.getByRole('textbox', {name: 'Editar'}).count()).toBe(0);
  expect(await world.database.value('select version from post where thread_id = $1', [thread.id])).toBe(2);
  await visit.end();
});
