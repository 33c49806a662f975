// SPDX-License-Identifier: EUPL-1.2
// What people see of the scanner: that it looks at a file, that it has, and what to do when it lets one not pass.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {pdf} from '../support/archives.ts';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {Clamd, eicar} from '../support/clamd.ts';
import {picture} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person, folder: string, clamd: Clamd;
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plaza-clamd-'));
  clamd = await Clamd.start(folder);
  world = await World.make({...withApplication(), PLAZA_CLAMD_SOCKET: clamd.socket});
  [marta, pau] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer')];
  await world.group('obras', 'open', [[marta, 'owner'], [pau, 'member']]);
  browser = await launch();
});
afterAll(async () => {
  try {
    await browser?.close();
    await world?.end();
  } finally {
    // Whatever does not end as it should: no scanner is left running.
    await clamd?.kill();
    rmSync(folder, {recursive: true});
  }
});

const box = (page: Page) => page.getByRole('textbox', {name: 'Tu respuesta'});
const add = (page: Page, name: string, mimeType: string, buffer: Buffer) => page.getByLabel('Añadir archivos').last().setInputFiles({name, mimeType, buffer});
const list = (page: Page) => page.getByRole('list', {name: 'Archivos que se están subiendo'});

it('a file is said to be checked, where it is added and below its message, and opens by itself when that is done', async () => {
  const thread = await marta.ask('obras', '¿Quién tiene un plano?', 'Del polideportivo.');
  const writer = await Visit.of(pau, browser, world), reader = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  clamd.signal('SIGSTOP');
  try {
    await writer.page.goto(`/threads/${thread.id}`);
    await reader.page.goto(`/threads/${thread.id}`);
    await box(writer.page).fill('Aquí va:');
    await add(writer.page, 'acta del pleno.pdf', 'application/pdf', pdf);
    await list(writer.page).getByText('Comprobando que no tiene virus').waitFor();
    await add(writer.page, 'plano.png', 'image/png', picture);
    await until('both are being checked', async () => (await list(writer.page).getByText('Comprobando que no tiene virus').count()) === 2);
    expect(await writer.findings()).toEqual([]);
    await shoot(writer.page, 'files-checking-composer');
    // Nobody has to wait for it.
    await writer.page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    const answer = reader.page.locator('#p2');
    await until('its readers are told', async () => (await answer.getByText('Se está comprobando que no tiene virus').count()) === 2);
    expect([await answer.getByRole('link', {name: 'acta del pleno.pdf'}).count(), await answer.locator('img').count()]).toEqual([0, 0]);
    expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await reader.findings()).toEqual([]);
    await shoot(reader.page, 'files-checking-post-360');
    clamd.signal('SIGCONT');
    await answer.getByRole('link', {name: 'acta del pleno.pdf'}).first().waitFor({timeout: 40_000});
    await answer.locator('img').waitFor({timeout: 40_000});
    await until('nothing is checked any more', async () => (await answer.getByText('Se está comprobando').count()) === 0);
    await shoot(reader.page, 'files-checked-post-360');
  } finally {
    clamd.signal('SIGCONT');
    await writer.end();
    await reader.end();
  }
});

it('one that does not pass leaves the text before it is sent, and the writer hears what to do', async () => {
  const thread = await marta.ask('obras', '¿Quién tiene la factura?', 'Del polideportivo.');
  const visit = await Visit.of(pau, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await box(page).fill('Aquí va:');
  await add(page, 'factura.txt', 'text/plain', Buffer.from(eicar));
  const alert = list(page).getByRole('alert');
  await alert.waitFor({timeout: 20_000});
  expect(await alert.textContent()).toMatch(/No ha pasado la comprobación del antivirus y lo hemos borrado.*vuelve a subirlo/);
  await until('its place is empty', async () => (await box(page).inputValue()).trim() === 'Aquí va:');
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'files-refused-composer');
  await page.goto('/notifications');
  await page.getByText(/Hemos borrado tu archivo «factura.txt»: no ha pasado/).waitFor();
  await visit.end();
});
