// SPDX-License-Identifier: EUPL-1.2
// Every main page by axe, on a desk and on a phone, light and dark; by keyboard; without complaints of the browser.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, person: Person, thread: any;

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  person = await world.person('Lola Marín');
  const other = await world.person('Pau Ferrer');
  await world.group('contratacion', 'open', [[person, 'member'], [other, 'owner']]);
  await world.group('secretaria', 'private', [[other, 'owner']]);
  thread = await person.ask('contratacion', '¿Contrato menor?', '## Caso\n\nUna [ley](https://www.boe.es/) y `código`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> cita', ['lcsp']);
  const answer = await other.answer(thread.id, 'Así:\n\n1. uno\n2. dos');
  await person.comment(thread.id, answer.number, 'Gracias.');
  await person.put(`/posts/${answer.id}/useful`);
  await person.accept(thread.id, answer.number);
  const gone = await other.answer(thread.id, 'Otra.');
  await other.del(`/posts/${gone.id}`);
  await other.ask('contratacion', 'Sin leer');
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

async function enter(options = {}): Promise<Visit> {
  const visit = await Visit.begin(browser, world, options);
  await visit.context.addCookies([{name: '__Host-plaza', value: person.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
  return visit;
}

const pages: [string, () => string, string][] = [
  ['home', () => '/', 'h1'], ['groups', () => '/groups', 'h1'], ['a group', () => '/groups/contratacion', 'h1'], ['a private group', () => '/groups/secretaria', 'h1'],
  ['asking', () => '/ask', 'textarea'], ['a thread', () => `/threads/${thread.id}`, '#p2'], ['search', () => '/search?q=contrato', 'main a[href^="/threads/"]'],
  ['a profile', () => `/personas/${person.id}`, 'main a[href^="/threads/"]'], ['my profile', () => '/perfil', 'form'],
  ['an empty search', () => '/search?q=zzzz', 'h1'], ['nothing', () => '/nada/de/nada', 'h1'], ['security', () => '/cuenta/seguridad', 'main li'],
  ...['puesto', 'temas', 'grupos', 'avisos'].map((step): [string, () => string, string] => [`the first step ${step}`, () => `/primeros-pasos/${step}`, 'main .actions']),
];
const settings: [string, object][] = [
  ['on a desk', {}], ['on a phone', {viewport: {width: 360, height: 740}, hasTouch: true}], ['in the dark', {colorScheme: 'dark'}],
];

describe.each(settings)('%s', (_, options) => {
  it.each(pages)('axe finds nothing on %s', async (_, path, sign) => {
    const visit = await enter(options);
    await visit.page.goto(path());
    await visit.page.locator(sign).first().waitFor();
    await visit.page.getByText('Cargando…').first().waitFor({state: 'detached'}).catch(() => {});
    expect(await visit.findings()).toEqual([]);
    const [width, seen] = await visit.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(width, 'nothing is wider than the screen').toBeLessThanOrEqual(seen);
    await visit.end();
  });

  it('axe finds nothing on the page to sign in', async () => {
    const visit = await Visit.begin(browser, world, options);
    await visit.page.goto('/');
    await visit.page.getByLabel('Contraseña', {exact: true}).waitFor();
    await visit.page.getByRole('button', {name: 'Entrar', exact: true}).click();
    expect(await visit.findings()).toEqual([]);
    await visit.end();
  });
});

describe('by keyboard', () => {
  it('the first stop leads to the content', async () => {
    const visit = await enter();
    await visit.page.goto('/');
    await visit.page.locator('h1').waitFor();
    await visit.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await visit.page.keyboard.press('Tab');
    await until('the skip link has the focus', () => visit.page.evaluate(() => document.activeElement?.textContent?.trim() === 'Ir al contenido'), 5_000);
    await visit.page.keyboard.press('Enter');
    await until('the content has the focus', () => visit.page.evaluate(() => Boolean(document.activeElement?.closest('main'))), 5_000);
    await visit.end();
  });

  it('an answer is written and sent', async () => {
    const visit = await enter();
    await visit.page.goto(`/threads/${thread.id}`);
    const box = visit.page.getByRole('textbox', {name: 'Tu respuesta'});
    await box.focus();
    await visit.page.keyboard.type('Escrita sin ratón.');
    await visit.page.keyboard.press('Control+Enter');
    await visit.page.locator('article').getByText('Escrita sin ratón.').waitFor();
    await visit.end();
  });

  it('focus is seen wherever it goes', async () => {
    const visit = await enter();
    await visit.page.goto('/');
    await visit.page.locator('h1').waitFor();
    for (let i = 0; i < 12; i++) {
      await visit.page.keyboard.press('Tab');
      const shown = await visit.page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return true;
        const style = getComputedStyle(at);
        const around = at.parentElement ? getComputedStyle(at.parentElement) : style;
        return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || around.boxShadow !== 'none' || around.outlineStyle !== 'none';
      });
      expect(shown, `stop ${i}`).toBe(true);
    }
    await visit.end();
  });
});

describe('languages', () => {
  it('English is complete on every page', async () => {
    const visit = await enter({locale: 'en-GB'});
    await world.database.rows(`update person set language = 'en' where id = $1`, [person.id]);
    await visit.page.goto('/');
    await visit.page.locator('h1').waitFor();
    await visit.page.evaluate(() => localStorage.setItem('plaza:language', 'en'));
    for (const [, path, sign] of pages) {
      await visit.page.goto(path());
      await visit.page.locator(sign).first().waitFor();
      expect(await visit.page.evaluate(() => document.documentElement.lang)).toBe('en');
      const text = await visit.page.locator('body').innerText();
      expect(text).not.toMatch(/\b(Responder|Preguntar|Cargando|Buscar|Unirme|Últimas|respuestas?)\b/);
    }
    await world.database.rows(`update person set language = 'es' where id = $1`, [person.id]);
    await visit.end();
  });
});
