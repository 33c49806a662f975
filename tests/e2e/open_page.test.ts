// SPDX-License-Identifier: EUPL-1.2
// A page that stays open: behind a proxy without WebSocket, while the server is away, while others change and delete what
// it shows, and when what it shows is not the reader's to read any more.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, afterEach, beforeAll, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root, within} from '../support/environment.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, reader: Person, author: Person;
const visits: Visit[] = [];
let turn = 0;
const settings = {PLAZA_WEB_ROOT: join(root, 'web', 'dist')};

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make(settings);
  [reader, author] = [await world.person('Lola Marín'), await world.person('Pau Ferrer')];
  await world.group('abierto', 'open', [[author, 'owner'], [reader, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });
afterEach(async () => { for (const visit of visits.splice(0)) await visit.end(); });

async function enter(who = reader): Promise<Visit> {
  const visit = await Visit.begin(browser, world);
  visits.push(visit);
  await visit.context.addCookies([{name: '__Host-plaza', value: who.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
  return visit;
}

/** A thread on the reader's screen, with its live connection up. */
async function reading(visit: Visit, title: string, group = 'abierto') {
  const thread = await author.ask(group, title, `Texto de ${title}.`);
  const answer = await author.answer(thread.id, 'Primera respuesta.');
  await visit.page.goto(`/threads/${thread.id}`);
  await visit.page.locator('#p2').getByText('Primera respuesta.').waitFor();
  return {id: thread.id as number, answer};
}
const connected = (visit: Visit) => visit.page.waitForEvent('websocket', (socket) => socket.url().includes('/api/v1/live'))
  .then((socket) => socket.waitForEvent('framereceived', (frame) => String(frame.payload).includes('"watching"')));

it.each([['who belongs to the group', true], ['who only reads there', false]])('where no WebSocket gets through, the long poll does the same for %s', async (_, belongs) => {
  const visit = await enter(belongs ? reader : await world.person('Ana Vilar'));
  let refused = 0;
  await visit.page.routeWebSocket(/\/api\/v1\/live/, async (socket) => { refused++; await socket.close({code: 1011}); });
  const polls: string[] = [];
  visit.page.on('request', (request) => { if (request.url().includes('/api/v1/events')) polls.push(request.url()); });
  const {id, answer} = await reading(visit, 'Detrás de un proxy');
  await until('it polls', () => polls.length > 0, 30_000);
  expect(refused).toBeGreaterThan(1);
  await author.answer(id, 'Llega por la otra vía.');
  await visit.page.getByText('Llega por la otra vía.').waitFor();
  await author.want(200, author.put(`/posts/${answer.id}`, {body: 'Primera, corregida.'}));
  await visit.page.locator('#p2').getByText('Primera, corregida.').waitFor();
  // Each poll waits on the server: it is no storm.
  expect(polls.length).toBeLessThan(20);
});

it('what others change and delete changes and goes where it is read', async () => {
  const visit = await enter();
  const live = connected(visit);
  const {answer} = await reading(visit, 'Se corrige y se borra');
  await live;
  await author.want(200, author.put(`/posts/${answer.id}`, {body: 'Dice **otra** cosa.'}));
  await visit.page.locator('#p2 strong').getByText('otra').waitFor();
  await visit.page.locator('#p2').getByText('editado').waitFor();
  expect(await visit.page.getByText('Primera respuesta.').count()).toBe(0);

  await author.want(204, author.del(`/posts/${answer.id}`));
  await visit.page.getByText('El mensaje 2 fue borrado.').waitFor();
  expect(await visit.page.getByText('Dice otra cosa.').count()).toBe(0);
  expect(await visit.page.locator('#p1').getByText('Texto de Se corrige y se borra.').count()).toBe(1);
});

it.each<[string, (slug: string) => Promise<unknown>]>([
  ['its group is left elsewhere', (slug) => reader.want(204, reader.del(`/groups/${slug}/members/me`))],
  ['somebody takes the reader out of the group', (slug) => world.leave(slug, reader)],
])('what may not be read any more goes from the screen when %s', async (_, end) => {
  const slug = await world.group(`privado-${++turn}`, 'private', [[author, 'owner'], [reader, 'member']]);
  const visit = await enter();
  const live = connected(visit);
  const {id} = await reading(visit, 'Solo para nosotros', slug);
  await live;
  await visit.page.getByRole('textbox', {name: 'Tu respuesta'}).fill('A medias.');
  await end(slug);
  await visit.page.getByRole('heading', {name: 'Ya no formas parte de este grupo'}).waitFor();
  expect(await visit.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  expect(await visit.findings()).toEqual([]);
  expect(await visit.page.getByRole('link', {name: 'está en tus borradores'}).getAttribute('href')).toBe('/borradores');
  for (const text of ['Solo para nosotros', 'Primera respuesta.']) expect(await visit.page.getByText(text).count(), text).toBe(0);
  await author.answer(id, 'Escrita después.');
  await visit.page.goto('/');
  await visit.page.getByRole('heading', {level: 1}).first().waitFor();
  expect(await visit.page.getByText('Solo para nosotros').count()).toBe(0);
});

it('who is suspended is told so, and sees nothing more', async () => {
  const suspended = await world.person('Sara Gil');
  const visit = await enter(suspended);
  const live = connected(visit);
  const gone = visit.page.waitForEvent('websocket').then((socket) => socket.waitForEvent('close'));
  const {id} = await reading(visit, 'Antes de la suspensión');
  await live;
  await world.database.rows(`update person set status = 'suspended' where id = $1`, [suspended.id]);
  await author.answer(id, 'Después de la suspensión.');
  await gone;
  await visit.page.getByText('Tu cuenta está suspendida').first().waitFor();
  await visit.page.getByRole('article').first().waitFor({state: 'detached'});
  for (const text of ['Primera respuesta.', 'Después de la suspensión.']) expect(await visit.page.getByText(text).count(), text).toBe(0);
});

it('a thread of a group that becomes private goes from the screens of who is no member', async () => {
  const slug = await world.group(`cierra-${++turn}`, 'open', [[author, 'owner']]);
  const visit = await enter();
  const live = connected(visit);
  await reading(visit, 'Todavía abierta', slug);
  await live;
  await world.setKind(slug, 'private');
  await visit.page.getByText('No encontramos esa conversación').waitFor();
  expect(await visit.page.getByText('Primera respuesta.').count()).toBe(0);
});

it('says in every window that the server is away, and no longer once it is back', async () => {
  const visit = await enter();
  const other = await visit.context.newPage();
  visit.expected.push(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  const live = connected(visit);
  await reading(visit, 'Mientras no está');
  await live;
  // One that asks for nothing itself.
  await other.goto('/groups');
  await other.getByRole('heading', {level: 1}).first().waitFor();
  await other.waitForLoadState('networkidle');
  const notices = [visit.page, other].map((page) => page.getByText('No llegamos al servidor.'));
  for (const notice of notices) expect(await notice.count()).toBe(0);
  const {port} = world.server;
  await world.server.kill();
  for (const notice of notices) await notice.waitFor({timeout: within(30_000)});
  await world.restart({...settings, PLAZA_LISTEN: `127.0.0.1:${port}`});
  // Without anybody touching anything.
  for (const notice of notices) await notice.waitFor({state: 'detached', timeout: within(45_000)});
  expect(await visit.page.getByText('Primera respuesta.').count()).toBe(1);
});
