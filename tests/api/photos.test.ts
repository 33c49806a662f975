// SPDX-License-Identifier: EUPL-1.2
// Photos of profiles: what is taken and what is not, what is left of it, who sees it, and tools that fail.
import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import type {Answer} from '../support/client.ts';
import {converted, greyHalves, inks, located, pixel, twoHalves, vast} from '../support/pictures.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const red = [220, 30, 30], blue = [30, 30, 220];
const picture = twoHalves(640, 480, red, blue);

let world: World, ana: Person, colleague: Person, companion: Person, stranger: Person, guest: Person;
let folder: string;

const send = (person: Person, bytes: Buffer | string, type = 'image/jpeg') => person.put('/me/photo', undefined, {bytes, headers: {'content-type': type}});
const look = (reader: Person, person = ana, query = '', headers = {}) => reader.get(`/people/${person.id}/photo${query}`, {headers});
const shownTo = async (audience: string, person = ana) => {
  const {photo, posts, history, administrations, ...rest} = (await person.get('/me/profile')).json;
  await person.want(200, person.put('/me/profile', {...rest, photo_for: audience}));
};
const kept = () => world.database.rows('select person_id, version, length(small) as small, length(large) as large from person_photo order by person_id');
/** Its width and height, from the frame header. */
function sides(jpeg: Buffer): number[] {
  let at = 2;
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xc0) at += 2 + jpeg.readUInt16BE(at + 2);
  return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
}
function refusal(answer: Answer) { return [answer.status, answer.json.errors?.photo ?? answer.json.type]; }

beforeAll(async () => {
  world = await World.make();
  [ana, colleague, companion, stranger] = await Promise.all(['Ana Ruiz', 'Colega', 'Compañera', 'Extraña'].map((name) => world.person(name)));
  guest = await world.person('Invitada');
  const elsewhere = await world.addAdministration('Ayuntamiento de Otra Parte', 9_000, '09');
  for (const person of [companion, stranger, guest]) {
    await world.database.rows('update appointment set administration_id = $2 where person_id = $1', [person.id, elsewhere]);
  }
  await world.group('juntas', 'hidden', [[ana, 'owner'], [companion, 'member']]);
  await world.group('aparte', 'private', [[stranger, 'owner'], [guest, 'guest']]);
  folder = mkdtempSync(join(tmpdir(), 'plaza-tools-'));
});
afterAll(async () => {
  if (folder) rmSync(folder, {recursive: true});
  await world?.end();
});
beforeEach(() => world.database.rows('delete from person_photo'));

describe('a photo', () => {
  it('is the middle square of a picture, in two sizes, under a new version each time', async () => {
    const {photo} = await ana.want(200, send(ana, picture, 'image/png'));
    const small = await look(colleague), large = await look(colleague, ana, `?size=large&version=${photo}`);
    expect([sides(small.bytes), sides(large.bytes)]).toEqual([[96, 96], [384, 384]]);
    expect(small.headers).toMatchObject({'content-type': 'image/jpeg', 'cache-control': 'private, max-age=300', 'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; sandbox`});
    for (const [at, colour] of [[20, red], [360, blue]] as const) {
      const [r, , b] = pixel(large.bytes, 'photo.jpg', at, 190);
      expect(Math.abs(r - colour[0]) + Math.abs(b - colour[2])).toBeLessThan(60);
    }
    expect((await ana.want(200, send(ana, picture))).photo).not.toBe(photo);
    expect(await kept()).toHaveLength(1);
    expect(small.bytes.length + large.bytes.length).toBeLessThan(30_000);
  });

  it.each([['photo.jpg[Q=90]', 'image/jpeg'], ['photo.webp', 'image/webp'], ['photo.png', 'image/png']])('is taken from %s', async (name, type) => {
    expect((await send(ana, converted(picture, name), type)).status).toBe(200);
    expect(sides((await look(ana)).bytes)).toEqual([96, 96]);
  });

  it.each<[string, Buffer, number[], number[], number]>([
    ['a PNG without a profile', picture, red, blue, 10],
    ['a JPEG without one', converted(picture, 'photo.jpg[Q=95]'), red, blue, 10],
    ['a WebP without one', converted(picture, 'photo.webp[Q=95]'), red, blue, 10],
    ['greys', greyHalves(640, 480, 200, 60), [200, 200, 200], [60, 60, 60], 10],
    // The way there and back through inks changes them; they stay red and blue.
    ['inks', inks(picture), red, blue, 90],
  ])('keeps the colours of %s in both sizes', async (_, file, left, right, near) => {
    await ana.want(200, send(ana, file));
    for (const [size, side] of [['small', 96], ['large', 384]] as const) {
      const {bytes} = await look(ana, ana, `?size=${size}`);
      for (const [x, colour] of [[side / 8, left], [side - side / 8, right]] as const) {
        const seen = pixel(bytes, 'photo.jpg', x, side / 2);
        colour.forEach((value, at) => expect(Math.abs((seen[at] ?? seen[0]!) - value), `${size}: ${seen}`).toBeLessThanOrEqual(near));
      }
    }
  });

  it('waits for who changes the person, without holding what they need', async () => {
    await ana.want(200, send(ana, picture, 'image/png'));
    const session = await world.database.connect();
    await session.query('begin');
    await session.query('select from person where id = $1 for update', [ana.id]);
    const sending = send(ana, picture, 'image/png');
    await until('the photo waits', async () => (await world.database.value(`select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) === 1);
    await session.query('update person_photo set at = now() where person_id = $1', [ana.id]);
    await session.query('commit');
    session.release();
    expect((await sending).status).toBe(200);
  });

  it.each([
    ['is suspended', `update person set status = 'suspended' where id = $1`],
    ['is signed out', `delete from session where person_id = $1`],
  ])('is not kept of who %s while it is developed', async (_, change) => {
    const person = await world.person('Fue');
    const session = await world.database.connect();
    await session.query('begin');
    await session.query('select from person where id = $1 for update', [person.id]);
    const sending = send(person, picture, 'image/png');
    await until('the photo waits', async () => (await world.database.value(`select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) === 1);
    await session.query(change, [person.id]);
    await session.query('commit');
    session.release();
    expect((await sending).status).toBe(401);
    expect(await world.database.value('select count(*)::int from person_photo where person_id = $1', [person.id])).toBe(0);
  });

  it('says nothing of where and with what it was taken', async () => {
    const marker = 'CASA-DE-ANA-42';
    const jpeg = located(converted(picture, 'photo.jpg'), marker);
    expect(jpeg.includes(marker)).toBe(true);
    await ana.want(200, send(ana, jpeg));
    for (const size of ['small', 'large']) {
      const {bytes} = await look(colleague, ana, `?size=${size}`);
      for (const trace of [marker, 'Exif', 'EXIF', 'adobe', 'xmpmeta', 'ICC_PROFILE']) expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
    }
  });

  it('goes when it is removed, and with the account', async () => {
    await ana.want(200, send(ana, picture));
    expect((await ana.del('/me/photo')).status).toBe(204);
    expect([(await look(ana)).status, (await ana.del('/me/photo')).status]).toEqual([404, 204]);
    const gone = await world.person('Se Va');
    await gone.want(200, send(gone, picture));
    await world.database.rows(`update person set status = 'erased' where id = $1`, [gone.id]);
    expect(await kept()).toEqual([]);
    expect((await look(ana, gone)).status).toBe(404);
  });
});

describe('who sees a photo', () => {
  it.each(['network', 'administration', 'groups', 'nobody'])('is who the person chose: %s', async (audience) => {
    const {photo} = await ana.want(200, send(ana, picture));
    await shownTo(audience);
    const readers: Record<string, Person[]> = {network: [colleague, companion, stranger], administration: [colleague], groups: [companion], nobody: []};
    for (const reader of [colleague, companion, stranger]) {
      const sees = readers[audience].includes(reader);
      expect([reader.name, (await look(reader)).status, (await reader.get(`/people/${ana.id}`)).json.photo]).toEqual([reader.name, sees ? 200 : 404, sees ? photo : null]);
    }
    expect((await look(ana)).status).toBe(200);
    expect((await ana.get('/me')).json.person.photo).toBe(photo);
    // Author lines are the same for everybody.
    const members = (await companion.get('/groups/juntas/members')).json.items;
    expect(members.find((one: any) => one.person.id === ana.id).person.photo).toBe(audience === 'network' ? photo : null);
    const found = (await colleague.get('/people?q=ana')).json.items;
    expect(found.find((one: any) => one.id === ana.id).photo).toBe(audience === 'network' ? photo : null);
    await shownTo('network');
  });

  it('is asked before what the reader has already; none looks like one that may not be seen', async () => {
    await ana.want(200, send(ana, picture));
    const {etag} = (await look(companion)).headers;
    expect((await look(companion, ana, '', {'if-none-match': etag})).status).toBe(304);
    await shownTo('groups');
    expect((await look(companion, ana, '', {'if-none-match': etag})).status).toBe(304);
    await world.leave('juntas', companion);
    const hidden = await look(companion, ana, '', {'if-none-match': etag});
    await world.join('juntas', companion);
    const none = await look(companion, colleague);
    expect([hidden.status, hidden.text]).toEqual([404, none.text]);
    expect((await look(companion, {id: 4503599627370001} as Person)).text).toBe(none.text);
    await shownTo('network');
  });

  it('are no guests of other groups; of who is suspended nobody sees one', async () => {
    await ana.want(200, send(ana, picture));
    await world.database.rows('update person set guest = true where id = $1', [guest.id]);
    expect((await look(guest)).status).toBe(404);
    await world.database.rows(`update person set status = 'suspended' where id = $1`, [ana.id]);
    expect((await look(colleague)).status).toBe(404);
    await world.database.rows(`update person set status = 'active' where id = $1`, [ana.id]);
    expect((await look(colleague)).status).toBe(200);
  });
});

describe('what is no photo', () => {
  const hostile: [string, () => Buffer | string, string][] = [
    ['text', () => 'Hola, soy una foto.', 'unknown_type'],
    ['an SVG', () => '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"><script>alert(1)</script></svg>', 'unknown_type'],
    ['a GIF', () => Buffer.from('GIF89a\x60\x00\x60\x00\x00\x00\x00;', 'latin1'), 'unknown_type'],
    ['a page that begins like a JPEG', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<html>'.repeat(20))]), 'unreadable'],
    ['half a picture', () => picture.subarray(0, 40), 'unreadable'],
    ['a picture of 900 million pixels', () => vast(30_000, 30_000), 'too_many_pixels'],
    ['a very long picture', () => vast(20_000, 60), 'too_many_pixels'],
    ['a picture below the smallest circle', () => twoHalves(47, 400, red, blue), 'too_small'],
  ];
  it.each(hostile)('%s is refused, and nothing of it is left', async (_, make, code) => {
    const files = () => readdirSync(tmpdir()).filter((name) => /vips|magick/i.test(name));
    const before = files();
    await ana.want(200, send(ana, picture));
    const stood = await kept();
    expect(refusal(await send(ana, make()))).toEqual([422, [code]]);
    expect(await kept()).toEqual(stood);
    expect(files()).toEqual(before);
  });

  it('is refused by size and by what its type says before anything looks at it', async () => {
    expect((await send(ana, Buffer.alloc(2 * 1024 * 1024 + 1, 0xff))).status).toBe(413);
    expect((await send(ana, picture, 'application/json')).status).toBe(415);
    expect(refusal(await ana.put('/me/photo'))).toEqual([422, ['required']]);
  });
});

describe('tools', () => {
  /** A folder with both tools, one of them ours. */
  function tools(name: string, script: string): string {
    const at = mkdtempSync(join(folder, 'case-'));
    for (const tool of ['vipsheader', 'vipsthumbnail']) {
      writeFileSync(join(at, tool), tool === name ? `#!/bin/sh\n${script}\n` : `#!/bin/sh\nexec /usr/bin/${tool} "$@"\n`);
      chmodSync(join(at, tool), 0o755);
    }
    return at;
  }
  const withTools = (at: string) => world.restart({PLAZA_IMAGE_TOOLS: at, PLAZA_IMAGE_WITHIN_MS: '1500'});
  afterAll(() => world.restart());

  const cases: [string, string, string, [number, unknown]][] = [
    ['that hang are ended', 'vipsthumbnail', '(sh -c "sleep 600; :" "$0") & sleep 600; :', [503, 'unavailable']],
    ['that are killed say that the picture cannot be read', 'vipsthumbnail', 'kill -SEGV $$', [422, ['unreadable']]],
    ['that write without end are stopped', 'vipsthumbnail', 'exec cat /dev/zero', [422, ['unreadable']]],
    ['that eat memory are stopped', 'vipsthumbnail', 'exec tail /dev/zero', [422, ['unreadable']]],
    ['that say nothing are not believed', 'vipsheader', 'exit 0', [422, ['unreadable']]],
    ['that talk nonsense are not believed', 'vipsheader', 'echo 10 by 10', [422, ['unreadable']]],
  ];
  it.each(cases)('%s', async (_, tool, script, wanted) => {
    const at = tools(tool, script);
    await withTools(at);
    const before = readdirSync(at);
    expect(refusal(await send(ana, picture))).toEqual(wanted);
    expect(await kept()).toEqual([]);
    expect(readdirSync(at)).toEqual(before);
    // What a tool began ends with it.
    await until('nothing of the tool runs', () => !execFileSync('ps', ['-eo', 'args'], {encoding: 'utf8'}).includes(at));
  });

  it('that are missing leave everything else working', async () => {
    const at = join(folder, 'nothing');
    mkdirSync(at);
    await withTools(at);
    expect(refusal(await send(ana, picture))).toEqual([503, 'unavailable']);
    expect((await ana.get('/me')).status).toBe(200);
  });

  it('see no environment and no descriptor of ours, and have little of everything', async () => {
    const at = tools('vipsheader', [
      '[ -z "$PLAZA_DATABASE_URL" ] || exit 1', '[ "$(ls /proc/self/fd | wc -l)" -le 5 ] || exit 1', '[ "$(pwd)" = /proc ] || exit 1',
      '[ "$(ulimit -f)" -le 1024 ] && [ "$(ulimit -v)" -le 524288 ] && [ "$(ulimit -t)" -le 5 ] || exit 1', 'exec /usr/bin/vipsheader "$@"'].join('\n'));
    await withTools(at);
    expect((await send(ana, picture)).status).toBe(200);
  });
});
