// SPDX-License-Identifier: EUPL-1.2
// What somebody has begun to write is on all their devices, is theirs alone, and no device overwrites another's unseen.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {World, type Person} from '../support/world.ts';

let world: World;
beforeAll(async () => { world = await World.make(); });
afterAll(() => world?.end());

const at = (place: string) => `/me/drafts/${encodeURIComponent(place)}`;
const seen = (person: Person, place: string) => person.get(`${at(place)}?person=${person.id}`);
const drop = (person: Person, place: string, version: number) => person.del(`${at(place)}?person=${person.id}&version=${version}`);
const save = async (person: Person, place: string, text: string, version = 0) =>
  (await person.want(200, person.put(at(place), {person: person.id, fields: {text}, page: '/threads/7', version}))).version as number;
const list = async (person: Person) => (await person.want(200, person.get(`/me/drafts?person=${person.id}`))).items as any[];

describe('a draft', () => {
  it('comes back as it was typed, whatever its place is called, and nobody else has it', async () => {
    const [one, other] = [await world.person('Escribe'), await world.person('Otra')];
    const fields = {title: '  ¿Tasa? ', body: '\n\tñandú 🦆 <script>\r\n  ', 'poll.1': ''};
    for (const place of ['ask', 'ask:#12~ab', encodeURIComponent('ask:¿tasa por 1/2 cocotero? 100 %'), 'thread:7', 'a'.repeat(1000)]) {
      await one.want(200, one.put(at(place), {person: one.id, fields, page: '/ask?text=x', version: 0}));
      const kept = await one.want(200, seen(one, place));
      expect(kept).toMatchObject({place, fields, page: '/ask?text=x'});
      expect((await seen(other, place)).status).toBe(404);
    }
    expect((await list(one)).map(({place}) => place)).toContain(encodeURIComponent('ask:¿tasa por 1/2 cocotero? 100 %'));
    expect(await list(other)).toEqual([]);
    const bare = ({json: {instance, ...rest}}: any) => rest;
    expect(bare(await seen(other, 'ask'))).toEqual(bare(await seen(other, 'nada')));
  });

  it('is overwritten only by who has read it', async () => {
    const one = await world.person('Escribe');
    const first = await save(one, 'ask', 'Uno');
    const second = await save(one, 'ask', 'Uno y medio', first);
    expect(second).toBeGreaterThan(first);
    const late = await one.put(at('ask'), {person: one.id, fields: {text: 'Del otro equipo'}, version: first});
    expect([late.status, late.json.type]).toEqual([409, 'conflict']);
    expect((await one.put(at('ask'), {person: one.id, fields: {text: 'Del otro equipo'}, version: 0})).status).toBe(409);
    expect((await one.want(200, seen(one, 'ask'))).fields).toEqual({text: 'Uno y medio'});
    // An answer that was lost.
    expect(await save(one, 'ask', 'Uno y medio', first)).toBe(second);
  });

  it('ends when it is sent, unless another device has gone on with it', async () => {
    const one = await world.person('Escribe');
    const first = await save(one, 'ask', 'Uno');
    const second = await save(one, 'ask', 'Dos', first);
    await one.want(204, drop(one, 'ask', first));
    expect(await list(one)).toHaveLength(1);
    await one.want(204, drop(one, 'ask', second));
    expect((await seen(one, 'ask')).status).toBe(404);
    await one.want(204, drop(one, 'ask', second));
    expect((await one.want(200, one.get(`/me/drafts?person=${one.id}`))).ended).toEqual([{place: 'ask', version: second}]);
    expect(await world.database.value('select fields::text from draft where person_id = $1', [one.id])).toBe('{}');
    // What was typed after that is kept, with a version that was never used.
    expect(await save(one, 'ask', 'Tres', second)).toBeGreaterThan(second);
  });

  it('has its limits, and says which', async () => {
    const one = await world.person('Escribe');
    const refused = async (body: unknown) => {
      const answer = await one.put(at('ask'), {person: one.id, ...(body as object)} as any);
      return [answer.status, answer.json.errors];
    };
    expect(await refused({fields: {text: 'x'.repeat(128 * 1024)}, version: 0})).toEqual([422, {fields: ['too_long']}]);
    expect(await refused({fields: Object.fromEntries(Array.from({length: 41}, (_, i) => [`f${i}`, ''])), version: 0})).toEqual([422, {fields: ['too_many']}]);
    expect(await refused({fields: {text: 1}, version: 0})).toEqual([422, {fields: ['wrong_type']}]);
    expect(await refused({fields: {text: 'a\u0000b'}, version: 0})).toEqual([422, {fields: ['invalid_character']}]);
    expect(await refused({fields: {}, version: 0, place: 'ask'})).toEqual([422, {place: ['unknown_field']}]);
    expect(await refused({person: one.id + 1, fields: {}, version: 0})).toEqual([422, {person: ['not_yours']}]);
    // The longest text there is, each character escaped.
    await one.want(200, one.put(at('thread:7'), {person: one.id, fields: {text: '"'.repeat(60_000)}, version: 0}));
    expect((await one.put(at('x'.repeat(1001)), {person: one.id, fields: {}, version: 0})).status).toBe(404);
    expect((await one.put(at('ñ'), {person: one.id, fields: {}, version: 0})).status).toBe(404);
    expect((await one.del(at('ask'))).status).toBe(422);
    // A window of somebody else at the same machine.
    const other = await world.person('Otra');
    for (const answer of [await one.get(`/me/drafts?person=${other.id}`), await one.get(`${at('thread:7')}?person=${other.id}`), await one.del(`${at('thread:7')}?person=${other.id}&version=9007199254740991`), await one.get('/me/drafts')])
      expect([answer.status, answer.json.errors]).toEqual([422, {person: ['not_yours']}]);
  });

  it('is refused as the hundred and first, and those there are go on', async () => {
    const one = await world.person('Escribe');
    await world.database.rows(`insert into draft (person_id, place, fields) select $1, 'lugar-' || i, '{}' from generate_series(1, 100) i`, [one.id]);
    const answer = await one.put(at('otro'), {person: one.id, fields: {text: 'x'}, version: 0});
    expect([answer.status, answer.json.type]).toEqual([409, 'too_many_drafts']);
    const [version] = (await list(one)).map((draft) => draft.version);
    await save(one, (await list(one))[0].place, 'Sigue', version);
  });

  it('ends with the months, and goes along when accounts are merged', async () => {
    const [one, twin] = [await world.person('Escribe'), await world.person('Escribe')];
    await save(one, 'ask', 'De una');
    await save(twin, 'ask', 'De la otra');
    await save(twin, 'thread:7', 'También');
    await world.database.rows('select merge_people($1, $2)', [one.id, twin.id]);
    const kept = await list(one);
    const texts = await Promise.all(kept.map(async ({place}) => (await one.want(200, seen(one, place))).fields.text));
    expect(texts.sort()).toEqual(['De la otra', 'De una', 'También']);
    await world.database.rows(`update draft set saved_at = now() - interval '121 days' where place = 'ask'`);
    await world.database.rows(`insert into job (kind) values ('drafts.forget')`);
    await expect.poll(async () => (await list(one)).length, {timeout: 20_000}).toBe(2);
  });
});
