// SPDX-License-Identifier: EUPL-1.2
// What the starter kit brought is in use: other names of tags, texts that administrators change.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {kitText, vocabulary} from '../support/kit.ts';
import {World, type Person} from '../support/world.ts';

let world: World, administrator: Person, member: Person;
beforeAll(async () => {
  world = await World.make();
  [administrator, member] = [await world.person('Admin', {role: 'administrator'}), await world.person('Miembro')];
  await world.group('abierta', 'open', [[member, 'member']]);
  await vocabulary(world, {
    'contrato-menor': {es: ['contrato menor', 'compra menor'], ca: ['contracte menor'], gl: ['contrato menor'], eu: ['kontratu txikia'], en: ['minor contract']},
    reparos: {es: ['reparo de intervención'], ca: ["objecció d'intervenció"], gl: ['reparo'], eu: ['eragozpena'], en: ["auditor's objection"]},
  });
});
afterAll(() => world?.end());

describe('other names of tags', () => {
  const offered = async (q: string) => (await member.get(`/tags?q=${encodeURIComponent(q)}`)).json.items.map((tag: any) => tag.name);

  it('propose the tag in five languages, however they are typed', async () => {
    for (const typed of ['contrato', 'Compra-m', 'contracte menor', 'kontratu', 'minor-con', 'CONTRATO-MENOR']) expect(await offered(typed), typed).toEqual(['contrato-menor']);
    for (const typed of ['objeccio-dinter', 'auditors', 'reparó']) expect(await offered(typed), typed).toEqual(['reparos']);
    expect(await offered('xilofon')).toEqual([]);
  });

  it('are stored as the tag, once, and found by all of them', async () => {
    const thread = await member.ask('abierta', 'Una pregunta', 'Sobre esto.', ['minor-contract', 'compra-menor', 'otra-cosa']);
    expect((await member.get(`/threads/${thread.id}`)).json.tags.sort()).toEqual(['contrato-menor', 'otra-cosa']);
    expect(await world.database.value(`select count(*)::int from tag where name in ('minor-contract', 'compra-menor')`)).toBe(0);
    const found = async (query: string) => (await member.get(`/search?${query}`)).json.items.map((item: any) => item.thread.id);
    for (const tag of ['contrato-menor', 'kontratu-txikia', 'contracte-menor']) expect(await found(`q=pregunta&tag=${tag}`), tag).toEqual([thread.id]);
    for (const q of ['kontratu txikia', 'minor contract', 'contracte menor']) expect(await found(`q=${encodeURIComponent(q)}`), q).toEqual([thread.id]);
    expect(await found('q=pregunta&tag=reparos')).toEqual([]);
  });
});

describe('texts', () => {
  const names = async (person: Person, query = '') => (await person.get(`/texts${query}`)).json.items.map((text: any) => text.name);

  it('are read by everybody, but for policies that nobody has adopted, and changed by administrators', async () => {
    for (const [name, title] of [['policy-uso', 'Política de uso'], ['prompt-atasco', '¿Qué se te atasca?'], ['welcome-red', 'Bienvenida'], ['template-guia', 'Guía']]) await kitText(world, name, title, `Texto **de** ${name}.`);
    expect(await names(member)).toEqual(['welcome-red', 'prompt-atasco', 'template-guia']);
    expect(await names(administrator)).toEqual(['policy-uso', 'welcome-red', 'prompt-atasco', 'template-guia']);
    expect((await member.get('/texts?kind=prompt')).json.items).toMatchObject([{name: 'prompt-atasco', version: 1, changed_at: null, html: '<p>Texto <strong>de</strong> prompt-atasco.</p>\n'}]);
    expect((await member.get('/texts?kind=nada')).status).toBe(422);
    const adopted = {title: 'Política de uso', body: 'La nuestra.', version: 1};
    expect((await member.put('/texts/policy-uso', adopted)).status).toBe(403);
    await administrator.want(204, administrator.put('/texts/policy-uso', adopted));
    expect((await administrator.put('/texts/policy-uso', adopted)).json.type).toBe('conflict');
    expect((await member.get('/texts?kind=policy')).json.items).toMatchObject([{name: 'policy-uso', body: 'La nuestra.', version: 2}]);
    expect((await administrator.put('/texts/policy-que-no-hay', adopted)).status).toBe(404);
    expect((await administrator.put('/texts/policy-uso', {title: '', body: '', version: 2})).status).toBe(422);
    expect(await world.database.rows(`select actor_id, d.details from audit join audit_detail d using (seq) where action = 'text.changed'`)).toEqual([{actor_id: administrator.id, details: {text: 'policy-uso'}}]);
  });
});
