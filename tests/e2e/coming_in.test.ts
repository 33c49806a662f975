// SPDX-License-Identifier: EUPL-1.2
// How people come in, in the browser: by keyboard alone from the first page to the network; confirmed by a colleague;
// admitted by an administrator; invited.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {knowDomain} from '../support/registration.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, colleague: Person, admin: Person;
const password = 'caballo correcto batería grapa 2026';

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  world.server.secrets.add(password);
  colleague = await world.person('Colega Ruiz');
  admin = await world.person('Ada Ministra', {role: 'administrator'});
  await world.group('padron', 'open', [[colleague, 'owner']]);
  await colleague.ask('padron', '¿Cómo se empadrona a un menor?');
  await knowDomain(world, 'villar.test');
  await knowDomain(world, 'diputacion.test', world.administration, await world.addAdministration('Ayuntamiento de Otero', 700));
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const shots = process.env.PLAZA_TEST_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

async function linkOf(address: string): Promise<string> {
  let link = '';
  await until('the mail is written', async () => {
    const [row] = await world.database.rows(`select facts->>'link' as link from mail where address = $1 order by created_at desc limit 1`, [address]);
    link = row?.link ?? '';
    return link !== '';
  });
  world.server.secrets.add(link.split('#')[1]);
  return link;
}

/** Presses Tab until what has the focus is called like this. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const called = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      return [at?.getAttribute('aria-label'), at?.labels?.[0]?.textContent, at?.tagName === 'A' || at?.tagName === 'BUTTON' ? at.textContent : ''].filter(Boolean).join(' ').trim();
    });
    if (name.test(called)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${name}`);
}

async function enterAs(person: Person): Promise<Visit> {
  const visit = await Visit.begin(browser, world);
  await visit.context.addCookies([{name: '__Host-plaza', value: person.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
  return visit;
}

it('by keyboard alone, from the first page to the network', async () => {
  const visit = await Visit.begin(browser, world);
  const {page} = visit;
  await page.goto('/');
  await page.getByLabel('Contraseña', {exact: true}).waitFor();
  await tabTo(page, /^Crear una cuenta$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'Crear una cuenta'}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await tabTo(page, /Correo del trabajo/);
  await page.keyboard.type('nueva@villar.test');
  await page.keyboard.press('Enter');
  await page.getByText('Hemos enviado un mensaje a nueva@villar.test').waitFor();
  const link = await linkOf('nueva@villar.test');

  // A program that opens links has used nothing up.
  for (let i = 0; i < 2; i++) {
    await page.goto('/');
    await page.goto(link);
    await page.getByRole('button', {name: 'Confirmar mi correo'}).waitFor();
    expect(await world.database.value(`select state from registration where email = 'nueva@villar.test'`)).toBe('mailed');
  }
  expect(await visit.findings()).toEqual([]);
  await tabTo(page, /^Confirmar mi correo$/);
  await page.keyboard.press('Enter');
  await page.getByLabel('Nombre y apellidos').waitFor();
  // Sent too early it says what is missing and goes there.
  await page.keyboard.press('Enter');
  await page.getByText('Escribe tu nombre.').waitFor();
  expect(await visit.findings()).toEqual([]);
  await tabTo(page, /Nombre y apellidos/);
  await page.keyboard.type('Nuria Vega');
  await tabTo(page, /^Puesto/);
  await page.keyboard.type('Técnica de padrón');
  await tabTo(page, /^Contraseña/);
  await page.keyboard.type(password);
  await tabTo(page, /Acepto las normas/);
  await page.keyboard.press('Space');
  await shoot(page, 'account');
  await tabTo(page, /^Crear mi cuenta$/);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', {name: 'Principal'}).waitFor();
  await until('the address is the first page', async () => new URL(page.url()).pathname === '/');
  await page.getByText('Nuria').first().waitFor();
  for (const {name, value} of await visit.context.cookies()) if (name === '__Host-plaza') world.server.secrets.add(value);

  await page.goto(link);
  await page.getByRole('button', {name: 'Confirmar mi correo'}).click();
  await page.getByText('Este enlace ya se ha usado o ha caducado.').waitFor();
  await visit.end();
});

it('a colleague confirms who came by a domain of several administrations', async () => {
  const visit = await Visit.begin(browser, world);
  const {page} = visit;
  await page.goto('/registro');
  await page.getByLabel('Correo del trabajo').fill('vecino@diputacion.test');
  await page.keyboard.press('Enter');
  await page.getByText('Hemos enviado').waitFor();
  await page.goto(await linkOf('vecino@diputacion.test'));
  await page.getByRole('button', {name: 'Confirmar mi correo'}).click();
  await page.getByLabel('Nombre y apellidos').fill('Blas Cano');
  await page.getByLabel('Tu administración').selectOption({label: 'Ayuntamiento de Villar del Río'});
  await page.getByLabel('Puesto').fill('Secretario');
  await page.getByLabel('Contraseña', {exact: true}).fill(password);
  await page.getByLabel('Acepto las normas de uso').check();
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Crear mi cuenta'}).click();
  await page.getByRole('heading', {name: 'Esperando confirmación'}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'waiting');
  await page.goto('/groups');
  await page.getByRole('heading', {name: 'Esperando confirmación'}).waitFor();

  const other = await enterAs(colleague);
  await other.page.goto('/notifications');
  await other.page.locator('main a[href="/confirmaciones"]').first().click();
  await other.page.getByRole('heading', {name: 'Blas Cano'}).waitFor();
  expect(await other.findings()).toEqual([]);
  await shoot(other.page, 'confirmations');
  await other.page.getByRole('button', {name: 'Sí, trabaja aquí'}).click();
  await other.page.getByText('No hay nadie esperando.').waitFor();
  await other.end();

  await page.getByRole('button', {name: 'Comprobar ahora'}).click();
  await page.getByRole('heading', {name: 'Grupos', level: 1}).waitFor();
  for (const {name, value} of await visit.context.cookies()) if (name === '__Host-plaza') world.server.secrets.add(value);
  await visit.end();
});

it('an administrator admits who wrote from an unknown domain, and makes it known', async () => {
  const visit = await Visit.begin(browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/registro');
  await page.getByLabel('Correo del trabajo').fill('iker@valle.test');
  await page.keyboard.press('Enter');
  await page.getByText('Hemos enviado').waitFor();
  await page.goto(await linkOf('iker@valle.test'));
  await page.getByRole('button', {name: 'Confirmar mi correo'}).click();
  await page.getByLabel('Nombre y apellidos').fill('Iker Sanz');
  await page.getByLabel('Administración donde trabajas').fill('Mancomunidad del Valle');
  await page.getByLabel('Puesto').fill('Secretario');
  await page.getByLabel('Por qué quieres entrar').fill('Llevo tres ayuntamientos.');
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'application');
  await page.getByRole('button', {name: 'Enviar la solicitud'}).click();
  await page.getByText('Solicitud enviada.').waitFor();
  await visit.end();

  const office = await enterAs(admin);
  await office.page.goto('/administracion');
  await office.page.locator('main').getByRole('link', {name: 'Solicitudes'}).first().click();
  await office.page.getByRole('heading', {name: 'Iker Sanz'}).waitFor();
  await office.page.getByLabel('Administración a la que pertenece').first().fill('Villar');
  await office.page.getByRole('combobox', {name: 'Administración a la que pertenece'}).waitFor();
  await office.page.getByLabel('Quien se registre con @valle.test').check();
  expect(await office.findings()).toEqual([]);
  await shoot(office.page, 'vetting');
  await office.page.getByRole('button', {name: 'Admitir', exact: true}).click();
  await office.page.getByText('No hay solicitudes.').waitFor();
  expect(await linkOf('iker@valle.test')).toContain('/registro/confirmar#');
  expect(await world.database.value(`select administration_id from mail_domain where domain = 'valle.test'`)).toBe(world.administration);

  await office.page.goto('/invitaciones');
  await office.page.getByLabel('Correo del trabajo de quien invitas').fill('amiga@villar.test');
  await office.page.getByRole('button', {name: 'Enviar la invitación'}).click();
  await office.page.getByText('Invitación enviada a amiga@villar.test.').waitFor();
  await office.page.getByText('Sin responder').waitFor();
  expect(await office.findings()).toEqual([]);
  await office.page.getByRole('button', {name: 'Retirar'}).click();
  await office.page.getByText('Retirada').waitFor();
  await office.end();
});

it('who has not accepted the terms of use reads them, accepts and goes on', async () => {
  const person = await world.person('Pendiente Gil', {policyPending: true});
  const visit = await enterAs(person);
  await visit.page.goto('/groups');
  await visit.page.getByRole('heading', {name: 'Normas de uso'}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await visit.page.getByRole('button', {name: 'Aceptar y seguir'}).click();
  await visit.page.getByRole('heading', {name: 'Grupos', level: 1}).waitFor();
  await visit.end();
});
