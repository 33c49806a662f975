// SPDX-License-Identifier: EUPL-1.2
// What keeps a group beyond its texts, in the browser: rules of membership, levels, the official mark, who makes groups.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, onThread, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, owner: Person, host: Person, clerk: Person, administrator: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [owner, host, clerk, administrator] = await Promise.all([world.person('Lola Marín'), world.person('Nuria Soler'), world.person('Pau Ferrer'), world.person('Ada Prieto', {role: 'administrator'})]);
  const town = await world.addAdministration('Ayuntamiento de Almazán', 5_400);
  await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [clerk.id, town]);
  await world.group('reservado', 'private', [[owner, 'owner'], [host, 'host']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const screens = [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}];
/** Looked at by axe, and no wider than the screen. */
async function fits({page, findings}: {page: Visit['page']; findings: () => Promise<string[]>}, what: string): Promise<void> {
  expect(await findings(), what).toEqual([]);
  const [width, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(width, `${what}: nothing is wider than the screen`).toBeLessThanOrEqual(seen);
  if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-${what}-${seen}.png`, fullPage: true});
}
const looked = (visit: Visit) => ({page: visit.page, findings: () => visit.findings()});

describe('a group that becomes hidden', () => {
  it('takes the pages of its members along, with what they are writing', async () => {
    await world.group('equipo', 'private', [[owner, 'owner'], [clerk, 'member']]);
    const visit = await Visit.of(clerk, browser, world);
    await visit.page.goto('/groups/equipo');
    await visit.page.getByLabel('Tu pregunta en una frase').fill('¿Quién llama al proveedor?');
    const settings = await world.database.row(
      `select name, 'hidden' as kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where slug = 'equipo'`);
    const {slug} = await owner.want(200, owner.put('/groups/equipo', settings));
    await visit.page.waitForURL(`**/groups/${slug}`);
    await visit.page.getByText('Hemos recuperado').waitFor();
    expect(await visit.page.getByLabel('Tu pregunta en una frase').inputValue()).toBe('¿Quién llama al proveedor?');
    await visit.page.getByRole('button', {name: 'Preguntar', exact: true}).click();
    await visit.page.waitForURL('**/threads/*');
    expect(await world.database.row(`select count(*)::int as n from thread t join plaza_group g on g.id = t.group_id where g.slug = $1`, [slug])).toEqual({n: 1});
    await visit.end();
  });
});

describe('rules of membership', () => {
  it('are made, said in words and counted, and dropped by the owner; hosts read them', async () => {
    const visit = await Visit.of(owner, browser, world);
    const {page} = visit;
    await page.goto('/groups/reservado/members');
    await page.getByRole('link', {name: 'Quién pertenece por regla'}).click();
    await page.getByText('No hay ninguna regla').waitFor();
    // By a skill alone nobody comes into a closed group.
    await page.getByLabel('Saber que declara en su perfil').fill('catastro');
    await page.getByRole('button', {name: 'Añadir la regla'}).click();
    await page.getByText('En un grupo que no es abierto no basta con un saber').waitFor();
    await page.getByLabel('Saber que declara en su perfil').fill('');
    await page.getByLabel('Administración', {exact: true}).fill('almaz');
    await page.getByLabel('Administración: resultados').selectOption({label: 'Ayuntamiento de Almazán'});
    await page.getByLabel('Relación').selectOption('employee');
    await page.getByRole('button', {name: 'Añadir la regla'}).click();
    // Of another administration than one's own, in a group that is not official.
    await page.getByText('elígela en la regla, o pide a quien administra la red').waitFor();
    await world.database.rows(`update plaza_group set official = true where slug = 'reservado'`);
    await page.getByRole('button', {name: 'Añadir la regla'}).click();
    const said = 'Quien trabaja en Ayuntamiento de Almazán y está como personal empleado público.';
    await page.getByRole('listitem').filter({hasText: said}).waitFor();
    await until('the rule is applied', async () => (await clerk.get('/groups/reservado/threads')).status === 200, 20_000);
    await page.reload();
    await page.getByText('1 persona está en el grupo por esta regla').waitFor();
    for (const options of screens) {
      const small = await Visit.of(owner, browser, world, options);
      await small.page.goto('/groups/reservado/reglas');
      await small.page.getByText(said).first().waitFor();
      await fits(looked(small), 'rules');
      await small.end();
    }
    const reading = await Visit.of(host, browser, world);
    await reading.page.goto('/groups/reservado/reglas');
    await reading.page.getByText('1 persona está en el grupo por esta regla').waitFor();
    expect(await reading.page.getByRole('button', {name: /Quitar la regla|Añadir la regla/}).count()).toBe(0);
    await reading.end();

    await page.getByRole('button', {name: /^Quitar la regla/}).click();
    await page.getByRole('dialog').getByText('Quien está en el grupo por ella (1) saldrá').waitFor();
    await page.getByRole('dialog').getByRole('button', {name: 'Quitar la regla'}).click();
    await page.getByText('No hay ninguna regla').waitFor();
    expect((await clerk.get('/groups/reservado/threads')).status).toBe(404);
    await world.database.rows(`update plaza_group set official = false where slug = 'reservado'`);
    await visit.end();
  });
});

describe('what one is told of', () => {
  it('is chosen for one thread, and for the group', async () => {
    const thread = await owner.ask('reservado', 'Sobre los avisos');
    for (const [person, options] of [[host, screens[0]], [owner, screens[1]]] as const) {
      const visit = await Visit.of(person, browser, world, options);
      const {page} = visit;
      await page.goto(`/threads/${thread.id}`);
      await onThread(page, 'Avisos de esta conversación…');
      const level = page.getByRole('dialog').getByLabel('Avisarme de esta conversación');
      await level.selectOption({label: 'Nada'});
      await until('the server has it', async () => (await person.get(`/threads/${thread.id}/level`)).json.level === 'muted');
      await page.reload();
      await onThread(page, 'Avisos de esta conversación…');
      await expect.poll(() => level.inputValue()).toBe('muted');
      await fits(looked(visit), 'thread-level');
      await level.selectOption({label: 'Como el grupo: Lo que me responden'});
      await until('the server has it', async () => (await person.get(`/threads/${thread.id}/level`)).json.level === null);
      await page.goto('/groups/reservado');
      await page.getByLabel('Avisarme de').selectOption('everything');
      await until('the server has it', async () => (await person.get('/groups/reservado')).json.my_level === 'everything');
      await visit.end();
    }
  });
});

describe('who administers the network', () => {
  it('gives a group the official mark and takes it, as nobody else does', async () => {
    const visit = await Visit.of(administrator, browser, world);
    const {page} = visit;
    await page.goto('/groups/reservado/about');
    await page.getByRole('button', {name: 'Marcar como grupo oficial'}).click();
    await page.getByRole('banner').or(page.locator('main header')).getByText('oficial', {exact: true}).waitFor();
    expect((await owner.get('/groups/reservado')).json.official).toBe(true);
    expect(await visit.findings()).toEqual([]);
    await page.getByRole('button', {name: 'Quitar la marca de grupo oficial'}).click();
    await page.getByRole('button', {name: 'Marcar como grupo oficial'}).waitFor();
    expect((await owner.get('/groups/reservado')).json.official).toBe(false);
    await visit.end();
    const other = await Visit.of(owner, browser, world);
    await other.page.goto('/groups/reservado/about');
    await other.page.getByRole('heading', {name: 'Quién puede qué'}).waitFor();
    expect(await other.page.getByRole('button', {name: /grupo oficial/}).count()).toBe(0);
    await other.end();
  });

  it('says who may make groups', async () => {
    for (const [options, choice, allowed] of [[screens[0], 'Solo quienes administran o dinamizan la red', false], [screens[1], 'Cualquiera que sea miembro de la red', true]] as const) {
      const visit = await Visit.of(administrator, browser, world, options);
      const {page} = visit;
      await page.goto('/administracion');
      await page.getByRole('navigation', {name: 'Páginas de administración'}).getByRole('link', {name: 'Grupos'}).click();
      await page.getByLabel(choice).check();
      await until('the server has it', async () => (await owner.get('/settings/groups')).json.i_may_create_groups === allowed);
      await fits(looked(visit), 'groups-console');
      await visit.end();
      const other = await Visit.of(owner, browser, world);
      await other.page.goto('/nuevo-grupo');
      await (allowed ? other.page.getByRole('button', {name: 'Crear el grupo'}) : other.page.getByText('En esta red los grupos los crean')).waitFor();
      await other.end();
    }
  });
});
