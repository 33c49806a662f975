// SPDX-License-Identifier: EUPL-1.2
// What reaches somebody by mail, chosen and ended in the browser by keyboard, and the letter as it is seen on a telephone.
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {Database} from '../support/database.ts';
import {root} from '../support/environment.ts';
import {letTimePass, settled} from '../support/letters.ts';
import {MailServer} from '../support/mail_server.ts';
import {lettersOf, settle} from '../support/notices.ts';
import {Server} from '../support/server.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, post: MailServer, lola: Person, ana: Person;
const web = {PLAZA_WEB_ROOT: join(root, 'web', 'dist')};
const phone = {viewport: {width: 360, height: 740}, hasTouch: true};
const pictures = process.env.PLAZA_PICTURES;

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make({...post.settings(), ...web});
  [lola, ana] = [await world.person('Lola Marín'), await world.person('Ana Ruiz')];
  await world.group('contratacion', 'open', [[lola, 'owner'], [ana, 'member']]);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await world?.end();
  await post?.stop();
});

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
const picture = async (visit: Visit, name: string) => {
  if (pictures) await visit.page.screenshot({path: join(pictures, `${name}.png`), fullPage: true});
};

it('channels and hours are chosen by keyboard and stay', async () => {
  const visit = await enter(lola, phone);
  const {page} = visit;
  await page.goto('/notifications');
  await page.getByRole('link', {name: 'Avisos y correos'}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'Avisos y correos'}).waitFor();
  const box = (what: string, channel: string) => page.getByRole('checkbox', {name: `${what}: ${channel}`});
  await box('cuando alguien te nombra', 'Por correo').waitFor();
  await sound(visit);
  await picture(visit, 'settings-360');
  expect(await box('cuando se publica un anuncio', 'Aquí').isDisabled()).toBe(true);
  await box('cuando alguien te nombra', 'Por correo').focus();
  await page.keyboard.press('Space');
  // Without a notice there is no mail of it.
  await box('cuando alguien responde a tu pregunta', 'Aquí').focus();
  await page.keyboard.press('Space');
  expect(await box('cuando alguien responde a tu pregunta', 'Por correo').isChecked()).toBe(false);
  expect(await box('cuando alguien responde a tu pregunta', 'Por correo').isDisabled()).toBe(true);
  await page.getByLabel('Hasta las').fill('14:30');
  await page.getByRole('checkbox', {name: 'viernes'}).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('En la hora de').selectOption('Atlantic/Canary');
  const back = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('No me escribáis hasta el').fill(back);
  await page.getByRole('button', {name: 'Guardar'}).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Guardado.').waitFor();
  await page.reload();
  await box('cuando alguien te nombra', 'Por correo').waitFor();
  expect(await box('cuando alguien te nombra', 'Por correo').isChecked()).toBe(false);
  expect(await page.getByLabel('Hasta las').inputValue()).toBe('14:30');
  expect(await page.getByRole('checkbox', {name: 'viernes'}).isChecked()).toBe(false);
  expect(await page.getByLabel('No me escribáis hasta el').inputValue()).toBe(back);
  expect(await world.database.row('select channels, to_minute, days, zone from notice_settings where person_id = $1', [lola.id])).toEqual(
    {channels: {mentions: {app: true, mail: false}, answers: {app: false, mail: false}}, to_minute: 870, days: [1, 2, 3, 4], zone: 'Atlantic/Canary'});
  // An empty day is none.
  await page.getByLabel('No me escribáis hasta el').fill('');
  await page.getByRole('button', {name: 'Guardar'}).click();
  await page.getByText('Guardado.').waitFor();
  expect(await world.database.value('select away_until from notice_settings where person_id = $1', [lola.id])).toBeNull();
  await visit.end();
});

it('says at 1366 in the dark what is wrong with the hours', async () => {
  const visit = await enter(lola, {viewport: {width: 1366, height: 768}, colorScheme: 'dark'});
  const {page} = visit;
  await page.goto('/avisos');
  await page.getByLabel('Hasta las').fill('07:00');
  await page.getByRole('button', {name: 'Guardar'}).click();
  await page.getByText('Termina antes de empezar.').waitFor();
  await sound(visit);
  await picture(visit, 'settings-1366-dark');
  await visit.end();
});

it('a letter fits a telephone, and its way out works by its button without signing in, and back', async () => {
  await settle(lola);
  const thread = (await lola.ask('contratacion', '¿Cómo se publica en el tablón de edictos un anuncio de cobranza?')).id as number;
  await ana.answer(thread, 'En el tablón y en el *boletín*, veinte días. ' + 'Palabra '.repeat(60));
  const [letter] = await lettersOf(world, lola);
  await letTimePass(world.database);
  await settled(world.database, letter!.id, 'accepted');
  const message = post.to(lola.email).at(-1)!;

  const visit = await Visit.begin(browser, world, phone);
  const {page} = visit;
  await page.setContent(message.html);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await picture(visit, 'letter-360');
  const link = new URL(await page.getByRole('link', {name: 'Dejar de recibir correos de esta conversación'}).getAttribute('href') ?? '');
  // Opening it does nothing.
  await page.goto(link.pathname + link.hash);
  const off = () => world.database.value('select count(*)::int from thread_mail_off where person_id = $1', [lola.id]);
  await page.getByRole('button', {name: 'Dejar de recibirlos'}).waitFor();
  expect(page.url()).not.toContain('#');
  expect(await off()).toBe(0);
  await sound(visit);
  await page.getByRole('button', {name: 'Dejar de recibirlos'}).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Hecho: no te escribiremos más correos de esa conversación.').waitFor();
  expect(await off()).toBe(1);
  await sound(visit);
  await picture(visit, 'stopped-360');
  await page.getByRole('button', {name: 'Deshacer'}).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Deshecho: volverás a recibir correos').waitFor();
  expect(await off()).toBe(0);
  await page.goto('about:blank');
  await page.goto('/sin-correos#no-es-de-ninguno');
  await page.getByRole('button', {name: 'Dejar de recibirlos'}).click();
  await page.getByText('Este enlace no está completo').waitFor();
  await visit.end();
});

it('the mailbox of a demonstration shows such a letter', async () => {
  const database = await Database.create();
  await database.rows('update installation set demo = true');
  const demo = await World.around(database, await Server.start(database.url, {PLAZA_DEMO: 'true', ...web}));
  try {
    const [asker, helper] = [await demo.person('Pregunta'), await demo.person('Rosa Cano')];
    // Whatever day this runs on: letters are wanted on the day after the next one only.
    await settle(asker, {days: [(new Date().getDay() + 1) % 7 + 1]});
    await demo.group('padron', 'open', [[asker, 'member'], [helper, 'member']]);
    await helper.answer((await asker.ask('padron', '¿Quién firma?')).id, 'La alcaldía.');
    const visit = await Visit.begin(browser, demo, phone);
    const {page} = visit;
    await page.goto('/buzon');
    await page.getByText('[Grupo padron] ¿Quién firma?').click();
    await page.getByText('Rosa Cano (Ayuntamiento de Villar del Río) ha respondido a tu pregunta').waitFor();
    await sound(visit);
    await picture(visit, 'outbox-360');
    await page.getByText(/^1 correo espera: unos minutos.*quiere recibirlos\.$/).waitFor();
    await page.getByText(/· saldrá el \d+ de/).waitFor();
    // The way out is followed as it would be in a letter.
    await page.getByRole('link', {name: /\/sin-correos#/}).click();
    await page.getByRole('heading', {level: 1, name: /correos/}).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sin-correos');
    await visit.end();
  } finally {
    await demo.end();
  }
});
