// SPDX-License-Identifier: EUPL-1.2
// What several people do at once in three groups, at random: everything that readers are told of. Each asks one of the
// server processes; whether they may is decided there, and a refusal is as good an answer as any.
import {key, type Answer} from './client.ts';
import type {Access} from './live_access.ts';
import type {Random} from './seeded.ts';
import type {Server} from './server.ts';
import {pause} from './wait.ts';
import type {Person, World} from './world.ts';

/** More posts would not fit the page that readers load. */
const longestThread = 60;
const mostThreads = 16;

interface PostRow { id: number; number: number; role: string; author_id: number; thread: number }

export class Actions {
  readonly done = new Map<string, number>();
  readonly statuses = new Map<number, number>();
  /** What was acknowledged: by post, or by thread where that was begun, the text that it has or had. */
  private readonly acknowledged: {post: number | null; thread: number | null; text: string}[] = [];
  private texts = 0;

  constructor(private readonly world: World, private readonly servers: () => Server[], private readonly random: Random,
              private readonly people: Person[], private readonly owner: Person, private readonly groups: number[],
              private readonly access: Access) {}

  private rows<R = any>(sql: string, values: unknown[] = []): Promise<R[]> { return this.world.database.rows(sql, values) as Promise<R[]>; }
  private async slug(group: number): Promise<string> { return this.world.database.value('select slug from plaza_group where id = $1', [group]); }

  private async send(by: Person, verb: 'post' | 'put' | 'del', path: string, body?: any): Promise<void> {
    const asked = {headers: key()};
    for (const end = Date.now() + 60_000; Date.now() < end; await pause(20)) {
      by.server = this.random.pick(this.servers());
      let answer: Answer | null = null;
      try {
        answer = await (verb === 'del' ? by.del(path, asked) : by[verb](path, body, asked));
      } catch (error: any) {
        if (!/ECONN|socket hang up|EPIPE|aborted/.test(String(error.code ?? error.message))) throw error;
      }
      // Nobody knows what became of it, or the one that was killed is still at it: asked again with the same key.
      if (!answer || answer.status === 503 || answer.json?.type === 'still_running') continue;
      this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
      if (answer.status >= 500 || answer.status === 400 || answer.status === 429) throw new Error(`${verb} ${path} ${JSON.stringify(body)}: ${answer.status} ${answer.text}`);
      if (answer.status < 300 && body?.body) {
        const id: number = answer.json.id, begun = path.endsWith('/threads');
        this.acknowledged.push({post: begun ? null : id, thread: begun ? id : null, text: body.body});
      }
      return;
    }
    throw new Error(`${verb} ${path} is never answered`);
  }

  /** Whatever was acknowledged is there, and nothing is there twice. How much that is. */
  async kept(): Promise<number> {
    const {acknowledged} = this;
    const lost = await this.rows(`select a.post, a.thread, a.text from unnest($1::bigint[], $2::bigint[], $3::text[]) a(post, thread, text)
      left join post_redirect r on r.from_thread = a.thread and r.number = 1
      left join post p on p.id = coalesce(a.post, r.post_id) or (coalesce(a.post, r.post_id) is null and p.thread_id = a.thread and p.number = 1)
      where p.id is null or (p.deleted_at is null and p.body <> a.text and not exists (select from post_revision v where v.post_id = p.id and v.body = a.text))`,
      [acknowledged.map(({post}) => post), acknowledged.map(({thread}) => thread), acknowledged.map(({text}) => text)]);
    if (lost.length) throw new Error(`acknowledged and not there: ${JSON.stringify(lost).slice(0, 2000)}`);
    const twice = await this.rows(`select p.body, count(*)::int as n from post p where p.body <> '' group by p.body having count(*) > 1`);
    if (twice.length) throw new Error(`written twice: ${JSON.stringify(twice).slice(0, 2000)}`);
    return acknowledged.length;
  }

  private async thread(): Promise<{id: number; group: number; posts: number} | null> {
    const rows = await this.rows(`select t.id, t.group_id as group, t.next_number as posts from thread t where t.group_id = any($1) order by t.id`, [this.groups]);
    return rows.length ? this.random.pick(rows) : null;
  }
  private async post(role?: string): Promise<PostRow | null> {
    const rows = await this.rows<PostRow>(`select p.id, p.number, p.role, p.author_id, p.thread_id as thread from post p join thread t on t.id = p.thread_id
      where t.group_id = any($1) and ($2::text is null or p.role::text = $2) and p.author_id is not null order by p.id desc limit 60`, [this.groups, role ?? null]);
    return rows.length ? this.random.pick(rows) : null;
  }
  private person(id: number): Person { return this.people.find((one) => one.id === id) ?? this.owner; }
  private text(): string { return `Texto ${++this.texts} ${this.random.below(1e9)} **${this.random.below(100)}**${this.random.chance(0.01) ? ' palabra'.repeat(8_000) : ''}`; }

  private readonly kinds: readonly (readonly [number, string, (by: Person) => Promise<void>])[] = [
    [8, 'ask', async (by) => {
      const rows = await this.rows('select count(*)::int as n from thread where group_id = any($1)', [this.groups]);
      if (rows[0].n >= mostThreads) return this.write(by);
      await this.send(by, 'post', `/groups/${await this.slug(this.random.pick(this.groups))}/threads`,
        {kind: this.random.chance(0.7) ? 'question' : 'update', title: `Hilo ${this.random.below(1e9)}`, body: this.text(), tags: [this.random.pick(['uno', 'dos', 'tres'])]});
    }],
    [30, 'write', (by) => this.write(by)],
    [10, 'edit', async () => {
      const post = await this.post();
      if (!post) return;
      const titled = post.number === 1 && this.random.chance(0.5) ? {title: `Otro ${this.random.below(1e9)}`, tags: [this.random.pick(['cuatro', 'cinco'])]} : {};
      await this.send(this.person(post.author_id), 'put', `/posts/${post.id}`, {body: this.text(), ...titled});
    }],
    [5, 'delete', async () => {
      const post = await this.post(this.random.pick(['answer', 'comment', 'reply']));
      if (post) await this.send(this.person(post.author_id), 'del', `/posts/${post.id}`);
    }],
    [12, 'useful', async (by) => {
      const post = await this.post();
      if (post) await this.send(by, this.random.chance(0.7) ? 'put' : 'del', `/posts/${post.id}/useful`);
    }],
    [8, 'accept', async () => {
      const post = await this.post('answer');
      if (!post) return;
      if (this.random.chance(0.7)) await this.send(this.owner, 'put', `/threads/${post.thread}/accepted`, {number: post.number});
      else await this.send(this.owner, 'del', `/threads/${post.thread}/accepted`);
    }],
    [4, 'join', async (by) => this.changing(async (slug) => this.send(by, 'put', `/groups/${slug}/members/me`, {}))],
    [3, 'leave', async (by) => this.changing(async (slug) => this.send(by, 'del', `/groups/${slug}/members/me`))],
    [2, 'ban', async (by) => this.changing(async (slug) => this.send(this.owner, 'del', `/groups/${slug}/members/${by.id}`))],
    [2, 'let in', async (by) => this.changing(async (slug) => this.world.join(slug, by))],
    [2, 'role', async (by) => this.changing(async (slug) => this.send(this.owner, 'put', `/groups/${slug}/members/${by.id}`, {role: this.random.pick(['member', 'host', 'moderator'])}))],
    [5, 'kind of group', async () => {
      const group = this.random.pick(this.groups), kind = this.random.weighted([[5, 'open'], [3, 'private'], [1, 'hidden']]);
      await this.access.change(async () => {
        const settings = await this.world.database.row('select name, kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where id = $1', [group]);
        await this.send(this.owner, 'put', `/groups/${await this.slug(group)}`, {...settings, kind});
      });
    }],
    [4, 'close', async () => {
      const thread = await this.thread();
      if (!thread) return;
      if (this.random.chance(0.3)) await this.send(this.owner, 'put', `/threads/${thread.id}/closed`, {reason: 'Ya está dicho.'});
      else await this.send(this.owner, 'del', `/threads/${thread.id}/closed`);
    }],
    [2, 'pin', async () => {
      const thread = await this.thread();
      if (thread) await this.send(this.owner, this.random.chance(0.5) ? 'put' : 'del', `/threads/${thread.id}/pinned`);
    }],
    [3, 'move', async () => {
      const thread = await this.thread();
      if (!thread) return;
      await this.send(this.owner, 'put', `/threads/${thread.id}/group`, {group: await this.slug(this.random.pick(this.groups)), reason: 'Es de aquí.'});
    }],
    [3, 'merge', async () => {
      const [from, into] = [await this.thread(), await this.thread()];
      if (!from || !into || from.posts + into.posts > longestThread) return;
      await this.send(this.owner, 'post', `/threads/${from.id}/merger`, {into: into.id, reason: 'Es lo mismo.'});
    }],
    [2, 'split', async () => {
      const post = await this.post('answer');
      if (post) await this.send(this.owner, 'post', `/threads/${post.thread}/split`, {numbers: [post.number], kind: 'update', title: `Aparte ${post.id}`, reason: 'Es otra cosa.'});
    }],
    [4, 'read', async (by) => {
      const thread = await this.thread();
      if (thread) await this.send(by, 'put', `/threads/${thread.id}/read`, {number: 1 + this.random.below(Math.max(1, thread.posts - 1))});
    }],
    [4, 'notice read', async (by) => {
      const rows = await this.rows('select id from notification where person_id = $1 order by id desc limit 5', [by.id]);
      if (rows.length) await this.send(by, 'put', `/notifications/${this.random.pick(rows).id}/read`);
    }],
    [3, 'all read', async (by) => {
      const up_to = new Date().toISOString();
      await this.random.pick([
        () => this.send(by, 'put', '/notifications/read', {up_to}),
        () => this.send(by, 'put', '/feed/read', {up_to}),
        async () => this.send(by, 'put', `/groups/${await this.slug(this.random.pick(this.groups))}/read`, {up_to}),
      ])();
    }],
    [1, 'follow', async (by) => this.send(by, 'put', `/tags/${this.random.pick(['uno', 'dos'])}/follow`)],
  ];

  /** Whose membership changes reads another set of groups. */
  private changing(change: (slug: string) => Promise<void>): Promise<void> {
    const group = this.random.pick(this.groups);
    return this.access.change(async () => change(await this.slug(group)));
  }

  private async write(by: Person): Promise<void> {
    const thread = await this.thread();
    if (!thread || thread.posts > longestThread) return;
    const [kind] = await this.rows('select kind from thread where id = $1', [thread.id]);
    const role = this.random.chance(0.35) ? 'comment' : kind?.kind === 'question' ? 'answer' : 'reply';
    await this.send(by, 'post', `/threads/${thread.id}/posts`, {role, body: this.text(), ...(role === 'comment' ? {parent: 1 + this.random.below(Math.max(1, thread.posts - 1))} : {})});
  }

  async one(): Promise<void> {
    const [name, act] = this.random.weighted(this.kinds.map(([weight, name, act]) => [weight, [name, act] as const] as const));
    await act(this.random.pick(this.people));
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }
}
