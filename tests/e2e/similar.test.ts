// SPDX-License-Identifier: EUPL-1.2
// Asking without a map, in a browser: what is like a question appears while its title is typed, group and tags are proposed,
// and who asks what was solved already is shown it first.
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch, withApplication} from '../support/browser.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, asker: Person, answerer: Person, solved: any;

beforeAll(async () => {
  world = await World.make(withApplication());
  [asker, answerer] = await Promise.all(['Paco Pregunta', 'Rosa Responde'].map((name) => world.person(name))) as [Person, Person];
  for (const slug of ['obras', 'padron', 'personal']) await world.group(slug, slug === 'personal' ? 'private' : 'open', [[asker, 'member'], [answerer, 'member']]);
  solved = await answerer.ask('padron', '¿Se puede empadronar a un menor con un solo progenitor?', 'Falta la firma del otro.', ['padron']);
  const {number} = await asker.answer(solved.id, 'Sí: basta la firma de quien tiene la guarda y una declaración.');
  await answerer.accept(solved.id, number);
  await answerer.ask('obras', 'Licencia para vallar una finca rústica', 'Cerramiento de malla.', ['licencias']);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const title = (page: Page) => page.getByLabel('Tu pregunta en una frase');
const screens = [{viewport: {width: 360, height: 740}, hasTouch: true}, {viewport: {width: 1366, height: 768}, colorScheme: 'dark' as const}];

describe('the box on the home page', () => {
  it('shows what is like it while one types, without moving what one is typing in, and proposes where it belongs', async () => {
    for (const options of screens) {
      const visit = await Visit.of(asker, browser, world, options);
      const {page} = visit;
      await page.goto('/');
      await title(page).click();
      await title(page).pressSequentially('Vallar una finca sin licencia');
      const before = await title(page).boundingBox();
      const like = page.getByRole('region', {name: 'Ya se habló de algo parecido'});
      await like.getByRole('link', {name: 'Licencia para vallar una finca rústica'}).waitFor();
      expect(await title(page).boundingBox()).toEqual(before);
      expect(await title(page).evaluate((area) => area === document.activeElement)).toBe(true);
      await expect.poll(() => page.getByLabel('Grupo', {exact: true}).inputValue()).toBe('obras');
      await page.getByText('Lo podrá leer cualquiera de la red.').waitFor();
      await page.getByRole('button', {name: 'Añadir la etiqueta licencias'}).click();
      await page.getByRole('button', {name: 'Quitar la etiqueta licencias'}).waitFor();
      expect(await visit.findings()).toEqual([]);
      const [width, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(width).toBeLessThanOrEqual(seen!);
      if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-similar-${seen}.png`, fullPage: true});
      // Chosen by hand it stays, whatever is typed then; who reads there is said.
      await page.getByLabel('Grupo', {exact: true}).selectOption('personal');
      await page.getByText(/Solo lo leerán las 2 personas de Grupo personal/).waitFor();
      await title(page).fill('Empadronar a un menor');
      await page.getByRole('link', {name: '¿Se puede empadronar a un menor con un solo progenitor?'}).waitFor();
      expect(await page.getByLabel('Grupo', {exact: true}).inputValue()).toBe('personal');
      await page.getByRole('button', {name: 'Mejor en Grupo padron'}).click();
      expect(await page.getByLabel('Grupo', {exact: true}).inputValue()).toBe('padron');
      await title(page).fill('');
      await visit.end();
      await world.database.rows('delete from draft where person_id = $1', [asker.id]);
    }
  });

  it('shows who asks what somebody solved the answer first; the text is kept, and may be asked anyway', async () => {
    const visit = await Visit.of(asker, browser, world);
    const {page} = visit;
    await page.goto('/');
    await title(page).click();
    await title(page).pressSequentially('Empadronar a un menor con un progenitor');
    await page.getByText('basta la firma de quien tiene la guarda').waitFor();
    await expect.poll(() => page.getByLabel('Grupo', {exact: true}).inputValue()).toBe('padron');
    await page.keyboard.press('Control+Enter');
    const stop = page.getByRole('region', {name: 'Parece que esto ya se resolvió'});
    await stop.waitFor();
    await expect.poll(() => stop.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await visit.findings()).toEqual([]);
    if (process.env.PLAZA_TEST_SHOTS) await page.screenshot({path: `${process.env.PLAZA_TEST_SHOTS}-solved.png`, fullPage: true});
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/threads/${solved.id}#p2`);
    await page.goBack();
    await expect.poll(() => title(page).inputValue()).toBe('Empadronar a un menor con un progenitor');
    await page.getByText('basta la firma de quien tiene la guarda').waitFor();
    await page.getByRole('button', {name: 'Preguntar', exact: true}).click();
    await stop.getByRole('button', {name: 'Preguntar de todos modos'}).click();
    await page.getByRole('heading', {name: 'Empadronar a un menor con un progenitor', level: 1}).waitFor();
    expect(await world.database.value(`select g.slug from thread t join plaza_group g on g.id = t.group_id where t.title = 'Empadronar a un menor con un progenitor'`)).toBe('padron');
    await visit.end();
  });

  it('takes over the words of a search that found nothing', async () => {
    const visit = await Visit.of(asker, browser, world);
    const {page} = visit;
    await page.goto('/search?q=alcantarillado%20mancomunado');
    await page.getByRole('link', {name: /alcantarillado mancomunado/}).click();
    await expect.poll(() => title(page).inputValue()).toBe('alcantarillado mancomunado');
    await visit.end();
  });
});
