// SPDX-License-Identifier: EUPL-1.2
// What several people do at once in three groups, at random: everything that readers are told of. Each asks one of the
// server processes; whether they may is decided there, and a refusal is as good an answer as any.
import {key, type Answer} from './client.ts';
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
  /** Groups whose readers may have become others since this was emptied. */
  readonly touched = new Set<string>();

  constructor(private readonly world: World, private readonly servers: () => Server[], private readonly random: Random,
              private readonly people: Person[], private readonly owner: Person, private readonly groups: number[]) {}

  private rows<R = any>(sql: string, values: unknown[] = []): Promise<R[]> { return this.world.database.rows(sql, values) as Promise<R[]>; }
  private async slug(group: number): Promise<string> { return this.world.database.value('select slug from plaza_group where id = $1', [group]); }

  private async send(by: Person, verb: 'post' | 'put' | 'del', path: string, body?: unknown): Promise<void> {
    const asked = {headers: key()};
    for (let tries = 1; tries <= 200; tries++) {
      by.server = this.random.pick(this.servers());
      let answer: Answer | null = null;
      try {
        answer = await (verb === 'del' ? by.del(path, asked) : by[verb](path, body, asked));
      } catch (error: any) {
        if (!/ECONN|socket hang up|EPIPE|aborted/.test(String(error.code ?? error.message))) throw error;
      }
      if (answer && answer.status !== 503) {
        this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
        if (answer.status >= 500 || answer.status === 400 || answer.status === 429) throw new Error(`${verb} ${path} ${JSON.stringify(body)}: ${answer.status} ${answer.text}`);
        return;
      }
      await pause(20);
    }
    throw new Error(`${verb} ${path} is never answered`);
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
  private text(): string { return `Texto ${this.random.below(1e9)} **${this.random.below(100)}**${this.random.chance(0.01) ? ' palabra'.repeat(8_000) : ''}`; }

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
      const group = this.random.pick(this.groups);
      await this.touch(group);
      const settings = await this.world.database.row('select name, kind, description, rules, welcome, language, who_starts, join_relations, version from plaza_group where id = $1', [group]);
      await this.send(this.owner, 'put', `/groups/${await this.slug(group)}`, {...settings, kind: this.random.weighted([[5, 'open'], [3, 'private'], [1, 'hidden']])});
      await this.touch(group);  // a hidden one has another address
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
      await this.touch(...this.groups);
      await this.send(this.owner, 'put', `/threads/${thread.id}/group`, {group: await this.slug(this.random.pick(this.groups)), reason: 'Es de aquí.'});
    }],
    [3, 'merge', async () => {
      const [from, into] = [await this.thread(), await this.thread()];
      if (!from || !into || from.posts + into.posts > longestThread) return;
      await this.touch(...this.groups);
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

  private async touch(...groups: number[]): Promise<void> {
    for (const {slug} of await this.rows('select slug from plaza_group where id = any($1)', [groups])) this.touched.add(slug);
  }

  /** Whose membership changes reads another set of groups. */
  private async changing(change: (slug: string) => Promise<void>): Promise<void> {
    const group = this.random.pick(this.groups);
    await this.touch(group);
    await change(await this.slug(group));
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
