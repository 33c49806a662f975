// SPDX-License-Identifier: EUPL-1.2
// Administrations in the console: found, made, changed, ended, and their mail domains.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, admin: Person;

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  admin = await world.person('Admin', {role: 'administrator'});
  await world.addAdministration('Ayuntamiento de Albarracín', 1_000);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

async function enter(options = {}): Promise<Visit> {
  const visit = await Visit.begin(browser, world, options);
  await visit.context.addCookies([{name: '__Host-plaza', value: admin.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
  return visit;
}

it('an administration is made, given a domain, and ended with a successor that people are led to', async () => {
  const visit = await enter();
  const {page} = visit;
  await page.goto('/administracion');
  await page.getByRole('link', {name: 'Administraciones', exact: true}).last().click();
  await page.getByRole('link', {name: 'Nueva administración'}).click();
  await page.getByLabel('Nombre', {exact: true}).fill('Ayuntamiento de Valdecuenca');
  await page.getByLabel('Provincia').selectOption('Teruel');
  // What was typed is there after a reload.
  await page.reload();
  await page.getByRole('button', {name: 'Crear administración'}).click();
  await page.getByRole('alert').getByText('Falta texto.').waitFor();
  await page.getByLabel('Código DIR3').fill('L01442480');
  await page.getByLabel('Habitantes').fill('1.039');
  await page.getByRole('button', {name: 'Crear administración'}).click();
  await page.getByRole('heading', {name: 'Ayuntamiento de Valdecuenca', level: 1}).waitFor();
  await page.getByText('Tramo: 1.000–4.999 hab.').waitFor();

  await page.getByLabel('Dominio nuevo').fill('ana@gmail.com');
  await page.getByRole('button', {name: 'Añadir', exact: true}).click();
  await page.getByText('cualquiera abre un buzón').waitFor();
  await page.getByLabel('Dominio nuevo').fill('valdecuenca.example');
  await page.getByRole('button', {name: 'Añadir', exact: true}).click();
  await page.getByRole('button', {name: 'Quitar valdecuenca.example'}).waitFor();

  await page.getByRole('searchbox', {name: /Le sucede/}).fill('albarracin');
  await page.getByLabel('Le sucede', {exact: true}).selectOption({label: 'Ayuntamiento de Albarracín'});
  await page.getByLabel('Último día').fill('2020-05-31');
  // Somebody else was faster.
  await world.database.rows(`update administration set ine = '44248' where dir3 = 'L01442480'`);
  await page.getByRole('button', {name: 'Guardar'}).click();
  await page.getByText('Otra persona ha cambiado esta administración').waitFor();
  await page.getByLabel('Código INE').fill('44248');
  await page.getByRole('button', {name: 'Guardar'}).click();
  await page.getByText('Otra persona ha cambiado esta administración').waitFor({state: 'detached'});
  await page.getByRole('link', {name: 'Ver su página'}).click();
  await page.getByText('Dejó de existir el 31 de mayo de 2020.').waitFor();
  await page.getByRole('link', {name: 'Le sucede Ayuntamiento de Albarracín'}).click();
  await page.getByRole('heading', {name: 'Ayuntamiento de Albarracín', level: 1}).waitFor();

  await page.goto('/administracion/administraciones?q=valdecuenca');
  await page.getByText('Ninguna administración coincide.').waitFor();
  await page.getByLabel('Las que dejaron de existir').check();
  await page.getByRole('link', {name: 'Ayuntamiento de Valdecuenca'}).click();
  await page.getByRole('button', {name: 'Quitar valdecuenca.example'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Quitar', exact: true}).click();
  await page.getByText('nadie puede registrarse aquí').waitFor();
  expect(await visit.findings()).toEqual([]);
  await visit.end();
});

it.each<[string, object]>([['on a desk', {}], ['on a phone', {viewport: {width: 360, height: 740}, hasTouch: true}], ['in the dark', {colorScheme: 'dark'}]])('axe finds nothing %s', async (_, options) => {
  const visit = await enter(options);
  for (const path of ['/administracion/administraciones', '/administracion/administraciones/nueva', `/administracion/administraciones/${world.administration}`]) {
    await visit.page.goto(path);
    await visit.page.locator('main form').first().waitFor();
    expect(await visit.findings()).toEqual([]);
    const [width, seen] = await visit.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width, path).toBeLessThanOrEqual(seen);
  }
  await visit.end();
});

it('people come from a file that is tried first and told line by line', async () => {
  const visit = await enter();
  const {page} = visit;
  const dir3 = await world.database.value('select dir3 from administration where id = $1', [world.administration]);
  await page.goto('/administracion/personas');
  await page.getByRole('link', {name: 'Traer personas de un CSV'}).click();
  const file = Buffer.from(`nombre;correo;dir3\r\nBegoña Núñez;begona@uno.example;${dir3}\r\nMala;mala;${dir3}\r\n`, 'latin1');
  await page.getByLabel('Fichero CSV').setInputFiles({name: 'personas.csv', mimeType: 'text/csv', buffer: file});
  await page.getByRole('button', {name: 'Comprobar'}).click();
  await page.getByText('Comprobado: no se ha cambiado nada todavía.').first().waitFor();
  await page.getByText('Reciben una invitación: 1').waitFor();
  await page.getByRole('row', {name: /3 correo Escribe una dirección de correo/}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await page.getByRole('button', {name: 'Enviar 1 invitación'}).click();
  await page.getByText('Hecho.').first().waitFor();
  expect(await world.database.value(`select name from registration where email = 'begona@uno.example'`)).toBe('Begoña Núñez');

  await page.goto('/administracion/dominios');
  await page.getByLabel('Fichero CSV').setInputFiles({name: 'd.csv', mimeType: 'text/csv', buffer: Buffer.from(`dir3,domain\n${dir3},villar.example\n`)});
  await page.getByRole('button', {name: 'Comprobar'}).click();
  await page.getByText('Nuevos: 1').waitFor();
  await page.getByRole('button', {name: 'Añadir 1 dominio'}).click();
  await page.getByText('Hecho.').first().waitFor();
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'Descargar todos los dominios'}).click()]);
  expect(saved.suggestedFilename()).toBe('dominios.csv');
  await visit.end();
});

it('a wrong file of people is taken back with a question before', async () => {
  const visit = await enter();
  const {page} = visit;
  await world.database.rows(`update administration set dir3 = 'L01440010' where name = 'Ayuntamiento de Albarracín'`);
  await page.goto('/administracion/traer-personas');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Fichero CSV').setInputFiles({name: 'personas.csv', mimeType: 'text/csv', buffer: Buffer.from('nombre;correo;dir3\r\nAna;ana@otra.example;L01440010\r\n')});
  // What was brought in before can be taken back as well.
  const undo = page.getByRole('button', {name: 'Deshacer este envío'});
  const before = await undo.count();
  await page.getByRole('button', {name: 'Comprobar'}).click();
  await page.getByText('Reciben una invitación: 1').waitFor();
  // A trial leaves nothing to take back.
  expect(await undo.count()).toBe(before);
  await page.getByRole('button', {name: 'Enviar 1 invitación'}).click();
  await page.getByText('Hecho.', {exact: true}).first().waitFor();
  await undo.first().click();
  await page.getByRole('dialog').getByRole('button', {name: 'Cancelar'}).click();
  const state = () => world.database.value(`select state from registration where email = 'ana@otra.example'`);
  expect(await state()).toBe('prepared');
  await undo.first().click();
  await page.getByRole('dialog').getByRole('button', {name: 'Retirar los enlaces'}).click();
  await page.getByRole('main').getByText('1 enlace retirado. Puedes traer el archivo corregido.').first().waitFor();
  expect(await state()).toBe('withdrawn');
  expect(await undo.count()).toBe(before);
  await visit.end();
});
