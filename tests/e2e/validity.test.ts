// SPDX-License-Identifier: EUPL-1.2
// Whether a thread still holds, in a browser: said by a member, shown in lists, superseded, asked again when a norm changes.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person, ines: Person, administrator: Person;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau, ines] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer'), await world.person('Inés Soler')];
  administrator = await world.person('Admin', {role: 'administrator'});
  await world.group('contratacion', 'open', [[marta, 'owner'], [pau, 'member'], [ines, 'host']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

async function solved(title: string, body: string): Promise<number> {
  const {id} = await marta.ask('contratacion', title, body);
  await marta.accept(id, (await pau.answer(id, 'Así se hace.')).number);
  return id;
}

it('a member checks it, and says why it does not hold any more', async () => {
  const id = await solved('¿Cuántos presupuestos hacen falta?', 'Tres.');
  await world.database.rows(`with t as (update thread set created_at = '2023-05-01' where id = $1) update accepted_answer set accepted_at = '2023-06-01' where thread_id = $1`, [id]);
  const visit = await Visit.of(pau, browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/groups/contratacion');
  await page.getByText('Sin comprobar desde 2023').waitFor();
  await shoot(page, 'validity-list');
  await page.goto(`/threads/${id}`);
  const part = page.getByRole('region', {name: 'Vigencia'});
  await part.getByRole('button', {name: '¿Sigue vigente?'}).click();
  await part.getByLabel('No, ya no es así').check();
  await part.getByRole('button', {name: 'Guardar'}).click();
  await part.getByText('Cuenta por qué ya no es así').waitFor();
  await part.getByLabel('Por qué ya no es así').fill('Desde 2026 se piden cinco.');
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'validity-form');
  await part.getByRole('button', {name: 'Guardar'}).click();
  await part.getByText(/^Ya no está vigente, según Pau Ferrer/).first().waitFor();
  await part.getByText('1 comprobación').click();
  await part.getByText(/Desde 2026 se piden cinco/).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await part.getByRole('button', {name: '¿Sigue vigente?'}).click();
  await part.getByRole('button', {name: 'Guardar'}).click();
  await part.getByText(/^Comprobado el .* por Pau Ferrer$/).first().waitFor();
  await page.goto('/groups/contratacion');
  await page.getByText(/Comprobado el .* por Pau Ferrer/).waitFor();
  await visit.end();
});

it('its author says what took its place, and both lead to each other', async () => {
  const [old, young] = [await solved('Lo de antes', 'Antes.'), await solved('Lo de ahora', 'Ahora.')];
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${old}`);
  const part = page.getByRole('region', {name: 'Vigencia'});
  await onThread(page, 'Sustituir por otra conversación');
  await part.getByLabel('Dirección de la conversación que la sustituye').fill('lo otro');
  await part.getByRole('button', {name: 'Guardar'}).click();
  await part.getByText('No encontramos esa conversación').waitFor();
  await part.getByLabel('Dirección de la conversación que la sustituye').fill(`${world.server.origin}/threads/${young}`);
  await part.getByRole('button', {name: 'Guardar'}).click();
  await part.getByRole('link', {name: 'Lo de ahora'}).click();
  await page.getByRole('heading', {name: 'Lo de ahora', level: 1}).waitFor();
  await page.getByText('Sustituye a').waitFor();
  await page.getByRole('region', {name: 'Vigencia'}).getByRole('link', {name: 'Lo de antes'}).waitFor();
  await page.goto('/');
  await page.getByText('Sustituida por Lo de ahora').waitFor();
  await visit.end();
});

it('a norm that changed sends who keeps the group to look, and a check clears it', async () => {
  const id = await solved('¿Y el contrato menor?', 'El art. 118 LCSP lo dice.');
  const admin = await Visit.of(administrator, browser, world);
  // From the page of the norm, where nobody else finds a way to it.
  const law = (await marta.get('/norms?q=contratos+del+sector')).json.items[0].slug;
  const reader = await Visit.of(ines, browser, world);
  for (const one of [reader, admin]) {
    await one.page.goto(`/legislacion/${law}`);
    await one.page.getByRole('heading', {level: 1, name: /Contratos del Sector/}).waitFor();
  }
  const way = 'Avisar de que ha cambiado';
  expect(await reader.page.getByRole('link', {name: way}).count()).toBe(0);
  await reader.end();
  await admin.page.getByRole('link', {name: way}).click();
  const norm = admin.page.getByRole('region', {name: /Contratos del Sector/}).first();
  await norm.getByText(way).click();
  await norm.getByText('La cita 1 conversación de las que puedes leer; puede haber más en grupos cerrados.').waitFor();
  await norm.getByLabel('Día en que cambió la norma').fill(new Date().toISOString().slice(0, 10));
  await norm.getByLabel('Qué cambia, en una frase').fill('Suben los umbrales del artículo 118.');
  await norm.getByLabel('Artículos que cambian (si quieres)').fill('118');
  expect(await admin.findings()).toEqual([]);
  await shoot(admin.page, 'norm-change');
  await norm.getByRole('button', {name: 'Avisar del cambio'}).click();
  await norm.getByText('Suben los umbrales del artículo 118.').waitFor();
  await admin.page.goto(`/legislacion/${law}`);
  await admin.page.getByText('Suben los umbrales del artículo 118. (Artículo 118)').waitFor();
  await admin.end();
  await until('the thread asks', async () => (await marta.get(`/threads/${id}`)).json.validity?.norm_changed);

  const visit = await Visit.of(ines, browser, world);
  const {page} = visit;
  await page.goto('/groups/contratacion');
  await page.getByRole('link', {name: 'Conversaciones por revisar'}).click();
  await page.getByText('Ha cambiado una norma que cita').waitFor();
  await page.getByText(/La norma citada ha cambiado/).waitFor();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'reviews');
  await page.getByRole('link', {name: '¿Y el contrato menor?'}).click();
  const part = page.getByRole('region', {name: 'Vigencia'});
  await part.getByText('Suben los umbrales del artículo 118.').waitFor();
  await shoot(page, 'validity-norm');
  await part.getByRole('button', {name: '¿Sigue vigente?'}).click();
  await part.getByRole('button', {name: 'Guardar'}).click();
  await part.getByText(/^Comprobado el .* por Inés Soler$/).first().waitFor();
  await part.getByText('Suben los umbrales').waitFor({state: 'detached'});
  await page.goto('/revisar?grupo=contratacion');
  await page.getByText('No hay nada por revisar.').waitFor();
  await page.goto('/legislacion/boe-a-2017-12902');
  await page.getByText('Suben los umbrales del artículo 118.').waitFor();
  await visit.end();
});
