// SPDX-License-Identifier: EUPL-1.2
// Connections that are slow on purpose cost little, end in time, and stop nobody else.
import {readFileSync, readdirSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {slowness, within} from '../support/environment.ts';
import {RawSocket} from '../support/raw.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, person: Person;
beforeAll(async () => { world = await World.make(); person = await world.person('Lenta'); });
afterAll(() => world?.end());

const memory = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${world.server.pid}/status`, 'utf8'))![1]) / 1024;
/** As promised. Both ends raise their own limit of descriptors to what the machine allows them. */
const many = 4_000;
const descriptors = () => readdirSync(`/proc/${world.server.pid}/fd`).length;
const allowed = (pid: number | 'self') => Number(/^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))![1]);

async function open(count: number): Promise<RawSocket[]> {
  const sockets: RawSocket[] = [];
  for (let i = 0; i < count; i += 100) sockets.push(...await Promise.all(Array.from({length: Math.min(100, count - i)}, () => RawSocket.open(world.server.port))));
  return sockets;
}

describe('slow connections', () => {
  it.each<[string, string]>([
    ['that say nothing', ''],
    ['that send half a header', 'GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['that send half a body', 'POST /api/v1/session HTTP/1.1\r\nHost: HOST\r\nX-Plaza: 1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{'],
    ['that do not read', 'GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: HOST\r\n\r\n'.repeat(20)],
  ])('%s, by the thousand, stop nobody else', async (_, data) => {
    for (const pid of ['self', world.server.pid] as const) expect(allowed(pid), 'descriptors that the machine allows (ulimit -Hn)').toBeGreaterThan(many + 100);
    const before = memory();
    // What nobody reads fills the kernel's buffers first, some megabytes for each, and the machine has not that many.
    const sockets = await open(data.includes('openapi') ? many / 20 : many);
    try {
      for (const socket of sockets) {
        if (data.includes('openapi')) socket.socket.pause();
        socket.write(data.replaceAll('HOST', world.server.host));
      }
      await until('all of them are there', () => descriptors() > sockets.length);
      const times: number[] = [];
      for (let i = 0; i < 20; i++) times.push((await person.get('/me')).ms);
      expect(times.sort((a, b) => a - b)[15]).toBeLessThan(within(500));
      // Who reads nothing for long is dropped, on a slow machine before the others had their answers.
      if (data.includes('openapi')) return;
      expect(descriptors(), 'they were there all the time').toBeGreaterThan(sockets.length);
      if (slowness === 1) expect(memory() - before).toBeLessThan(60);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it('whose header never ends are closed in time', async () => {
    const socket = await RawSocket.open(world.server.port);
    socket.write('GET /healthz HTTP/1.1\r\n');
    const drip = setInterval(() => socket.write('X-Drip: 1\r\n'), 500);
    try {
      await socket.closed(20_000);
    } finally {
      clearInterval(drip);
      socket.destroy();
    }
    const answer = await socket.answer().catch(() => null);
    if (answer) expect([answer.status, answer.body.toString()]).toEqual([408, expect.stringContaining('request_timeout')]);
  });
});
