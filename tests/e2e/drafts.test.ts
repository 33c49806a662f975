// SPDX-License-Identifier: EUPL-1.2
// What was being written is there on another machine and after a crash, and does not stay on one that was left.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  marta = await world.person('Marta Ruiz');
  await world.group('contratacion', 'open', [[marta, 'owner']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const title = (page: Page) => page.getByLabel('Tu pregunta en una frase');
const onServer = () => world.database.value(`select string_agg(fields->>'title', ',' order by place) from draft where not ended`);
const bodyOnServer = () => world.database.value(`select fields->>'body' from draft where not ended`);

it('goes on on another machine, is sent there, and ends on the first', async () => {
  const office = await Visit.of(marta, browser, world);
  await office.page.goto('/ask');
  await title(office.page).fill('¿Zenbat aurrekontu behar dira? 🦆');
  const text = '  Eta <script>alert(1)</script>\n\n    kode bat';
  await office.page.getByLabel('Detalles').fill(text);
  await until('the draft is kept, as far as it was written', async () => (await bodyOnServer()) === text);

  const home = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  await home.page.goto('/borradores');
  await home.page.getByRole('link', {name: '¿Zenbat aurrekontu behar dira? 🦆'}).waitFor();
  expect(await home.findings()).toEqual([]);
  await shoot(home.page, 'drafts-360');
  await home.page.getByRole('link', {name: '¿Zenbat aurrekontu behar dira? 🦆'}).click();
  await home.page.getByText('Hemos recuperado lo que estabas escribiendo.').waitFor();
  expect(await home.page.getByLabel('Detalles').inputValue()).toBe(text);
  await home.page.getByRole('button', {name: 'Preguntar'}).click();
  await home.page.getByRole('heading', {name: '¿Zenbat aurrekontu behar dira? 🦆', level: 1}).waitFor();
  await until('the draft has ended', async () => (await onServer()) === null);

  await office.page.reload();
  await until('the form is empty', async () => (await title(office.page).inputValue()) === '');
  await Promise.all([office.end(), home.end()]);
});

it('comes back to a browser that lost everything, and can be discarded everywhere', async () => {
  const before = await Visit.of(marta, browser, world);
  await before.page.goto('/ask');
  await title(before.page).fill('¿Y el pago?');
  await until('the draft is kept', async () => (await onServer()) === '¿Y el pago?');
  await before.end();
  const after = await Visit.of(marta, browser, world);
  await after.page.goto('/ask');
  await until('it is back', async () => (await title(after.page).inputValue()) === '¿Y el pago?');
  await after.page.goto('/borradores');
  await after.page.getByRole('button', {name: 'Descartar: ¿Y el pago?'}).click();
  await after.page.getByRole('dialog').getByRole('button', {name: 'Descartar'}).click();
  await after.page.getByText('No tienes nada a medias.').waitFor();
  await until('the draft has ended', async () => (await onServer()) === null);
  await after.end();
});

it('leaves the machine with its writer', async () => {
  const visit = await Visit.of(marta, browser, world);
  await visit.page.goto('/ask');
  await title(visit.page).fill('¿Quién queda aquí?');
  await visit.page.getByRole('button', {name: /^Tu cuenta/}).click();
  await visit.page.getByRole('button', {name: 'Cerrar sesión'}).click();
  await visit.page.getByRole('button', {name: 'Entrar'}).waitFor();
  expect(await visit.page.evaluate(() => JSON.stringify({...localStorage}))).not.toContain('queda');
  expect(await onServer()).toBe('¿Quién queda aquí?');
  await visit.end();
});
