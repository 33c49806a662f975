// SPDX-License-Identifier: EUPL-1.2
// One's own way in, in the browser: the second step set up and asked for, sessions, the password.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {totp} from '../support/totp.ts';
import {World} from '../support/world.ts';

let browser: Browser, world: World;
const password = 'caballo correcto batería grapa 2026';

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const shots = process.env.PLAZA_TEST_SHOTS;

it('a second step is set up, asked for, passed by a recovery code, and taken away', async () => {
  const person = await world.withPassword('Rosa Gil', password);
  const visit = await Visit.begin(browser, world);
  const {page} = visit;
  await visit.signIn(person.email, password);
  await page.goto('/cuenta/seguridad');
  await page.getByRole('button', {name: 'Activar', exact: true}).click();
  await page.getByRole('region', {name: 'Segundo paso al entrar'}).getByLabel('Contraseña actual').fill(password);
  await page.keyboard.press('Enter');
  const secret = (await page.locator('code').innerText()).replace(/ /g, '');
  world.server.secrets.add(secret);
  expect(await visit.findings()).toEqual([]);
  if (shots) await page.screenshot({path: join(shots, 'scan.png'), fullPage: true});
  await page.getByLabel('Código', {exact: true}).fill(totp(secret));
  await page.getByRole('button', {name: 'Activar el segundo paso'}).click();
  await page.getByRole('heading', {name: 'Códigos de recuperación'}).waitFor();
  const codes = await page.locator('li code').allInnerTexts();
  expect(codes).toHaveLength(10);
  for (const code of codes) world.server.secrets.add(code);
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Los he guardado'}).click();
  await page.getByText('Te quedan 10 códigos de recuperación.').waitFor();
  await page.getByRole('button', {name: /^Tu cuenta/}).click();
  await page.getByRole('button', {name: 'Cerrar sesión', exact: true}).first().click();

  await page.getByLabel('Correo del trabajo').fill(person.email);
  await page.getByLabel('Contraseña', {exact: true}).fill(password);
  await page.keyboard.press('Enter');
  await page.getByLabel('Código', {exact: true}).waitFor();
  await page.reload();
  // What was typed so far holds for ten minutes, on this page too.
  await page.getByLabel('Código', {exact: true}).fill('000000');
  await page.keyboard.press('Enter');
  await page.getByText('El código no es correcto').waitFor();
  expect(await visit.findings()).toEqual([]);
  await page.getByLabel('Código', {exact: true}).fill(codes[3]);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', {name: 'Principal'}).waitFor();

  await page.goto('/cuenta/seguridad');
  await page.getByText('Te quedan 9 códigos de recuperación.').waitFor();
  await page.getByRole('button', {name: 'Desactivar'}).click();
  await page.getByRole('region', {name: 'Segundo paso al entrar'}).getByLabel('Contraseña actual').fill(password);
  await page.getByLabel('Código', {exact: true}).fill(codes[4]);
  await page.getByRole('button', {name: 'Desactivar'}).click();
  await page.getByRole('button', {name: 'Activar', exact: true}).waitFor();
  await visit.end();
});

it('the password is changed, which signs the other devices out and not this one', async () => {
  const person = await world.withPassword('Luis Sanz', password);
  const visit = await Visit.begin(browser, world);
  const {page} = visit;
  await visit.signIn(person.email, password);
  await page.goto('/cuenta/seguridad');
  await page.getByText('Dispositivo desconocido').waitFor();
  const form = page.getByRole('region', {name: 'Contraseña', exact: true});
  await form.getByLabel('Contraseña actual').fill('no es esta, seguro');
  await form.getByLabel('Contraseña nueva').fill('otra frase larga para 2027');
  await page.keyboard.press('Enter');
  await form.getByText('La contraseña actual no es correcta.').waitFor();
  await form.getByLabel('Contraseña actual').fill(password);
  await form.getByLabel('Contraseña nueva').fill('corta');
  await page.keyboard.press('Enter');
  await form.getByText('Tiene que tener doce caracteres o más.').waitFor();
  expect(await visit.findings()).toEqual([]);
  await form.getByLabel('Contraseña nueva').fill('otra frase larga para 2027');
  await page.keyboard.press('Enter');
  await form.getByText('Contraseña cambiada.').waitFor();
  await page.getByText('Dispositivo desconocido').waitFor({state: 'detached'});
  expect((await person.get('/me')).status).toBe(401);
  await page.reload();
  await page.getByRole('heading', {name: 'Seguridad de tu cuenta'}).waitFor();
  if (shots) {
    await page.screenshot({path: join(shots, 'security.png'), fullPage: true});
    await page.setViewportSize({width: 360, height: 740});
    await page.emulateMedia({colorScheme: 'dark'});
    await page.screenshot({path: join(shots, 'security-phone.png'), fullPage: true});
  }
  await visit.end();
});
