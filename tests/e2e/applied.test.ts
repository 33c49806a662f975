// SPDX-License-Identifier: EUPL-1.2
// "Applied here", in the browser of who says it, of who reads it, and of who wrote what was applied.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, asker: Person, author: Person, first: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [asker, author, first] = await Promise.all(['Paco Pregunta', 'Ana Autora', 'Inés Aplica'].map((name) => world.person(name))) as [Person, Person, Person];
  await world.group('aplicado', 'open', [[asker, 'member'], [author, 'member'], [first, 'member']]);
  const abejar = await world.addAdministration('Ayuntamiento de Abejar', 320);
  await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [first.id, abejar]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const screens = [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}];

describe('what was applied', () => {
  it('is told in a line with a document, put right, read by everybody, and taken back', async () => {
    const thread = await asker.ask('aplicado', '¿Cómo se hace?');
    const answer = await author.answer(thread.id, 'Así se hace.');
    const looking = await Visit.of(asker, browser, world);
    await looking.page.goto(`/threads/${thread.id}`);
    await looking.page.locator(`#p${answer.number}`).getByRole('button', {name: 'Lo hemos aplicado'}).waitFor();

    const visit = await Visit.of(first, browser, world);
    const {page} = visit;
    await page.goto(`/threads/${thread.id}`);
    const post = page.locator(`#p${answer.number}`);
    await post.getByRole('button', {name: 'Lo hemos aplicado'}).click();
    await post.getByRole('button', {name: 'Contarlo'}).click();
    await post.getByText('Escribe en una línea qué resultó.').waitFor();
    await post.getByLabel('Qué resultó').fill('Aprobado en pleno sin alegaciones.');
    await post.getByLabel('Documento').setInputFiles({name: 'acuerdo.txt', mimeType: 'text/plain', buffer: Buffer.from('El acuerdo.\n')});
    await post.getByText('acuerdo.txt').waitFor();
    expect(await visit.findings()).toEqual([]);
    if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-applying.png`, fullPage: true});
    await post.getByRole('button', {name: 'Contarlo'}).click();
    await post.getByText('Aplicado en 1 administración').waitFor();
    await post.getByRole('link', {name: 'acuerdo.txt'}).waitFor();
    // Who looks on reads it at once.
    const seen = looking.page.locator(`#p${answer.number}`);
    await seen.getByText('Aprobado en pleno sin alegaciones.').waitFor();
    expect(await seen.getByRole('button', {name: 'Corregir'}).count()).toBe(0);

    await post.getByRole('button', {name: 'Corregir'}).click();
    await post.getByLabel('Qué resultó').fill('Aprobado, con una alegación.');
    await post.getByRole('button', {name: 'Guardar'}).click();
    await post.getByText('Aprobado, con una alegación.').waitFor();
    await post.getByRole('link', {name: 'acuerdo.txt'}).waitFor();
    for (const options of screens) {
      const small = await Visit.of(author, browser, world, options);
      await small.page.goto(`/threads/${thread.id}`);
      await small.page.getByText('Aprobado, con una alegación.').waitFor();
      await small.page.getByText('lo cuenta Inés Aplica').waitFor();
      expect(await small.findings()).toEqual([]);
      const [width, room] = await small.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(room!);
      if (process.env.PLAZA_TEST_SHOTS) await small.page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-applied-${room}.png`, fullPage: true});
      await small.end();
    }
    const told = await Visit.of(author, browser, world);
    await told.page.goto('/notifications');
    await told.page.getByText('Inés Aplica cuenta que su administración ha aplicado lo que escribiste en «¿Cómo se hace?»').click();
    await told.page.waitForURL(`**/threads/${thread.id}#p${answer.number}`);
    await told.end();

    await post.getByRole('button', {name: 'Retirar'}).click();
    await post.getByRole('button', {name: 'Lo hemos aplicado'}).waitFor();
    await seen.getByText('Aplicado en 1 administración').waitFor({state: 'detached'});
    await visit.end();
    await looking.end();
  });
});

describe('what stands behind an answer', () => {
  it('is chosen when answering, put right by editing, and read with what it means', async () => {
    const thread = await asker.ask('aplicado', '¿Qué hay detrás?');
    const visit = await Visit.of(author, browser, world);
    const {page} = visit;
    await page.goto(`/threads/${thread.id}`);
    const choice = page.getByLabel('¿Qué respalda tu respuesta?');
    expect(await choice.inputValue()).toBe('view');
    await choice.selectOption('Práctica de su administración');
    await page.getByText('Así se hace en su administración.').waitFor();
    await page.getByRole('form', {name: 'Tu respuesta'}).getByRole('textbox').fill('Lo hacemos por decreto.');
    expect(await visit.findings()).toEqual([]);
    if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-weighing.png`, fullPage: true});
    await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    const post = page.locator('#p2');
    await post.locator('summary', {hasText: 'Práctica de su administración'}).waitFor();
    await post.getByRole('button', {name: 'Más acciones del mensaje 2'}).click();
    await page.getByRole('menuitem', {name: 'Editar'}).click();
    await post.getByLabel('¿Qué respalda tu respuesta?').selectOption('Criterio publicado');
    await post.getByRole('button', {name: 'Guardar'}).click();
    await post.locator('summary', {hasText: 'Criterio publicado'}).waitFor();
    for (const options of screens) {
      const small = await Visit.of(asker, browser, world, options);
      await small.page.goto(`/threads/${thread.id}`);
      await small.page.locator('#p2 summary', {hasText: 'Criterio publicado'}).click();
      await small.page.getByText('publicado por un órgano o una administración').waitFor();
      expect(await small.findings()).toEqual([]);
      const [width, room] = await small.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(room!);
      if (process.env.PLAZA_TEST_SHOTS) await small.page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-weight-${room}.png`, fullPage: true});
      // On paper the word stands as well.
      await small.page.emulateMedia({media: 'print'});
      expect(await small.page.locator('#p2 summary', {hasText: 'Criterio publicado'}).isVisible()).toBe(true);
      await small.end();
    }
    await visit.end();
  });
});
