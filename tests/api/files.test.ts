// SPDX-License-Identifier: EUPL-1.2
// Files: what is taken and what is not. Whatever is refused leaves nothing.
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {docx, openDocument, pdf, pptx, xlsx, zip} from '../support/archives.ts';
import {converted, located, pixel, twoHalves, vast} from '../support/pictures.ts';
import {blue, empty, lying, picture, read, red, refusal, rows, send, sent} from '../support/uploads.ts';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

let world: World, ana: Person, beto: Person;

beforeAll(async () => {
  world = await World.make();
  [ana, beto] = await Promise.all(['Ana', 'Beto'].map((name) => world.person(name)));
});
afterAll(() => world?.end());
beforeEach(async () => {
  await empty(world);
  expect(lying(world)).toEqual([]);
});

describe('what is taken', () => {
  it.each<[string, Buffer | string, string, string, string]>([
    ['a PDF', pdf, 'Pliego.PDF', 'application/pdf', 'Pliego.PDF'],
    ['a text', 'Hola, ¿qué tal?\n', 'acta', 'text/plain', 'acta.txt'],
    ['a table', 'a;b\n1;2\n', 'presupuesto.csv', 'text/csv', 'presupuesto.csv'],
    ['a calendar', 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n', 'pleno.ics', 'text/calendar', 'pleno.ics'],
    ['an ODT', openDocument('text'), 'x.odt', 'application/vnd.oasis.opendocument.text', 'x.odt'],
    ['an ODS', openDocument('spreadsheet'), 'x.ods', 'application/vnd.oasis.opendocument.spreadsheet', 'x.ods'],
    ['an ODP', openDocument('presentation'), 'x.odp', 'application/vnd.oasis.opendocument.presentation', 'x.odp'],
    ['a DOCX', docx(), 'x.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'x.docx'],
    ['an XLSX', xlsx(), 'x.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'x.xlsx'],
    ['a PPTX', pptx(), 'x.pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'x.pptx'],
    ['a table in a document', docx({name: 'word/embeddings/1.xlsx', bytes: xlsx()}), 'x.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'x.docx'],
    ['an archive', zip([{name: 'a.txt', bytes: 'a'}]), 'x.zip', 'application/zip', 'x.zip'],
  ])('%s, byte for byte', async (_, bytes, name, kind, shown) => {
    const file = await sent(ana, bytes, name);
    expect(file).toMatchObject({name: shown, kind, size: Buffer.byteLength(bytes as string), width: null, height: null, state: 'ready'});
    const back = await read(ana, file.id);
    expect(back.bytes.equals(Buffer.from(bytes as string))).toBe(true);
    expect(back.headers).toMatchObject({'content-type': kind, 'x-content-type-options': 'nosniff', 'content-security-policy': `default-src 'none'; sandbox`,
      'cache-control': 'private, no-cache', 'accept-ranges': 'bytes', 'content-disposition': `attachment; filename="${shown}"; filename*=UTF-8''${shown}`});
    expect(lying(world)).toHaveLength(1);
    expect(lying(world)[0]).toMatch(/^[0-9a-f]{32}$/);
    expect((await read(ana, file.id, '?size=small')).status).toBe(404);
  });

  it('a name is kept for people, without what would mislead them or a file system', async () => {
    const names: [string, string][] = [['../../etc/passwd', 'passwd.txt'], ['C:\\Temp\\acta.txt', 'acta.txt'], ['nómina «2026» ñ.txt', 'nómina «2026» ñ.txt'],
      ['programa.exe', 'programa.exe.txt'], ['factura\u202Etxt.exe', 'facturatxt.exe.txt'], ['..', 'archivo.txt'], ['a"b<c>|?*.txt', 'a_b_c____.txt'], ['página.html', 'página.html.txt']];
    for (const [given, kept] of names) expect((await sent(ana, 'Hola.', given)).name).toBe(kept);
    const long = (await sent(ana, 'Hola.', 'ñ'.repeat(250))).name;
    expect([[...long].length, long.endsWith('ñ.txt')]).toEqual([200, true]);
    const {id} = await sent(ana, 'Hola.', 'ñ "x"; a.txt');
    expect((await read(ana, id)).headers['content-disposition']).toBe(`attachment; filename="_ _x_; a.txt"; filename*=UTF-8''%C3%B1%20_x_%3B%20a.txt`);
  });

  it.each<[string, () => Buffer, string, string, string]>([
    ['a PNG', () => picture, 'plano.png', 'image/png', 'plano.png'],
    ['a JPEG', () => converted(picture, 'p.jpg[Q=90]'), 'plano.JPG', 'image/jpeg', 'plano.JPG'],
    ['a WebP', () => converted(picture, 'p.webp'), 'plano.webp', 'image/png', 'plano.png'],
    ['a picture under another name', () => picture, 'plano.pdf', 'image/png', 'plano.pdf.png'],
  ])('%s is made anew in two sizes', async (_, make, name, kind, shown) => {
    const file = await sent(ana, make(), name);
    expect(file).toMatchObject({name: shown, kind, width: 1600, height: 800});
    const large = await read(ana, file.id), small = await read(ana, file.id, '?size=small');
    expect(large.headers['content-disposition']).toMatch(/^inline; /);
    expect([large.headers['content-type'], small.headers['content-type']]).toEqual([kind, kind]);
    for (const [bytes, x, colour] of [[large.bytes, 1590, blue], [small.bytes, 950, blue], [small.bytes, 10, red]] as const) {
      const seen = pixel(bytes, `p.${kind.slice(6)}`, x, 200);
      colour.forEach((value, i) => expect(Math.abs(seen[i] - value)).toBeLessThan(12));
    }
    expect(file.size).toBe(large.bytes.length);
    expect(large.headers.etag).not.toBe(small.headers.etag);
  });

  it('a GIF, and large pictures are made smaller', async () => {
    expect(await sent(ana, gif, 'punto.gif')).toMatchObject({name: 'punto.png', kind: 'image/png', width: 1, height: 1});
    expect(await sent(ana, twoHalves(5000, 100, red, blue), 'largo.png')).toMatchObject({width: 2560, height: 51});
  });

  it('nothing is left of where and with what a picture was taken', async () => {
    const marker = 'CASA-DE-ANA-42';
    const jpeg = located(converted(picture, 'p.jpg'), marker);
    expect(jpeg.includes(marker)).toBe(true);
    const {id} = await sent(ana, jpeg, 'p.jpg');
    for (const size of ['small', 'large']) {
      const {bytes} = await read(ana, id, `?size=${size}`);
      for (const trace of [marker, 'Exif', 'xmpmeta']) expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
    }
  });
});

describe('what is refused leaves nothing', () => {
  const much = Buffer.alloc(90 * 1024 * 1024);
  const hostile: [string, () => Buffer | string, string][] = [
    ['nothing', () => '', 'empty_file'],
    ['a page', () => '<!DOCTYPE html><html><body><script>alert(1)</script></body></html>', 'type_not_taken'],
    ['an SVG', () => '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'type_not_taken'],
    ['a program of Linux', () => readFileSync('/bin/true'), 'type_not_taken'],
    ['a program of Windows', () => Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), Buffer.alloc(200)]), 'type_not_taken'],
    ['a script', () => '#!/bin/sh\nrm -rf /\n', 'type_not_taken'],
    ['bytes without a meaning', () => Buffer.from([1, 2, 3, 250, 251, 0, 0, 9, 200]), 'type_not_taken'],
    ['a document of old Word', () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]), 'type_not_taken'],
    ['macros', () => docx({name: 'word/vbaProject.bin', bytes: 'x'}), 'has_macros'],
    ['a program in an archive', () => zip([{name: 'juego.EXE', bytes: 'x'}]), 'has_program'],
    ['a program by another name', () => zip([{name: 'acta.txt', bytes: Buffer.from('MZ\x90', 'latin1')}]), 'has_program'],
    ['a program in an archive in an archive', () => zip([{name: 'acta.txt', bytes: 'x'}, {name: 'dentro.zip', bytes: zip([{name: 'juego.exe', bytes: 'x'}])}]), 'has_program'],
    ['macros in an archive', () => zip([{name: 'informe.docm', bytes: docx({name: 'word/vbaProject.bin', bytes: 'x'})}]), 'has_macros'],
    ['an archive with a password', () => zip([{name: 'a.txt', bytes: 'x', locked: true}]), 'archive_locked'],
    ['half an archive', () => zip([{name: 'a.txt', bytes: 'x'}]).subarray(0, 40), 'unreadable'],
    ['a name that leads out', () => zip([{name: '../../etc/cron.d/x', bytes: 'x'}]), 'unreadable'],
    ['a bomb', () => zip([1, 2, 3, 4].map((i) => ({name: `${i}`, bytes: much})), 10), 'archive_too_large'],
    ['a nest', () => zip([{name: 'a.zip', bytes: zip([{name: 'b.zip', bytes: zip([{name: 'c.zip', bytes: zip([{name: 'd', bytes: 'x'}])}])}])}]), 'archive_nested'],
    ['a picture of 900 million pixels', () => vast(30_000, 30_000), 'too_many_pixels'],
    ['half a picture', () => picture.subarray(0, 40), 'unreadable'],
  ];
  it.each(hostile)('%s', async (_, make, code) => {
    expect(refusal(await send(ana, make(), 'archivo.pdf'))).toEqual([422, {file: [code]}]);
    expect([lying(world), await rows(world)]).toEqual([[], 0]);
  });

  it('more than one may be, and names that are none', async () => {
    expect(refusal(await send(ana, Buffer.alloc(25 * 1024 * 1024 + 1)))).toEqual([413, 'body_too_large']);
    expect(refusal(await ana.post('/files', undefined, {bytes: 'x'}))).toEqual([422, {name: ['required']}]);
    expect(refusal(await ana.post('/files?name=a&name=b', undefined, {bytes: 'x'}))).toEqual([422, {name: ['unknown_parameter']}]);
    expect(refusal(await ana.post('/files?name=a&thread=1', undefined, {bytes: 'x'}))).toEqual([422, {thread: ['unknown_parameter']}]);
    expect([lying(world), await rows(world)]).toEqual([[], 0]);
  });

  it('the largest that may be is taken, in pieces of unknown number as well', async () => {
    const bytes = Buffer.alloc(25 * 1024 * 1024, 'Acta del pleno. ');
    expect((await sent(ana, bytes)).size).toBe(bytes.length);
    const chunked = await ana.post('/files?name=a.txt', undefined, {bytes, headers: {'content-type': 'text/plain', 'content-length': undefined, 'transfer-encoding': 'chunked'}});
    expect([chunked.status, (await read(ana, chunked.json.id)).bytes.equals(bytes)]).toEqual([201, true]);
  });

  it('whoever is not known, before anything is read of it', async () => {
    expect(refusal(await send(world.stranger(), 'x'))).toEqual([401, 'not_signed_in']);
    expect(refusal(await ana.post('/files?name=a', undefined, {bytes: 'x', headers: {'x-plaza': undefined}}))).toEqual([403, 'cross_site']);
    const large = await send(world.stranger(), Buffer.alloc(20 * 1024 * 1024, 'x'));
    expect(refusal(large)).toEqual([401, 'not_signed_in']);
    expect([lying(world), await rows(world)]).toEqual([[], 0]);
  });

  it('whoever is suspended while it is looked into', async () => {
    const person = await world.person('Fue');
    const session = await world.database.connect();
    await session.query('begin');
    await session.query('select from person where id = $1 for update', [person.id]);
    const sending = send(person, 'Hola.');
    await until('the file waits', async () => (await world.database.value(`select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) === 1);
    await session.query(`update person set status = 'suspended' where id = $1`, [person.id]);
    await session.query('commit');
    session.release();
    expect((await sending).status).toBe(401);
    expect([lying(world), await rows(world)]).toEqual([[], 0]);
  });

  it('what is more than a person may have', async () => {
    await world.database.rows(`insert into file (owner_id, name, kind, size, stored) values ($1, 'x', 'text/plain', 4294967296 - 10, repeat('a', 32))`, [ana.id]);
    expect(refusal(await send(ana, 'más de diez bytes'))).toEqual([403, 'files_of_person_full']);
    expect((await send(beto, 'más de diez bytes')).status).toBe(201);
    await world.database.rows('delete from file');
    await world.database.rows(`insert into file (owner_id, name, kind, size, stored) select $1, 'x', 'text/plain', 1, md5(n::text) from generate_series(1, 100) n`, [ana.id]);
    expect(refusal(await send(ana, 'x'))).toEqual([403, 'too_many_loose_files']);
    await world.database.rows(`delete from file where stored in (select md5(n::text) from generate_series(1, 100) n)`);
  });

  it('what would fill the disk, and everything else works', async () => {
    await world.restart({PLAZA_FILES_RESERVE_MB: '99999999'});
    try {
      expect(refusal(await send(ana, 'x'))).toEqual([507, 'storage_full']);
      expect([lying(world), await rows(world), (await ana.get('/me')).status]).toEqual([[], 0, 200]);
    } finally {
      await world.restart();
    }
  });

  it('anything where no folder was given', async () => {
    await world.restart({PLAZA_FILES_DIR: ''});
    try {
      expect(refusal(await send(ana, 'x'))).toEqual([503, 'files_off']);
    } finally {
      await world.restart();
    }
  });
});
