// SPDX-License-Identifier: EUPL-1.2
// Two people at once in two browsers: one asks, the other sees it and answers, the first accepts, a third finds it.
import type {Browser} from 'playwright-core';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {Visit, launch} from '../support/browser.ts';
import {root, within} from '../support/environment.ts';
import {Server, run} from '../support/server.ts';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let browser: Browser, world: World, author: Person;
const password = 'una contraseña para navegar';
const emails = {marta: 'marta@villar.example', inigo: 'inigo@villar.example'};
const visits: Visit[] = [];

beforeAll(async () => {
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) throw new Error('web/dist is missing: tests/run builds it');
  world = await World.make({PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
  world.server.secrets.add(password);
  for (const [name, email] of [['Marta Asensio', emails.marta], ['Íñigo Beltrán', emails.inigo]]) {
    const done = await run(['person', 'add', '--email', email, '--name', name], {PLAZA_DATABASE_URL: world.database.url}, `${password}\n`);
    if (done.code !== 0) throw new Error(done.stderr);
  }
  await world.database.rows('update person set policy_accepted_at = now()');
  author = await world.person('Rosa Cano');
  for (const slug of ['contratacion', 'urbanismo']) {
    await world.group(slug, 'open', [[author, 'owner']]);
    for (const {id} of await world.database.rows('select person_id as id from credential')) if (id !== author.id) await world.join(slug, {id});
  }
  browser = await launch();
});
afterAll(async () => { await browser?.close(); await world?.end(); });
afterEach(async () => { for (const visit of visits.splice(0)) await visit.end(); });

async function visit(options = {}): Promise<Visit> {
  const one = await Visit.begin(browser, world, options);
  visits.push(one);
  return one;
}
async function signedIn(email: string, options = {}): Promise<Visit> {
  const one = await visit(options);
  await one.signIn(email, password);
  return one;
}

async function ask({page}: Visit, title: string, group: string, details = ''): Promise<void> {
  await page.goto('/ask');
  await page.getByRole('textbox', {name: 'Tu pregunta en una frase'}).fill(title);
  if (details) await page.getByRole('textbox', {name: 'Detalles'}).fill(details);
  await page.getByLabel('Grupo', {exact: true}).selectOption(group);
  await page.getByRole('button', {name: /^(Preguntar|Publicar)$/}).last().click();
  await page.getByRole('heading', {level: 1, name: title}).waitFor();
}

describe('the main job', () => {
  it('is done by two people at once, without reloading', async () => {
    const [marta, inigo] = [await signedIn(emails.marta), await signedIn(emails.inigo)];
    await inigo.page.getByText('Últimas conversaciones').first().waitFor({state: 'attached'});
    const title = '¿Cómo se tramita un contrato menor de obras?';

    // One asks; the other's feed shows it within a second.
    await ask(marta, title, 'contratacion', 'Es para la **piscina** municipal.');
    const begun = Date.now();
    const link = inigo.page.getByRole('link', {name: title});
    await link.or(inigo.page.getByRole('button', {name: /nueva/})).first().waitFor();
    expect(Date.now() - begun).toBeLessThan(within(2_000));
    if (!await link.isVisible()) await inigo.page.getByRole('button', {name: /nueva/}).click();
    await link.click();
    await inigo.page.getByRole('heading', {level: 1, name: title}).waitFor();
    expect(await inigo.page.locator('#p1 strong').innerText()).toBe('piscina');

    // The other answers; the first sees it where she is.
    await inigo.page.getByRole('textbox', {name: 'Tu respuesta'}).fill('Con informe de necesidad y aprobación del gasto.');
    await inigo.page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    await inigo.page.locator('#p2').getByText('Con informe de necesidad').waitFor();
    await marta.page.locator('#p2').getByText('Con informe de necesidad').waitFor();

    // She finds it useful, asks back, and says that it solved it; he sees all of it.
    await marta.page.locator('#p2').getByRole('button', {name: 'Útil'}).click();
    await inigo.page.locator('#p2').getByText('útil para 1 persona').waitFor();
    await marta.page.locator('#p2').getByRole('button', {name: 'Responder'}).click();
    await marta.page.getByRole('textbox', {name: 'Tu comentario'}).fill('¿También en obras?');
    await marta.page.getByRole('button', {name: 'Comentar', exact: true}).last().click();
    await inigo.page.getByText('¿También en obras?').waitFor();
    await marta.page.locator('#p2').getByRole('button', {name: 'Esto lo resolvió'}).click();
    await inigo.page.locator('#p2').getByText('Solución').first().waitFor();

    // She thinks again, and again.
    await marta.page.locator('#p2').getByRole('button', {name: 'No lo resolvió'}).click();
    await inigo.page.locator('#p2').getByText('Solución').first().waitFor({state: 'detached'});
    await marta.page.locator('#p2').getByRole('button', {name: 'Esto lo resolvió'}).click();
    await inigo.page.locator('#p2').getByText('Solución').first().waitFor();

    // The next person finds it by words, without an accent.
    await inigo.page.goto('/search?q=tramitacion%20contrato%20menor');
    // The extract is that of the answer that solved it.
    await inigo.page.getByText('Con informe de necesidad').first().waitFor();
    await inigo.page.getByRole('link', {name: title}).first().waitFor();
  });

  it('catches up by itself after the server was away', async () => {
    const inigo = await signedIn(emails.inigo);
    inigo.expected.push(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
    const thread = await author.ask('contratacion', 'Antes de la caída');
    await inigo.page.goto(`/threads/${thread.id}`);
    await inigo.page.locator('#p1').waitFor();
    const {port} = world.server;
    await world.server.kill();
    // Written through another process while this one is away.
    const other = await Server.start(world.database.url);
    author.server = other;
    await author.answer(thread.id, 'Escrita durante la caída.');
    await world.restart({PLAZA_LISTEN: `127.0.0.1:${port}`, PLAZA_WEB_ROOT: join(root, 'web', 'dist')});
    await other.stop();
    author.server = world.server;
    await inigo.page.getByText('Escrita durante la caída.').waitFor({timeout: within(40_000)});
    await author.answer(thread.id, 'Y después.');
    await inigo.page.getByText('Y después.').waitFor();
    expect(await inigo.page.locator('article.post').count()).toBe(3);
  });

  it('gets the parts of the application that were on their way when the server went', async () => {
    const inigo = await signedIn(emails.inigo);
    const refused = new Set<string>();
    const parts = /\/(Connection|dist|draft-sync)-[^/]*\.js$/;
    const thread = await author.ask('contratacion', 'Lo que viene después');
    await inigo.page.goto(`/threads/${thread.id}`);
    await inigo.page.locator('#p1').waitFor();
    await inigo.page.route(parts, async (route) => {
      refused.add(parts.exec(route.request().url())![1]!);
      await route.abort('connectionrefused');
    });
    await inigo.page.reload();
    await until('parts were refused', async () => refused.size === 3);
    await inigo.page.unroute(parts);
    const came = (part: string) => inigo.page.waitForResponse((response) => response.url().includes(`/${part}-`) && response.ok());
    await Promise.all([...refused].map(came));
    await inigo.page.getByRole('button', {name: 'Negrita'}).waitFor();
  });
});

describe('what is typed', () => {
  it('survives a reload, a closed tab and a send that fails', async () => {
    const marta = await signedIn(emails.marta);
    const {page, context} = marta;
    const thread = await author.ask('urbanismo', 'Licencia de obra menor');
    await page.goto(`/threads/${thread.id}`);
    const text = 'Una respuesta larga que nadie quiere escribir dos veces.';
    await page.getByRole('textbox', {name: 'Tu respuesta'}).fill(text);
    await page.reload();
    await until('the text is there', async () => (await page.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()) === text);

    const again = await context.newPage();
    await again.goto(`/threads/${thread.id}`);
    await until('the text is there in another tab', async () => (await again.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()) === text);
    await again.close();

    // The send fails: the text stays, the reason is said next to it.
    await page.route('**/api/v1/threads/*/posts', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
    await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    await page.getByText('No hemos podido conectar con el servidor').first().waitFor();
    expect(await page.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()).toBe(text);

    // The answer of a send gets lost: sent again, it is there once.
    await page.unroute('**/api/v1/threads/*/posts');
    let lost = false, cut = false;
    await page.route('**/api/v1/threads/*/posts', async (route) => {
      if (route.request().method() !== 'POST' || lost) return route.continue();
      lost = true;
      await route.fetch();
      await route.abort();
      cut = true;
    });
    await page.getByRole('button', {name: 'Enviar ahora'}).click();
    await until('the answer was lost', () => cut);
    // It may have come back by the live connection already; sent again, which it is by itself, it must not double.
    await page.getByText(text).first().waitFor();
    await until('it is stored once', async () => (await world.database.value('select count(*) from post where thread_id = $1 and number > 1', [thread.id])) === 1);
    await until('the box is empty', async () => (await page.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()) === '');
    await page.reload();
    await page.locator('#p2').waitFor();
    expect(await page.locator('article.post').count()).toBe(2);
    expect(await page.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()).toBe('');
  });

  it('survives a session that ended', async () => {
    const marta = await signedIn(emails.marta);
    const {page} = marta;
    const thread = await author.ask('urbanismo', 'Sesión que caduca');
    await page.goto(`/threads/${thread.id}`);
    await page.getByRole('textbox', {name: 'Tu respuesta'}).fill('Texto que no se pierde.');
    await world.database.rows('delete from session where person_id = (select person_id from credential where email = $1)', [emails.marta]);
    await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    await page.getByText('Tu sesión ha caducado').first().waitFor();
    await page.getByLabel('Contraseña', {exact: true}).fill(password);
    await page.getByRole('button', {name: 'Entrar', exact: true}).click();
    await page.getByRole('dialog').waitFor({state: 'detached'});
    if (!await page.locator('#p2').isVisible()) {
      expect(await page.getByRole('textbox', {name: 'Tu respuesta'}).inputValue()).toBe('Texto que no se pierde.');
      await page.getByRole('button', {name: 'Responder', exact: true}).last().click();
    }
    await page.locator('#p2').getByText('Texto que no se pierde.').waitFor();
  });
});

describe('finding', () => {
  it('nothing leads to asking it, with the words carried over', async () => {
    const marta = await signedIn(emails.marta);
    const {page} = marta;
    await page.getByRole('searchbox').or(page.getByLabel('Buscar en Plaza')).first().fill('tasa por cocotero ornamental');
    await page.keyboard.press('Enter');
    await page.getByText('Nadie lo ha preguntado todavía').waitFor();
    await page.getByRole('link', {name: /tasa por cocotero ornamental|Pregúntalo/}).first().click();
    await until('the words are in the box', async () => (await page.getByRole('textbox', {name: 'Tu pregunta en una frase'}).inputValue()).includes('tasa por cocotero ornamental'));
  });
});

describe('signing in', () => {
  it('says what is wrong next to where it arose', async () => {
    const {page} = await visit();
    await page.goto('/');
    await page.getByLabel('Correo del trabajo').fill(emails.marta);
    await page.getByLabel('Contraseña', {exact: true}).fill('no es esta');
    await page.getByRole('button', {name: 'Entrar', exact: true}).click();
    await page.getByText('El correo o la contraseña no son correctos.').waitFor();
    expect(await page.getByLabel('Correo del trabajo').inputValue()).toBe(emails.marta);
  });

  it('leads where one wanted to go, and out again', async () => {
    const thread = await author.ask('urbanismo', 'Adonde quería ir');
    const one = await visit();
    await one.page.goto(`/threads/${thread.id}`);
    await one.page.getByLabel('Correo del trabajo').fill(emails.marta);
    await one.page.getByLabel('Contraseña', {exact: true}).fill(password);
    await one.page.getByRole('button', {name: 'Entrar', exact: true}).click();
    await one.page.getByRole('heading', {level: 1, name: 'Adonde quería ir'}).waitFor();
    await one.page.getByRole('button', {name: /Tu cuenta/}).click();
    await one.page.getByRole('button', {name: 'Cerrar sesión'}).click();
    await one.page.getByLabel('Correo del trabajo').waitFor();
    expect((await one.context.cookies()).filter(({name}) => name === '__Host-plaza')).toEqual([]);
    await one.page.goBack();
    // Only a page that has come to its end can hold nothing of it.
    await one.page.getByLabel('Correo del trabajo').waitFor();
    expect(await one.page.getByText('Adonde quería ir').count()).toBe(0);
  });
});
