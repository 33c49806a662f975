// SPDX-License-Identifier: EUPL-1.2
// A small network in a database of its own with a server in front: who exists is set up by SQL, what they write goes
// through the interface like everything else.
import {createHash, randomBytes, randomUUID} from 'node:crypto';
import {Client} from './client.ts';
import {Database} from './database.ts';
import {Live, type LiveOptions} from './live.ts';
import {Server, run, type Settings} from './server.ts';
import {until} from './wait.ts';

export type Role = 'guest' | 'member' | 'host' | 'moderator' | 'owner';
export type GroupKind = 'open' | 'private' | 'hidden';

export interface PersonOptions {
  role?: 'administrator' | 'auditor' | 'network_host';
  policyPending?: boolean;
  secondFactorPending?: boolean;
  suspended?: boolean;
  erased?: boolean;
  language?: string;
}

/** Somebody who is signed in. */
export class Person extends Client {
  constructor(server: Server, token: string, readonly id: number, readonly name: string, readonly email: string) {
    super(server, token);
  }

  live(options: LiveOptions = {}): Promise<Live> { return Live.connect(this, options); }

  ask(group: string, title: string, body = `Text of ${title}.`, tags: string[] = []): Promise<any> {
    return this.start(group, {kind: 'question', title, body, tags});
  }
  start(group: string, thread: object): Promise<any> { return this.want(201, this.post(`/groups/${group}/threads`, thread)); }
  write(thread: number, role: string, body: string, parent?: number): Promise<any> {
    return this.want(201, this.post(`/threads/${thread}/posts`, {role, body, ...(parent ? {parent} : {})}));
  }
  answer(thread: number, body: string): Promise<any> { return this.write(thread, 'answer', body); }
  comment(thread: number, parent: number, body: string): Promise<any> { return this.write(thread, 'comment', body, parent); }
  accept(thread: number, number: number): Promise<any> { return this.want(200, this.put(`/threads/${thread}/accepted`, {number})); }
}

export class World {
  private readonly clients: Client[] = [];
  private readonly lives: Live[] = [];
  administration = 0;

  constructor(readonly database: Database, public server: Server) {}

  static async make(settings: Settings = {}): Promise<World> {
    const database = await Database.create();
    // How common words are is measured once an hour, and not whenever the first round happens to come.
    await database.rows(`insert into schedule_run (name, last_run_at) values ('how common words are', now()) on conflict do nothing`);
    const server = await Server.start(database.url, settings).catch(async (error) => { await database.drop(); throw error; });
    return World.around(database, server);
  }

  /** A world in a database that is there already. */
  static async around(database: Database, server: Server): Promise<World> {
    const world = new World(database, server);
    world.administration = await world.addAdministration('Ayuntamiento de Villar del Río', 1_800);
    return world;
  }

  async addAdministration(name: string, population: number | null, province = '42'): Promise<number> {
    return this.database.value(
      `insert into administration (name, dir3, level, province_id, province, region_id, region, population)
       values ($1, $2, 'municipality', $3, 'Soria', '07', 'Castilla y León', $4) returning id`,
      [name, `L${randomBytes(5).toString('hex').toUpperCase()}`, province, population]);
  }

  /** Somebody with an account and a session. */
  async person(name: string, options: PersonOptions = {}): Promise<Person> {
    const email = `${name.toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '.')}.${randomBytes(3).toString('hex')}@villar.example`;
    const id: number = await this.database.value(
      `insert into person (name, status, network_role, policy_accepted_at, language)
       values ($1, $2, $3, $4, $5) returning id`,
      [name, options.suspended ? 'suspended' : options.erased ? 'erased' : 'active', options.role ?? null,
        options.policyPending ? null : new Date(), options.language ?? 'es']);
    await this.database.rows('insert into credential (person_id, email, password) values ($1, $2, $3)', [id, email, 'none']);
    await this.database.rows(
      `insert into appointment (person_id, administration_id, position) values ($1, $2, 'Técnica')`, [id, this.administration]);
    return this.session({id, name, email}, options.secondFactorPending ?? false);
  }

  /** Somebody with an account, a session and this password (a credential made by the program). */
  async withPassword(name: string, password: string): Promise<Person> {
    const person = await this.person(name);
    const email = `${person.id}@contrasena.example`;
    const done = await run(['person', 'add', '--email', email, '--name', name], {PLAZA_DATABASE_URL: this.database.url}, `${password}\n`);
    if (done.code !== 0) throw new Error(done.stderr);
    await this.database.rows(
      `with made as (delete from credential where email = $1 returning password)
       update credential set password = made.password from made where person_id = $2`, [email, person.id]);
    return person;
  }

  /** One more session of somebody, as on another device. */
  async session(of: {id: number; name: string; email: string}, secondFactorPending = false): Promise<Person> {
    const token = randomBytes(32).toString('base64url');
    await this.database.rows(
      `insert into session (token_hash, person_id, second_factor_pending, expires_at)
       values ($1, $2, $3, now() + interval '1 day')`,
      [createHash('sha256').update(token).digest(), of.id, secondFactorPending]);
    const person = new Person(this.server, token, of.id, of.name, of.email);
    this.clients.push(person);
    return person;
  }

  /** A client nobody is signed in with. */
  stranger(): Client {
    const client = new Client(this.server);
    this.clients.push(client);
    return client;
  }

  async live(person: Client, options: LiveOptions = {}): Promise<Live> {
    const live = await Live.connect(person, options);
    this.lives.push(live);
    return live;
  }

  async group(slug: string, kind: GroupKind = 'open', members: [Person, Role][] = []): Promise<string> {
    await this.database.rows(
      `insert into plaza_group (slug, name, kind, description, rules)
       values ($1, $2, $3, $4, 'Sé amable.')`, [slug, `Grupo ${slug}`, kind, `De qué trata ${slug}`]);
    for (const [person, role] of members) await this.join(slug, person, role);
    return slug;
  }

  async join(slug: string, person: {id: number}, role: Role = 'member'): Promise<void> {
    await this.database.rows(
      `insert into membership (group_id, person_id, role) select id, $2, $3 from plaza_group where slug = $1
       on conflict (group_id, person_id) do update set role = excluded.role`, [slug, person.id, role]);
  }

  async invite(slug: string, person: {id: number}, role: 'member' | 'guest' = 'member', days = 30): Promise<void> {
    await this.database.rows(
      `insert into membership_invitation (group_id, person_id, role, invited_by, expires_at)
       select id, $2, $3, $2, now() + $4 * interval '1 day' from plaza_group where slug = $1`, [slug, person.id, role, days]);
  }

  /** All questions that were written have been asked of people. */
  async routed(): Promise<void> {
    await until('questions were asked of people', async () => Number(await this.database.value(`select count(*) from job where kind = 'routing.ask'`)) === 0);
  }

  async leave(slug: string, person: {id: number}): Promise<void> {
    await this.database.rows(
      'delete from membership where person_id = $2 and group_id = (select id from plaza_group where slug = $1)', [slug, person.id]);
  }

  /** Out of the group, and no request left. */
  async expel(slug: string, person: {id: number}): Promise<void> {
    await this.leave(slug, person);
    await this.database.rows(
      'delete from membership_request where person_id = $2 and group_id = (select id from plaza_group where slug = $1)', [slug, person.id]);
  }

  /** A thread of so many megabytes of events, and the cursor before it: more than the buffers of a connection hold. */
  async backlog(group: string, writer: Person, megabytes: number): Promise<{thread: number; since: string; last: number}> {
    const since = (await writer.get('/me')).json.cursor;
    const thread = (await writer.ask(group, 'Mucho que repasar')).id;
    await writer.answer(thread, 'palabra '.repeat(3_900));
    await this.database.rows(
      `insert into event (kind, group_id, thread_id, post_id, data) select 'post.edited', group_id, thread_id, post_id, data
       from event, generate_series(1, $2) where thread_id = $1 and kind = 'post.created'`, [thread, megabytes * 16]);
    const last = (await writer.answer(thread, 'Fin.')).number;  // gives them their place in the stream
    return {thread, since, last};
  }

  async setKind(slug: string, kind: GroupKind): Promise<void> {
    await this.database.rows('update plaza_group set kind = $2 where slug = $1', [slug, kind]);
  }

  async archive(slug: string, archived = true): Promise<void> {
    await this.database.rows('update plaza_group set archived_at = case when $2 then now() end where slug = $1', [slug, archived]);
  }

  /** A new process in place of one that ended; everybody turns to it. */
  async restart(settings: Settings = {}, surroundings: string[] = []): Promise<void> {
    const secrets = this.server.secrets;
    if (!this.server.ended) await this.server.stop();
    this.server = await Server.start(this.database.url, settings, surroundings);
    for (const secret of secrets) this.server.secrets.add(secret);
    for (const client of this.clients) client.server = this.server;
  }

  /** Stops everything and finds fault with the log and with stored counters and chains. */
  async end(): Promise<void> {
    for (const live of this.lives) live.close();
    for (const client of this.clients) client.close();
    try {
      await this.server.stop();
      await this.audit();
    } finally {
      await this.database.drop();
    }
  }

  /** Stored counters are what they count, and the audit chain holds. */
  async audit(): Promise<void> {
    const drift = await this.database.rows('select * from recount()');
    if (drift.length) throw new Error(`stored counters differ from what they count: ${JSON.stringify(drift)}`);
    const broken = await this.database.value('select verify_audit()');
    if (broken !== null) throw new Error(`the audit chain breaks at row ${broken}`);
  }
}

/** A text that nothing else holds; wherever it turns up, it came from here. */
export const marker = () => `m${randomUUID().replace(/-/g, '')}`;
