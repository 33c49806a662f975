// SPDX-License-Identifier: EUPL-1.2
// Questions that nobody has answered, in a browser: for me, of a group, under a tag, of the network; and how a group answers.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, rosa: Person, pau: Person;
const ask = async (group: string, title: string, hours: number, tags: string[] = []) => {
  const {id} = await pau.ask(group, title, 'Texto', tags);
  await world.database.rows(`update thread set created_at = now() - $2 * interval '1 hour' where id = $1`, [id, hours]);
  await world.database.rows(`update post set created_at = now() - $2 * interval '1 hour' where thread_id = $1`, [id, hours]);
  return id;
};

beforeAll(async () => {
  world = await World.make(withApplication());
  [rosa, pau] = [await world.person('Rosa Calvo'), await world.person('Pau Ferrer')];
  const large = await world.addAdministration('Ayuntamiento de Burgos', 175_000);
  await world.group('padron', 'open', [[pau, 'owner'], [rosa, 'member']]);
  await world.group('obras', 'open', [[pau, 'owner']]);
  await world.group('oculto', 'hidden', [[pau, 'owner']]);
  await ask('padron', '¿Quién firma el volante?', 100, ['volante']);
  await ask('padron', '¿Y si no tiene papeles?', 5);
  const far = await ask('padron', '¿Cómo lo hace una capital?', 30);
  await world.database.rows('update thread set author_administration_id = $2 where id = $1', [far, large]);
  await ask('obras', '¿Hace falta proyecto?', 50, ['volante']);
  await ask('oculto', '¿Secreta?', 70, ['volante']);
  const solved = await ask('padron', '¿Ya contestada?', 48);
  await rosa.answer(solved, 'Sí');
  await world.database.rows(`update post set created_at = now() - interval '43 hours' where thread_id = $1 and number = 2`, [solved]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const picture = async (visit: Visit, name: string) => { if (process.env.SHOTS) await visit.page.screenshot({path: `${process.env.SHOTS}/${name}.png`, fullPage: true}); };

it.each([[360, 'light'], [1366, 'dark']] as const)('is a page with its parts at %i pixels', async (width, colorScheme) => {
  const visit = await Visit.of(rosa, browser, world, {viewport: {width, height: 800}, colorScheme});
  const {page} = visit;
  const list = page.getByRole('list', {name: 'Preguntas sin respuesta'});
  const shown = (titles: string[]) => expect.poll(async () => (await list.locator('h3 > a').allTextContents())).toEqual(titles);
  await page.goto('/');
  await page.getByRole('button', {name: 'Tu cuenta y preferencias, Rosa'}).click();
  await page.getByRole('banner').getByRole('link', {name: 'Preguntas sin respuesta', exact: true}).click();
  await page.getByRole('heading', {level: 1, name: 'Preguntas sin respuesta'}).waitFor();
  await shown(['¿Y si no tiene papeles?', '¿Quién firma el volante?', '¿Cómo lo hace una capital?']);
  await list.getByText('De tu administración').first().waitFor();
  await page.getByText('Esperan 3 preguntas. 2 son de municipios como el tuyo.').waitFor();
  expect(await visit.findings()).toEqual([]);
  await picture(visit, `queue-mine-${width}`);
  await page.getByRole('link', {name: 'De toda la red'}).click();
  await shown(['¿Quién firma el volante?', '¿Hace falta proyecto?', '¿Cómo lo hace una capital?', '¿Y si no tiene papeles?']);
  await list.getByText('Espera desde hace 4 días').waitFor();
  await list.getByText('Espera desde hace 5 horas').waitFor();
  await page.getByLabel('Solo de municipios como el mío').check();
  await shown(['¿Quién firma el volante?', '¿Hace falta proyecto?', '¿Y si no tiene papeles?']);
  await page.getByLabel('Orden').selectOption('Las más recientes');
  await shown(['¿Y si no tiene papeles?', '¿Hace falta proyecto?', '¿Quién firma el volante?']);
  await page.goBack();
  await shown(['¿Quién firma el volante?', '¿Hace falta proyecto?', '¿Y si no tiene papeles?']);
  await page.getByRole('link', {name: 'De una etiqueta'}).click();
  await page.getByText('Escribe una etiqueta para ver sus preguntas sin respuesta.').waitFor();
  await page.getByLabel('Etiqueta').fill('Volante');
  await page.keyboard.press('Enter');
  await shown(['¿Quién firma el volante?', '¿Hace falta proyecto?']);
  await page.getByRole('link', {name: 'De un grupo'}).click();
  await shown(['¿Quién firma el volante?', '¿Y si no tiene papeles?']);
  expect(await page.getByText('¿Secreta?').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(await visit.findings()).toEqual([]);
  await visit.end();
});

it('is led to from a group, which says how it answers, and from a tag', async () => {
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  await page.goto('/groups/padron');
  const health = page.getByRole('region', {name: 'Cómo responde este grupo'});
  await health.getByText('Solo hay 4 preguntas de los últimos doce meses: es pronto para decirlo. 3 esperan ahora.').waitFor();
  await ask('padron', '¿La quinta?', 1);
  await page.reload();
  await health.getByText('De 5 preguntas de los últimos doce meses, una tiene respuesta. La primera llega en 5 horas de mediana. 4 esperan ahora.').waitFor();
  await picture(visit, 'group-health');
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('link', {name: 'Sin respuesta (4)'}).click();
  await page.getByRole('heading', {level: 1, name: 'Preguntas sin respuesta'}).waitFor();
  await page.getByRole('list', {name: 'Preguntas sin respuesta'}).getByText('¿La quinta?').waitFor();
  await page.goto('/etiquetas/volante');
  await page.getByRole('link', {name: 'Preguntas sin respuesta con esta etiqueta'}).click();
  await page.getByRole('list', {name: 'Preguntas sin respuesta'}).getByText('¿Hace falta proyecto?').waitFor();
  await visit.end();
});

it('counts on while it is looked at', async () => {
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  await page.clock.install();
  await ask('padron', '¿Se va a mover?', 2);
  await page.goto('/preguntas?scope=group&group=padron');
  const row = page.getByRole('listitem').filter({hasText: '¿Se va a mover?'});
  await row.getByText('Espera desde hace 2 horas').waitFor();
  await page.clock.runFor(61 * 60_000);
  await row.getByText('Espera desde hace 3 horas').waitFor();
  await visit.end();
});

it('loses what is answered meanwhile', async () => {
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  const id = await ask('padron', '¿Se va a quedar?', 2);
  await page.goto('/preguntas?scope=group&group=padron');
  const row = page.getByRole('listitem').filter({hasText: '¿Se va a quedar?'});
  await row.getByText('Espera desde hace 2 horas').waitFor();
  await pau.answer(id, 'Contestada');
  await expect.poll(() => row.count()).toBe(0);
  await visit.end();
});
