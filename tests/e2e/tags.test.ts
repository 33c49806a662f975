// SPDX-License-Identifier: EUPL-1.2
// Tags in the browser: their pages, and the vocabulary as it is kept.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, host: Person, member: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  host = await world.person('Dina Miza', {role: 'network_host'});
  member = await world.person('Inés Miembro');
  await world.group('abierto', 'open', [[member, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const screens = [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}];
async function fits(visit: Visit, what: string): Promise<void> {
  expect(await visit.findings(), what).toEqual([]);
  const [width, seen] = await visit.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(width, what).toBeLessThanOrEqual(seen!);
  if (process.env.PLAZA_TEST_SHOTS) await visit.page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-${what}-${seen}.png`, fullPage: true});
}

it('are kept in the console, made one, and have a page where they are followed', async () => {
  const thread = await member.ask('abierto', '¿Licencia para una valla?', 'La valla.', ['urbanistica']);
  const visit = await Visit.of(host, browser, world);
  const {page} = visit;
  await page.goto('/administracion/etiquetas');
  await page.getByText('Añadir una etiqueta al vocabulario').click();
  await page.getByLabel('Etiqueta', {exact: true}).fill('Urbanismo');
  await page.getByLabel('De qué va').fill('Planes y licencias.');
  await page.getByLabel(/^Otros nombres: .*uskera|^Otros nombres: .*uskara/i).fill('hirigintza');
  await fits(visit, 'tag-new');
  await page.getByRole('button', {name: 'Guardar'}).first().click();
  await page.getByText('urbanismo', {exact: true}).first().waitFor();
  // What is used is taken in, and made one with another.
  await host.want(200, host.put('/console/tags/urbanistica', {description: ''}));
  await page.reload();
  await page.getByText('urbanistica', {exact: true}).click();
  await page.getByLabel('Unir «urbanistica» a').fill('urbanismo');
  await page.getByRole('button', {name: 'Unir', exact: true}).last().click();
  await until('the tag is the other one', async () => (await member.get(`/threads/${thread.id}`)).json.tags[0] === 'urbanismo', 20_000);
  await visit.end();

  for (const options of screens) {
    const reader = await Visit.of(member, browser, world, options);
    await reader.page.goto(`/threads/${thread.id}`);
    await reader.page.getByRole('list', {name: 'Etiquetas'}).getByRole('link', {name: 'urbanismo'}).click();
    await reader.page.getByRole('heading', {name: 'urbanismo', level: 1}).waitFor();
    await reader.page.getByText('Planes y licencias.').waitFor();
    await reader.page.getByText('hirigintza').waitFor();
    await reader.page.getByRole('link', {name: '¿Licencia para una valla?'}).waitFor();
    await reader.page.getByRole('button', {name: /eguir/}).waitFor();
    await fits(reader, 'tag');
    await reader.page.goto('/etiquetas');
    await reader.page.getByRole('link', {name: 'urbanismo'}).waitFor();
    await fits(reader, 'tags');
    await reader.page.goto('/etiquetas/no-hay');
    await reader.page.getByRole('heading', {name: 'No encontramos esa etiqueta'}).waitFor();
    await reader.end();
  }
});

it('are completed after # while one writes, and lead to their pages', async () => {
  await host.want(200, host.put(`/console/tags/${encodeURIComponent('plusvalía')}`, {description: 'El impuesto sobre el incremento.', es: ['IIVTNU']}));
  const thread = await member.ask('abierto', '¿Cómo se liquida?');
  const visit = await Visit.of(member, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  const box = page.getByRole('textbox', {name: 'Tu respuesta'});
  await box.click();
  await page.keyboard.type('Es cosa de #iiv');
  const offers = page.getByRole('listbox', {name: 'Etiquetas'});
  await offers.waitFor();
  expect(await visit.findings()).toEqual([]);
  await page.keyboard.press('Enter');
  expect(await box.inputValue()).toBe('Es cosa de [#plusvalía](/etiquetas/plusval%C3%ADa) ');
  // A heading is none.
  await page.keyboard.type('\n\n# Plus');
  await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
  await page.getByRole('article').getByRole('link', {name: '#plusvalía'}).click();
  await page.getByRole('heading', {name: 'plusvalía', level: 1}).waitFor();
  await page.getByText('El impuesto sobre el incremento.').waitFor();
  await visit.end();
});
