// SPDX-License-Identifier: EUPL-1.2
// What goes to the mail server goes encrypted and signed in, or not at all; where there is none, letters wait.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Database} from '../support/database.ts';
import {fateOf, letTimePass, letter, settled, tried} from '../support/letters.ts';
import {MailServer} from '../support/mail_server.ts';
import {run, Server, type Settings} from '../support/server.ts';
import {until} from '../support/wait.ts';

const folder = mkdtempSync(join(tmpdir(), 'plaza-mail-'));
const [certificate, key, password] = ['certificate.pem', 'key.pem', 'password'].map((name) => join(folder, name));
const signed = {PLAZA_SMTP_STARTTLS: 'required', PLAZA_SMTP_CA_FILE: certificate, PLAZA_SMTP_USER: 'plaza', PLAZA_SMTP_PASSWORD: 'secreto de correo'};
let database: Database;
const posts: MailServer[] = [];

beforeAll(async () => {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], {stdio: 'pipe'});
  writeFileSync(password, 'secreto de correo\n', {mode: 0o600});
  database = await Database.create();
});
afterAll(async () => {
  for (const post of posts) await post.stop();
  await database?.drop();
  rmSync(folder, {recursive: true});
});

let made = 0;
const somebody = () => `persona${++made}@villar.example`;

async function post(options: object): Promise<MailServer> {
  const started = await MailServer.start(options);
  posts.push(started);
  return started;
}

async function serving(settings: Settings, what: (server: Server) => Promise<void>): Promise<void> {
  const server = await Server.start(database.url, settings);
  server.secrets.add('secreto de correo').add('secreto-del-enlace').add('villar.example');
  try {
    await what(server);
  } finally {
    await server.stop();
    await database.rows('delete from mail; delete from job');
  }
}

it('a letter goes encrypted and signed in', async () => {
  const encrypted = await post({certificate, key, auth_required: true});
  await serving(encrypted.settings(signed), async () => {
    await settled(database, await letter(database, somebody()), 'accepted');
    expect(encrypted.messages[0]).toMatchObject({encrypted: true, signed_in: true});
  });
});

it('the password may stand in a file, and the encryption come first', async () => {
  const encrypted = await post({certificate, key, auth_required: true, tls_at_once: true});
  const {PLAZA_SMTP_PASSWORD: _, ...rest} = signed;
  await serving(encrypted.settings({...rest, PLAZA_SMTP_PASSWORD_FILE: password, PLAZA_SMTP_URL: `smtps://127.0.0.1:${encrypted.port}`}), async () => {
    await settled(database, await letter(database, somebody()), 'accepted');
    expect(encrypted.messages[0]).toMatchObject({signed_in: true});
  });
});

it.each([
  ['offers no encryption', {}, {}, /STARTTLS/],
  ['has a certificate of nobody we trust', {certificate, key}, {PLAZA_SMTP_CA_FILE: ''}, /certificate/],
  ['does not know our password', {certificate, key, auth_required: true}, {PLAZA_SMTP_PASSWORD: 'otro'}, /^535/],
])('a server that %s gets no letter, and no letter is lost', async (_, options, settings, words) => {
  const odd = await post(options);
  await serving(odd.settings({...signed, ...settings}), async () => {
    const id = await letter(database, somebody());
    expect((await tried(database, id, 1)).reply).toMatch(words);
    expect(odd.messages).toEqual([]);
    expect(odd.reached).not.toContain('MAIL');
  });
});

it('without a mail server letters wait, and go once there is one', async () => {
  const id = await letter(database, somebody());
  const server = await Server.start(database.url, {});
  await until('it says so', () => server.log.includes('mail.no_server'));
  await database.rows(`insert into job (kind, payload) values ('sessions.clean', '{}')`);
  await until('other jobs are done', async () => await database.value(`select count(*) from job where queue = 'common'`) === 0);
  await server.stop();
  expect(await fateOf(database, id)).toMatchObject({state: 'queued', attempts: 0});
  const plain = await post({});
  await letTimePass(database);
  await serving(plain.settings(), async () => { await settled(database, id, 'accepted'); });
});

it.each([
  [{PLAZA_SMTP_URL: 'mail.example:25'}, 'smtp-url must be smtp://host:port or smtps://host:port'],
  [{PLAZA_SMTP_URL: 'smtp://a:b@mail.example'}, 'smtp-url must be smtp://host:port or smtps://host:port'],
  [{PLAZA_SMTP_URL: 'smtp://mail.example'}, 'smtp-url needs mail-from and public-url beside it'],
  [{PLAZA_MAIL_FROM: 'Plaza <plaza@plaza.example>'}, 'mail-from must be a mail address'],
  [{PLAZA_PUBLIC_URL: 'plaza.example'}, 'public-url must be https://name'],
  [{PLAZA_SMTP_URL: 'smtp://mail.example', PLAZA_MAIL_FROM: 'p@plaza.example', PLAZA_PUBLIC_URL: 'https://plaza.example', PLAZA_SMTP_USER: 'plaza', PLAZA_SMTP_STARTTLS: 'never'},
    'smtp-user would send its password in the clear: leave smtp-starttls required'],
])('settings %o are refused', async (settings, words) => {
  const done = await run(['serve'], {PLAZA_DATABASE_URL: database.url, ...settings} as Settings);
  expect(done).toMatchObject({code: 2, stderr: `plaza: ${words}\n`});
});
