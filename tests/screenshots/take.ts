// SPDX-License-Identifier: EUPL-1.2
// take.ts [FOLDER]: see run.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {Page} from 'playwright-core';
import {launch} from '../support/browser.ts';
import {root} from '../support/environment.ts';
import {Server} from '../support/server.ts';

const widths: Record<number, number> = {360: 740, 1366: 768, 1920: 1080};
const password = 'plaza-demo-2026';

/** The pages, as the technician of the demo network sees them. */
const pages: [name: string, open: (page: Page) => Promise<unknown>][] = [
  ['home', (page) => page.goto('/')],
  ['groups', (page) => page.goto('/groups')],
  ['group', (page) => page.goto('/groups/contratacion')],
  ['search', (page) => page.goto('/search?q=contrato%20menor')],
  ['thread', async (page) => {
    await page.goto('/search?q=contrato%20menor&solved=true');
    const address = await page.locator('main a[href^="/threads/"]').first().getAttribute('href');
    await page.goto(address!.replace(/[?#].*/, ''));
    await page.locator('#p1').waitFor();
  }],
  ['nothing-found', (page) => page.goto('/search?q=zepelines%20estratosf%C3%A9ricos')],
  ['ask', async (page) => {
    await page.goto('/ask');
    await page.getByRole('textbox', {name: 'Tu pregunta en una frase'}).fill('¿Hace falta informe de necesidad en un contrato menor de 900 €?');
  }],
  ['members', (page) => page.goto('/groups/contratacion/members')],
  ['about-group', (page) => page.goto('/groups/contratacion/about')],
  ['people', (page) => page.goto('/personas?q=secretaria')],
  ['person', async (page) => {
    await page.goto('/personas?q=secretaria');
    await page.locator('main a[href^="/personas/"]').first().click();
    await page.waitForURL(/personas\/\d+/);
  }],
  ['profile', (page) => page.goto('/perfil')],
  ['administrations', (page) => page.goto('/administraciones')],
  ['notices', (page) => page.goto('/notifications')],
  ['security', (page) => page.goto('/cuenta/seguridad')],
  ['not-found', (page) => page.goto('/nowhere')],
];

async function settled(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.evaluate(() => document.fonts.ready);
}

/** A picture small enough for a repository. */
async function compressed(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const {data} = await session.send('Page.captureScreenshot', {format: 'webp', quality: 80});
  return Buffer.from(data, 'base64');
}

async function signedIn(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({baseURL: server.origin, locale: 'es-ES', colorScheme, viewport: {width, height: widths[width]}});
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('Correo del trabajo').fill('tecnica@demo.example');
  await page.getByLabel('Contraseña', {exact: true}).fill(password);
  await page.getByRole('button', {name: 'Entrar', exact: true}).click();
  await page.getByRole('navigation', {name: 'Principal'}).first().waitFor();
  return page;
}

async function forTheReadme(): Promise<void> {
  const folder = join(root, 'web', 'screenshots');
  mkdirSync(folder, {recursive: true});
  const page = await signedIn(1366, 'light');
  for (const [name, open] of pages.filter(([name]) => name === 'home' || name === 'thread')) {
    await open(page);
    await settled(page);
    writeFileSync(join(folder, `${name}.webp`), await compressed(page));
  }
}

async function all(folder: string): Promise<void> {
  mkdirSync(folder, {recursive: true});
  for (const width of Object.keys(widths).map(Number)) {
    for (const scheme of ['light', 'dark'] as const) {
      const page = await signedIn(width, scheme);
      for (const [name, open] of pages) {
        await open(page);
        await settled(page);
        await page.screenshot({path: join(folder, `${name}-${width}-${scheme}.png`)});
      }
      await page.context().close();
    }
  }
}

const [folder] = process.argv.slice(2);
const server = await Server.start(process.env.PLAZA_DATABASE_URL!, {PLAZA_DEMO: 'true', PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
const browser = await launch();
try {
  await (folder ? all(resolve(folder)) : forTheReadme());
} finally {
  await browser.close();
  await server.stop();
}
