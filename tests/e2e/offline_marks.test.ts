// SPDX-License-Identifier: EUPL-1.2
// What is pressed without a connection is shown, says that it waits, and goes when there is one.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {within} from '../support/environment.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, author: Person, marta: Person;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`)}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  author = await world.person('Rosa Cano');
  marta = await world.person('Marta Ruiz');
  await world.group('contratacion', 'open', [[author, 'owner']]);
  await world.join('contratacion', marta);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const waiting = (page: Page) => page.locator('main').getByText('Se guardará cuando vuelva la conexión.');
const bell = (page: Page, name: string) => page.getByRole('link', {name, exact: true});
const count = (table: string, where = 'true') => world.database.value(`select count(*)::int from ${table} where person_id = $1 and ${where}`, [marta.id]);

it.each([['360', 360, 'dark'], ['1366', 1366, 'light']] as const)('useful, kept and followed, at %s', async (name, width, colorScheme) => {
  const thread = await author.ask('contratacion', `¿Qué se marca a ${name}?`);
  const post = await author.answer(thread.id, 'Esto sirve.');
  const before = {useful: await count('useful_mark'), kept: await count('bookmark'), follows: await count('thread_follow')};
  const visit = await Visit.of(marta, browser, world, {viewport: {width, height: 800}, colorScheme});
  const {page, context} = visit;
  await page.goto(`/threads/${thread.id}`);
  await page.getByRole('button', {name: 'Seguir esta conversación'}).waitFor();
  await page.getByRole('button', {name: 'Más acciones de la conversación'}).waitFor();
  await until('what is needed without a connection has come', () => page.evaluate(() => performance.getEntriesByType('resource').some((one) => one.name.includes('/Unsent-'))));

  await context.setOffline(true);
  const useful = page.locator(`#p${post.number}`).getByRole('button', {name: /^Útil/});
  await useful.click();
  await page.locator(`#p${post.number}`).getByText('Se guardará cuando vuelva la conexión.').waitFor();
  expect([await useful.getAttribute('aria-pressed'), await useful.textContent()]).toEqual(['true', expect.stringContaining('1')]);
  // Twice: what was pressed last holds.
  await page.locator('#p1').getByRole('button', {name: /^Útil/}).click();
  await page.locator('#p1').getByText('Se guardará').waitFor();
  await page.locator('#p1').getByRole('button', {name: /^Útil/}).click();
  await onThread(page, 'Guardar para luego');
  await page.getByRole('button', {name: 'Seguir esta conversación'}).click();
  await page.getByRole('button', {name: 'Dejar de seguir'}).waitFor();
  await until('all four wait', async () => (await waiting(page).count()) === 4);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await visit.findings()).toEqual([]);
  await page.evaluate(() => scrollTo(0, 0));
  await shoot(page, `marks-${name}`);
  expect({useful: await count('useful_mark'), kept: await count('bookmark'), follows: await count('thread_follow')}).toEqual(before);

  await context.setOffline(false);
  await until('nothing waits any more', async () => (await waiting(page).count()) === 0, 45_000);
  expect({useful: await count('useful_mark'), kept: await count('bookmark'), follows: await count('thread_follow')})
    .toEqual({useful: before.useful + 1, kept: before.kept + 1, follows: before.follows + 1});
  expect([await useful.getAttribute('aria-pressed'), await useful.textContent()]).toEqual(['true', expect.stringContaining('1')]);
  expect(await page.locator('#p1').getByRole('button', {name: /^Útil/}).getAttribute('aria-pressed')).toBe('false');
  await page.getByRole('button', {name: 'Dejar de seguir'}).waitFor();
  await visit.end();
});

it('notices that are read without a connection are read on the other device once it is back', async () => {
  const mine = await marta.ask('contratacion', '¿Quién contesta?');
  await author.answer(mine.id, 'Yo.');
  const [here, there] = [await Visit.of(marta, browser, world), await Visit.of(marta, browser, world)];
  await there.page.goto('/');
  await here.page.goto('/notifications');
  const one = {name: 'Avisos, 1 sin leer'};
  for (const {page} of [here, there]) await page.getByRole('link', one).waitFor();
  await until('what is needed without a connection has come', () => here.page.evaluate(() => performance.getEntriesByType('resource').some((one) => one.name.includes('/Unsent-'))));
  await here.context.setOffline(true);
  await here.page.getByRole('button', {name: 'Marcar todos como leídos'}).click();
  await bell(here.page, 'Avisos').waitFor();
  await waiting(here.page).waitFor();
  await shoot(here.page, 'marks-notices');
  expect(await there.page.getByRole('link', one).count()).toBe(1);

  await here.context.setOffline(false);
  await bell(there.page, 'Avisos').waitFor({timeout: within(45_000)});
  await bell(here.page, 'Avisos').waitFor();
  await waiting(here.page).waitFor({state: 'detached'});
  await here.end();
  await there.end();
});
