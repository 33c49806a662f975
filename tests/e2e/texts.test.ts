// SPDX-License-Identifier: EUPL-1.2
// What the starter kit brought, in the browser: texts that administrators change, where they are shown, other names of tags.
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {kitText, vocabulary} from '../support/kit.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, administrator: Person, owner: Person, member: Person;

beforeAll(async () => {
  world = await World.make(withApplication());
  [administrator, owner, member] = [await world.person('Ada Prieto', {role: 'administrator'}), await world.person('Lola Marín'), await world.person('Pau Ferrer')];
  await world.group('abierta', 'open', [[owner, 'owner']]);
  await world.database.rows(`update plaza_group set welcome = 'Preséntate en dos líneas.'`);
  await kitText(world, 'policy-uso', 'Borrador de política de uso', '**Para qué es.** Para preguntarse.');
  await kitText(world, 'prompt-atasco', '¿Qué trámite se te atasca?', 'Ponle nombre.');
  await kitText(world, 'welcome-dinamizacion', 'Bienvenida a quienes dinamizan', 'Diez minutos al día bastan.');
  await kitText(world, 'template-guia', 'Guía paso a paso', '## Pasos');
  await vocabulary(world, {'contrato-menor': {es: ['contrato menor'], ca: ['contracte menor'], gl: ['contrato menor'], eu: ['kontratu txikia'], en: ['minor contract']}});
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

describe('texts of the network', () => {
  it('are changed by an administrator; a draft is shown to the network once it is saved', async () => {
    const reader = await Visit.of(member, browser, world, {viewport: {width: 360, height: 740}, hasTouch: true});
    await reader.page.goto('/normas');
    await reader.page.getByRole('heading', {name: 'Normas de la red'}).waitFor();
    expect(await reader.page.getByText('Política de uso').count()).toBe(0);

    for (const options of [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}]) {
      const visit = await Visit.of(administrator, browser, world, options);
      const {page} = visit;
      await page.goto('/administracion/textos');
      await page.getByText('Borrador de política de uso', {exact: true}).click();
      expect(await visit.findings()).toEqual([]);
      const [width, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(seen);
      if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-texts-${seen}.png`, fullPage: true});
      await visit.end();
    }
    const visit = await Visit.of(administrator, browser, world);
    const {page} = visit;
    await page.goto('/administracion/textos');
    await page.getByText('borrador, aún no se enseña').click();
    const form = page.getByRole('form', {name: 'Borrador de política de uso'});
    await form.getByLabel('Título').fill('Política de uso');
    await form.getByLabel('Texto').fill('**Lo nuestro**, aprobado por el pleno.');
    // What was typed is still there after a reload.
    await page.reload();
    await expect.poll(() => page.getByRole('form', {name: 'Borrador de política de uso'}).getByLabel('Título').inputValue()).toBe('Política de uso');
    await page.getByRole('button', {name: /^Guardar y enseñarlo a la red/}).click();
    await page.getByText('se enseña a la red', {exact: true}).waitFor();
    await visit.end();

    await reader.page.reload();
    await reader.page.getByRole('heading', {name: 'Política de uso'}).waitFor();
    await reader.page.getByText('Lo nuestro').waitFor();
    expect(await reader.findings()).toEqual([]);
    await reader.end();
  });

  it('help those who keep a group, and welcome who comes into it', async () => {
    const keeper = await Visit.of(owner, browser, world);
    await keeper.page.goto('/groups/abierta');
    await keeper.page.getByRole('heading', {name: 'Ideas para dinamizar'}).waitFor();
    await keeper.page.getByText('¿Qué trámite se te atasca?').click();
    await keeper.page.getByText('Ponle nombre.').waitFor();
    await keeper.page.getByText('Bienvenida a quienes dinamizan').waitFor();
    expect(await keeper.findings()).toEqual([]);
    await keeper.end();

    const visit = await Visit.of(member, browser, world);
    await visit.page.goto('/groups/abierta');
    await visit.page.getByRole('button', {name: /^Unirme/}).click();
    const welcome = visit.page.locator('main .welcome');
    await welcome.getByText('Preséntate en dos líneas.').waitFor();
    expect(await visit.page.getByText('Ideas para dinamizar').count()).toBe(0);
    expect(await visit.findings()).toEqual([]);
    await visit.end();
  });
});

it('a tag is proposed by its name in another language', async () => {
  const visit = await Visit.of(member, browser, world);
  const {page} = visit;
  await world.join('abierta', member);
  await page.goto('/ask');
  const field = page.getByRole('combobox', {name: /Etiquetas/});
  if (!(await field.isVisible())) await page.getByRole('textbox').first().fill('¿Cómo se justifica?');
  await field.fill('kontratu tx');
  await page.getByRole('option', {name: 'contrato-menor'}).click();
  await page.getByRole('button', {name: 'Quitar la etiqueta contrato-menor'}).waitFor();
  await visit.end();
});
