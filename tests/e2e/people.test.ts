// SPDX-License-Identifier: EUPL-1.2
// People, their posts and administrations in a browser.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  marta = await world.person('Marta Ruiz');
  pau = await world.person('Pau Ferrer');
  await world.group('contratacion', 'open', [[marta, 'owner'], [pau, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const enter = (person: Person, options = {}) => Visit.of(person, browser, world, options);

describe('administrations', () => {
  it('are browsed by province and band, page by page, and are where one left them on the way back', async () => {
    await world.database.rows(
      `insert into administration (dir3, name, level, province_id, population)
       select 'L0109' || to_char(n, 'FM0000'), 'Villa ' || to_char(n, 'FM000'), 'municipality', '09', 500 from generate_series(1, 120) n`);
    const visit = await enter(marta, {viewport: {width: 360, height: 740}});
    const {page} = visit;
    await page.goto('/administraciones');
    await page.getByLabel('Provincia').selectOption('Burgos');
    await page.getByLabel('Población').selectOption('menos de 1.000 hab.');
    const towns = page.getByRole('list', {name: 'Administraciones'}).getByRole('listitem');
    const more = page.getByRole('button', {name: 'Cargar más'});
    await page.waitForURL(/province=09&band=lt1000/);
    await towns.first().getByText('Villa 001').waitFor();
    await more.click();
    await page.getByRole('link', {name: 'Villa 099', exact: true}).click();
    await page.getByRole('heading', {name: 'Villa 099', level: 1}).waitFor();
    await page.goBack();
    await page.getByRole('link', {name: 'Villa 099', exact: true}).waitFor();
    expect(await towns.count()).toBe(100);
    await until('the place is there', () => page.evaluate(() => scrollY > 1000));
    await more.click();
    await more.waitFor({state: 'detached'});
    expect([await towns.count(), await page.evaluate(() => document.activeElement?.tagName)]).toEqual([120, 'UL']);
    expect(await visit.findings()).toEqual([]);
    await visit.end();
  });
});

describe('a profile', () => {
  it('is filled in, kept while it is typed, and seen by others as far as it is shown', async () => {
    const visit = await enter(marta);
    const {page} = visit;
    await page.goto('/');
    await page.getByRole('button', {name: /Tu cuenta/}).click();
    await page.getByRole('link', {name: 'Tu perfil'}).click();
    await page.getByLabel('Pregúntame sobre', {exact: true}).fill('Contratos menores');
    await page.getByLabel('Materias que conoces', {exact: true}).fill('contratación, LCSP , contratación');
    await page.getByLabel('Idiomas', {exact: true}).fill('catalán, Español');
    await page.reload();
    await page.getByText('Hemos recuperado lo que estabas escribiendo.').waitFor();
    await page.getByLabel('Teléfono de la oficina', {exact: true}).fill('975 000 000');
    await page.getByLabel('Lo ve (Teléfono de la oficina)').selectOption('nadie más');
    await page.getByLabel('A qué te dedicas', {exact: true}).fill('Llevo la contratación.');
    await page.getByRole('form', {name: 'Tu perfil'}).getByRole('button', {name: 'Guardar'}).click();
    await page.locator('form .send').getByText('Perfil guardado.').waitFor();
    expect((await marta.get('/me/profile')).json).toMatchObject({skills: ['LCSP', 'contratación'], languages: ['ca', 'es'], phone_for: 'nobody'});
    await page.getByRole('link', {name: 'Ver cómo te ven'}).click();
    await page.getByText('Contratos menores').waitFor();
    await visit.end();

    const other = await enter(pau);
    const thread = await marta.ask('contratacion', '¿Cuántos presupuestos hacen falta?');
    await other.page.goto(`/threads/${thread.id}`);
    await other.page.getByRole('link', {name: 'Marta Ruiz'}).first().click();
    await other.page.getByRole('heading', {name: 'Marta Ruiz', level: 1}).waitFor();
    await other.page.getByText('Contratos menores').waitFor();
    await other.page.getByRole('link', {name: '¿Cuántos presupuestos hacen falta?'}).waitFor();
    expect(await other.page.locator('main').innerText()).not.toContain('975 000 000');
    await other.end();
  });

  it('gets another post, to write as, which the author line keeps', async () => {
    const visit = await enter(marta);
    const {page} = visit;
    await page.goto('/perfil');
    await page.locator('summary', {hasText: 'Añadir un puesto'}).click();
    const form = page.getByRole('form', {name: 'Añadir un puesto'});
    await form.getByLabel('Puesto', {exact: true}).fill('Interventora');
    await form.getByRole('button', {name: 'Añadir un puesto'}).click();
    await page.locator('summary', {hasText: 'Interventora'}).waitFor();
    await page.goto('/ask?group=contratacion');
    await page.getByLabel('Tu pregunta en una frase').fill('¿Quién fiscaliza esto?');
    await page.getByLabel('Escribes como').selectOption({label: 'Interventora · Ayuntamiento de Villar del Río'});
    await page.getByRole('button', {name: 'Preguntar', exact: true}).click();
    await page.getByRole('heading', {name: '¿Quién fiscaliza esto?', level: 1}).waitFor();
    await page.locator('#p1').getByText('Interventora').waitFor();
    const shown = (await pau.get('/groups/contratacion/threads')).json.items.find((one: any) => one.title === '¿Quién fiscaliza esto?');
    expect(shown.author.post).toBe('Interventora');

    await page.goto('/perfil');
    await page.locator('summary', {hasText: 'Interventora'}).click();
    await page.getByRole('form', {name: 'Interventora'}).getByLabel('Hasta').fill('2026-01-31');
    await page.getByRole('form', {name: 'Interventora'}).getByRole('button', {name: 'Guardar'}).click();
    await page.getByText('hasta el 31 de enero de 2026').waitFor();
    await until('there is one post to write as', async () => (await marta.get('/me')).json.posts.length === 1);
    await page.goto('/ask');
    await page.getByLabel('Tu pregunta en una frase').waitFor();
    expect(await page.getByLabel('Escribes como').count()).toBe(0);
    await visit.end();
  });
});

describe('the directory', () => {
  it('finds people while typing, in towns like mine, and leads to their administration', async () => {
    const far = await world.addAdministration('Ayuntamiento de Almazán', 5_400);
    const near = await world.addAdministration('Ayuntamiento de Golmayo', 2_600);
    for (const [name, town] of [['Lucía Soria', far], ['Nuño Año', near]] as const) {
      const person = await world.person(name);
      await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, town]);
    }
    const visit = await enter(marta);
    const {page} = visit;
    await page.goto('/');
    await page.getByRole('navigation', {name: 'Principal'}).getByRole('link', {name: 'Personas'}).click();
    await page.getByRole('link', {name: 'Lucía Soria'}).waitFor();
    await page.getByLabel('Solo de municipios como el mío').check();
    await page.getByRole('link', {name: 'Lucía Soria'}).waitFor({state: 'detached'});
    await page.getByRole('link', {name: 'Nuño Año'}).waitFor();
    await page.getByLabel('Solo de municipios como el mío').uncheck();
    await page.getByRole('searchbox', {name: /Nombre, puesto/}).pressSequentially('almaz');
    await page.getByRole('region', {name: 'Administraciones'}).getByRole('link', {name: 'Ayuntamiento de Almazán'}).click();
    await page.getByRole('heading', {name: 'Ayuntamiento de Almazán', level: 1}).waitFor();
    await page.getByRole('heading', {name: '1 persona'}).waitFor();
    expect(await visit.findings()).toEqual([]);
    await page.getByRole('link', {name: 'Lucía Soria'}).click();
    await page.getByRole('heading', {name: 'Lucía Soria', level: 1}).waitFor();
    await visit.end();
  });

  it('browses administrations by province and population', async () => {
    const visit = await enter(marta, {viewport: {width: 360, height: 740}});
    const {page} = visit;
    await page.goto('/administraciones');
    await page.getByLabel('Provincia').selectOption('Soria');
    await page.getByLabel('Población').selectOption('5.000–19.999 hab.');
    await page.getByRole('link', {name: 'Ayuntamiento de Golmayo'}).waitFor({state: 'detached'});
    expect(await page.getByRole('list', {name: 'Administraciones'}).getByRole('link').allInnerTexts()).toEqual(['Ayuntamiento de Almazán']);
    await page.getByLabel('Provincia').selectOption('Ourense');
    await page.getByText('Ninguna administración coincide.').waitFor();
    expect(await visit.findings()).toEqual([]);
    await page.goto('/personas');
    await page.getByRole('link', {name: 'Nuño Año'}).waitFor();
    expect(await visit.findings()).toEqual([]);
    const [width, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width).toBeLessThanOrEqual(seen);
    await visit.end();
  });
});
