// SPDX-License-Identifier: EUPL-1.2
// Lists that are open while what they show changes, or may not be shown any more.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {within as patience} from '../support/environment.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, author: Person, marta: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  author = await world.person('Rosa Cano');
  marta = await world.person('Marta Ruiz');
  await world.group('contratacion', 'open', [[author, 'owner']]);
  await world.join('contratacion', marta);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

it.each(['/?state=unanswered', '/groups/contratacion?kind=question&state=unanswered'])('a question that is answered leaves %s', async (address) => {
  const [one, other] = [await author.ask('contratacion', '¿Quién contesta?'), await author.ask('contratacion', '¿Y a mí?')];
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  const row = (thread: {id: number}) => page.locator(`main a[href^="/threads/${thread.id}"]`).first();
  await page.goto(address);
  await row(one).waitFor();
  await row(other).waitFor();
  await author.answer(one.id, 'Yo.');
  await row(one).waitFor({state: 'detached'});
  expect(await row(other).count()).toBe(1);
  await visit.end();
});

it('a group that closes takes its list and its notices from who does not belong, and its thread comes back to who is let in', async () => {
  await world.group('abierto', 'open', [[author, 'owner']]);
  const thread = await author.ask('abierto', '¿Lo que era de todos?');
  const told = await author.ask('abierto', '¿De qué se avisa?');
  await marta.want(204, marta.put(`/threads/${told.id}/level`, {level: 'everything'}));
  const visit = await Visit.of(marta, browser, world);
  const [list, reading] = [visit.page, await visit.context.newPage()];
  await list.goto('/groups/abierto');
  await list.getByRole('link', {name: '¿Lo que era de todos?'}).first().waitFor();
  await reading.goto(`/threads/${thread.id}`);
  await reading.getByText('Text of ¿Lo que era de todos?.').waitFor();
  await list.bringToFront();
  await author.answer(told.id, 'Todavía a la vista.');
  await list.getByRole('link', {name: 'Avisos, 1 sin leer'}).waitFor();

  await world.setKind('abierto', 'private');
  const within = {timeout: patience(3_000)};
  await list.getByRole('link', {name: '¿Lo que era de todos?'}).first().waitFor({state: 'detached', ...within});
  await list.getByRole('link', {name: 'Avisos', exact: true}).waitFor(within);
  await list.getByText('Las conversaciones de este grupo son solo para sus miembros.').first().waitFor();
  await reading.bringToFront();
  await reading.getByRole('heading', {name: 'No encontramos esa conversación'}).waitFor();
  expect(await reading.getByText('Text of ¿Lo que era de todos?.').count()).toBe(0);

  await world.join('abierto', marta);
  await reading.getByText('Text of ¿Lo que era de todos?.').waitFor();
  await author.answer(thread.id, 'Otra vez a la vista.');
  await reading.getByText('Otra vez a la vista.').waitFor();
  await visit.end();
});
