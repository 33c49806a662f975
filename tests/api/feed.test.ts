// SPDX-License-Identifier: EUPL-1.2
// The feed narrowed by kind, state, group, tag, norm and towns like mine, together and page by page.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type GroupKind, type Person} from '../support/world.ts';

let world: World;
let turn = 0;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const ids = (threads: any[]) => threads.map(({id}) => id);
const feed = async (person: Person, query = '', limit = 2) => ids(await person.all(`/feed${query && `?${query}`}`, limit));
const group = (members: [Person, 'owner' | 'member'][], kind: GroupKind = 'open') => world.group(`muro-${++turn}`, kind, members);
const start = async (person: Person, slug: string, kind: string, title: string, tags: string[] = [], body = 'Texto') =>
  (await person.want(201, person.post(`/groups/${slug}/threads`, {kind, title, body, tags}))) as {id: number};
const move = (person: Person, administration: number | null) => world.database.rows(
  administration === null ? 'delete from appointment where person_id = $1 and $2::bigint is null' : 'update appointment set administration_id = $2 where person_id = $1',
  [person.id, administration]);

/** Two groups of the reader, one that is none of theirs, and threads of all sorts in each. */
async function scene() {
  const [reader, small, large] = [await world.person('Lectora'), await world.person('De pueblo'), await world.person('De ciudad')];
  await move(reader, await world.addAdministration('Aquí', 2_000));
  await move(small, await world.addAdministration('Allí', 4_000, '05'));
  await move(large, await world.addAdministration('Capital', 400_000));
  const both: [Person, 'owner' | 'member'][] = [[small, 'owner'], [large, 'member'], [reader, 'member']];
  const [one, two, other] = [await group(both), await group(both), await group([[small, 'owner'], [large, 'member']])];
  const tag = `tema-${turn}`;
  const made: Record<string, number> = {};
  const keep = async (name: string, thread: Promise<{id: number}>) => { made[name] = (await thread).id; };
  await keep('open', start(small, one, 'question', 'Abierta', [tag], 'Según el art. 8 de la Ley 9/2017'));
  await keep('answered', start(large, one, 'question', 'Con respuesta', [tag]));
  await small.answer(made.answered!, 'Así');
  await keep('solved', start(small, two, 'question', 'Resuelta', [], 'Ley 9/2017'));
  const answer = await large.answer(made.solved!, 'Así');
  await small.want(200, small.put(`/threads/${made.solved}/accepted`, {number: answer.number}));
  await keep('news', start(large, two, 'update', 'Noticia', [tag]));
  await keep('smallNews', start(small, one, 'update', 'Noticia de pueblo'));
  await keep('elsewhere', start(small, other, 'question', 'En otro grupo', [tag], 'Ley 9/2017'));
  return {reader, small, large, one, two, other, tag, made};
}

describe('the feed', () => {
  it('is narrowed by each filter, and by all together', async () => {
    const {reader, one, other, tag, made} = await scene();
    const {open, answered, solved, news, smallNews} = made;
    const everything = await feed(reader);
    expect(everything).toEqual([smallNews, news, solved, answered, open]);
    const cases: [string, (number | undefined)[]][] = [
      ['kind=question', [solved, answered, open]], ['kind=update', [smallNews, news]], ['kind=poll', []],
      ['state=unanswered', [open]], ['state=answered', [answered]], ['state=solved', [solved]], ['kind=update&state=solved', []],
      [`group=${one}`, [smallNews, answered, open]], [`tag=${tag}`, [news, answered, open]], [`tag=${tag.toUpperCase()}`, [news, answered, open]],
      ['norm=ley-9-2017', [solved, open]], ['norm=boe-a-2017-12902', [solved, open]], ['norm=LCSP', [solved, open]], ['norm=lcsp', [solved, open]],
      ['norm=Ley%209/2017', [solved, open]], ['norm=art.%208%20LCSP', [open]], ['norm=art%C3%ADculo%208%20lcsp', [open]], ['norm=art.%20118%20LCSP', []], ['like_me=true', [smallNews, solved, open]], ['like_me=false', everything],
      [`kind=question&tag=${tag}`, [answered, open]], [`kind=question&like_me=true&norm=ley-9-2017`, [solved, open]],
      [`state=unanswered&group=${one}&tag=${tag}&norm=ley-9-2017&like_me=true&kind=question`, [open]],
      [`group=${other}`, []], ['group=no-existe', []], ['tag=no-existe', []], ['norm=ley-1-1901', []],
    ];
    for (const [query, expected] of cases) for (const limit of [1, 2, 20]) expect(await feed(reader, query, limit), query).toEqual(expected);
  });

  it('brings what is followed into every filter', async () => {
    const {reader, small, other, tag, made} = await scene();
    const {elsewhere} = made;
    const queries = ['kind=question', 'state=unanswered', `group=${other}`, `tag=${tag}`, 'norm=ley-9-2017', 'like_me=true'];
    const follows = [`/threads/${elsewhere}`, `/people/${small.id}`, `/tags/${tag}`];
    for (const path of follows) {
      for (const query of queries) expect(await feed(reader, query), query).not.toContain(elsewhere);
      await reader.want(204, reader.put(`${path}/follow`));
      for (const query of queries) expect((await feed(reader, query)).filter((id) => id === elsewhere), `${path} ${query}`).toEqual([elsewhere]);
      expect(await feed(reader, 'kind=update')).not.toContain(elsewhere);
      await reader.want(204, reader.del(`${path}/follow`));
    }
    for (const path of follows) await reader.want(204, reader.put(`${path}/follow`));
    await world.setKind(other, 'private');
    for (const query of ['', ...queries]) expect(await feed(reader, query), query).not.toContain(elsewhere);
  });

  it('answers for groups, tags and norms that one may not know of as for those that are not there', async () => {
    const {reader, small} = await scene();
    const hidden = await group([[small, 'owner']], 'hidden');
    await start(small, hidden, 'question', 'Oculta', [`secreto-${turn}`], 'Ley 77/1977');
    for (const query of [`group=${hidden}`, `tag=secreto-${turn}`, 'norm=ley-77-1977']) {
      expect((await reader.get(`/feed?${query}`)).text, query).toBe((await reader.get(`/feed?${query.replace(/=.*/, '=no-existe')}`)).text);
    }
  });

  it('goes on where enough was looked at, without gaps', async () => {
    const [writer, reader] = [await world.person('Autora'), await world.person('Lectora')];
    const slug = await group([[writer, 'owner'], [reader, 'member']]);
    const [first] = [await start(writer, slug, 'question', 'La primera')];
    await world.database.rows(`insert into thread (group_id, kind, title, author_id, last_activity_at)
      select g.id, 'question', 'Relleno ' || n, $2, now() + n * interval '1 millisecond' from plaza_group g, generate_series(1, 4500) n where g.slug = $1`, [slug, writer.id]);
    await world.database.rows(`update thread set author_administration_id = (select a.administration_id from appointment a where a.person_id = $2 and a.main) where id = $1`, [first.id, reader.id]);
    await world.database.rows('update thread set author_administration_id = null where title like $1', ['Relleno %']);
    const pages: number[] = [];
    const found: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: any = await reader.want(200, reader.get(`/feed?like_me=true${next ? `&before=${encodeURIComponent(next)}` : ''}`));
      pages.push(page.items.length);
      found.push(...ids(page.items));
      next = page.next;
    }
    expect([pages, found]).toEqual([[0, 0, 1], [first.id]]);
  });

  it.each([['among the newest of all', 0], ['where others write much more', 900]])('of many groups misses nothing, %s', async (_, others) => {
    const [writer, reader] = [await world.person('Autora'), await world.person('Lectora')];
    const first = ++turn;
    await world.database.rows(`insert into plaza_group (slug, name, kind, created_by) select 'tropel-' || $1 || '-' || n, 'Grupo ' || n, 'open', $2 from generate_series(1, 45) n`, [first, writer.id]);
    await world.database.rows(`insert into membership (group_id, person_id) select id, $2 from plaza_group where slug like $1 || '%' and split_part(slug, '-', 3)::int <= 40`, [`tropel-${first}-`, reader.id]);
    // Most in the first groups, several at the same moment; in groups that are not the reader's, as many as it takes, and newer.
    await world.database.rows(`insert into thread (group_id, kind, title, author_id, last_activity_at)
      select g.id, case when n % 7 = 0 then 'update' else 'question' end, 'Hilo ' || n, $2, now() - interval '1 day' + n / 3 * interval '1 second'
      from generate_series(1, 400) n join plaza_group g on g.slug = $1 || 1 + (n * n) % 40 % (1 + n % 40)`, [`tropel-${first}-`, writer.id]);
    await world.database.rows(`insert into thread (group_id, kind, title, author_id) select g.id, 'question', 'De otros ' || n, $2
      from generate_series(1, $3::int) n join plaza_group g on g.slug = $1 || 41 + n % 5`, [`tropel-${first}-`, writer.id, others]);
    const truth = async (condition: string) => ids(await world.database.rows(`select t.id from thread t join membership m on m.group_id = t.group_id and m.person_id = $1
      where ${condition} order by t.last_activity_at desc, t.id desc`, [reader.id]));
    for (const [query, condition] of [['', 'true'], ['kind=update', `t.kind = 'update'`], ['state=unanswered', `t.state = 'unanswered'`]] as const) {
      const expected = await truth(condition);
      expect(expected.length, query).toBeGreaterThan(50);
      for (const limit of [7, 20, 100]) expect(await feed(reader, query, limit), `${query} by ${limit}`).toEqual(expected);
    }
  });

  it('takes a cursor for the filters alone with which it was given', async () => {
    const {reader, one} = await scene();
    const {next} = await reader.want(200, reader.get('/feed?kind=question&limit=1')) as any;
    expect((await reader.get(`/feed?limit=1&kind=question&before=${encodeURIComponent(next)}`)).status).toBe(200);
    for (const query of ['', 'kind=update', `kind=question&group=${one}`, 'kind=question&like_me=true']) {
      expect((await reader.get(`/feed?${query}&before=${encodeURIComponent(next)}`)).json.errors, query).toEqual({before: ['not_a_cursor']});
    }
  });

  it('refuses what is no filter, and towns like mine to who is of none', async () => {
    const {reader} = await scene();
    for (const query of ['kind=rumour', 'state=open', 'group=No%20vale', 'tag=a%20b', 'norm=Ley%209', `norm=${'x'.repeat(90)}`, 'like_me=maybe', 'author=1', 'kind=question&kind=update']) {
      expect((await reader.get(`/feed?${query}`)).status, query).toBe(422);
    }
    await move(reader, null);
    expect((await reader.get('/feed?like_me=true')).json.errors).toEqual({like_me: ['no_band']});
  });
});
