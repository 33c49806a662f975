// SPDX-License-Identifier: EUPL-1.2
// Two tabs of one browser: one cookie, one store of drafts.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {run} from '../support/server.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, author: Person;
const password = 'una contraseña para navegar';
const emails = {marta: 'marta@villar.example', inigo: 'inigo@villar.example'};
const visits: Visit[] = [];

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  world.server.secrets.add(password);
  for (const [name, email] of [['Marta Asensio', emails.marta], ['Íñigo Beltrán', emails.inigo]]) {
    const done = await run(['person', 'add', '--email', email, '--name', name], {PLAZA_DATABASE_URL: world.database.url}, `${password}\n`);
    if (done.code !== 0) throw new Error(done.stderr);
  }
  await world.database.rows('update person set policy_accepted_at = now()');
  author = await world.person('Rosa Cano');
  await world.group('contratacion', 'open', [[author, 'owner']]);
  for (const {id} of await world.database.rows('select person_id as id from credential')) if (id !== author.id) await world.join('contratacion', {id});
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });
afterEach(async () => { for (const visit of visits.splice(0)) await visit.end(); });

async function signedIn(email: string): Promise<Visit> {
  const one = await Visit.begin(browser, world);
  visits.push(one);
  await one.signIn(email, password);
  return one;
}

describe('two tabs', () => {
  it('never show one person while they write as another', async () => {
    const {page, context} = await signedIn(emails.marta);
    const thread = await author.ask('contratacion', 'Dos personas, un equipo');
    await page.goto(`/threads/${thread.id}`);
    await page.getByRole('textbox', {name: 'Tu respuesta'}).fill('Borrador de Marta');
    const other = await context.newPage();
    await other.goto('/');
    await other.getByRole('button', {name: /Tu cuenta/}).click();
    await other.getByRole('button', {name: 'Cerrar sesión'}).click();
    // Nothing of hers stays in either tab.
    await page.getByLabel('Correo del trabajo').waitFor();
    await other.getByLabel('Correo del trabajo').fill(emails.inigo);
    await other.getByLabel('Contraseña', {exact: true}).fill(password);
    await other.getByRole('button', {name: 'Entrar', exact: true}).click();
    await other.getByRole('button', {name: 'Tu cuenta y preferencias, Íñigo'}).waitFor();
    await page.getByRole('button', {name: 'Tu cuenta y preferencias, Íñigo'}).waitFor();
    expect(await page.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()).toBe('');
    await author.answer(thread.id, 'Llega a las dos pestañas.');
    await page.getByText('Llega a las dos pestañas.').waitFor();
  });

  it('write the same answer, and publish it once', async () => {
    const {page, context} = await signedIn(emails.marta);
    const thread = await author.ask('contratacion', 'Una respuesta, dos pestañas');
    const other = await context.newPage();
    const box = (tab: typeof page) => tab.getByRole('textbox', {name: 'Tu respuesta'});
    for (const tab of [page, other]) {
      await tab.goto(`/threads/${thread.id}`);
      await box(tab).waitFor();
    }
    await box(page).pressSequentially('Se tramita ');
    await until('the other tab shows it', async () => await box(other).inputValue() === 'Se tramita ');
    await box(other).fill('Se tramita con informe.');
    await until('the first tab shows it', async () => await box(page).inputValue() === 'Se tramita con informe.');
    await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    await other.getByText('Este texto se ha enviado o descartado en otra pestaña o en otro equipo.').waitFor();
    expect([await box(page).inputValue(), await box(other).inputValue()]).toEqual(['', '']);
    await other.locator('#p2').getByText('Se tramita con informe.').waitFor();
    expect(await world.database.value('select count(*) from post where thread_id = $1 and number > 1', [thread.id])).toBe(1);
  });

  it('of somebody whose session ended both go on when one has signed in again', async () => {
    const {page, context} = await signedIn(emails.marta);
    const thread = await author.ask('contratacion', 'Sesión que caduca en dos pestañas');
    const other = await context.newPage();
    for (const tab of [page, other]) {
      await tab.goto(`/threads/${thread.id}`);
      await tab.getByRole('textbox', {name: 'Tu respuesta'}).waitFor();
    }
    await other.getByRole('textbox', {name: 'Tu respuesta'}).fill('A medias');
    await world.database.rows('delete from session where person_id = (select person_id from credential where email = $1)', [emails.marta]);
    for (const tab of [page, other]) await tab.getByText('Tu sesión ha caducado').first().waitFor();
    await page.getByRole('button', {name: 'Entrar', exact: true}).click();
    await page.getByLabel('Contraseña', {exact: true}).fill(password);
    await page.getByRole('dialog').getByRole('button', {name: 'Entrar', exact: true}).click();
    for (const tab of [page, other]) await tab.getByText('Tu sesión ha caducado').first().waitFor({state: 'detached'});
    expect(await other.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()).toBe('A medias');
    await other.getByRole('button', {name: 'Responder', exact: true}).last().click();
    await other.locator('#p2').getByText('A medias').waitFor();
  });
});

describe('more contrast', () => {
  it('is had in the dark as well', async () => {
    const visit = await Visit.begin(browser, world, {colorScheme: 'dark', contrast: 'more'});
    visits.push(visit);
    await visit.page.goto('/');
    await visit.page.getByLabel('Correo del trabajo').waitFor();
    const [faint, ink] = await visit.page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return ['--ink-faint', '--ink'].map((name) => style.getPropertyValue(name));
    });
    expect(faint).toBe(ink);
  });
});
