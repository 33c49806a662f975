// SPDX-License-Identifier: EUPL-1.2
// A question that is asked of people who may know, in their browsers and in that of who asks.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, asker: Person, knows: Person, other: Person;

const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  [asker, knows, other] = [await world.person('Marta Ruiz'), await world.person('Rosa Vidal'), await world.person('Iker Etxeberria')];
  await world.group('padron', 'open', [[asker, 'member'], [knows, 'member'], [other, 'member']]);
  await world.database.rows(`insert into person_skill (person_id, skill) values ($1, 'padrón')`, [knows.id]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it('reaches who said to know its subject with the reason, and whoever takes their place when they pass it on', async () => {
  const before = await asker.ask('padron', 'Altas de menores', 'Texto.', ['padrón']);
  await knows.answer(before.id, 'Con autorización.');
  await asker.accept(before.id, 2);
  const [asking, answering] = [await Visit.of(asker, browser, world), await Visit.of(knows, browser, world)];
  const {page} = asking, there = answering.page;
  await there.goto('/');
  await there.getByRole('heading', {level: 1}).waitFor();
  const {id} = await asker.ask('padron', '¿Cómo se empadrona a quien vive en una caravana?', 'No tiene domicilio.', ['padrón']);
  await page.goto(`/threads/${id}`);
  await page.getByText('Se ha preguntado a una persona que puede saberlo').waitFor();
  await page.getByText('se avisará a quienes dinamizan el grupo').waitFor();
  await shoot(page, 'routing-asker');
  // Home shows it by itself.
  await there.getByRole('heading', {name: 'Te preguntan a ti'}).waitFor();
  const box = there.getByRole('region', {name: 'Te preguntan a ti'});
  await box.getByText('Porque has respondido una vez sobre padrón.').waitFor();
  await shoot(there, 'routing-home');
  await box.getByRole('link', {name: '¿Cómo se empadrona'}).click();
  await there.getByText('Te lo preguntamos a ti.').waitFor();
  await shoot(there, 'routing-asked');
  await world.database.rows(`insert into person_skill (person_id, skill) values ($1, 'padrón')`, [other.id]);
  await there.getByRole('button', {name: 'No puedo: que pregunten a otra persona'}).click();
  await there.getByText('La hemos pasado a otra persona').first().waitFor();
  await world.routed();
  await page.reload();
  await page.getByText('Se ha preguntado a 2 personas que pueden saberlo').waitFor();
  await page.getByText('una no puede').waitFor();
  await there.goto('/');
  await there.getByRole('heading', {level: 1}).waitFor();
  expect(await other.want(200, other.get('/me/asked'))).toMatchObject({items: [{thread: {id}}]});
  for (const visit of [asking, answering]) { expect(await visit.findings()).toEqual([]); await visit.end(); }
});

it('leads who was asked to their answer, and ends asking once there is one', async () => {
  const {id} = await asker.ask('padron', '¿Y a quien vive en un barco?', 'Amarrado.', ['padrón']);
  await world.routed();
  const visit = await Visit.of(other, browser, world), {page} = visit;
  await page.goto(`/threads/${id}`);
  await page.getByRole('region', {name: 'Te lo preguntamos a ti.'}).getByRole('button', {name: 'Responder'}).click();
  await page.keyboard.type('En el puerto base.');
  await page.getByRole('region', {name: 'Tu respuesta'}).getByRole('button', {name: 'Responder'}).click();
  await page.getByRole('heading', {name: '1 respuesta'}).waitFor();
  await page.getByText('Te lo preguntamos a ti.').waitFor({state: 'detached'});
  expect((await other.get('/me/asked')).json.items.map((one: any) => one.thread.id)).not.toContain(id);
  expect(await visit.findings()).toEqual([]);
  await visit.end();
});

it('is not brought to who says so in their notices, until they change their mind', async () => {
  const {id} = await asker.ask('padron', '¿Y en una residencia?', 'De mayores.', ['padrón']);
  await world.routed();
  await other.want(200, other.put(`/threads/${id}/routing/mine`, {said: 'declined'}));
  const visit = await Visit.of(other, browser, world), {page} = visit;
  await page.goto('/avisos');
  await page.getByLabel('Cuántas como mucho').selectOption({label: 'Ninguna'});
  await page.getByRole('status').filter({hasText: 'guardad'}).first().waitFor();
  await shoot(page, 'routing-settings');
  await page.getByRole('button', {name: 'Volver a preguntarme sobre padrón'}).click();
  await page.getByText('Sobre esto no te preguntamos').waitFor({state: 'detached'});
  expect((await other.get('/me/routing')).json).toEqual({weekly: 0, declined: []});
  expect(await visit.findings()).toEqual([]);
  await visit.end();
});
