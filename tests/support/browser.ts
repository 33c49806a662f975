// SPDX-License-Identifier: EUPL-1.2
// Debian's Chromium, and pages that remember everything a browser complained about.
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page} from 'playwright-core';
import {join} from 'node:path';
import {root, within} from './environment.ts';
import type {Settings} from './server.ts';
import type {Person, World} from './world.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function launch(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
  if (!executablePath) throw new Error('Chromium is missing: tests/packages.txt names its package');
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** What a server needs to show the application that was built. */
export function withApplication(): Settings {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  return {PLAZA_WEB_ROOT: join(root, 'web', 'dist')};
}

/** One person's browser. */
export class Visit {
  readonly complaints: string[] = [];
  /** Texts of complaints that a test provokes. */
  readonly expected: RegExp[] = [];

  private constructor(readonly context: BrowserContext, readonly page: Page, private readonly world: World) {}

  static async begin(browser: Browser, world: World, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({baseURL: world.server.origin, locale: 'es-ES', viewport: {width: 1280, height: 900}, ...options});
    context.setDefaultTimeout(within(15_000));
    const page = await context.newPage();
    const visit = new Visit(context, page, world);
    await context.exposeFunction('complain', (text: string) => { visit.complaints.push(text); });
    await context.addInitScript(() => addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as {complain(text: string): void}).complain(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    }));
    page.on('pageerror', (error) => visit.complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) visit.complaints.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (/^(https?|wss?):$/.test(url.protocol) && url.host !== world.server.host) visit.complaints.push(`third party: ${url.host}`);
    });
    return visit;
  }

  /** The browser of somebody who is signed in. */
  static async of(person: Person, browser: Browser, world: World, options: BrowserContextOptions = {}): Promise<Visit> {
    const visit = await Visit.begin(browser, world, options);
    await visit.context.addCookies([{name: '__Host-plaza', value: person.token!, url: world.server.origin.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax'}]);
    return visit;
  }

  async signIn(email: string, password: string): Promise<void> {
    const {page} = this;
    if (page.url() === 'about:blank') await page.goto('/');
    await page.getByLabel('Correo del trabajo').fill(email);
    await page.getByLabel('Contraseña', {exact: true}).fill(password);
    await page.getByRole('button', {name: 'Entrar', exact: true}).click();
    await page.getByRole('heading', {name: 'Inicio', level: 1}).or(page.getByRole('navigation', {name: 'Principal'})).first().waitFor();
    for (const {name, value} of await this.context.cookies()) if (name === '__Host-plaza') this.world.server.secrets.add(value);
  }

  /** Findings of axe on the page as it stands. */
  async findings(): Promise<string[]> {
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      // Headings inside a post are its writer's; everything else holds for them too.
      const {violations} = await (window as any).axe.run(document, {rules: {'heading-order': {enabled: false}}, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
      return violations.map((one: any) => `${one.id}: ${one.help} — ${one.nodes.slice(0, 3).map((node: any) => node.html.slice(0, 160)).join(' | ')}`);
    });
  }

  /** Ends it; whatever was complained of is a fault. */
  async end(): Promise<void> {
    await this.context.close();
    const left = this.complaints.filter((one) => !this.expected.some((pattern) => pattern.test(one)));
    if (left.length) throw new Error(`the browser complained:\n  ${[...new Set(left)].join('\n  ')}`);
  }
}

/** An entry of the menu at the head of a thread. */
export async function onThread(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', {name: 'Más acciones de la conversación'}).click();
  await page.getByRole('menuitem', {name: entry}).click();
}
