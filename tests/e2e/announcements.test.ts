// SPDX-License-Identifier: EUPL-1.2
// Announcing, keeping, thanking and sharing in a browser.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, rosa: Person, pau: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, rosa, pau] = [await world.person('Marta Ruiz'), await world.person('Rosa Vidal'), await world.person('Pau Ferrer')];
  await world.group('contratacion', 'private', [[marta, 'owner'], [rosa, 'member']]);
  await world.group('padron', 'open', [[rosa, 'owner'], [pau, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it('an announcement stands above everything until it is read, and who made it sees how many have', async () => {
  const [writing, reading] = [await Visit.of(marta, browser, world), await Visit.of(rosa, browser, world)];
  const {page} = writing, there = reading.page;
  await there.goto('/');
  await there.getByRole('heading', {level: 1, name: 'Inicio'}).waitFor();
  await page.goto('/escribir/anuncio?group=contratacion');
  await page.getByLabel('Título').fill('El registro cierra a las 14 h');
  await page.getByRole('textbox', {name: 'Texto'}).fill('Desde el lunes, por obras.');
  await page.getByLabel('Es urgente y no puede esperar').check();
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByText('Di por qué es urgente.').waitFor();
  await page.getByLabel('Por qué es urgente').fill('Empieza hoy mismo');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {level: 1, name: 'El registro cierra'}).waitFor();
  await page.getByText('Lo ha leído 1 persona de 2').click();
  await page.getByRole('list', {name: 'Quién lo ha leído'}).getByText('Marta Ruiz').waitFor();
  // It comes to an open page, on top.
  await there.getByText('Urgente: Empieza hoy mismo').waitFor();
  expect(await reading.findings()).toEqual([]);
  await there.getByRole('button', {name: 'Leído: El registro cierra'}).click();
  await there.getByText('Urgente: Empieza hoy mismo').waitFor({state: 'detached'});
  await page.reload();
  await page.getByText('Lo han leído 2 personas de 2').waitFor();
  expect(await writing.findings()).toEqual([]);
  // The next one says when it may be made.
  for (let i = 0; i < 2; i++) {
    await page.goto('/escribir/anuncio?group=contratacion');
    await page.getByLabel('Título').fill(`Otro más ${i}`);
    await page.getByRole('textbox', {name: 'Texto'}).fill('Sin prisa.');
    await page.getByRole('button', {name: 'Publicar', exact: true}).click();
    if (i === 0) await page.getByRole('heading', {level: 1, name: 'Otro más'}).waitFor();
  }
  await page.getByText('El siguiente se puede publicar a partir de').waitFor();
  for (const visit of [writing, reading]) await visit.end();
});

it('a thread is kept, and shown in another group only to who may read it', async () => {
  const thread = await marta.ask('contratacion', '¿Vale el pliego de otro pueblo?', 'Tenemos uno de ejemplo.');
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await onThread(page, 'Guardar para luego');
  await page.getByRole('status').getByText('Guardada.').first().waitFor();
  await onThread(page, 'Compartir en otro grupo…');
  await page.getByLabel('Grupo', {exact: true}).selectOption({label: 'Grupo padron'});
  await page.getByLabel('Título').fill('Mirad lo que preguntan');
  await page.getByLabel('Por qué les interesa').fill('Nos pasa lo mismo.');
  await page.getByRole('dialog').getByRole('button', {name: 'Compartir'}).click();
  await page.getByRole('heading', {level: 1, name: 'Mirad lo que preguntan'}).waitFor();
  await page.getByRole('complementary', {name: 'Conversación compartida'}).getByRole('link', {name: '¿Vale el pliego'}).waitFor();
  await page.getByText('Tenemos uno de ejemplo.').waitFor();
  const address = page.url();
  await page.goto('/guardados');
  await page.getByRole('link', {name: '¿Vale el pliego'}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Quitar de guardados: ¿Vale el pliego'}).click();
  await page.getByText('Aún no guardas ninguna.').waitFor();
  await visit.end();

  const outside = await Visit.of(pau, browser, world);
  await outside.page.goto(address);
  await outside.page.getByText('Aquí se comparte una conversación que no puedes ver.').waitFor();
  expect(await outside.page.content()).not.toContain('pliego');
  await outside.end();
});

it('whom a post was useful to is told by name, and who is thanked hears of it', async () => {
  const thread = await rosa.ask('padron', '¿Quién firma la baja?');
  const answer = await pau.answer(thread.id, 'La alcaldía.');
  await rosa.want(200, rosa.put(`/posts/${answer.id}/useful`));
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await page.locator(`#p${answer.number}`).getByRole('button', {name: /Más/}).click();
  await page.getByRole('menuitem', {name: 'A quién le ha sido útil'}).click();
  await page.getByRole('dialog').getByText('Rosa Vidal').waitFor();
  await page.getByRole('button', {name: 'Cerrar'}).click();
  await page.goto('/escribir/agradecimiento?group=padron');
  await page.getByLabel('Título').fill('Gracias por la ayuda');
  await page.getByRole('textbox', {name: 'Texto'}).fill('A todos.');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByText('Nombra con @ a quien das las gracias.').waitFor();
  await page.getByRole('textbox', {name: 'Texto'}).fill(`A [@Pau Ferrer](/personas/${pau.id}), por responder.`);
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {level: 1, name: 'Gracias por la ayuda'}).waitFor();
  await until('it is told', async () => (await pau.get('/notifications')).json.items.some(({cause}: any) => cause === 'thanks'));
  await visit.end();
});
