// SPDX-License-Identifier: EUPL-1.2
// A forgotten password and a new address in the browser, by keyboard; what became of mails; the mailbox of a demonstration.
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {Database} from '../support/database.ts';
import {root} from '../support/environment.ts';
import {letter, settled} from '../support/letters.ts';
import {MailServer} from '../support/mail_server.ts';
import {Server} from '../support/server.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, post: MailServer, lola: Person;
const web = {PLAZA_WEB_ROOT: join(root, 'web', 'dist')};
const phone = {viewport: {width: 360, height: 740}, hasTouch: true};
const first = 'la primera contraseña de Lola';

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make({...post.settings(), ...web});
  lola = await world.person('Lola Marín');
  await world.database.rows(`insert into mail_domain values ('nueva.example', $1)`, [world.administration]);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await world?.end();
  await post?.stop();
});

async function linkTo(address: string, page: string): Promise<string> {
  const found = await until(`${address} gets a link`, () => post.to(address).map(({text}) => new RegExp(`https://plaza.example(${page}#\\S+)`).exec(text)?.[1]).filter(Boolean).at(-1), 15_000);
  world.server.secrets.add(found!.split('#')[1]);
  return found!;
}
async function enter(person: Person, options = {}): Promise<Visit> {
  const visit = await Visit.begin(browser, world, options);
  await visit.context.addCookies([{name: '__Host-plaza', value: person.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
  return visit;
}
const sound = async (visit: Visit) => {
  expect(await visit.findings()).toEqual([]);
  const [width, seen] = await visit.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(width).toBeLessThanOrEqual(seen);
};

it('a forgotten password is chosen anew by keyboard, and the link works by its button alone', async () => {
  const visit = await Visit.begin(browser, world, phone);
  const {page} = visit;
  await page.goto('/');
  await page.getByRole('link', {name: '¿Has olvidado la contraseña?'}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'Contraseña olvidada'}).waitFor();
  await sound(visit);
  await page.getByLabel('Correo del trabajo').focus();
  await page.keyboard.type(lola.email);
  await page.keyboard.press('Enter');
  await page.getByText('Si hay una cuenta con la dirección').waitFor();
  const link = await linkTo(lola.email, '/nueva-contrasena');

  // Somebody's mail filter opens it first.
  const filter = await Visit.begin(browser, world);
  await filter.page.goto(link);
  await filter.page.getByLabel('Contraseña nueva').waitFor();
  await filter.end();

  await page.goto(link);
  await page.getByLabel('Contraseña nueva').focus();
  expect(page.url()).not.toContain('#');
  await sound(visit);
  await page.keyboard.type('corta');
  await page.keyboard.press('Enter');
  await page.getByText('Tiene que tener doce caracteres o más.').waitFor();
  await page.getByLabel('Contraseña nueva').fill(first);
  world.server.secrets.add(first);
  await page.keyboard.press('Enter');
  await page.getByText('Contraseña cambiada.').waitFor();
  await page.getByRole('link', {name: 'Entrar'}).click();
  await visit.signIn(lola.email, first);
  await visit.end();

  const late = await Visit.begin(browser, world);
  await late.page.goto(link);
  // Said before a password is thought up for it.
  await late.page.getByText('Este enlace ya no vale').waitFor();
  await late.page.getByRole('link', {name: 'Pedir otro enlace'}).waitFor();
  expect(await late.page.getByLabel('Contraseña nueva').count()).toBe(0);
  await late.end();
});

it('an address changes when the mailed link is confirmed', async () => {
  lola = await world.session(lola);
  const visit = await enter(lola, phone);
  const {page} = visit;
  await page.goto('/cuenta/seguridad');
  await page.getByText(`Ahora usas ${lola.email}`).waitFor();
  const form = page.locator('form', {hasText: 'Dirección nueva'});
  await form.getByLabel('Dirección nueva').fill('lola@desconocida.example');
  await form.getByLabel('Contraseña actual').fill(first);
  await form.getByRole('button', {name: 'Cambiar la dirección'}).click();
  await page.getByText('No conocemos ese dominio').waitFor();
  await form.getByLabel('Dirección nueva').fill('lola@nueva.example');
  await form.getByRole('button', {name: 'Cambiar la dirección'}).click();
  await page.getByText('Hemos mandado un enlace a lola@nueva.example').waitFor();
  await sound(visit);
  await page.goto(await linkTo('lola@nueva.example', '/nueva-direccion'));
  await page.getByRole('button', {name: 'Confirmar la dirección'}).waitFor();
  expect((await lola.get('/me')).json.person.email).toBe(lola.email);
  await sound(visit);
  await page.getByRole('button', {name: 'Confirmar la dirección'}).click();
  await page.getByText('Desde ahora entras con tu dirección nueva.').waitFor();
  expect((await lola.get('/me')).json.person.email).toBe('lola@nueva.example');
  await visit.end();
});

it.each([['on a desk', {}], ['on a phone', phone]])('an administrator sees what became of mails and sends one again, %s', async (_, options) => {
  const administrator = await world.person('Administra', {role: 'administrator'});
  // What earlier pages caused has gone.
  await until('no letter waits', async () => await world.database.value(`select count(*) from mail where state = 'queued'`) === 0, 15_000);
  await post.next('RCPT', {do: 'reply', words: '550 5.1.1 no such person'});
  const id = await letter(world.database, `nadie.${administrator.id}@villar.example`);
  await settled(world.database, id, 'refused');
  const visit = await enter(administrator, options);
  const {page} = visit;
  await page.goto('/administracion');
  await page.getByRole('navigation', {name: 'Páginas de administración'}).getByRole('link', {name: 'Correos'}).click();
  const row = page.getByRole('listitem').filter({hasText: `nadie.${administrator.id}@villar.example`});
  await row.getByText('550 5.1.1 no such person').waitFor();
  await sound(visit);
  await row.getByRole('button', {name: 'Enviar otra vez'}).click();
  await row.getByRole('button').waitFor({state: 'detached'});
  await settled(world.database, id, 'accepted');
  await page.getByLabel('Estado').selectOption({label: 'Rechazado'});
  await row.waitFor({state: 'detached'});
  await visit.end();
});

it('on a demonstration a stranger reads the mail and follows its link', async () => {
  const database = await Database.create();
  await database.rows('update installation set demo = true');
  const demo = await World.around(database, await Server.start(database.url, {PLAZA_DEMO: 'true', ...web}));
  try {
    const ana = await demo.person('Ana');
    const visit = await Visit.begin(browser, demo, phone);
    const {page} = visit;
    await page.goto('/contrasena-olvidada');
    await page.getByLabel('Correo del trabajo').fill(ana.email);
    await page.keyboard.press('Enter');
    await page.getByRole('link', {name: /Esto es una demostración/}).click();
    await page.getByRole('heading', {name: 'Buzón de la demostración'}).waitFor();
    const mail = page.locator('summary', {hasText: 'Elige una contraseña nueva'});
    await until('the mail is there', async () => {
      if (await mail.count()) return true;
      await page.getByRole('button', {name: 'Volver a mirar'}).click();
      return false;
    }, 15_000, 300);
    await mail.click();
    await sound(visit);
    await page.getByRole('link', {name: 'Abrir el enlace'}).click();
    await page.getByLabel('Contraseña nueva').waitFor();
    await visit.end();
  } finally {
    await demo.end();
  }
});
