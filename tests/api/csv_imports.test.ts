// SPDX-License-Identifier: EUPL-1.2
// Mail domains and people from CSV files, by the console and by the program.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {run} from '../support/server.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, admin: Person, folder: string;

beforeAll(async () => {
  world = await World.make();
  admin = await world.person('Admin', {role: 'administrator'});
  folder = mkdtempSync(join(tmpdir(), 'plaza-csv-'));
  for (const [name, dir3] of [['Ayuntamiento de Uno', 'L01000001'], ['=HIPERVINCULO("x")', 'L01000002'], ['Ayuntamiento que fue', 'L01000003']]) {
    await world.database.rows(`insert into administration (name, dir3) values ($1, $2)`, [name, dir3]);
  }
  await world.database.rows(`update administration set valid_to = '2020-01-01' where dir3 = 'L01000003'`);
});
afterAll(async () => { rmSync(folder, {recursive: true}); await world?.end(); });

async function command(args: string[], bytes?: string | Buffer): Promise<any> {
  if (bytes !== undefined) writeFileSync(join(folder, 'f.csv'), bytes);
  const done = await run(args.map((one) => (one === 'FILE' ? join(folder, 'f.csv') : one)), {PLAZA_DATABASE_URL: world.database.url});
  if (done.code !== 0) throw new Error(done.stderr);
  return done.stdout;
}

async function domainsFrom(csv: string, dry_run: boolean): Promise<any> {
  const {id} = await admin.want(202, admin.post('/console/domains', {csv, dry_run}));
  return until('the import is done', async () => { const one = await admin.want(200, admin.get(`/console/domain_imports/${id}`)); return one.finished && one.report; });
}

describe('mail domains', () => {
  const file = '\uFEFFDIR3;Domain\r\nl01000001;Uno.Example\r\nL01000002; diputacion.example \r\nL01000001;diputacion.example\r\n'
    + 'L01999999;x.example\r\nL01000001;gmail.com\r\nuno;x.example\r\nL01000001;nodot\r\nL01000001;uno.example\r\n';
  const faults = [[6, 'domain', 'open_to_anybody'], [7, 'dir3', 'not_a_code'], [8, 'domain', 'not_a_domain'], [5, 'dir3', 'unknown_administration']].map(([line, field, reason]) => ({line, field, reason}));

  it('are tried, added once, and told by line', async () => {
    const domains = () => world.database.value('select count(*)::int from mail_domain');
    const send = (dry_run: boolean) => domainsFrom(file, dry_run);
    expect(await send(true)).toEqual({read: 8, created: 3, unchanged: 0, errors: faults});
    expect(await domains()).toBe(0);
    expect(await send(false)).toMatchObject({created: 3, unchanged: 0});
    expect(await send(false)).toMatchObject({created: 0, unchanged: 3});
    expect([await domains(), JSON.parse(await command(['domains', 'import', 'FILE', '--dry-run'], file))]).toEqual([3, {read: 8, created: 0, unchanged: 3, errors: faults}]);
    expect((await admin.all('/console/audit?action=administrations.domains_imported')).map(({details}: any) => details)).toEqual([
      {created: '3', added: 'L01000001 uno.example, L01000002 diputacion.example, L01000001 diputacion.example'}]);
    expect((await admin.post('/console/domains', {csv: 'a,b\n', dry_run: true})).json.errors).toEqual({csv: ['column_missing']});
  });

  it('are given out so that a spreadsheet runs nothing, and are taken back as they were', async () => {
    const out = await command(['domains', 'export']);
    expect(out).toBe(`dir3,domain,name\r\nL01000001,diputacion.example,Ayuntamiento de Uno\r\nL01000001,uno.example,Ayuntamiento de Uno\r\nL01000002,diputacion.example,"'=HIPERVINCULO(""x"")"\r\n`);
    const answer = await admin.get('/console/domains');
    expect([answer.text, answer.headers['content-type']]).toEqual([out, 'text/csv; charset=utf-8']);
    expect(JSON.parse(await command(['domains', 'import', 'FILE'], out))).toEqual({read: 3, created: 0, unchanged: 3, errors: []});
  });
});

describe('mail domains from a file', () => {
  it('are as many for each administration as by hand, and none of one that has ended', async () => {
    const full = await world.database.value(`insert into administration (name, dir3) values ('Llena', 'L01000004') returning id`);
    await world.database.rows(`insert into mail_domain (administration_id, domain) select $1, 'd' || n || '.example' from generate_series(1, 199) n`, [full]);
    const csv = 'dir3,domain\nL01000004,d7.example\nL01000004,cabe.example\nL01000004,no-cabe.example\nL01000003,fue.example\n';
    for (const dry_run of [true, false]) {
      expect(await domainsFrom(csv, dry_run)).toEqual({read: 4, created: 1, unchanged: 1, errors: [
        {line: 4, field: 'domain', reason: 'too_many_domains'}, {line: 5, field: 'dir3', reason: 'unknown_administration'}]});
    }
    expect(await world.database.value('select count(*)::int from mail_domain where administration_id = $1', [full])).toBe(200);
    await world.database.rows('delete from mail_domain where administration_id = $1', [full]);
  });
});

describe('an import of mail domains', () => {
  const csv = 'dir3,domain\nL01000002,tarde.example\n';
  const put_off = `insert into job (kind, payload, run_at) values ('domains.import', to_jsonb($1::bigint), now() + interval '1 hour')`;
  const waiting = (by: number) => world.database.value(
    `insert into domain_import (by_id, dry_run, csv, digest) values ($1, false, $2, sha256($2::text::bytea)) returning id`, [by, csv]);

  it('is begun once as long as it waits, and found again in the console', async () => {
    const id = await waiting(admin.id);
    await world.database.rows(put_off, [id]);
    await world.database.rows(`update job set unique_key = 'domains.import ' || $1::bigint where payload = to_jsonb($1::bigint)`, [id]);
    for (let press = 0; press < 2; ++press) expect(await admin.want(202, admin.post('/console/domains', {csv, dry_run: false}))).toMatchObject({id, finished: false, failing: false, report: {}});
    expect((await admin.want(202, admin.post('/console/domains', {csv, dry_run: true}))).id).not.toBe(id);
    await world.database.rows(`update job set run_at = now() where kind = 'domains.import'`);
    const one = () => admin.want(200, admin.get('/console/domain_imports')).then(({items}) => items.find((other: any) => other.id === id));
    expect(await until('it is done', async () => { const now = await one(); return now.finished && now; })).toMatchObject({by: 'Admin', dry_run: false, report: {created: 1}});
    expect(await world.database.value('select csv from domain_import where id = $1', [id])).toBe('');
    // What has ended is no reason not to begin again.
    expect(await domainsFrom(csv, false)).toMatchObject({created: 0, unchanged: 1});
  });

  it('is not done for who is no administrator any more, is done where its job was lost, and says when it fails', async () => {
    const was = await world.person('Fue');
    const [left, lost] = [await waiting(was.id), await waiting(admin.id)];
    const read = (id: number) => admin.want(200, admin.get(`/console/domain_imports/${id}`));
    expect(await read(lost)).toMatchObject({finished: false, failing: true});
    await world.database.rows(`insert into job (kind) values ('domains.forget_imports')`);
    await until('both have ended', async () => (await read(left)).finished && (await read(lost)).finished);
    expect((await read(left)).report).toMatchObject({created: 0, errors: [{reason: 'administrator_gone'}]});
    expect((await read(lost))).toMatchObject({failing: false, report: {unchanged: 1}});
  });
});

describe('people', () => {
  async function bring(csv: string, dry_run = false): Promise<any> {
    const {id} = await admin.want(201, admin.post('/console/people_imports', {csv, dry_run}));
    let last: any;
    await until('the import is done', async () => (last = await admin.want(200, admin.get(`/console/people_imports/${id}`))).finished, 60_000);
    return last.report;
  }
  const letters = (email: string) => world.database.rows(`select kind, language, facts from mail where address = $1 order by created_at`, [email]);
  const file = 'Nombre;Correo;DIR3;Puesto;Unidad;Relación;Idioma\r\n'.replace('Relación', 'relacion')
    + 'Íñigo Muñoz;Inigo@Uno.example;l01000001;Secretario;Secretaría;empleado;es\r\n'
    + 'Concejala;concejala@uno.example;L01000001;Concejala;;electa;ca\r\n'
    + 'Nadie;nadie;L01000001;;;;\r\nOtra;otra@uno.example;L01999999;;;;\r\nCerrada;cerrada@uno.example;L01000003;;;;\r\n'
    + 'Doble;INIGO@uno.example;L01000001;;;;\r\n;sin.nombre@uno.example;L01000001;;;;\r\nRara;rara@uno.example;L01000001;;;jefa;\r\nCorta;corta@uno.example\r\n';
  const errors = [[4, 'email', 'not_an_address'], [5, 'dir3', 'unknown_administration'], [6, 'dir3', 'unknown_administration'], [7, 'email', 'repeated'],
    [8, 'name', 'required'], [9, 'relation', 'unknown_value'], [10, '', 'wrong_number_of_fields']].map(([line, field, reason]) => ({line, field, reason}));

  it('are told line by line before anything is done', async () => {
    expect(await bring(file, true)).toEqual({read: 9, invited: 2, waiting: 0, known: 0, known_lines: [], errors});
    expect(await letters('inigo@uno.example')).toEqual([]);
    expect((await admin.post('/console/people_imports', {csv: 'name,email\n', dry_run: true})).json.errors).toEqual({csv: ['column_missing']});
  });

  it('are invited once, choose a password, and hold the post that the file says', async () => {
    expect(await bring(file)).toMatchObject({invited: 2, waiting: 0, known: 0, errors});
    expect(await bring(file)).toMatchObject({invited: 0, waiting: 2, known: 0});
    const mailed = await letters('inigo@uno.example');
    expect(mailed).toMatchObject([{kind: 'account_prepared', language: 'es', facts: {name: 'Íñigo Muñoz', days: 14}}]);
    const token = mailed[0].facts.link.split('#')[1];
    const stranger = world.stranger();
    expect(await stranger.want(200, stranger.post('/registration/look', {token}))).toMatchObject({way: 'account', name: 'Íñigo Muñoz', position: 'Secretario', administrations: [{name: 'Ayuntamiento de Uno'}]});
    await stranger.want(200, stranger.post('/registration/account', {token, name: 'Íñigo Muñoz', position: 'Secretario', language: 'es', password: 'caballo correcto batería', policy: true}));
    expect(await world.database.row(
      `select a.position, a.unit, a.relation, d.dir3 from appointment a join administration d on d.id = a.administration_id join credential c on c.person_id = a.person_id where c.email = 'inigo@uno.example'`))
      .toEqual({position: 'Secretario', unit: 'Secretaría', relation: 'employee', dir3: 'L01000001'});
    expect(await bring(file)).toMatchObject({invited: 0, waiting: 1, known: 1, known_lines: [2]});
    // A trial says how many are known, not who, and is written down.
    expect(await bring(file, true)).toMatchObject({known: 1, known_lines: []});
    expect((await admin.all('/console/audit?action=people.import_tried')).length).toBe(2);
    // A link that ended is mailed again.
    await world.database.rows(`update registration set expires_at = now() - interval '1 second' where email = 'concejala@uno.example'`);
    expect(await bring(file)).toMatchObject({invited: 1, waiting: 0, known: 1});
    expect((await letters('concejala@uno.example')).map(({language}) => language)).toEqual(['ca', 'ca']);
  });

  it('come from files as Excel saves them here, by the program too', async () => {
    const latin = Buffer.from('nombre;correo;dir3\r\nBegoña Núñez;begona@uno.example;L01000001\r\n', 'latin1');
    expect(JSON.parse(await command(['people', 'import', 'FILE', '--dry-run'], latin))).toMatchObject({invited: 1});
    expect(JSON.parse(await command(['people', 'import', 'FILE'], latin))).toMatchObject({read: 1, invited: 1, errors: []});
    expect(await letters('begona@uno.example')).toMatchObject([{facts: {name: 'Begoña Núñez'}}]);
  });

  const one = (email: string, relation = '') => `name,email,dir3,unit,relation\nAna,${email},L01000001,,${relation}\n`;
  const row = (email: string) => world.database.row(`select * from registration where email = $1`, [email]);
  const enter = async (email: string) => {
    const token = (await letters(email)).at(-1).facts.link.split('#')[1];
    const stranger = world.stranger();
    return stranger.post('/registration/account', {token, name: 'Ana', position: 'Técnica', language: 'es', password: 'caballo correcto batería', policy: true});
  };

  it('hold the relation of the file, by a link that no server of before opens, written down with its file', async () => {
    await bring(one('electa@uno.example', 'electa'));
    const before = await row('electa@uno.example');
    expect(before.state).toBe('prepared');
    expect((await bring(one('electa@uno.example', 'asesora'))).waiting).toBe(1);
    const entries = await admin.all(`/console/audit?action=registration.prepared&object=${before.id}`);
    expect(entries.map(({details}: any) => [details.relation, details.before])).toEqual([['adviser', 'renewed'], ['elected', '']]);
    expect((await enter('electa@uno.example')).status).toBe(200);
    expect(await world.database.value(`select relation from appointment where person_id = (select person_id from credential where email = 'electa@uno.example')`)).toBe('adviser');
  });

  it('wait only for a letter that goes, with more than a day left', async () => {
    await bring(one('sin-carta@uno.example'));
    expect((await bring(one('sin-carta@uno.example'))).waiting).toBe(1);
    await world.database.rows(`update registration set expires_at = now() + interval '1 hour' where email = 'sin-carta@uno.example'`);
    const old = await row('sin-carta@uno.example');
    expect((await bring(one('sin-carta@uno.example'))).invited).toBe(1);
    const renewed = await row('sin-carta@uno.example');
    expect([renewed.id, renewed.token_hash.equals(old.token_hash), renewed.expires_at > old.expires_at]).toEqual([old.id, false, true]);
    await world.database.rows(`update mail set state = 'refused', settled_at = now() where id = $1`, [renewed.mail_id]);
    expect((await bring(one('sin-carta@uno.example'))).invited).toBe(1);
    expect((await letters('sin-carta@uno.example')).length).toBe(3);
    expect((await enter('sin-carta@uno.example')).status).toBe(200);
  });

  it('are taken back as far as they have not come in', async () => {
    const {id} = await admin.want(201, admin.post('/console/people_imports', {csv: 'name,email,dir3\nA,dentro@uno.example,L01000001\nB,fuera@uno.example,L01000001\n', dry_run: false}));
    await until('the import is done', async () => (await admin.get(`/console/people_imports/${id}`)).json.finished);
    expect((await enter('dentro@uno.example')).status).toBe(200);
    expect(await admin.want(200, admin.del(`/console/people_imports/${id}`))).toMatchObject({finished: true, report: {invited: 2, withdrawn: 1}});
    expect((await enter('fuera@uno.example')).status).toBe(404);
    expect((await row('dentro@uno.example')).state).toBe('done');
    expect((await row('fuera@uno.example')).state).toBe('withdrawn');
    expect(await admin.want(200, admin.del(`/console/people_imports/${id}`))).toMatchObject({report: {withdrawn: 1}});
    expect((await admin.all('/console/audit?action=people.import_withdrawn')).map(({details}: any) => details)).toEqual([{import: String(id), links: '1'}]);
    expect((await admin.del('/console/people_imports/1')).status).toBe(404);
    expect((await bring(one('fuera@uno.example'))).invited).toBe(1);
  });

  it('keep a link that another file or an administrator mailed, when the later file is taken back', async () => {
    const start = async (emails: string[]) => {
      const {id} = await admin.want(201, admin.post('/console/people_imports', {csv: `name,email,dir3\n${emails.map((email) => `A,${email},L01000001\n`).join('')}`, dry_run: false}));
      await until('the import is done', async () => (await admin.get(`/console/people_imports/${id}`)).json.finished);
      return id;
    };
    const [mine, other] = ['de-este@uno.example', 'admitida@uno.example'];
    const right = await start([mine, other]);
    await world.database.rows(`update registration set state = 'admitted', people_import_id = null where email = $1`, [other]);
    const wrong = await start([mine, other]);
    expect(await admin.want(200, admin.get(`/console/people_imports/${wrong}`))).toMatchObject({can_be_taken_back: false, report: {invited: 0, waiting: 2}});
    expect(await admin.want(200, admin.del(`/console/people_imports/${wrong}`))).toMatchObject({report: {withdrawn: 0}});
    expect([(await row(mine)).state, (await row(other)).state]).toEqual(['prepared', 'admitted']);
    expect((await enter(other)).status).toBe(200);
    // Nor does the program take it away from the file that mailed it.
    await command(['people', 'import', 'FILE'], one(mine));
    expect(await admin.want(200, admin.del(`/console/people_imports/${right}`))).toMatchObject({report: {withdrawn: 1}});
    expect((await enter(mine)).status).toBe(404);
  });

  it('are found again in the console: which files came, which were tried, which can be taken back', async () => {
    const start = async (dry_run: boolean) => {
      const {id} = await admin.want(201, admin.post('/console/people_imports', {csv: one('lista@uno.example'), dry_run}));
      await until('the import is done', async () => (await admin.get(`/console/people_imports/${id}`)).json.finished);
      return id;
    };
    const [done, tried] = [await start(false), await start(true)];
    const list = async () => (await admin.want(200, admin.get('/console/people_imports'))).items.slice(0, 2);
    expect(await list()).toMatchObject([
      {id: tried, dry_run: true, can_be_taken_back: false, report: {waiting: 1}},
      {id: done, dry_run: false, finished: true, can_be_taken_back: true, by: 'Admin', report: {invited: 1}}]);
    await admin.want(200, admin.del(`/console/people_imports/${done}`));
    expect((await list())[1]).toMatchObject({can_be_taken_back: false, report: {withdrawn: 1}});
  });

  it('are brought in no further by who is no administrator any more, and go on where a job was lost', async () => {
    const start = async (by: number) => world.database.value(
      `insert into people_import (by_id, dry_run, csv) values ($1, false, $2) returning id`, [by, one(`de-${by}@uno.example`)]);
    const was = await world.person('Fue administradora');
    const [left, lost] = [await start(was.id), await start(admin.id)];
    await world.database.rows(`insert into job (kind) values ('people.forget_imports')`);
    const report = async (id: number) => admin.want(200, admin.get(`/console/people_imports/${id}`));
    await until('both have ended', async () => (await report(left)).finished && (await report(lost)).finished);
    expect((await report(left)).report).toEqual({errors: [{line: 1, field: '', reason: 'administrator_gone'}]});
    expect((await report(lost)).report).toMatchObject({invited: 1});
    expect(await letters(`de-${was.id}@uno.example`)).toEqual([]);
  });

  it('come from a spreadsheet by tabs, with empty columns at the end of its last line', async () => {
    expect(await bring('name\temail\tdir3\tposition\tunit\nAna\ttabulada@uno.example\tL01000001\t\t')).toMatchObject({invited: 1, errors: []});
  });

  it('come by thousands, in the turns that others leave', async () => {
    const many = 'name,email,dir3\n' + Array.from({length: 1_000}, (_, i) => `Persona ${i},p${i}@uno.example,L01000001`).join('\n');
    expect(await bring(many)).toMatchObject({read: 1_000, invited: 1_000, errors: []});
    expect(await world.database.value(`select csv from people_import order by created_at desc limit 1`)).toBe('');
  }, 120_000);
});
