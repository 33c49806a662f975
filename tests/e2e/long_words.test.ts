// SPDX-License-Identifier: EUPL-1.2
// Words, addresses, code and tables too wide for the screen: words break, code and tables scroll in their own box, and the
// page is never wider than the screen.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, person: Person, thread: any;
const word = 'Otorrinolaringologico'.repeat(6).slice(0, 120);
const address = `https://sede.example/${'tramite-'.repeat(30)}fin`;
const columns = Array.from({length: 9}, (_, column) => `Presupuesto${column}`);
const wide = [
  word + word, address, `\`${'clave_'.repeat(40)}\``, `    ${'select_columna '.repeat(20)}`, `\`\`\`\n${'x'.repeat(300)}\n\`\`\``,
  `| ${columns.join(' | ')} |\n|${'---|'.repeat(9)}\n| ${columns.map(() => '1.000.000,00').join(' | ')} |`,
  `> ${word}\n>\n> - ${address}`,
].join('\n\n');

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  person = await world.person('Lola Marín');
  const other = await world.person('Pau Ferrer');
  await world.group('contratacion', 'open', [[person, 'member'], [other, 'owner']]);
  thread = await other.ask('contratacion', `Anchuras ${word}`, wide);
  const answer = await other.answer(thread.id, wide);
  await other.comment(thread.id, answer.number, wide);
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });

const pages: [string, () => string, string][] = [
  ['home', () => '/', 'main h3 a'], ['the group', () => '/groups/contratacion', 'main h3 a'],
  ['the thread', () => `/threads/${thread.id}`, '#p3'], ['the search', () => '/search?q=anchuras', 'main h3 a'],
];

describe.each([360, 800, 1280])('at %i pixels', (width) => {
  it.each(pages)('%s is as wide as the screen', async (name, path, sign) => {
    const visit = await Visit.begin(browser, world, {viewport: {width, height: 800}});
    await visit.context.addCookies([{name: '__Host-plaza', value: person.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
    await visit.page.goto(path());
    await visit.page.locator(sign).first().waitFor();
    const [page, screen, boxes] = await visit.page.evaluate(() => {
      const {scrollWidth, clientWidth} = document.documentElement;
      const boxes = [...document.querySelectorAll('.prose pre, .prose table')];
      return [scrollWidth, clientWidth, boxes.map((box) => box.getBoundingClientRect().right)] as const;
    });
    expect(page).toBeLessThanOrEqual(screen);
    for (const right of boxes) expect(right).toBeLessThanOrEqual(screen);
    if (name === 'the thread') expect(boxes.length).toBe(9);
    await visit.end();
  });
});
