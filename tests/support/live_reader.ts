// SPDX-License-Identifier: EUPL-1.2
// A reader who keeps what it sees by events, over connections that break at any moment, by WebSocket or long poll, on
// any of several server processes; its cursor is that of the last event it has handled.
import type {Answer} from './client.ts';
import {Live, type LiveEvent} from './live.ts';
import {Access, type Since, type Told} from './live_access.ts';
import {LiveModel} from './live_model.ts';
import type {Random} from './seeded.ts';
import type {Server} from './server.ts';
import {pause} from './wait.ts';
import type {Person} from './world.ts';

export interface Habits { polls: number; cuts: boolean }

const broken = /ECONN|socket hang up|EPIPE|aborted|WebSocket was closed|terminated/;

export class LiveReader {
  readonly model: LiveModel;
  /** Cursors of all events handled, in order. */
  readonly handled: string[] = [];
  readonly kinds = new Map<string, number>();
  /** Groups of which it was told since somebody looked. */
  readonly told: Told[] = [];
  /** What it did and heard last, for whoever looks into a failure. */
  readonly diary: string[] = [];
  marker = 0;
  resyncs = 0;
  connections = 0;
  fault: Error | null = null;
  private connection: Since = {published: 0, begun: 0};
  private cursor: string | null = null;
  private live: Live | null = null;
  private back: () => void = () => {};
  private ending = false;
  private cutting = false;
  private running: Promise<void> | null = null;

  constructor(readonly name: string, public person: Person, private readonly servers: () => Server[], private readonly random: Random, readonly habits: Habits,
              private readonly access: Access) {
    this.model = new LiveModel((path) => this.ask(path));
  }

  /** On any process; once more where that was killed. */
  async ask(path: string): Promise<Answer> {
    for (const end = Date.now() + 60_000; ; await pause(20)) {
      this.person.server = this.random.pick(this.servers());
      try {
        const answer = await this.person.get(path);
        if (answer.status !== 503 || Date.now() > end) return answer;
      } catch (error: any) {
        if (!broken.test(String(error.code ?? error.message)) || Date.now() > end) throw error;
      }
    }
  }

  private note(what: string): void {
    this.diary.push(`${new Date().toISOString().slice(14, 23)} ${what}`);
    if (this.diary.length > 120) this.diary.shift();
  }

  unreadCounted(): number { return Math.min(100, this.model.unread); }

  async start(): Promise<void> {
    this.cursor = (await this.ask('/me')).json.cursor;
    await this.model.load();
    this.running = this.run().catch((error) => { this.fault ??= error; });
  }

  /** Cuts the line; what arrived and was not handled yet is lost with it. */
  cut(): void {
    this.cutting = true;
    this.live?.close();
  }

  /** Whoever stays away comes back now. */
  return(): void { this.back(); }

  async stop(): Promise<void> {
    this.ending = true;
    this.return();
    this.live?.close();
    await this.running;
  }

  watch(threads: number[]): void {
    for (const thread of [...this.model.watched]) {
      if (threads.includes(thread)) continue;
      this.model.watched.delete(thread);
      const facts = this.model.threads.get(thread)?.facts;
      if (facts && !this.model.groups.has(facts.group.slug)) this.model.threads.delete(thread);
      this.live?.send({type: 'unwatch', thread});
    }
    for (const thread of threads) {
      if (this.model.watched.has(thread)) continue;
      this.model.watched.add(thread);
      this.live?.send({type: 'watch', thread});
    }
  }

  private async run(): Promise<void> {
    while (!this.ending) {
      this.cutting = false;
      try {
        if (this.model.watched.size === 0 && this.random.chance(this.habits.polls)) await this.poll();
        else await this.listen();
      } catch (error: any) {
        const text = String(error.code ?? error.message);
        // Signed out: somebody gives it a new session, and it goes on from its cursor.
        if (!broken.test(text) && !/\b401\b|\b503\b|was refused: (401|503)|closed with/.test(text)) throw error;
        await pause(20);
      }
      if (this.cutting) this.note('cut');
      // A moment, or for as long as the step and some more take.
      if (this.cutting) await Promise.race([pause(this.random.below(this.random.chance(0.15) ? 3_000 : 60)), new Promise<void>((done) => { this.back = done; })]);
    }
  }

  private async listen(): Promise<void> {
    this.person.server = this.random.pick(this.servers());
    this.connection = this.access.now();
    const live = this.live = await Live.connect(this.person, {since: this.cursor!});
    this.note('connected');
    this.connections++;
    try {
      for (const thread of this.model.watched) live.send({type: 'watch', thread});
      for (let at = 0; !this.ending && !this.cutting; ) {
        if (live.faulty) throw new Error(`against the contract: ${live.faulty}`);
        if (at < live.messages.length) await this.hear(live.messages[at++], live);
        else if (live.code !== null) return;
        else await Promise.race([live.stirred(), pause(200)]);
      }
    } finally {
      live.close();
      this.live = null;
    }
  }

  private async hear(message: any, live: Live): Promise<void> {
    switch (message.type) {
      case 'hello':
        if (!message.resumed) await this.resync(message.cursor);
        break;
      case 'event':
        await this.handle(message);
        break;
      case 'watching':
        if (this.model.watched.has(message.thread)) await this.model.readThread(message.thread);
        break;
      case 'refused':
        if (!this.model.watched.has(message.thread)) break;
        // Its page looks again: it is gone, or it may be read again meanwhile and is watched anew.
        if (await this.model.readThread(message.thread)) live.send({type: 'watch', thread: message.thread});
        else this.model.watched.delete(message.thread);
        break;
      default:
    }
  }

  private async poll(): Promise<void> {
    for (let turns = 1 + this.random.below(8); turns > 0 && !this.ending && !this.cutting && this.model.watched.size === 0; turns--) {
      this.connection = this.access.now();
      const answer = await this.ask(`/events?since=${this.cursor}&wait=1`);
      this.connections++;
      this.note(`polled ${answer.status}`);
      if (this.cutting) return;  // the answer never arrived
      if (answer.status !== 200) throw new Error(`poll: ${answer.status} ${answer.text}`);
      if (!answer.json.resumed) await this.resync(answer.json.cursor);
      for (const event of answer.json.events) {
        if (this.cutting || this.ending) return;
        await this.handle(event);
      }
      this.cursor = answer.json.cursor;
    }
  }

  private async resync(cursor: string): Promise<void> {
    this.resyncs++;
    await this.model.load();
    this.cursor = cursor;
  }

  private async handle(event: LiveEvent): Promise<void> {
    const marker = Access.markerIn(event.kind, event.data);
    const {next} = this.access;
    if (marker === null) await this.model.apply(event);
    const {my_membership, notification, act, number} = event.data;
    this.note(`${event.kind} ${event.group} ${event.thread} ${JSON.stringify({my_membership, notice: notification?.id, act, number, marker: marker ?? undefined})}`);
    this.cursor = event.cursor;
    this.handled.push(event.cursor);
    this.kinds.set(event.kind, (this.kinds.get(event.kind) ?? 0) + 1);
    for (const slug of new Set<string | undefined>([event.group ?? undefined, event.data.group?.slug, event.data.notification?.group?.slug])) {
      if (slug) this.told.push(this.access.telling(slug, event.kind, event.thread, this.marker, this.connection, next));
    }
    if (marker !== null) this.marker = Math.max(this.marker, marker);
  }
}
