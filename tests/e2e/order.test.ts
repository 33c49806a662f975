// SPDX-License-Identifier: EUPL-1.2
// Threads kept in order, in the browser of who does it and of who looks on.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, moderator: Person, asker: Person, member: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [moderator, asker, member] = await Promise.all(['Marta Modera', 'Paco Pregunta', 'Inés Miembro'].map((name) => world.person(name))) as [Person, Person, Person];
  await world.group('orden', 'open', [[moderator, 'moderator'], [asker, 'member'], [member, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const screens = [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}];

describe('closing', () => {
  it('is done with a reason, seen at once by who looks on, and taken back', async () => {
    const thread = await asker.ask('orden', '¿Se cierra?');
    const looking = await Visit.of(member, browser, world);
    await looking.page.goto(`/threads/${thread.id}`);
    await looking.page.getByRole('heading', {name: 'Tu respuesta'}).waitFor();
    await looking.page.getByRole('button', {name: 'Más acciones de la conversación'}).click();
    expect(await looking.page.getByRole('menuitem', {name: 'Cerrar la conversación…'}).count()).toBe(0);
    await looking.page.keyboard.press('Escape');

    const visit = await Visit.of(moderator, browser, world);
    const {page} = visit;
    await page.goto(`/threads/${thread.id}`);
    await onThread(page, 'Cerrar la conversación…');
    await page.getByRole('dialog').getByLabel('Motivo').fill('Ya se contestó en otra.');
    expect(await visit.findings()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', {name: 'Cerrar'}).click();
    await page.getByText('Marta Modera cerró la conversación: Ya se contestó en otra.').waitFor();
    // Who moderates can still say why.
    await page.getByRole('heading', {name: 'Tu respuesta'}).waitFor();

    await looking.page.getByText('Marta Modera cerró la conversación: Ya se contestó en otra.').waitFor();
    await looking.page.getByText('Esta conversación está cerrada').waitFor();
    expect(await looking.page.getByRole('heading', {name: 'Tu respuesta'}).count()).toBe(0);
    for (const options of screens) {
      const small = await Visit.of(member, browser, world, options);
      await small.page.goto(`/threads/${thread.id}`);
      await small.page.getByText('Marta Modera cerró').waitFor();
      expect(await small.findings()).toEqual([]);
      const [width, seen] = await small.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(seen!);
      if (process.env.PLAZA_TEST_SHOTS) await small.page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-closed-${seen}.png`, fullPage: true});
      await small.end();
    }
    await onThread(page, 'Volver a abrir');
    await looking.page.getByRole('heading', {name: 'Tu respuesta'}).waitFor();
    await visit.end();
    await looking.end();
    // Who asked was told.
    const told = await Visit.of(asker, browser, world);
    await told.page.goto('/notifications');
    await told.page.getByRole('link', {name: 'Marta Modera ha cerrado «¿Se cierra?»'}).waitFor();
    await told.end();
  });
});

describe('moving', () => {
  it('takes the thread at once from the screens of who may not read it there', async () => {
    await world.group('reservado', 'private', [[moderator, 'member']]);
    const thread = await asker.ask('orden', '¿Y las nóminas de Juan?');
    const [looking, listing] = await Promise.all([Visit.of(member, browser, world), Visit.of(asker, browser, world)]);
    await looking.page.goto(`/threads/${thread.id}`);
    await looking.page.getByRole('heading', {name: 'Tu respuesta'}).waitFor();
    await listing.page.goto('/groups/orden');
    const link = listing.page.getByRole('link', {name: '¿Y las nóminas de Juan?'});
    await link.first().waitFor();

    const visit = await Visit.of(moderator, browser, world, screens[0]);
    const {page} = visit;
    await page.goto(`/threads/${thread.id}`);
    await onThread(page, 'Llevar a otro grupo…');
    await page.getByRole('dialog').getByLabel('Grupo').selectOption({label: 'Grupo reservado'});
    await page.getByText('Quien no esté en ese grupo dejará de verla').waitFor();
    await page.getByRole('dialog').getByLabel('Motivo').fill('Habla de una persona.');
    expect(await visit.findings()).toEqual([]);
    if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-move.png`});
    await page.getByRole('dialog').getByRole('button', {name: 'Llevarla'}).click();
    await page.getByText('Marta Modera trajo aquí la conversación desde Grupo orden: Habla de una persona.').waitFor();
    await page.getByRole('link', {name: 'Grupo reservado'}).first().waitFor();

    await looking.page.getByRole('heading', {name: 'No encontramos esa conversación'}).waitFor();
    await until('no list shows it', async () => (await link.count()) === 0, 15_000);
    expect(await looking.page.content()).not.toContain('nóminas');
    await listing.page.goto('/notifications');
    await listing.page.getByText('ha llevado tu conversación «¿Y las nóminas de Juan?» a un grupo en el que no estás').waitFor();
    for (const one of [visit, looking, listing]) await one.end();
  });
});

describe('merging and splitting', () => {
  it('lead on whoever is there, with what they are writing, and whoever comes by an old link', async () => {
    const kept = await asker.ask('orden', '¿Cuándo prescribe una tasa?');
    const gone = await asker.ask('orden', 'Prescripción de tasas');
    await member.answer(gone.id, 'A los cuatro años.');
    const writing = await Visit.of(member, browser, world);
    await writing.page.goto(`/threads/${gone.id}`);
    await writing.page.getByRole('textbox', {name: 'Tu respuesta'}).fill('Y además se interrumpe.');

    const visit = await Visit.of(moderator, browser, world, screens[0]);
    const {page} = visit;
    await page.goto(`/threads/${gone.id}`);
    await onThread(page, 'Unir a otra conversación…');
    await page.getByLabel('La conversación que queda').fill(`${world.server.origin}/threads/${kept.id}`);
    await page.getByRole('button', {name: 'Buscar', exact: true}).last().click();
    await page.getByRole('radio', {name: '¿Cuándo prescribe una tasa?'}).waitFor();
    await page.getByRole('dialog').getByLabel('Motivo').fill('Es la misma pregunta.');
    expect(await visit.findings()).toEqual([]);
    if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-merge.png`});
    await page.getByRole('button', {name: 'Unirlas'}).click();
    await page.waitForURL(`**/threads/${kept.id}#p2`);
    await page.getByRole('link', {name: '«Prescripción de tasas»'}).waitFor();

    await writing.page.waitForURL(`**/threads/${kept.id}#p2`);
    await writing.page.getByRole('heading', {name: '¿Cuándo prescribe una tasa?', level: 1}).waitFor();
    await until('the text went along', async () => (await writing.page.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()) === 'Y además se interrumpe.', 15_000);
    await writing.page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    await writing.page.getByText('Y además se interrumpe.').first().waitFor();
    await writing.page.goto(`/threads/${gone.id}#p2`);
    await writing.page.waitForURL(`**/threads/${kept.id}#p3`);
    await until('the post has the focus', () => writing.page.evaluate(() => document.activeElement?.id === 'p3'), 15_000);

    await page.goto(`/threads/${kept.id}`);
    await onThread(page, 'Separar mensajes…');
    await page.getByRole('checkbox', {name: 'Y además se interrumpe.'}).check();
    await page.getByLabel('Título de la conversación nueva').fill('Interrupción de la prescripción');
    await page.getByRole('dialog').getByLabel('Motivo').fill('Es otra cuestión.');
    expect(await visit.findings()).toEqual([]);
    if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-split.png`});
    await page.getByRole('button', {name: 'Separarlos'}).click();
    await page.getByRole('heading', {name: 'Interrupción de la prescripción', level: 1}).waitFor();
    await page.getByText('separó estos mensajes de otra conversación').waitFor();
    await writing.page.getByRole('link', {name: 'El mensaje 4 está ahora en otra conversación.'}).click();
    await writing.page.getByRole('heading', {name: 'Interrupción de la prescripción', level: 1}).waitFor();
    await writing.page.goto(`/threads/${kept.id}#p4`);
    await writing.page.getByRole('heading', {name: 'Interrupción de la prescripción', level: 1}).waitFor();
    // And back: nothing was deleted.
    const made = Number(/threads\/(\d+)/.exec(writing.page.url())![1]);
    await moderator.want(200, moderator.post(`/threads/${made}/merger`, {into: kept.id, reason: 'Vuelve.'}));
    await writing.page.goto(`/threads/${kept.id}`);
    await writing.page.getByRole('link', {name: 'El mensaje 4 está ahora en otro lugar.'}).click();
    await writing.page.waitForURL(`**/threads/${kept.id}#p5`);
    await until('the post has the focus', () => writing.page.evaluate(() => document.activeElement?.id === 'p5'), 15_000);
    expect(await writing.page.getByText('fue borrado').count()).toBe(0);
    for (const one of [visit, writing]) await one.end();
  });
});
