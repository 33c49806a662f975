// SPDX-License-Identifier: EUPL-1.2
// How people come in, in the browser: by keyboard alone from the first page to the network; confirmed by a colleague;
// admitted by an administrator; invited.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {vocabulary} from '../support/kit.ts';
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
  await world.group('reservado', 'hidden', [[colleague, 'owner']]);
  await colleague.ask('padron', '¿Cómo se empadrona a un menor?', 'Con un solo progenitor.', ['padron']);
  await vocabulary(world, {padron: {es: ['padrón municipal'], ca: ['padró']}});
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

/** What has the focus is the heading of the page. */
async function atHeading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', {name, level: 1}).waitFor();
  await until(`the focus is at ${name}`, () => page.evaluate((text) => document.activeElement?.tagName === 'H1' && document.activeElement.textContent!.includes(text), name));
}

async function enterAs(person: Person): Promise<Visit> {
  const visit = await Visit.begin(browser, world);
  await visit.context.addCookies([{name: '__Host-plaza', value: person.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
  return visit;
}

it('by keyboard alone, from the first page through the first steps to a question that one could answer', async () => {
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
  await atHeading(page, 'Tu administración y tu puesto');
  expect(new URL(page.url()).pathname).toBe('/primeros-pasos/puesto');
  for (const {name, value} of await visit.context.cookies()) if (name === '__Host-plaza') world.server.secrets.add(value);
  const me = await world.database.value(`select id from person where name = 'Nuria Vega'`);
  expect(await visit.findings()).toEqual([]);
  await tabTo(page, /Unidad o servicio/);
  await page.keyboard.type('Estadística');
  await page.keyboard.press('Enter');
  await until('the post is saved', async () => (await world.database.value('select unit from appointment where person_id = $1', [me])) === 'Estadística');
  await shoot(page, 'step-post');
  await tabTo(page, /^Seguir$/);
  await page.keyboard.press('Enter');

  await atHeading(page, 'Lo que sabes y lo que te interesa');
  await tabTo(page, /Materias que conoces/);
  await page.keyboard.type('Registro civil');
  await page.keyboard.press('Enter');
  await until('the skill is saved', async () => (await world.database.value('select skill from person_skill where person_id = $1', [me])) === 'Registro civil');
  await tabTo(page, /Temas que quieres seguir/);
  await page.keyboard.type('padró');
  await page.getByRole('option', {name: 'padron'}).waitFor();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'step-subjects');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await until('the subject is followed', async () => (await world.database.value('select count(*)::int from tag_follow where person_id = $1', [me])) === 1);
  await tabTo(page, /^Seguir$/);
  await page.keyboard.press('Enter');

  await atHeading(page, 'Tus grupos');
  await page.getByText('Por tus temas: padron · Con una persona de un municipio como el tuyo').waitFor();
  expect(await page.getByText('reservado').count()).toBe(0);
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'step-groups');
  await tabTo(page, /^Unirme/);
  await page.keyboard.press('Enter');
  await page.getByText('Ya formas parte de Grupo padron.').waitFor({state: 'attached'});
  await tabTo(page, /^Seguir$/);
  await page.keyboard.press('Enter');

  await atHeading(page, 'De qué te avisamos');
  expect(await visit.findings()).toEqual([]);
  await tabTo(page, /^Lo que me responden$/);
  await page.keyboard.press('ArrowDown');
  await shoot(page, 'step-level');
  await tabTo(page, /^Terminar$/);
  await page.keyboard.press('Enter');

  await atHeading(page, 'Inicio');
  await page.getByRole('region', {name: 'Quizá puedas responder'}).getByText('Sobre «padron», que conoces o sigues').waitFor();
  expect(await page.getByRole('link', {name: 'Seguir con los primeros pasos'}).count()).toBe(0);
  expect(await world.database.value('select level from membership where person_id = $1', [me])).toBe('questions');
  await shoot(page, 'step-home');
  await tabTo(page, /¿Cómo se empadrona a un menor\?/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: '¿Cómo se empadrona a un menor?', level: 1}).waitFor();
  await page.getByRole('textbox', {name: 'Tu respuesta'}).waitFor();

  await page.goto(link);
  await page.getByRole('button', {name: 'Confirmar mi correo'}).click();
  await page.getByText('Este enlace ya no vale').waitFor();
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

it('the first steps are skipped one by one, and gone on with on another device', async () => {
  const person = await world.person('Sin Prisa');
  await world.database.rows('insert into first_steps (person_id) values ($1)', [person.id]);
  const office = await enterAs(person);
  await office.page.goto('/');
  const reminder = office.page.getByRole('link', {name: 'Seguir con los primeros pasos'});
  await reminder.waitFor();
  expect(await office.findings()).toEqual([]);
  await shoot(office.page, 'step-reminder');
  await reminder.click();
  await atHeading(office.page, 'Tu administración y tu puesto');
  await office.page.getByRole('button', {name: 'Omitir este paso'}).click();
  await atHeading(office.page, 'Lo que sabes y lo que te interesa');
  await office.end();

  const phone = await Visit.of(person, browser, world, {viewport: {width: 360, height: 740}});
  await phone.page.goto('/');
  await phone.page.getByRole('link', {name: 'Seguir con los primeros pasos'}).click();
  const names = ['Lo que sabes y lo que te interesa', 'Tus grupos', 'De qué te avisamos'];
  for (const name of names) {
    await atHeading(phone.page, name);
    await phone.page.locator('main .actions').waitFor();
    expect(await phone.findings()).toEqual([]);
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shoot(phone.page, `step-phone-${names.indexOf(name)}`);
    // There and back.
    if (name === 'Tus grupos') {
      await phone.page.getByRole('link', {name: 'Volver al anterior'}).click();
      await atHeading(phone.page, names[0]);
      await phone.page.goBack();
      await atHeading(phone.page, name);
    }
    await phone.page.getByRole('button', {name: 'Omitir este paso'}).click();
  }
  await atHeading(phone.page, 'Inicio');
  expect(await phone.page.getByRole('link', {name: 'Seguir con los primeros pasos'}).count()).toBe(0);
  await phone.page.goto('/perfil');
  await phone.page.getByRole('link', {name: 'Volver a los primeros pasos'}).click();
  await atHeading(phone.page, 'Tu administración y tu puesto');
  await phone.end();
});

it('who wants no first steps is not reminded of them again', async () => {
  const person = await world.person('Con Prisa');
  await world.database.rows('insert into first_steps (person_id) values ($1)', [person.id]);
  const visit = await enterAs(person);
  const {page} = visit;
  await page.goto('/');
  await page.getByRole('button', {name: 'No volver a recordármelo'}).click();
  const reminder = page.getByRole('link', {name: 'Seguir con los primeros pasos'});
  await reminder.waitFor({state: 'detached'});
  await page.reload();
  await page.getByRole('heading', {name: 'Últimas conversaciones'}).waitFor();
  expect(await reminder.count()).toBe(0);
  await visit.end();
});

it('somebody from outside comes in as guest of the group that invited them, without a post', async () => {
  const hers = await enterAs(colleague);
  await hers.page.goto('/groups/reservado/members');
  await hers.page.getByLabel('Como').selectOption('guest');
  expect(await hers.page.getByLabel('Nombre, puesto o administración').count()).toBe(0);
  await hers.page.getByLabel('Su dirección de correo').fill('externa@consultora.test');
  expect(await hers.findings()).toEqual([]);
  await hers.page.getByRole('button', {name: 'Enviar la invitación'}).click();
  await hers.page.getByText('Hemos enviado la invitación a externa@consultora.test.').waitFor();
  await hers.page.getByText('Invita Colega Ruiz').waitFor();
  expect(await hers.findings()).toEqual([]);
  await shoot(hers.page, 'guest-invited');
  await hers.end();

  const visit = await Visit.begin(browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto(await linkOf('externa@consultora.test'));
  await page.getByRole('button', {name: 'Confirmar mi correo'}).click();
  await page.getByText('Colega Ruiz te invita al grupo «Grupo reservado»').waitFor();
  expect(await page.getByLabel('Puesto').count()).toBe(0);
  await page.getByLabel('Nombre y apellidos').fill('Externa Gil');
  await page.getByLabel('Contraseña', {exact: true}).fill(password);
  await page.getByLabel('Acepto las normas de uso').check();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'guest-account');
  await page.getByRole('button', {name: 'Crear mi cuenta'}).click();
  await atHeading(page, 'Inicio');
  for (const {name, value} of await visit.context.cookies()) if (name === '__Host-plaza') world.server.secrets.add(value);
  await shoot(page, 'guest-home');
  // Nothing that would refuse them.
  await page.getByText('Tu grupo está tranquilo.').waitFor();
  for (const path of ['/personas', '/invitaciones', '/nuevo-grupo']) expect(await page.locator(`a[href='${path}']`).count(), path).toBe(0);
  expect(await visit.findings()).toEqual([]);
  await page.goto('/groups/reservado');
  await page.getByRole('heading', {name: 'Grupo reservado', level: 1}).waitFor();
  await visit.end();
});
