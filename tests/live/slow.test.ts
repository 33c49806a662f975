// SPDX-License-Identifier: EUPL-1.2
// A reader that stops reading costs a bounded queue, is sent away, and comes back for the rest.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {readFileSync} from 'node:fs';
import {slowness, within} from '../support/environment.ts';
import type {LiveEvent} from '../support/live.ts';
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
    // More than the kernel's buffers on both sides of a connection hold, in events of about 130 KB.
    const text = 'palabra '.repeat(8_000);
    const numbers: number[] = [];
    for (let i = 0; i < 130; i++) numbers.push((await writer.answer(thread.id, text)).number);
    await quick.event('the last one', (event) => event.kind === 'post.created' && event.data.number === numbers.at(-1), 20_000);
    if (slowness === 1) expect(memory() - before).toBeLessThan(60);
    slow.socket.resume();
    // A peer that reads again within the time for closing is told why.
    expect(slowness === 1 ? [1013] : [1013, 1006]).toContain(await slow.closedWith(30_000));

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
