// SPDX-License-Identifier: EUPL-1.2
// How questions stand, in a browser: the same as another one, and waiting again.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, moderator: Person, asker: Person, member: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [moderator, asker, member] = await Promise.all(['Marta Modera', 'Paco Pregunta', 'Inés Miembro'].map((name) => world.person(name))) as [Person, Person, Person];
  await world.group('dudas', 'open', [[moderator, 'moderator'], [asker, 'member'], [member, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const screens = [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}];

describe('a question', () => {
  it('leads to the one that it is the same as, which a moderator finds by its words, until that is taken back', async () => {
    const [again, first] = [await asker.ask('dudas', '¿Hace falta informe para el menor?'), await member.ask('dudas', '¿Informe en el contrato menor?')];
    const looking = await Visit.of(member, browser, world);
    await looking.page.goto(`/threads/${again.id}`);
    await looking.page.getByRole('heading', {name: 'Tu respuesta'}).waitFor();

    const visit = await Visit.of(moderator, browser, world);
    const {page} = visit;
    await page.goto(`/threads/${again.id}`);
    await onThread(page, 'Es la misma que otra…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', {name: 'Es la misma', exact: true}).click();
    await dialog.getByRole('alert').getByText('Busca la otra pregunta y elígela.').waitFor();
    await dialog.getByLabel('La otra pregunta').fill('informe contrato');
    await page.keyboard.press('Enter');
    await dialog.getByRole('radio', {name: '¿Informe en el contrato menor?'}).waitFor();
    expect(await visit.findings()).toEqual([]);
    await dialog.getByRole('button', {name: 'Es la misma', exact: true}).click();
    await page.getByText('Marta Modera dijo que es la misma pregunta que').waitFor();

    await looking.page.getByText('Las respuestas están allí.').waitFor();
    expect(await looking.page.getByRole('heading', {name: 'Tu respuesta'}).count()).toBe(0);
    expect(await looking.page.getByRole('button', {name: 'No es la misma'}).count()).toBe(0);
    for (const options of screens) {
      const small = await Visit.of(member, browser, world, options);
      await small.page.goto(`/threads/${again.id}`);
      await small.page.getByText('Las respuestas están allí.').waitFor();
      expect(await small.findings()).toEqual([]);
      const [width, seen] = await small.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(seen!);
      if (process.env.PLAZA_TEST_SHOTS) await small.page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-duplicate-${seen}.png`, fullPage: true});
      await small.page.goto('/groups/dudas');
      await small.page.getByText('Duplicada de').waitFor();
      if (process.env.PLAZA_TEST_SHOTS) await small.page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-duplicates-${seen}.png`, fullPage: true});
      await small.end();
    }
    // One click leads there.
    await looking.page.getByRole('link', {name: '¿Informe en el contrato menor?', exact: true}).click();
    await looking.page.waitForURL(`**/threads/${first.id}`);
    await looking.page.getByRole('heading', {name: '¿Informe en el contrato menor?'}).waitFor();
    await looking.page.goBack();

    await world.database.rows(`update thread set closed_at = now() - interval '2 days' where id = $1`, [again.id]);
    await page.getByRole('button', {name: 'No es la misma: volver a abrir'}).click();
    await page.getByText('Todavía espera una respuesta que la resuelva.').waitFor();
    await looking.page.getByText('Todavía espera una respuesta que la resuelva.').waitFor();
    await looking.page.getByRole('heading', {name: 'Tu respuesta'}).waitFor();
    await visit.end();
    await looking.end();
  });

  it('whose solution did not solve it says that it waits again, until it is solved', async () => {
    const thread = await asker.ask('dudas', '¿Y si no lo resolvió?');
    const {number} = await member.answer(thread.id, 'Así.');
    await asker.accept(thread.id, number);
    await world.database.rows(`update accepted_answer set accepted_at = now() - interval '2 days' where thread_id = $1`, [thread.id]);
    const looking = await Visit.of(member, browser, world);
    await looking.page.goto('/groups/dudas');
    await looking.page.getByRole('link', {name: '¿Y si no lo resolvió?'}).waitFor();
    const visit = await Visit.of(asker, browser, world);
    await visit.page.goto(`/threads/${thread.id}`);
    await visit.page.getByRole('button', {name: 'No lo resolvió'}).click();
    await visit.page.getByText('Todavía espera una respuesta que la resuelva.').waitFor();
    await visit.page.getByText('Paco Pregunta dijo que la respuesta aceptada no lo resolvió').waitFor();
    expect(await visit.findings()).toEqual([]);
    // The list that another has open says so as well.
    const again = looking.page.locator('article', {hasText: '¿Y si no lo resolvió?'}).getByText('Reabierta');
    await again.waitFor();
    await visit.page.getByRole('button', {name: 'Esto lo resolvió'}).click();
    await visit.page.getByText('Solución aceptada').waitFor();
    await visit.page.getByText('Todavía espera').waitFor({state: 'detached'});
    await again.waitFor({state: 'detached'});
    await visit.end();
    await looking.end();
  });
});

describe('the same problem here', () => {
  it('is one click, counted by administrations for who looks on, with the question followed and the names at hand', async () => {
    const other = await world.addAdministration('Ayuntamiento de Abejar', 320);
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [member.id, other]);
    const thread = await asker.ask('dudas', '¿Le pasa a alguien más?');
    const looking = await Visit.of(asker, browser, world);
    await looking.page.goto(`/threads/${thread.id}`);
    await looking.page.getByRole('heading', {name: 'Tu respuesta'}).waitFor();
    const visit = await Visit.of(member, browser, world);
    const {page} = visit;
    await page.goto(`/threads/${thread.id}`);
    await page.getByRole('button', {name: 'Seguir esta conversación'}).waitFor();
    const here = page.getByRole('button', {name: 'Aquí también nos pasa'});
    await here.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Sigues la conversación: te avisaremos').first().waitFor();
    expect(await here.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', {name: 'Dejar de seguir'}).waitFor();
    await page.getByRole('button', {name: 'También en 1 administración'}).click();
    await page.getByRole('list', {name: 'También en 1 administración'}).getByRole('link', {name: 'Ayuntamiento de Abejar'}).waitFor();
    expect(await visit.findings()).toEqual([]);
    // Whoever asked sees it come, and is not asked.
    await looking.page.getByRole('button', {name: 'También en 1 administración'}).waitFor();
    expect(await looking.page.getByRole('button', {name: 'Aquí también nos pasa'}).count()).toBe(0);
    for (const options of screens) {
      const small = await Visit.of(moderator, browser, world, options);
      await small.page.goto(`/threads/${thread.id}`);
      await small.page.getByRole('button', {name: 'También en 1 administración'}).click();
      await small.page.getByRole('link', {name: 'Ayuntamiento de Abejar'}).waitFor();
      expect(await small.findings()).toEqual([]);
      const [width, seen] = await small.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(seen!);
      if (process.env.PLAZA_TEST_SHOTS) await small.page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-same-${seen}.png`, fullPage: true});
      await small.page.goto('/groups/dudas');
      await small.page.locator('article', {hasText: '¿Le pasa a alguien más?'}).getByText('También en 1 administración').waitFor();
      await small.end();
    }
    await here.click();
    await page.getByRole('button', {name: 'Seguir esta conversación'}).waitFor();
    await looking.page.getByRole('button', {name: 'También en'}).waitFor({state: 'detached'});
    // Who holds no post reads why it does not count.
    await world.database.rows(`update appointment set relation = 'external' where person_id = $1`, [member.id]);
    await here.click();
    await page.getByText('Tu cuenta no tiene ahora un puesto en una administración').waitFor();
    await visit.end();
    await looking.end();
  });
});
