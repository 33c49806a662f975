// SPDX-License-Identifier: EUPL-1.2
// Files in a browser: chosen, pasted and dropped into a text, with what went wrong beside it; read by who reads the post.
import {join} from 'node:path';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, beforeEach, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {picture} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, marta: Person, pau: Person;
let thread: {id: number};
const shots = process.env.PLAZA_SHOTS;
const shoot = async (page: Page, name: string) => { if (shots) await page.screenshot({path: join(shots, `${name}.png`), fullPage: true}); };

beforeAll(async () => {
  world = await World.make(withApplication());
  [marta, pau] = [await world.person('Marta Ruiz'), await world.person('Pau Ferrer')];
  await world.group('obras', 'private', [[marta, 'owner'], [pau, 'member']]);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });
beforeEach(async () => { thread = await marta.ask('obras', '¿Quién tiene un plano?', 'Del polideportivo.'); });

const box = (page: Page) => page.getByRole('textbox', {name: 'Tu respuesta'});
/** As a mouse, or a keyboard, gives files to a page. */
const give = (page: Page, event: 'drop' | 'paste', name: string, type: string, bytes: Buffer) =>
  box(page).evaluate((area, [kind, name, type, base64]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64!), (one) => one.charCodeAt(0))], name!, {type: type!}));
    area.dispatchEvent(kind === 'drop' ? new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})
      : new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
  }, [event, name, type, bytes.toString('base64')] as const);

it('are chosen, pasted and dropped, and stand in the text for who reads it', async () => {
  const visit = await Visit.of(pau, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  await box(page).fill('Aquí va:');
  await page.getByLabel('Añadir archivos').last().setInputFiles({name: 'acta [1].txt', mimeType: 'text/plain', buffer: Buffer.from('Acta de la sesión del pleno.\n')});
  await until('the document stands in the text', async () => /\[acta \\\[1\\\]\.txt\]\(\/files\/\d+\)/.test(await box(page).inputValue()));
  await give(page, 'paste', 'plano.png', 'image/png', picture);
  await until('the picture stands in the text', async () => /!\[plano\]\(\/files\/\d+\)/.test(await box(page).inputValue()));
  await give(page, 'drop', 'planta.png', 'image/png', picture);
  await until('so does the other', async () => /!\[planta\]\(\/files\/\d+\)/.test(await box(page).inputValue()));
  expect(await box(page).inputValue()).not.toContain('Subiendo');
  // What is no document is refused beside the text, which stays.
  await give(page, 'drop', 'virus.exe', 'application/octet-stream', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600)]));
  await page.getByRole('list', {name: 'Archivos que se están subiendo'}).getByRole('alert').waitFor();
  expect(await box(page).inputValue()).not.toContain('virus');
  expect(await visit.findings()).toEqual([]);
  await shoot(page, 'files-composer');
  await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
  const answer = page.locator('#p2');
  await answer.getByRole('link', {name: 'acta [1].txt'}).first().waitFor();
  await until('both pictures are shown', async () => (await answer.locator('img').evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length)) === 2);
  await shoot(page, 'files-answer');
  await visit.end();

  const reader = await Visit.of(marta, browser, world, {viewport: {width: 360, height: 740}});
  await reader.page.goto('/groups/obras/archivos');
  const link = reader.page.getByRole('link', {name: 'acta [1].txt'});
  await link.waitFor();
  expect(await reader.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await reader.findings()).toEqual([]);
  await shoot(reader.page, 'files-group-360');
  const [download] = await Promise.all([reader.page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toBe('acta [1].txt');
  await reader.end();
});

it('that are under way keep their place, and may be stopped', async () => {
  const visit = await Visit.of(pau, browser, world);
  const {page} = visit;
  await page.goto(`/threads/${thread.id}`);
  let let_go = () => {};
  const held = new Promise<void>((done) => { let_go = done; });
  await page.route('**/api/v1/files?**', async (route) => { await held; await route.continue().catch(() => undefined); });
  await box(page).fill('Antes');
  await give(page, 'drop', 'acta.txt', 'text/plain', Buffer.from('Acta del pleno.\n'));
  await until('its place is kept', async () => (await box(page).inputValue()).includes('[Subiendo acta.txt…](#'));
  await box(page).press('End');
  await box(page).pressSequentially('y después');
  await page.getByRole('button', {name: /acta\.txt/}).click();
  expect(await box(page).inputValue()).toBe('Antes y después');
  let_go();
  await visit.end();
});
