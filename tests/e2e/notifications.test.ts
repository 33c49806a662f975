// SPDX-License-Identifier: EUPL-1.2
// The bell and the list behind it, by keyboard and in two tabs.
import type {Browser} from 'playwright-core';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {run} from '../support/server.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, helper: Person;
const password = 'una contraseña para navegar';
const email = 'marta@villar.example';
const visits: Visit[] = [];

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  world.server.secrets.add(password);
  const done = await run(['person', 'add', '--email', email, '--name', 'Marta Asensio'], {PLAZA_DATABASE_URL: world.database.url}, `${password}\n`);
  if (done.code !== 0) throw new Error(done.stderr);
  helper = await world.person('Rosa Cano');
  await world.group('contratacion', 'open', [[helper, 'owner']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });
afterEach(async () => { for (const visit of visits.splice(0)) await visit.end(); });

async function signedIn(options = {}): Promise<{visit: Visit; marta: Person}> {
  const id = await world.database.value('select person_id from credential where email = $1', [email]);
  await world.join('contratacion', {id});
  const visit = await Visit.begin(browser, world, options);
  visits.push(visit);
  await visit.signIn(email, password);
  return {visit, marta: await world.session({id, name: 'Marta Asensio', email})};
}

describe('the bell', () => {
  it('counts live, leads to what happened by keyboard, and forgets it in both tabs', async () => {
    const {visit: {page, context, ...visit}, marta} = await signedIn();
    const bell = (count: number) => page.getByRole('link', {name: count ? `Avisos, ${count} sin leer` : 'Avisos', exact: true});
    await bell(0).waitFor();
    const other = await context.newPage();
    await other.goto('/notifications');
    await other.getByText('De momento no hay nada').waitFor();
    const thread = await marta.ask('contratacion', '¿Quién firma?');
    const answer = await helper.answer(thread.id, 'La alcaldía.');
    await bell(1).waitFor();
    const said = other.getByRole('link', {name: 'Rosa Cano ha respondido a «¿Quién firma?»'});
    await said.waitFor();
    await page.bringToFront();
    await bell(1).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', {name: 'Avisos', level: 1}).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.getByRole('link', {name: /Rosa Cano ha respondido/}).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/threads/${thread.id}#p${answer.number}$`));
    await bell(0).waitFor();
    await other.getByRole('link', {name: 'Avisos', exact: true}).waitFor();
    expect(await other.getByText('nuevo', {exact: true}).count()).toBe(0);
    void visit;
  });

  it('reads all at once, and what is in a group that one left is gone', async () => {
    const {visit, marta} = await signedIn({viewport: {width: 360, height: 740}});
    const {page} = visit;
    await world.group('reservado', 'private', [[helper, 'owner'], [marta, 'member']]);
    const [open, closed] = [await marta.ask('contratacion', 'Una abierta'), await marta.ask('reservado', 'Una reservada')];
    await helper.answer(open.id, 'Sí.');
    await helper.answer(closed.id, 'También.');
    await page.goto('/notifications');
    await page.getByRole('link', {name: /Una reservada/}).waitFor();
    await page.getByRole('link', {name: 'Avisos, 2 sin leer'}).waitFor();
    expect(await visit.findings()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await world.leave('reservado', marta);
    await page.getByRole('link', {name: 'Avisos, 1 sin leer'}).waitFor();
    expect(await page.getByRole('link', {name: /Una reservada/}).count()).toBe(0);
    await page.getByRole('button', {name: 'Marcar todos como leídos'}).press('Enter');
    await page.getByRole('link', {name: 'Avisos', exact: true}).waitFor();
    expect(await page.getByRole('button', {name: 'Marcar todos como leídos'}).count()).toBe(0);
    if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}/notices-360.png`});
  });
});
