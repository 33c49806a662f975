// SPDX-License-Identifier: EUPL-1.2
// Towns like mine in a browser: said beside who writes, and chosen in search with norm and band, each with its way out.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, rosa: Person, pau: Person, vega: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [rosa, pau, vega] = [await world.person('Rosa Calvo'), await world.person('Pau Ferrer'), await world.person('Vega Sanz')];
  for (const [person, name, population] of [[pau, 'Ayuntamiento de Ágreda', 3_000], [vega, 'Ayuntamiento de Burgos', 175_000]] as const) {
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, await world.addAdministration(name, population)]);
  }
  await world.group('contratos', 'open', [[rosa, 'owner'], [pau, 'member'], [vega, 'member']]);
  await pau.ask('contratos', 'Toldo de la plaza', 'Según el art. 118 LCSP.');
  await vega.ask('contratos', 'Toldo del mercado', 'Según el art. 118 LCSP.');
  await rosa.ask('contratos', 'Toldo del patio', 'Sin más.');
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const picture = async (visit: Visit, name: string) => { if (process.env.SHOTS) await visit.page.screenshot({path: `${process.env.SHOTS}/${name}.png`, fullPage: true}); };

it.each([[360, 'light'], [1366, 'dark']] as const)('narrows a search at %i pixels, and every filter goes again', async (width, colorScheme) => {
  const visit = await Visit.of(rosa, browser, world, {viewport: {width, height: 800}, colorScheme});
  const {page} = visit;
  const results = page.getByRole('list', {name: 'Resultados'}).locator('h3 > a');
  const shown = (titles: string[]) => expect.poll(async () => (await results.allTextContents()).map((title) => title.trim()).sort()).toEqual(titles.sort());
  await page.goto('/search?q=toldo');
  await shown(['Toldo de la plaza', 'Toldo del mercado', 'Toldo del patio']);
  await page.getByRole('button', {name: 'Más filtros'}).click();
  await page.getByLabel('Norma').fill('art. 118 lcsp');
  await page.keyboard.press('Enter');
  await shown(['Toldo de la plaza', 'Toldo del mercado']);
  await page.getByLabel('Solo de municipios como el mío').check();
  await shown(['Toldo de la plaza']);
  expect(new URL(page.url()).searchParams.get('norm')).toBe('art. 118 lcsp');
  expect(await visit.findings()).toEqual([]);
  await picture(visit, `search-filters-${width}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  // Back undoes the last one; what is put in the address stands on the page.
  await page.goBack();
  await shown(['Toldo de la plaza', 'Toldo del mercado']);
  expect(await page.getByLabel('Solo de municipios como el mío').isChecked()).toBe(false);
  const put = page.getByRole('list', {name: 'Filtros puestos'}).getByRole('button');
  await expect.poll(() => put.count()).toBe(1);
  await page.getByLabel('Población').selectOption('ge100000');
  await shown(['Toldo del mercado']);
  await page.getByRole('button', {name: 'Quitar el filtro 100.000 hab. o más'}).press('Enter');
  await shown(['Toldo de la plaza', 'Toldo del mercado']);
  // The focus goes to what is left.
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Quitar el filtro art. 118 lcsp');
  await page.keyboard.press('Enter');
  await shown(['Toldo de la plaza', 'Toldo del mercado', 'Toldo del patio']);
  await expect.poll(() => put.count()).toBe(0);
  await page.getByLabel('Norma').fill('la de siempre');
  await page.keyboard.press('Enter');
  await page.getByText('No reconocemos esa norma.').waitFor();
  await visit.end();
});

it('says beside who writes that their town is like mine, and of mine and others nothing', async () => {
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  await page.goto('/groups/contratos');
  const row = (title: string) => page.getByRole('article').filter({hasText: title});
  await row('Toldo de la plaza').getByText('1.000–4.999 hab. · como el tuyo').waitFor();
  for (const title of ['Toldo del mercado', 'Toldo del patio']) expect(await row(title).textContent()).not.toContain('como el tuyo');
  await picture(visit, 'comparable-badge');
  await visit.end();
});

it('knows a law by its initials in the feed', async () => {
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  await page.goto('/?norm=LCSP');
  await page.getByText('Solo: LCSP.').waitFor();
  const feed = page.getByRole('region', {name: 'Últimas conversaciones'});
  await feed.getByRole('link', {name: 'Toldo de la plaza'}).waitFor();
  expect(await feed.getByRole('link', {name: 'Toldo del patio'}).count()).toBe(0);
  await page.getByRole('button', {name: 'Filtrar'}).click();
  await page.getByLabel('Norma').fill('art. 119 LCSP');
  await page.keyboard.press('Enter');
  await page.getByText('Nada de tus grupos ni de lo que sigues es así.').waitFor();
  await visit.end();
});
