// SPDX-License-Identifier: EUPL-1.2
// What administrators do for people who cannot help themselves: two accounts made one, a lost second step taken away.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {totp} from '../support/totp.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, admin: Person;
const password = 'caballo correcto batería grapa 2026';

beforeAll(async () => {
  world = await World.make(withApplication());
  admin = await world.person('Ada Prieto', {role: 'administrator'});
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

async function found(page: Page, name: string) {
  await page.goto('/administracion/personas');
  await page.getByRole('searchbox', {name: 'Nombre o correo', exact: true}).fill(name);
  return page.getByRole('article', {name, exact: true});
}

it('two accounts of a person become one, and what she wrote is hers', async () => {
  const [old, kept] = [await world.person('Nerea Antigua'), await world.person('Nerea Vidal')];
  await world.group('padron', 'open', [[old, 'member']]);
  const thread = await old.ask('padron', '¿Cómo se corrige una baja?');
  const visit = await Visit.of(admin, browser, world);
  const {page} = visit;
  const sheet = await found(page, 'Nerea Antigua');
  await sheet.getByRole('button', {name: 'Unir a otra cuenta'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nombre o correo de la cuenta que se queda').fill('Nerea');

  await dialog.getByRole('button', {name: /^Se queda esta.*Nerea Vidal$/}).click();
  await dialog.getByText('1 conversación').waitFor();
  expect(await visit.findings()).toEqual([]);
  await dialog.getByLabel('Motivo').fill('Cambió de ayuntamiento y se registró otra vez.');
  await dialog.getByRole('button', {name: 'Unir las cuentas'}).click();
  await dialog.waitFor({state: 'detached'});
  await sheet.waitFor({state: 'detached'});
  await visit.end();

  const hers = await Visit.of(kept, browser, world);
  await hers.page.goto(`/threads/${thread.id}`);
  await hers.page.getByRole('link', {name: 'Nerea Vidal'}).first().waitFor();
  await hers.page.goto('/groups/padron');
  await hers.page.getByRole('button', {name: 'Salir del grupo'}).waitFor();
  await hers.end();
  expect((await old.get('/me')).status).toBe(401);
});

async function setUp(page: Page): Promise<string> {
  await page.getByRole('button', {name: 'Activar', exact: true}).click();
  await page.getByRole('region', {name: 'Segundo paso al entrar'}).getByLabel('Contraseña actual').fill(password);
  await page.keyboard.press('Enter');
  const secret = (await page.locator('code').innerText()).replace(/ /g, '');
  world.server.secrets.add(secret);
  await page.getByLabel('Código', {exact: true}).fill(totp(secret));
  await page.getByRole('button', {name: 'Activar el segundo paso'}).click();
  await page.getByRole('heading', {name: 'Códigos de recuperación'}).waitFor();
  for (const code of await page.locator('li code').allInnerTexts()) world.server.secrets.add(code);
  await page.getByRole('button', {name: 'Los he guardado'}).click();
  return secret;
}

it('a lost second step is taken away: its codes open nothing, and she is led to set it up again', async () => {
  const person = await world.withPassword('Rosa Gil', password);
  const hers = await Visit.begin(browser, world);
  const {page} = hers;
  await hers.signIn(person.email, password);
  await page.goto('/cuenta/seguridad');
  const lost = await setUp(page);

  const visit = await Visit.of(admin, browser, world);
  const sheet = await found(visit.page, 'Rosa Gil');
  await sheet.getByRole('button', {name: 'Quitar el segundo paso'}).click();
  const dialog = visit.page.getByRole('dialog');
  await dialog.getByLabel('Motivo').fill('Perdió el teléfono; la hemos llamado a su ayuntamiento.');
  expect(await visit.findings()).toEqual([]);
  await dialog.getByRole('button', {name: 'Quitarlo'}).click();
  await dialog.waitFor({state: 'detached'});
  await visit.end();

  // What was open is closed: only the password, and no code of the lost device, opens it again.
  await page.goto('/');
  await hers.signIn(person.email, password);
  const warning = page.getByText('Quien administra la red quitó tu segundo paso.');
  await warning.waitFor();
  await page.getByRole('link', {name: 'Poner el segundo paso'}).click();
  const again = await setUp(page);
  expect(again).not.toBe(lost);
  await warning.waitFor({state: 'detached'});
  await page.getByRole('button', {name: /^Tu cuenta/}).click();
  await page.getByRole('button', {name: 'Cerrar sesión', exact: true}).first().click();

  await page.getByLabel('Correo del trabajo').fill(person.email);
  await page.getByLabel('Contraseña', {exact: true}).fill(password);
  await page.keyboard.press('Enter');
  const code = page.getByLabel('Código', {exact: true});
  await code.fill(totp(lost));
  await page.keyboard.press('Enter');
  await page.getByText('El código no es correcto').waitFor();
  // The one that set it up is used; the next one is good already.
  await code.fill(totp(again, 1));
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', {name: 'Principal'}).waitFor();
  await hers.end();
});
