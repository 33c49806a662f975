// SPDX-License-Identifier: EUPL-1.2
// One's own photo: chosen, cut and removed by keys alone, on a phone and on a desk.
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {pixel, twoHalves} from '../support/pictures.ts';
import {World, type Person} from '../support/world.ts';

const red = [220, 30, 30], blue = [30, 30, 220];
const shots = process.env.PLAZA_TEST_SHOTS;
let browser: Browser, world: World, marta: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  marta = await world.person('Marta Ruiz');
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const screens: [string, object][] = [
  ['phone', {viewport: {width: 360, height: 740}, hasTouch: true}],
  ['desk', {viewport: {width: 1366, height: 768}, colorScheme: 'dark'}],
];

it.each(screens)('a photo is chosen, cut and removed by keys on a %s', async (name, options) => {
  const visit = await Visit.of(marta, browser, world, options);
  const {page} = visit;
  const shoot = async (what: string) => shots && page.screenshot({path: join(shots, `photo-${name}-${what}.png`)});
  await page.goto('/perfil');
  const chooser = page.waitForEvent('filechooser');
  await page.getByLabel('Elegir una foto', {exact: true}).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({name: 'yo.png', mimeType: 'image/png', buffer: twoHalves(640, 320, red, blue)});
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  // The right half alone: blue where the middle of the picture is red and blue.
  const right = dialog.locator('input[type=range]').nth(1);
  await right.focus();
  await page.keyboard.press('End');
  await shoot('cut');
  await dialog.getByRole('button', {name: 'Usar esta foto'}).focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor({state: 'detached'});
  await page.getByRole('button', {name: 'Quitar la foto'}).waitFor();
  const {bytes} = await marta.get(`/people/${marta.id}/photo?size=large`);
  const [r, , b] = pixel(bytes, 'photo.jpg', 60, 190);
  expect(b - r).toBeGreaterThan(100);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await shoot('page');
  await page.getByRole('button', {name: 'Quitar la foto'}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', {name: 'Quitar la foto'}).waitFor({state: 'detached'});
  await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'file');
  expect((await marta.get(`/people/${marta.id}/photo`)).status).toBe(404);
  await visit.end();
});
