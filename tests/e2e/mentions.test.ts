// SPDX-License-Identifier: EUPL-1.2
// Naming somebody in an answer, by keyboard and by touch, and what comes of it.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person, ajena: Person;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`)}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau, ajena] = [await world.person('Marta Ruiz'), await world.person('Paula [Pau] Ferrer'), await world.person('Paulino Ajeno')];
  await world.group('cerrado', 'private', [[marta, 'owner'], [pau, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const box = (page: Page) => page.getByRole('textbox', {name: 'Tu respuesta'});

it('offers who may read it while a name is typed, and tells who is named', async () => {
  const thread = await marta.ask('cerrado', '¿Quién lo lleva?');
  const [writes, hears] = [await Visit.of(marta, browser, world), await Visit.of(pau, browser, world)];
  await hears.page.goto('/');
  const {page} = writes;
  await page.goto(`/threads/${thread.id}`);
  await box(page).click();
  await page.keyboard.type('Pregunta a @paul');
  const offers = page.getByRole('listbox', {name: 'Personas'});
  await offers.waitFor();
  // Who reads nothing here is not offered.
  expect(await offers.getByRole('option').allTextContents()).toEqual([expect.stringContaining('Paula [Pau] Ferrer')]);
  expect(await writes.findings()).toEqual([]);
  await shoot(page, 'mention');
  await page.keyboard.press('Escape');
  await offers.waitFor({state: 'detached'});
  expect(await box(page).inputValue()).toBe('Pregunta a @paul');
  await page.keyboard.type(' @pau');
  await offers.waitFor();
  // There is no other one to go to.
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowDown']) {
    await page.keyboard.press(key);
    expect(await offers.getByRole('option', {selected: true}).count(), key).toBe(1);
  }
  await page.keyboard.press('Enter');
  expect(await box(page).inputValue()).toBe(`Pregunta a @paul [@Paula \\[Pau\\] Ferrer](/personas/${pau.id}) `);
  await page.keyboard.type('que lo sabe');
  await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
  const link = page.getByRole('article').getByRole('link', {name: '@Paula [Pau] Ferrer'});
  await link.waitFor();
  await hears.page.getByRole('link', {name: /Avisos.*1/}).or(hears.page.getByRole('button', {name: /Avisos.*1/})).first().waitFor();
  await hears.page.goto('/notifications');
  await hears.page.getByText('Marta Ruiz te ha nombrado en «¿Quién lo lleva?»').waitFor();
  await link.click();
  await page.getByRole('heading', {name: 'Paula [Pau] Ferrer', level: 1}).waitFor();
  for (const visit of [writes, hears]) await visit.end();
  expect((await ajena.get('/notifications')).json.items).toEqual([]);
});

it('stays within a narrow page, and keeps a draft of what was put in', async () => {
  const thread = await marta.ask('cerrado', '¿Y en el teléfono?');
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}, hasTouch: true});
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await box(page).click();
  await page.keyboard.type('Una frase que llega hasta casi el borde @pau');
  const option = page.getByRole('listbox', {name: 'Personas'}).getByRole('option').first();
  await option.waitFor();
  const place = (await page.getByRole('listbox', {name: 'Personas'}).boundingBox())!;
  expect([place.x >= 0, place.x + place.width <= 360]).toEqual([true, true]);
  await shoot(page, 'mention-360');
  await option.tap();
  const written = `Una frase que llega hasta casi el borde [@Paula \\[Pau\\] Ferrer](/personas/${pau.id}) `;
  expect(await box(page).inputValue()).toBe(written);
  await page.reload();
  await page.getByText('Hemos recuperado lo que estabas escribiendo').waitFor();
  expect(await box(page).inputValue()).toBe(written);
  await visit.end();
});
