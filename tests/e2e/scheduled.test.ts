// SPDX-License-Identifier: EUPL-1.2
// Who writes in the evening lets the text appear tomorrow: chosen in the form, seen and changed among the drafts, and there.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  marta = await world.person('Marta Ruiz');
  await world.group('contratacion', 'open', [[marta, 'owner']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const waiting = () => world.database.value(`select string_agg(request->>'title', ',' order by request->>'title') from draft_publication where refused is null`);
const days = (count: number, hour = 8) => { const day = new Date(); day.setDate(day.getDate() + count); day.setHours(hour, 30, 0, 0); return day; };
const field = (day: Date) => `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}T${String(day.getHours()).padStart(2, '0')}:30`;
const said = (day: Date) => new Intl.DateTimeFormat('es', {dateStyle: 'full', timeStyle: 'short'}).format(day);

it('is written for tomorrow, put right, and appears', async () => {
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/escribir/novedad');
  await page.getByLabel('Título', {exact: true}).fill('Nueva instrucción de menores');
  await page.getByLabel('Texto', {exact: true}).fill('Se aplica desde mañana.');
  await page.getByLabel('Grupo').selectOption('contratacion');
  await page.getByRole('button', {name: 'Publicar más tarde…'}).click();
  const tomorrow = days(1);
  const at = page.getByLabel('Día y hora');
  expect(await at.inputValue()).toMatch(/^20\d\d-\d\d-\d\dT08:30$/);
  await at.fill(field(tomorrow));
  await page.getByText(`Se publicará el ${said(tomorrow)}.`).waitFor();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'scheduled-form-360');
  await page.getByRole('button', {name: 'Programar'}).click();
  await page.getByText(`Programado. Se publicará el ${said(tomorrow)}.`).first().waitFor();
  expect(await page.getByLabel('Título', {exact: true}).inputValue()).toBe('');
  expect(await waiting()).toBe('Nueva instrucción de menores');
  expect(Number(await world.database.value('select (extract(epoch from publish_at) * 1000)::bigint from draft_publication'))).toBe(tomorrow.getTime());
  await until('the box has no draft left', async () => Number(await world.database.value(`select count(*) from draft where not ended`)) === 1);

  // On another machine it is among the drafts, and put right there.
  const office = await Visit.of(marta, browser, world);
  await office.page.goto('/borradores');
  await office.page.getByText(`Se publicará el ${said(tomorrow)}`).waitFor();
  expect(await office.findings()).toEqual([]);
  await shoot(office.page, 'scheduled-drafts');
  await office.page.getByRole('link', {name: 'Editar: Nueva instrucción de menores'}).click();
  const text = office.page.getByLabel('Texto', {exact: true});
  await until('its text is there', async () => (await text.inputValue()) === 'Se aplica desde mañana.');
  expect(await office.page.getByLabel('Día y hora').inputValue()).toBe(field(tomorrow));
  await text.fill('Se aplica desde el día 1.');
  expect(await office.findings()).toEqual([]);
  await shoot(office.page, 'scheduled-edit');
  // What is typed and not confirmed is not published, and does not become another draft.
  await office.page.waitForTimeout(2_500);
  expect(await world.database.value(`select request->>'body' from draft_publication`)).toBe('Se aplica desde mañana.');
  expect(Number(await world.database.value(`select count(*) from draft where not ended`))).toBe(1);
  await office.page.getByRole('button', {name: 'Guardar cambios'}).click();
  await office.page.getByRole('heading', {name: 'Programados'}).waitFor();
  expect(await world.database.value(`select request->>'body' from draft_publication`)).toBe('Se aplica desde el día 1.');
  expect(Number(await world.database.value('select (extract(epoch from publish_at) * 1000)::bigint from draft_publication'))).toBe(tomorrow.getTime());

  await world.database.rows(`update draft_publication set publish_at = now()`);
  await until('it has appeared', async () => Number(await world.database.value(`select count(*) from thread where title = 'Nueva instrucción de menores'`)) === 1);
  // Both machines see that it is gone, without a reload.
  await office.page.getByText('No tienes nada a medias.').waitFor();
  await office.page.goto('/notifications');
  await office.page.getByRole('link', {name: 'Se ha publicado a su hora «Nueva instrucción de menores»'}).click();
  await office.page.getByRole('heading', {name: 'Nueva instrucción de menores', level: 1}).waitFor();
  await office.page.getByText('Se aplica desde el día 1.').waitFor();
  await Promise.all([visit.end(), office.end()]);
});

it('is published at once, or becomes a draft again', async () => {
  const visit = await Visit.of(marta, browser, world);
  const {page} = visit;
  for (const title of ['Uno', 'Otro']) {
    await page.goto('/escribir/novedad');
    await page.getByLabel('Título', {exact: true}).fill(title);
    await page.getByLabel('Texto', {exact: true}).fill('Texto.');
    await page.getByLabel('Grupo').selectOption('contratacion');
    await page.getByRole('button', {name: 'Publicar más tarde…'}).click();
    await page.getByLabel('Día y hora').fill(field(days(400)));
    await page.getByRole('button', {name: 'Programar'}).click();
    await page.getByText('Como mucho, dentro de un año.').waitFor();
    await page.getByLabel('Día y hora').fill(field(days(30)));
    await page.getByRole('button', {name: 'Programar'}).click();
    await page.getByText('Programado.').first().waitFor();
  }
  await page.getByRole('link', {name: 'Ver en Borradores'}).click();
  await page.getByRole('button', {name: 'Quitar la hora: Otro'}).click();
  await page.getByRole('button', {name: 'Descartar: Otro'}).waitFor();
  expect(await waiting()).toBe('Uno');
  await page.getByRole('button', {name: 'Publicar ahora: Uno'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Publicar ahora'}).click();
  await page.getByRole('heading', {name: 'Uno', level: 1}).waitFor();
  // The other goes on from where it was.
  await page.goto('/borradores');
  await page.getByRole('link', {name: 'Otro'}).click();
  await until('its text is there', async () => (await page.getByLabel('Texto', {exact: true}).inputValue()) === 'Texto.');
  await page.getByRole('button', {name: 'Publicar', exact: true}).click();
  await page.getByRole('heading', {name: 'Otro', level: 1}).waitFor();
  await until('no draft is left', async () => Number(await world.database.value(`select count(*) from draft where not ended`)) === 0);
  await visit.end();
});

it('says why it was not published, and keeps the text', async () => {
  const visit = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  const {page} = visit;
  await page.goto('/escribir/novedad');
  await page.getByLabel('Título', {exact: true}).fill('A un grupo archivado');
  await page.getByLabel('Texto', {exact: true}).fill('Texto que no se pierde.');
  await page.getByLabel('Grupo').selectOption('contratacion');
  await page.getByRole('button', {name: 'Publicar más tarde…'}).click();
  await page.getByLabel('Día y hora').press('Enter');
  await page.getByText('Programado.').first().waitFor();
  await world.database.rows(`update plaza_group set archived_at = now()`);
  await page.goto('/borradores');
  await page.getByRole('link', {name: 'Editar: A un grupo archivado'}).waitFor();
  await world.database.rows(`update draft_publication set publish_at = now()`);
  await page.getByText(/No se publicó el .*: Este grupo está archivado/).waitFor();
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'scheduled-refused-360');
  await page.getByRole('link', {name: 'Editar: A un grupo archivado'}).click();
  await until('its text is there', async () => (await page.getByLabel('Texto', {exact: true}).inputValue()) === 'Texto que no se pierde.');
  await visit.end();
});
