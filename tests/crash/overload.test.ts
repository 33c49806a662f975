// SPDX-License-Identifier: EUPL-1.2
// Too much at once, locked tables, slow statements, no descriptors left: what needs them is refused honestly, the rest
// works, and all is well afterwards.
import {execFile} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {within} from '../support/environment.ts';
import {RawSocket} from '../support/raw.ts';
import {prompt} from '../support/server.ts';
import {pause, until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const execute = promisify(execFile);
let world: World, person: Person;
beforeAll(async () => {
  world = await World.make({PLAZA_DATABASE_WORKERS: '4', ...prompt});
  person = await world.person('Apurada');
  await world.group('apuro', 'open', [[person, 'member']]);
  await person.ask('apuro', 'Pregunta');
});
afterAll(() => world?.end());

const well = () => until('all is well', async () => (await Promise.all(Array.from({length: 8}, () => person.get('/feed')))).every(({status}) => status === 200), 10_000, 50);

describe('a locked table', () => {
  it('makes what needs it answer 503 in good time, and nothing else', async () => {
    const session = await world.database.connect();
    await session.query('begin; lock table thread in access exclusive mode');
    try {
      const blocked = await Promise.all(Array.from({length: 12}, () => person.get('/feed')));
      for (const {status, ms, headers} of blocked) {
        expect(status).toBe(503);
        expect(ms).toBeLessThan(within(1_500));
        expect(headers['retry-after']).toBeDefined();
      }
      expect((await person.send('GET', '/healthz')).status).toBe(200);
      await until('what does not need it works', async () => (await person.get('/groups')).status === 200, 10_000, 50);
    } finally {
      await session.query('rollback');
      session.release();
    }
    await well();
  });
});

describe('a crowd', () => {
  it('is answered or sent away in good time, and nobody waits for ever', async () => {
    const answers = await Promise.all(Array.from({length: 600}, (_, i) => person.get(i % 2 ? '/feed' : '/search?q=pregunta')));
    expect(new Set(answers.map(({status}) => status).filter((status) => ![200, 503].includes(status)))).toEqual(new Set());
    expect(answers.filter(({status}) => status === 200).length).toBeGreaterThan(50);
    await well();
  });
});

const descriptors = async () => (await readdir(`/proc/${world.server.pid}/fd`)).length;
/** Seconds of processor that the server has had; the kernel counts hundredths. */
const processor = () => {
  const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${world.server.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').map(Number);
  return (user + system) / 100;
};

describe('descriptors', () => {
  it('may run out, and come back', async () => {
    const limit = (await descriptors()) + 40;
    await execute('prlimit', ['--pid', String(world.server.pid), `--nofile=${limit}:${limit}`]);
    const sockets: RawSocket[] = [];
    for (let i = 0; i < 120; i++) sockets.push(await RawSocket.open(world.server.port));
    // It may give some up for others, but it has no room for all; meanwhile it waits and does not spin, which would be a
    // whole core.
    await until('they have run out', async () => (await descriptors()) >= limit - 5, 5_000, 20);
    const [begun, used] = [performance.now(), processor()];
    await pause(2_000);
    expect((processor() - used) * 1_000 / (performance.now() - begun)).toBeLessThan(0.5);
    for (const socket of sockets) socket.destroy();
    await well();
    expect((await person.ask('apuro', 'Después')).id).toBeGreaterThan(0);
  });
});
