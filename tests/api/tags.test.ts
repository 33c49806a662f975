// SPDX-License-Identifier: EUPL-1.2
// The vocabulary of tags: who keeps it, what it changes for threads and search, and what it tells nobody.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World;
let administrator: Person, host: Person, member: Person, outsider: Person;

beforeAll(async () => {
  world = await World.make();
  administrator = await world.person('Admin', {role: 'administrator'});
  host = await world.person('Dinamiza', {role: 'network_host'});
  [member, outsider] = await Promise.all(['Miembro', 'Ajena'].map((name) => world.person(name))) as [Person, Person];
  await world.group('abierto', 'open', [[member, 'member']]);
  await world.group('cerrado', 'private', [[member, 'member']]);
});
afterAll(() => world?.end());

const ask = (group: string, title: string, tags: string[]) => member.ask(group, title, `Texto de ${title}.`, tags);
const keep = (person: Person, name: string, more: object = {}) => person.put(`/console/tags/${encodeURIComponent(name)}`, {description: '', ...more});
const merge = (person: Person, name: string, into: string) => person.post(`/console/tags/${encodeURIComponent(name)}/merger`, {into});
const threads = async (person: Person, tag: string) => (await person.all(`/tags/${encodeURIComponent(tag)}/threads`)).map(({id}: any) => id);
const found = async (words: string) => (await outsider.all(`/search?q=${encodeURIComponent(words)}`)).map((item: any) => item.thread.id);
const settled = () => until('the job is done', async () => (await world.database.rows('select from tag_renewal')).length === 0, 20_000);

describe('the vocabulary', () => {
  it('is kept by administrators and hosts of the network', async () => {
    for (const person of [member, outsider]) {
      expect((await keep(person, 'urbanismo')).json.type).toBe('not_a_network_host');
      expect((await merge(person, 'urbanismo', 'obras')).json.type).toBe('not_a_network_host');
      expect((await person.get('/console/tags')).json.type).toBe('not_a_network_host');
    }
    const names = {description: 'Planes, licencias y disciplina.', ca: ['urbanisme'], eu: ['hirigintza'], en: ['planning', 'town planning']};
    expect(await host.want(200, keep(host, 'urbanismo', names))).toEqual({name: 'urbanismo', vocabulary: true, description: 'Planes, licencias y disciplina.', version: expect.stringMatching(/^[0-9a-f]{32}$/), names: [
      {language: 'ca', name: 'urbanisme'}, {language: 'en', name: 'planning'}, {language: 'en', name: 'town planning'}, {language: 'eu', name: 'hirigintza'}]});
    expect((await administrator.get('/console/tags?q=hirig')).json.items.map(({name}: any) => name)).toEqual(['urbanismo']);
    const written = await world.database.row(`select a.actor_id, d.details from audit a join audit_detail d using (seq) where a.action = 'tag.kept'`);
    expect(written).toEqual({actor_id: host.id, details: {name: 'urbanismo'}});
    await settled();
  });

  it('takes over what was tagged with a name that a tag gets: nothing is lost sight of', async () => {
    const [plain, spelt, closed] = [await ask('abierto', 'Una', ['licencia-menor']), await ask('abierto', 'Otra', ['licència-menor']), await ask('cerrado', 'Reservada', ['licencia-menor'])];
    await outsider.want(204, outsider.put('/tags/licencia-menor/follow'));
    await host.want(200, keep(host, 'licencias-menores', {es: ['licencia menor']}));
    await settled();
    expect(await threads(outsider, 'licencias-menores')).toEqual([spelt.id, plain.id]);
    expect(await threads(member, 'licencia-menor')).toEqual([closed.id, spelt.id, plain.id]);
    expect((await member.get(`/threads/${plain.id}`)).json.tags).toEqual(['licencias-menores']);
    expect((await outsider.get('/tags/licencias-menores/follow')).json).toEqual({following: true});
    // Of a tag that is in the vocabulary itself the two are told apart, or made one on purpose.
    await host.want(200, keep(host, 'padrones'));
    expect((await keep(host, 'habitantes', {es: ['padrones']})).json.type).toBe('tag_name_taken');
    await settled();
  });

  it('comes first while typing, and is known to everybody', async () => {
    await ask('abierto', 'Aaa', ['urbana']);
    await ask('cerrado', 'Bbb', ['urbanita']);
    const offered = async (person: Person, q: string) => (await person.get(`/tags?q=${encodeURIComponent(q)}`)).json.items.map(({name}: any) => name);
    expect(await offered(outsider, 'urban')).toEqual(['urbanismo', 'urbana']);
    expect(await offered(member, 'urban')).toEqual(['urbanismo', 'urbana', 'urbanita']);
    expect(await offered(outsider, 'town')).toEqual(['urbanismo']);
    // Page by page the same.
    expect((await outsider.all('/tags?q=urban', 1)).map(({name}: any) => name)).toEqual(['urbanismo', 'urbana']);
  });

  it('has a page for each tag, by whatever name, with the threads that one may read', async () => {
    const [open, closed] = [await ask('abierto', 'Licencia', ['urbanisme']), await ask('cerrado', 'Licencia reservada', ['urbanismo'])];
    for (const name of ['urbanismo', 'hirigintza', 'Town-Planning']) expect((await outsider.get(`/tags/${name}`)).json).toMatchObject({name: 'urbanismo', description: 'Planes, licencias y disciplina.'});
    expect(await threads(outsider, 'urbanismo')).toEqual([open.id]);
    expect(await threads(member, 'planning')).toEqual([closed.id, open.id]);
    expect((await member.all('/tags/urbanismo/threads', 1)).map(({id}: any) => id)).toEqual([closed.id, open.id]);
    // What only closed threads have is not there for others.
    for (const path of ['/tags/urbanita', '/tags/urbanita/threads']) expect((await outsider.get(path)).text).toBe((await outsider.get(path.replace('urbanita', 'no-hay'))).text);
    expect((await member.get('/tags/urbanita')).json).toMatchObject({name: 'urbanita', vocabulary: false, description: '', names: []});
    expect((await administrator.get('/tags/urbanita')).status).toBe(404);
  });

  it('makes threads found by a new name, and by an old one no more', async () => {
    const thread = await ask('abierto', 'Sin nombre', ['plusvalia']);
    expect(await found('iivtnu')).toEqual([]);
    await host.want(200, keep(host, 'plusvalia', {es: ['IIVTNU']}));
    await settled();
    expect(await found('iivtnu')).toEqual([thread.id]);
    await host.want(200, keep(host, 'plusvalia', {es: ['plusvalía municipal']}));
    await settled();
    expect(await found('iivtnu')).toEqual([]);
    expect(await found('plusvalía')).toEqual([thread.id]);
  });

  it('gives no name to two tags', async () => {
    expect((await keep(host, 'ordenacion', {ca: ['Urbanisme']})).json.type).toBe('tag_name_taken');
    expect((await keep(host, 'ordenacion', {es: ['Urbanismo']})).json.type).toBe('tag_name_taken');
    expect((await keep(host, 'hirigintza')).json.type).toBe('tag_name_taken');
    expect((await keep(host, 'con espacio')).status).toBe(404);
    expect((await keep(host, 'larga', {es: ['x'.repeat(81)]})).json.errors).toEqual({es: ['too_long']});
    expect((await keep(host, 'larga', {fr: ['urbanisme']})).json.errors).toEqual({fr: ['unknown_field']});
  });
});

describe('merging', () => {
  it('gives all threads the one tag, by and by, and the other name leads there', async () => {
    await host.want(200, keep(host, 'contratacion', {en: ['procurement']}));
    const made = [];
    for (let i = 0; i < 3; i++) made.push((await ask(i % 2 ? 'cerrado' : 'abierto', `Contrato ${i}`, ['contratos', ...(i === 2 ? ['contratacion'] : [])])).id);
    await outsider.want(204, outsider.put('/tags/contratos/follow'));
    expect((await merge(host, 'contratos', 'contratos')).json.errors).toEqual({into: ['same']});
    expect((await merge(host, 'contratos', 'no-hay')).json.errors).toEqual({into: ['unknown']});
    expect((await merge(host, 'urbanita', 'contratacion')).status).toBe(404);
    expect(await host.want(200, merge(host, 'contratos', 'contratacion'))).toMatchObject({name: 'contratacion', names: [{language: 'en', name: 'procurement'}, {language: 'es', name: 'contratos'}]});
    // At once for what is written now.
    expect((await ask('abierto', 'Contrato nuevo', ['contratos'])).tags).toEqual(['contratacion']);
    await settled();
    for (const id of made) expect((await member.get(`/threads/${id}`)).json.tags).toEqual(['contratacion']);
    expect((await outsider.get('/tags/contratos')).json.name).toBe('contratacion');
    expect((await outsider.get('/tags/contratacion/follow')).json).toEqual({following: true});
    expect(await found('procurement')).toEqual(expect.arrayContaining([made[0]]));
    expect((await outsider.all('/search?q=contrato&tag=contratos')).length).toBe(3);
    expect(await world.database.rows(`select from tag where name = 'contratos'`)).toEqual([]);
    const written = await world.database.row(`select d.details from audit a join audit_detail d using (seq) where a.action = 'tag.merged'`);
    expect(written).toEqual({details: {name: 'contratos', into: 'contratacion'}});
  });

  it('takes many threads up in batches, and a tag that went into one that goes ends where that does', async () => {
    await host.want(200, keep(host, 'uno'));
    await host.want(200, keep(host, 'dos'));
    await host.want(200, keep(host, 'tres'));
    await settled();
    await world.database.rows(
      `with made as (insert into thread (group_id, kind, title, author_id) select g.id, 'update', 'De muchos ' || n, $1 from plaza_group g, generate_series(1, 120) n where slug = 'abierto' returning id),
       posts as (insert into post (thread_id, number, role, author_id, body, html) select id, 1, 'root', $1, 'Texto.', '<p>Texto.</p>' from made)
       insert into thread_tag (thread_id, tag_id) select made.id, tag.id from made, tag where tag.name = 'uno'`, [member.id]);
    await host.want(200, merge(host, 'uno', 'dos'));
    await host.want(200, merge(host, 'dos', 'tres'));
    await settled();
    expect((await threads(outsider, 'tres')).length).toBe(120);
    expect((await threads(outsider, 'uno')).length).toBe(120);
    expect((await outsider.get('/tags/dos')).json.name).toBe('tres');
    expect(await world.database.value(`select count(*)::int from post_search s where words @@ '''#tres'''::tsquery and not words @@ '''#uno'''::tsquery`)).toBe(120);
  });
});

describe('two who keep it', () => {
  it('is changed by who knows what stands, and two at once do not overwrite each other', async () => {
    const {version: first} = await host.want(200, keep(host, 'arbolado', {version: '', es: ['árboles']}));
    const conflict = async (answer: Promise<any>) => { const {status, json} = await answer; return [status, json.type]; };
    // Who believes it to be new, and who read what was before.
    expect(await conflict(keep(administrator, 'arbolado', {version: '', description: 'Otra.'}))).toEqual([409, 'conflict']);
    const both = await Promise.all([host, administrator].map((person) => keep(person, 'arbolado', {version: first, description: person.name, es: ['árboles']})));
    expect(both.map(({status}) => status).sort()).toEqual([200, 409]);
    const {version: now, description} = both.find(({status}) => status === 200)!.json;
    expect((await host.get('/tags/arbolado')).json).toMatchObject({version: now, description});
    await host.want(200, keep(host, 'parques', {version: ''}));
    const into = (version: string) => host.post('/console/tags/arbolado/merger', {into: 'parques', version});
    expect(await conflict(into(first))).toEqual([409, 'conflict']);
    await host.want(200, into(now));
    await settled();
  });
});

it('takes up as many threads at a time as have some hundreds of posts, and loses none', async () => {
  const made: number[] = [];
  for (let i = 0; i < 4; i++) made.push((await ask('abierto', `Larga ${i}`, ['largas'])).id);
  // Of four hundred posts each: no step holds more than the one that goes beyond the bound.
  await world.database.rows(`update thread set next_number = 401 where id = any ($1)`, [made]);
  const held: number[] = [];
  const one = await world.database.connect();
  try {
    await one.query('begin');
    await one.query('delete from job where kind = $1', ['tags.renew']);
    await one.query('delete from tag_renewal');
    await one.query(`insert into tag (name) values ('extensas') on conflict do nothing`);
    await one.query(`insert into tag_renewal (tag_id, into_id) select g.id, k.id from tag g, tag k where g.name = 'largas' and k.name = 'extensas'`);
    for (let more = true; more && held.length < 9;) {
      more = (await one.query('select renew_tags_some(50) as more')).rows[0].more;
      const left = (await one.query(`select count(*)::int as n from thread_tag tt join tag g on g.id = tt.tag_id where g.name = 'largas'`)).rows[0].n;
      held.push(4 - held.reduce((sum, n) => sum + n, 0) - left);
    }
    expect((await one.query(`select count(*)::int as n from thread_tag tt join tag g on g.id = tt.tag_id where g.name = 'extensas'`)).rows[0].n).toBe(4);
    expect(held).toEqual([2, 2]);
    await one.query('rollback');
  } finally {
    one.release();
  }
});
