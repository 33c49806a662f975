// SPDX-License-Identifier: EUPL-1.2
// Files: how they hang from texts, who reads them, and how they go.
import {mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {pdf} from '../support/archives.ts';
import type {Answer, Client} from '../support/client.ts';
import {filesOf} from '../support/database.ts';
import {empty, job, lying, picture, read, refusal, rows, sent} from '../support/uploads.ts';
import {World, type Person} from '../support/world.ts';

let world: World, ana: Person, beto: Person, former: Person, stranger: Person;
const folder = () => filesOf(world.database.url);
const thread = (person: Person, body: string, group = 'obras') => person.ask(group, 'Con archivos', body);
const posts = async (person: Person, id: number) => (await person.get(`/threads/${id}`)).json.posts.items;

beforeAll(async () => {
  world = await World.make();
  [ana, beto, former, stranger] = await Promise.all(['Ana', 'Beto', 'Antigua', 'Extraña'].map((name) => world.person(name)));
  await world.group('obras', 'private', [[ana, 'owner'], [beto, 'member'], [former, 'member']]);
  await world.group('plaza', 'open', [[ana, 'owner'], [beto, 'member']]);
});
afterAll(() => world?.end());
beforeEach(async () => {
  await empty(world);
  expect(lying(world)).toEqual([]);
});

describe('a text that names files', () => {
  it('makes them hang from its post, and shows them', async () => {
    const plan = await sent(ana, picture, 'plano.png'), act = await sent(ana, pdf, 'acta.pdf');
    const {id} = await thread(ana, `Véase:\n\n![El plano](/files/${plan.id})\n\n[acta.pdf](/files/${act.id})`);
    const [root] = await posts(beto, id);
    const link = 'rel="nofollow noopener noreferrer"';
    expect(root.html).toBe(`<p>Véase:</p>\n<p><a href="/api/v1/files/${plan.id}" ${link}><img src="/api/v1/files/${plan.id}?size=small" width="960" height="480" loading="lazy" alt="El plano"></a></p>\n`
      + `<p><a href="/api/v1/files/${act.id}" ${link}>acta.pdf</a></p>\n`);
    expect(root.files.map((file: any) => [file.id, file.name, file.width])).toEqual([[plan.id, 'plano.png', 1600], [act.id, 'acta.pdf', null]]);
    expect((await read(beto, plan.id)).status).toBe(200);
    const listed = await beto.all('/groups/obras/files');
    // Of the same moment, in whatever order.
    expect(new Map(listed.map((item: any) => [item.file.id, [item.thread.id, item.number, item.author.id]]))).toEqual(new Map([[act.id, [id, 1, ana.id]], [plan.id, [id, 1, ana.id]]]));
  });

  it('names of others and of nobody: a link to what one may read, a refusal for the rest', async () => {
    const mine = await sent(ana, 'Mía.'), hers = await sent(beto, 'Suya.'), secret = await sent(ana, 'Secreta.');
    await thread(ana, `[x](/files/${mine.id})`, 'plaza');
    await thread(ana, `[x](/files/${secret.id})`, 'obras');
    const again = await thread(beto, `[x](/files/${mine.id}) ![y](/files/${mine.id})`, 'plaza');
    const [root] = await posts(ana, again.id);
    expect([root.files, root.html.includes('<img'), root.html.includes(`href="/api/v1/files/${mine.id}"`)]).toEqual([[], false, true]);
    for (const id of [hers.id, 4503599627370001]) {
      expect(refusal(await ana.post('/groups/plaza/threads', {kind: 'question', title: 'Con archivos', body: `[x](/files/${id})`, tags: []}))).toEqual([422, {body: ['unknown_file']}]);
    }
    expect(refusal(await stranger.post('/groups/plaza/threads', {kind: 'question', title: 'x', body: 'x', tags: []}))[0]).toBe(403);
    await world.join('plaza', stranger);
    expect(refusal(await stranger.post('/groups/plaza/threads', {kind: 'question', title: 'Con archivos', body: `[x](/files/${secret.id})`, tags: []}))).toEqual([422, {body: ['unknown_file']}]);
    await world.leave('plaza', stranger);
    expect((await read(ana, hers.id)).status).toBe(404);
  });

  it('changes: what it no longer names stays for who reads its history, and comes back', async () => {
    const file = await sent(ana, picture, 'plano.png');
    const {id} = await thread(ana, `![p](/files/${file.id})`);
    const [root] = await posts(ana, id);
    await ana.want(200, ana.put(`/posts/${root.id}`, {body: 'Sin plano.'}));
    expect([(await posts(beto, id))[0].files, (await read(beto, file.id)).status, await beto.all('/groups/obras/files')]).toEqual([[], 200, []]);
    const back = await ana.want(200, ana.put(`/posts/${root.id}`, {body: `Otra vez: ![p](/files/${file.id})`}));
    expect([back.files.length, back.html.includes('<img')]).toEqual([1, true]);
    const more = await sent(ana, 'Más.');
    const both = await ana.want(200, ana.put(`/posts/${root.id}`, {body: `![p](/files/${file.id}) [m](/files/${more.id})`}));
    expect(both.files.map((one: any) => one.id)).toEqual([file.id, more.id]);
    // A file that was taken away meanwhile does not keep an old text from being put back.
    await ana.want(204, ana.del(`/files/${file.id}`));
    const without = (await posts(beto, id))[0];
    expect([without.files.map((one: any) => one.id), without.html.includes('<img')]).toEqual([[more.id], false]);
    await ana.want(200, ana.put(`/posts/${root.id}`, {body: 'Nada.'}));
    await ana.want(200, ana.put(`/posts/${root.id}`, {body: `![p](/files/${file.id}) y más`}));
  });

  it('says nothing else in a preview', async () => {
    const mine = await sent(ana, picture, 'plano.png'), hers = await sent(beto, picture, 'plano.png');
    const {html} = await ana.want(200, ana.post('/preview', {body: `![mío](/files/${mine.id}) ![suyo](/files/${hers.id})`}));
    expect([html.match(/<img/g).length, html.includes(`/files/${mine.id}?size=small`)]).toEqual([1, true]);
  });

  it('has at most fifty, and the group at most what it may', async () => {
    const many = Array.from({length: 51}, (_, i) => `[${i}](/files/${i + 1})`).join(' ');
    expect(refusal(await ana.post('/groups/plaza/threads', {kind: 'question', title: 'Con archivos', body: many, tags: []}))).toEqual([422, {body: ['too_many_files']}]);
    const file = await sent(ana, 'Hola.');
    const old = await thread(ana, 'Viejo.');
    await world.database.rows(`insert into file (owner_id, name, kind, size, stored, post_id, attached_at) select $1, 'x', 'text/plain', 21474836480 - 2, repeat('b', 32), id, now() from post where thread_id = $2`, [former.id, old.id]);
    expect(refusal(await ana.post('/groups/obras/threads', {kind: 'question', title: 'Con archivos', body: `[x](/files/${file.id})`, tags: []}))).toEqual([403, 'files_of_group_full']);
    await thread(ana, `[x](/files/${file.id})`, 'plaza');
  });
});

describe('who reads a file', () => {
  const forms = (id: number, etag: string): [string, (person: Client) => Promise<Answer>][] => [
    ['whole', (p) => read(p, id)], ['small', (p) => read(p, id, '?size=small')], ['known', (p) => read(p, id, '', {'if-none-match': etag})],
    ['part', (p) => read(p, id, '', {range: 'bytes=0-9'})], ['part if the same', (p) => read(p, id, '', {range: 'bytes=0-9', 'if-range': etag})],
    ['beyond', (p) => read(p, id, '', {range: 'bytes=999999999-'})], ['head', (p) => p.send('HEAD', `/api/v1/files/${id}`)],
  ];
  const bytes = ({status, text, rawHeaders}: Answer) => JSON.stringify([status, text, rawHeaders.filter((_, i) => !/^date$/i.test(rawHeaders[i - i % 2]))]);
  const nowhere = 4503599627370001;

  it('is who reads its post, at every read and in every form', async () => {
    const file = await sent(ana, picture, 'plano.png');
    const {etag} = (await read(ana, file.id)).headers;
    const shut = async (who: Person) => {
      for (const [form, ask] of forms(file.id, etag)) {
        const none = forms(nowhere, etag).find(([name]) => name === form)![1];
        expect([form, bytes(await ask(who))]).toEqual([form, bytes(await none(who))]);
        expect((await ask(who)).status).toBe(404);
      }
    };
    const open = async (who: Person) => expect(await Promise.all(forms(file.id, etag).map(async ([, ask]) => (await ask(who)).status))).toEqual([200, 200, 304, 206, 206, 416, 200]);
    await open(ana);
    await shut(beto);
    const {id} = await thread(ana, `![p](/files/${file.id})`);
    await open(beto);
    await open(former);
    await shut(stranger);
    await world.leave('obras', former);
    await shut(former);
    await world.join('obras', former);
    const elsewhere = await world.database.value(`select id from plaza_group where slug = 'plaza'`), here = await world.database.value(`select id from plaza_group where slug = 'obras'`);
    await world.database.rows('update thread set group_id = $2 where id = $1', [id, elsewhere]);
    await open(stranger);
    expect([(await ana.all('/groups/obras/files')).length, (await stranger.all('/groups/plaza/files')).length]).toEqual([0, 1]);
    await world.database.rows('update thread set group_id = $2 where id = $1', [id, here]);
    await shut(stranger);
    const [root] = await posts(ana, id);
    await world.database.rows(`update post set deleted_at = now(), body = '', html = '' where id = $1`, [root.id]);
    await shut(ana);
  });

  it('gets one part, or all of it', async () => {
    const text = '0123456789'.repeat(20);
    const {id} = await sent(ana, text);
    const {etag} = (await read(ana, id)).headers;
    const part = async (range: string, more = {}) => {
      const got = await read(ana, id, '', {range, ...more});
      return [got.status, got.status < 400 ? got.text : '', got.headers['content-range'] ?? ''];
    };
    expect(await part('bytes=3-5')).toEqual([206, '345', 'bytes 3-5/200']);
    expect(await part('bytes=195-')).toEqual([206, '56789', 'bytes 195-199/200']);
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 197-199/200']);
    expect(await part('bytes=-999')).toEqual([206, text, 'bytes 0-199/200']);
    expect(await part('bytes=198-999')).toEqual([206, '89', 'bytes 198-199/200']);
    for (const range of ['bytes=0-1,3-4', 'bytes=5-3', 'bytes=a-b', 'bytes=', 'items=0-1', 'bytes=--1']) expect([range, ...await part(range)]).toEqual([range, 200, text, '']);
    for (const range of ['bytes=200-', 'bytes=-0', 'bytes=999-1000']) expect((await part(range))[0]).toBe(416);
    expect(await part('bytes=0-0', {'if-range': etag})).toEqual([206, '0', 'bytes 0-0/200']);
    expect(await part('bytes=0-0', {'if-range': '"otro"'})).toEqual([200, text, '']);
    const head = await ana.send('HEAD', `/api/v1/files/${id}`);
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '200', '']);
  });
});

describe('a file goes', () => {
  it('with its post', async () => {
    const file = await sent(ana, picture, 'plano.png');
    const {id} = await thread(ana, 'Pregunta.');
    const answer = await ana.answer(id, `![p](/files/${file.id})`);
    expect(lying(world)).toHaveLength(2);
    await ana.want(204, ana.del(`/posts/${answer.id}`));
    expect((await read(ana, file.id)).status).toBe(404);
    await job(world, 'files.drop_doomed');
    expect([lying(world), await rows(world)]).toEqual([[], 0]);
  });

  it('when its owner takes it away, and only then', async () => {
    const loose = await sent(ana, 'Suelta.');
    expect([(await beto.del(`/files/${loose.id}`)).status, (await ana.del(`/files/${loose.id}`)).status, (await ana.del(`/files/${loose.id}`)).status]).toEqual([404, 204, 404]);
    const file = await sent(ana, 'Colgada.');
    await thread(ana, `[x](/files/${file.id})`);
    expect(refusal(await beto.del(`/files/${file.id}`))).toEqual([403, 'not_the_author']);
  });

  it('when no text names it for a day', async () => {
    const old = await sent(ana, 'Vieja.'), young = await sent(ana, 'Joven.'), hung = await sent(ana, 'Colgada.');
    await thread(ana, `[x](/files/${hung.id})`);
    await world.database.rows(`update file set created_at = now() - interval '25 hours' where id in ($1, $2)`, [old.id, hung.id]);
    await job(world, 'files.forget_loose');
    expect(await Promise.all([old, young, hung].map(async ({id}) => (await read(ana, id)).status))).toEqual([404, 200, 200]);
    await job(world, 'files.drop_doomed');
    expect(lying(world)).toHaveLength(2);
  });

  it('not while somebody is writing a text that names it, however long', async () => {
    const named = await sent(ana, 'Con borrador.'), other = await sent(ana, 'Sin borrador.'), hers = await sent(beto, 'Ajena.');
    const draft = (version: number) => ana.put('/me/drafts/ask', {person: ana.id, fields: {title: 'Tasa', body: `Véase "[x](/files/${named.id})" y [y](/files/${hers.id}), no /files/${other.id}0`}, page: '/ask', version});
    const {version} = await ana.want(200, draft(0));
    await world.database.rows(`update file set created_at = now() - interval '30 days' where id in ($1, $2, $3)`, [named.id, other.id, hers.id]);
    await job(world, 'files.forget_loose');
    expect(await Promise.all([read(ana, named.id), read(ana, other.id), read(beto, hers.id)].map(async (one) => (await one).status))).toEqual([200, 404, 404]);
    const again = await thread(ana, `Véase [x](/files/${named.id})`);
    expect((await posts(beto, again.id))[0].files).toHaveLength(1);
    // With the draft goes what only it named.
    const last = await sent(ana, 'Otra.');
    const later = await ana.want(200, ana.put('/me/drafts/ask', {person: ana.id, fields: {body: `[x](/files/${last.id})`}, page: '/ask', version}));
    await world.database.rows(`update file set created_at = now() - interval '25 hours' where id = $1`, [last.id]);
    await job(world, 'files.forget_loose');
    expect((await read(ana, last.id)).status).toBe(200);
    await ana.want(204, ana.del(`/me/drafts/ask?person=${ana.id}&version=${later.version}`));
    await job(world, 'files.forget_loose');
    expect((await read(ana, last.id)).status).toBe(404);
  });

  it('with the account, if nothing names it', async () => {
    const person = await world.person('Se Va');
    await world.join('obras', person);
    const loose = await sent(person, 'Suelta.'), hung = await sent(person, 'Colgada.');
    await thread(person, `[x](/files/${hung.id})`);
    await world.database.rows(`update person set status = 'erased' where id = $1`, [person.id]);
    expect(await world.database.rows('select id from file where id in ($1, $2)', [loose.id, hung.id])).toEqual([{id: hung.id}]);
    expect((await read(beto, hung.id)).status).toBe(200);
  });

  it('from the disk when a process ended before it had a row, and nothing else does', async () => {
    const file = await sent(ana, picture, 'plano.png');
    const [name] = lying(world);
    const at = (...parts: string[]) => join(folder(), ...parts);
    const kept = (letter: string, ending = '') => at('kept', letter.repeat(2), letter.repeat(32) + ending);
    for (const letter of ['c', 'e', 'f']) mkdirSync(at('kept', letter.repeat(2)), {recursive: true});
    for (const path of [kept('f'), kept('f', '.small'), kept('e', '.small'), at('incoming', 'd'.repeat(32))]) writeFileSync(path, 'x');
    const old = new Date(Date.now() - 2 * 3600_000);
    for (const item of readdirSync(folder(), {recursive: true, withFileTypes: true}).filter((one) => one.isFile())) utimesSync(join(item.parentPath, item.name), old, old);
    for (const path of [kept('c'), at('incoming', 'c'.repeat(32))]) writeFileSync(path, 'too young');
    await job(world, 'files.sweep');
    expect(lying(world)).toEqual([name, `${name}.small`, 'c'.repeat(32), 'c'.repeat(32)].sort());
    for (const path of [kept('c'), at('incoming', 'c'.repeat(32))]) rmSync(path);
    // More strangers than files of its own are those of another installation.
    const strangers = Array.from({length: 102}, (_, i) => join(at('kept', 'ff'), `ff${String(i).padStart(30, '0')}`));
    for (const path of strangers) {
      writeFileSync(path, 'x');
      utimesSync(path, old, old);
    }
    await job(world, 'files.sweep');
    expect(lying(world)).toHaveLength(2 + 102);
    for (const path of strangers.slice(2)) rmSync(path);
    await job(world, 'files.sweep');
    expect(lying(world)).toEqual([name, `${name}.small`]);
    expect((await read(ana, file.id)).status).toBe(200);
    expect(statSync(at('kept', name.slice(0, 2), name)).size).toBe(file.size);
  });
});
