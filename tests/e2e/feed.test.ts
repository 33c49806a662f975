// SPDX-License-Identifier: EUPL-1.2
// The feed narrowed in a browser: by its controls, by its address, by keyboard and on a phone.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, rosa: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, rosa] = [await world.person('Marta Ruiz'), await world.person('Rosa Vidal')];
  await world.group('contratacion', 'open', [[marta, 'owner'], [rosa, 'member']]);
  await world.group('padron', 'open', [[marta, 'owner'], [rosa, 'member']]);
  const town = await world.addAdministration('Almazán', 5_500);
  await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [marta.id, town]);
  await rosa.ask('contratacion', '¿Quién firma el acta?', 'Según la Ley 9/2017', ['actas']);
  const solved = await marta.ask('padron', '¿Cuántas copias hacen falta?');
  await rosa.answer(solved.id, 'Dos');
  await marta.want(201, marta.post('/groups/padron/threads', {kind: 'update', title: 'Nuevo modelo de padrón', body: 'Texto', tags: []}));
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const titles = ['Nuevo modelo de padrón', '¿Cuántas copias hacen falta?', '¿Quién firma el acta?'];

it('shows what was asked for, keeps it in the address, and follows what comes', async () => {
  const visit = await Visit.of(rosa, browser, world);
  const {page} = visit;
  const feed = page.getByRole('region', {name: 'Últimas conversaciones'});
  const shown = async (expected: string[]) => {
    await expect.poll(async () => (await Promise.all(titles.map(async (title) => ((await feed.getByRole('link', {name: title}).count()) > 0 ? [title] : [])))).flat(), {timeout: 10_000}).toEqual(expected);
  };
  const address = () => new URL(page.url()).search;
  await page.goto('/');
  await shown(titles);
  const open = page.getByRole('button', {name: 'Filtrar'});
  await open.focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Qué', {exact: true}).selectOption('Preguntas');
  await page.getByText('Solo: Preguntas.').waitFor();
  await shown(titles.slice(1));
  await page.getByLabel('Qué', {exact: true}).selectOption('Preguntas que nadie ha contestado');
  await shown(titles.slice(2));
  expect(address()).toBe('?kind=question&state=unanswered');
  await page.goBack();
  await shown(titles.slice(1));
  expect([address(), await page.getByLabel('Qué', {exact: true}).inputValue()]).toEqual(['?kind=question', 'question']);
  await page.goForward();
  await shown(titles.slice(2));
  await marta.ask('contratacion', '¿Llega en directo?');
  await feed.getByRole('link', {name: '¿Llega en directo?'}).waitFor();
  await page.getByLabel('Qué', {exact: true}).selectOption('Todo');
  await page.getByLabel('Grupo', {exact: true}).selectOption('padron');
  await shown(titles.slice(0, 2));
  await page.getByRole('link', {name: 'Verlo todo'}).click();
  await shown(titles);
  await page.getByLabel('Norma').fill('Ley 9/2017');
  await page.keyboard.press('Enter');
  await page.getByText(/^Solo: Ley 9\/2017/).waitFor();
  await shown(titles.slice(2));
  await page.getByLabel('Norma').fill('');
  // A box with a list that completes it.
  const tag = page.getByRole('combobox', {name: 'Etiqueta'});
  await tag.pressSequentially('act');
  await page.locator('datalist option[value="actas"]').waitFor({state: 'attached'});
  await tag.fill('Actas');
  await page.keyboard.press('Enter');
  await page.getByText('Solo: #actas.').waitFor();
  await shown(titles.slice(2));
  await page.reload();
  await page.getByText('Solo: #actas.').waitFor();
  await shown(titles.slice(2));
  expect(await visit.findings()).toEqual([]);
  await page.goto('/?tag=no-hay');
  await page.getByText('Nada de tus grupos ni de lo que sigues es así.').waitFor();
  await visit.end();
});

it('reads on by keyboard to its end without losing the place', async () => {
  const lena = await world.person('Lena Roca');
  const slug = await world.group('largo', 'open', [[lena, 'owner']]);
  for (let number = 1; number <= 25; number++) await lena.ask(slug, `Pregunta larga ${number}`);
  const visit = await Visit.of(lena, browser, world);
  const {page} = visit;
  await page.goto('/');
  await page.getByRole('button', {name: 'Cargar más'}).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', {name: 'Pregunta larga 1', exact: true}).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Pregunta larga 5');
  await page.getByText('Se han cargado 5 más. No hay más.').waitFor({state: 'attached'});
  await visit.end();
});

it('begins with what happened while one was away, until it is put away', async () => {
  const pau = await world.person('Pau Ferrer');
  await world.join('padron', pau);
  const {id} = await pau.ask('padron', '¿Qué plazo hay?');
  await rosa.answer(id, 'Un mes');
  await world.database.rows(`insert into person_seen (person_id, day) values ($1, current_date - 12) on conflict (person_id) do update set day = excluded.day`, [pau.id]);
  const visit = await Visit.of(pau, browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/');
  const away = page.getByRole('region', {name: 'Mientras no estabas'});
  await away.getByRole('link', {name: '¿Qué plazo hay?'}).waitFor();
  await away.getByText('Novedades en lo que escribiste').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await visit.findings()).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({path: `${process.env.SHOTS}/away-360.png`, fullPage: true});
  await away.getByRole('button', {name: 'Ya lo he visto'}).click();
  await away.waitFor({state: 'detached'});
  await page.reload();
  await page.getByRole('region', {name: 'Últimas conversaciones'}).getByRole('link', {name: '¿Qué plazo hay?'}).waitFor();
  expect(await away.count()).toBe(0);
  await visit.end();
});

it('fits a phone, and offers towns alike to who is of one', async () => {
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/');
  await page.getByRole('button', {name: 'Filtrar'}).click();
  await page.getByRole('checkbox', {name: 'Solo de municipios como el mío'}).check();
  await page.getByText('Solo: Municipios como el mío.').waitFor();
  const feed = page.getByRole('region', {name: 'Últimas conversaciones'});
  await expect.poll(async () => [await feed.getByRole('link', {name: titles[1]}).count(), await feed.getByRole('link', {name: titles[2]}).count()], {timeout: 10_000}).toEqual([1, 0]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await visit.findings()).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({path: `${process.env.SHOTS}/feed-360.png`, fullPage: true});
  await visit.end();
});

it('shows what is for me with the reason, and leads to where that is said', async () => {
  const julia = await world.person('Julia Sanz');
  const far = await world.addAdministration('Madrid', 3_400_000);
  await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [julia.id, far]);
  const visit = await Visit.of(julia, browser, world);
  const {page} = visit;
  await page.goto('/');
  await page.getByRole('link', {name: 'Para ti'}).click();
  await page.getByText('Todavía no hay nada.').waitFor();
  await page.getByRole('link', {name: 'Mis materias'}).waitFor();
  await julia.want(204, julia.put('/tags/actas/follow'));
  await julia.want(204, julia.put(`/people/${marta.id}/follow`));
  await page.reload();
  const list = page.getByRole('region', {name: 'Para ti'});
  await list.getByText('Sobre «actas», que conoces o sigues').waitFor();
  await list.getByText('Ha escrito Marta Ruiz, a quien sigues').first().waitFor();
  expect(await visit.findings()).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({path: `${process.env.SHOTS}/for-you.png`, fullPage: true});
  await list.getByRole('link', {name: '¿Quién firma el acta?'}).click();
  await page.getByRole('heading', {level: 1, name: '¿Quién firma el acta?'}).waitFor();
  await page.goBack();
  await page.getByRole('link', {name: 'Últimas conversaciones'}).click();
  await page.getByRole('button', {name: 'Filtrar'}).waitFor();
  expect(new URL(page.url()).search).toBe('');
  await visit.end();
});
