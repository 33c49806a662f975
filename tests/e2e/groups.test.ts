// SPDX-License-Identifier: EUPL-1.2
// Keeping a group in the browser: made, settled, asked to join, answered, pinned; looked at by axe on a phone.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, owner: Person, asking: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [owner, asking] = [await world.person('Lola Marín'), await world.person('Pau Ferrer')];
  await world.person('Irene Convidada');
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const enter = (person: Person, options = {}) => Visit.of(person, browser, world, options);

describe('a group', () => {
  it('is made, settled, asked for and answered', async () => {
    const visit = await enter(owner);
    const {page} = visit;
    await page.goto('/groups');
    await page.getByRole('link', {name: 'Crear un grupo'}).click();
    await page.getByLabel('Nombre').fill('Padrón y estadística');
    await page.getByLabel('Tipo de grupo').selectOption('private');
    await page.getByRole('button', {name: 'Crear el grupo'}).click();
    await page.getByLabel('Normas').fill('Sin datos personales.');
    await page.getByLabel('Texto de bienvenida').fill('Te damos la bienvenida.');
    await page.getByRole('button', {name: 'Guardar', exact: true}).click();
    await page.getByText('Ajustes guardados.').first().waitFor({state: 'attached'});
    expect((await owner.get('/groups/padron-y-estadistica')).json).toMatchObject({kind: 'private', rules: 'Sin datos personales.', welcome: 'Te damos la bienvenida.', version: 2});
    expect(await visit.findings()).toEqual([]);

    const other = await enter(asking);
    await other.page.goto('/groups/padron-y-estadistica');
    await other.page.getByRole('button', {name: 'Pedir entrar'}).click();
    await other.page.getByLabel('Mensaje (opcional)').fill('Llevo el padrón.');
    await other.page.getByRole('dialog').getByRole('button', {name: 'Pedir entrar'}).click();
    await other.page.getByText('Has pedido entrar', {exact: true}).waitFor();

    await page.getByRole('link', {name: 'Miembros'}).click();
    await page.getByText('Llevo el padrón.').waitFor();
    await page.getByLabel('Nombre, puesto o administración').fill('Irene');
    await page.getByRole('button', {name: /^Invitar/}).click();
    await page.getByRole('heading', {name: 'Invitaciones sin responder'}).waitFor();
    expect(await visit.findings()).toEqual([]);
    await page.getByRole('button', {name: /^Admitir/}).click();
    // Who asked sees it live, without doing anything.
    await other.page.getByText('Formas parte del grupo', {exact: true}).waitFor();
    await page.getByLabel('Papel de Pau Ferrer', {exact: true}).selectOption('moderator');
    await page.getByRole('button', {name: /^Cambiar ?: Papel de Pau Ferrer$/}).click();
    await other.page.getByText('Moderas este grupo', {exact: true}).waitFor();
    await other.end();
    await visit.end();
  });

  it('shows what is pinned first, and fits a phone', async () => {
    const thread = await owner.ask('padron-y-estadistica', 'Léeme primero');
    await owner.ask('padron-y-estadistica', 'Otra cosa');
    for (const options of [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}]) {
      const visit = await enter(asking, options);
      const {page} = visit;
      await page.goto(`/threads/${thread.id}`);
      await page.getByRole('button', {name: 'Más acciones de la conversación'}).click();
      const pin = page.getByRole('menuitem', {name: 'Fijar en el grupo'}).or(page.getByRole('menuitem', {name: 'Dejar de fijar'}));
      await pin.waitFor();
      if (await page.getByRole('menuitem', {name: 'Fijar en el grupo'}).isVisible()) {
        await pin.click();
        await page.getByRole('status').getByText('La conversación está fijada en su grupo.').first().waitFor();
      }
      for (const [path, sign] of [['', 'Fijadas'], ['/members', 'Invitar a alguien'], ['/about', 'Quién puede qué']]) {
        await page.goto(`/groups/padron-y-estadistica${path}`);
        await page.getByRole('heading', {name: sign}).waitFor();
        expect(await visit.findings(), path).toEqual([]);
        const [width, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect(width, 'nothing is wider than the screen').toBeLessThanOrEqual(seen);
        if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-${seen}${path.replace('/', '-')}.png`});
      }
      await visit.end();
    }
  });
});
