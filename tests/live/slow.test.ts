// SPDX-License-Identifier: EUPL-1.2
// A reader that stops reading costs a bounded queue, is sent away, and comes back for the rest.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {readFileSync} from 'node:fs';
import {slowness, within} from '../support/environment.ts';
import {Live, type LiveEvent} from '../support/live.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, writer: Person, reader: Person;

beforeAll(async () => {
  world = await World.make();
  writer = await world.person('Escribe');
  reader = await world.person('Lee');
  await world.group('vivo', 'open', [[writer, 'member'], [reader, 'member']]);
});
afterAll(() => world?.end());

const memory = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${world.server.pid}/status`, 'utf8'))![1]) / 1024;

describe('a reader that stops reading', () => {
  it('is closed with 1013, others go on, and it resumes whole', async () => {
    const [slow, quick] = [await world.live(reader), await world.live(writer)];
    const thread = await writer.ask('vivo', 'Mucho que leer');
    await slow.event('the thread', (event) => event.thread === thread.id);
    const before = memory();
    slow.socket.pause();
    const paused = Date.now();
    // More than the kernel's buffers on both sides of a connection hold, in events of about 63 KB.
    const text = 'palabra '.repeat(3_900);
    const numbers: number[] = [];
    for (let i = 0; i < 180; i++) numbers.push((await writer.answer(thread.id, text)).number);
    await quick.event('the last one', (event) => event.kind === 'post.created' && event.data.number === numbers.at(-1), 20_000);
    if (slowness === 1) expect(memory() - before).toBeLessThan(60);
    slow.socket.resume();
    // A peer that reads again within the time for closing, five seconds, is told why; a slow machine takes longer to write.
    expect(Date.now() - paused < 4_000 ? [1013] : [1013, 1006]).toContain(await slow.closedWith(30_000));

    const got: LiveEvent[] = [...slow.events];
    expect(got.filter((event) => event.kind === 'post.created').length).toBeLessThan(numbers.length);
    for (let round = 0; round < 20 && got.filter((event) => event.kind === 'post.created').length < numbers.length; round++) {
      const again = await world.live(reader, {since: got.at(-1)!.cursor});
      expect(again.hello.resumed).toBe(true);
      const rest = numbers.length - got.filter((event) => event.kind === 'post.created').length;
      // While the rest flows it may be sent away again; each time it comes further.
      await again.until('the rest', () => again.events.filter((event) => event.kind === 'post.created').length >= rest, 30_000).catch((error) => {
        if (again.code !== 1013 || again.events.length === 0) throw error;
      });
      got.push(...again.events);
      again.close();
    }
    expect(got.filter((event) => event.kind === 'post.created').map((event) => event.data.number)).toEqual(numbers);
    expect(new Set(got.map((event) => event.cursor)).size).toBe(got.length);
  });

  it('and vanishes while it waits for a thread leaves nothing behind', async () => {
    const lost = await world.person('Se pierde');
    await world.join('vivo', lost);
    const {thread, since} = await world.backlog('vivo', writer, 24);
    for (let i = 0; i < 20; i++) {  // as many as one person may have
      const live = await Live.attempt(lost, {since});
      if (!(live instanceof Live)) throw new Error(`refused with ${live.status} after ${i}`);
      live.socket.pause();
      live.send({type: 'watch', thread});
      await new Promise((done) => setTimeout(done, within(150)));
      live.close();
    }
    await until('there is room again', async () => {
      const live = await Live.attempt(lost);
      if (live instanceof Live) live.close();
      return live instanceof Live;
    });
  });

  it('is not needed for a text that is too long for an event: it comes without, and is read', async () => {
    const live = await world.live(reader);
    const thread = await writer.ask('vivo', 'Tabla larga');
    const table = `${'|a'.repeat(60)}|\n${'|-'.repeat(60)}|\n${'|a\n'.repeat(450)}`;
    const numbers: number[] = [];
    for (let i = 0; i < 10; i++) numbers.push((await writer.answer(thread.id, table)).number);
    await writer.put(`/posts/${(await writer.answer(thread.id, 'Corta.')).id}`, {body: table});
    const edited = await live.event('the edited one', (event) => event.kind === 'post.edited');
    // Who comes back gets all of it at once.
    const again = await world.live(reader, {since: live.hello.cursor});
    await again.event('the edited one', (event) => event.kind === 'post.edited');
    for (const one of [live, again]) {
      const large = one.events.filter((event) => event.kind === 'post.created' && numbers.includes(event.data.number));
      expect(large.map((event) => event.data.number)).toEqual(numbers);
      for (const event of [...large, edited]) expect([event.data.body, event.data.html]).toEqual([undefined, undefined]);
    }
    const read = await reader.want(200, reader.get(`/threads/${thread.id}/posts?after=${numbers[0] - 1}&limit=1`));
    expect(read.items[0].html.length).toBeGreaterThan(200_000);
    const refused = await writer.post(`/threads/${thread.id}/posts`, {role: 'answer', body: table + '|a\n'.repeat(1_000)});
    expect([refused.status, refused.json.errors]).toEqual([422, {body: ['too_complex']}]);
  });

  it('does not slow down who writes', async () => {
    const slow = await world.live(reader);
    slow.socket.pause();
    const thread = await writer.ask('vivo', 'Sin freno');
    const begun = Date.now();
    for (let i = 0; i < 20; i++) await writer.answer(thread.id, `R${i}`);
    expect(Date.now() - begun).toBeLessThan(within(5_000));
    slow.socket.resume();
  });
});
