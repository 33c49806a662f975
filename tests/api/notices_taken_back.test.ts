// SPDX-License-Identifier: EUPL-1.2
// What becomes of notices when a part of what they told of goes, or happened before the reader's eyes.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../support/wait.ts';
import {World, type Person} from '../support/world.ts';

let world: World, owner: Person;
let turn = 0;
beforeAll(async () => { world = await World.make(); owner = await world.person('Dueña'); });
afterAll(() => world?.end());

async function scene() {
  const [asker, ana] = await Promise.all(['Pregunta', 'Ana'].map((name) => world.person(name))) as [Person, Person];
  const slug = await world.group(`retirados-${++turn}`, 'open', [[owner, 'owner'], [asker, 'member'], [ana, 'member']]);
  return {asker, ana, slug, thread: (await asker.ask(slug, `Pregunta ${turn}`)).id as number};
}
const list = async (person: Person) => (await person.want(200, person.get('/notifications'))).items as any[];
const shown = async (person: Person) => (await list(person)).map(({cause, number, times, read}) => [cause, number, times, read]);
async function unread(person: Person) {
  const [listed, counted] = [(await person.get('/notifications?limit=1')).json.unread, (await person.get('/me')).json.counters.notifications];
  expect(counted).toBe(listed);
  return counted as number;
}
const readAll = async (person: Person) => { for (const {id} of await list(person)) await person.want(204, person.put(`/notifications/${id}/read`)); };
const drop = (person: Person, {id}: {id: number}) => person.want(204, person.del(`/posts/${id}`));

describe('a notice that was read and came again', () => {
  it('is as it was when what it came for is deleted', async () => {
    const {asker, ana, thread} = await scene();
    const first = await ana.answer(thread, 'Una.');
    await readAll(asker);
    const second = await ana.answer(thread, 'Otra.');
    expect([await shown(asker), await unread(asker)]).toEqual([[['answer', second.number, 1, false]], 1]);
    await drop(ana, second);
    expect([await shown(asker), await unread(asker)]).toEqual([[['answer', first.number, 1, true]], 0]);
    // Nobody is told that it is read, for nobody counted it.
    const since = (await asker.get('/me')).json.cursor;
    await readAll(asker);
    const third = await ana.answer(thread, 'Y otra.');
    const told = await until('the third is told', async () => {
      const events = (await asker.get(`/events?since=${since}&wait=0`)).json.events.filter(({kind}: any) => kind === 'notification');
      return events.length > 0 && events;
    });
    expect(told.map(({data}: any) => [data.change, data.notification.read])).toEqual([[1, false]]);
    expect([await shown(asker), await unread(asker)]).toEqual([[['answer', third.number, 1, false]], 1]);
    await drop(ana, third);
    await drop(ana, first);
    expect([await shown(asker), await unread(asker)]).toEqual([[], 0]);
  });

  it('counts what came since, whatever is kept behind it, and comes unread again after what was deleted', async () => {
    const {asker, ana, thread} = await scene();
    for (let i = 0; i < 3; i++) await ana.answer(thread, `A${i}`);
    await readAll(asker);
    const [fourth, fifth] = [await ana.answer(thread, 'Cuatro'), await ana.answer(thread, 'Cinco')];
    expect(await shown(asker)).toEqual([['answer', fifth.number, 2, false]]);
    await drop(ana, fifth);
    expect(await shown(asker)).toEqual([['answer', fourth.number, 1, false]]);
    await drop(ana, fourth);
    expect([await shown(asker), await unread(asker)]).toEqual([[['answer', 4, 1, true]], 0]);
    const sixth = await ana.answer(thread, 'Seis');
    expect([await shown(asker), await unread(asker)]).toEqual([[['answer', sixth.number, 1, false]], 1]);
    await asker.want(204, asker.put(`/threads/${thread}/read`, {number: sixth.number}));
    expect(await unread(asker)).toBe(0);
  });

  it('keeps to the last fifty', async () => {
    const {asker, ana, thread} = await scene();
    const id = (await ana.answer(thread, 'Una.'), (await list(asker))[0].id);
    await readAll(asker);
    await world.database.rows(`update notification set numbers = array(select generate_series(1001, 1050)) where id = $1`, [id]);
    const {number} = await ana.answer(thread, 'Otra.');
    expect(await world.database.row('select cardinality(numbers) as many, numbers[50] as last, times from notification where id = $1', [id])).toEqual({many: 50, last: number, times: 1});
  });
});

it('what is done to a thread is read with the thread', async () => {
  const {asker, thread} = await scene();
  await owner.want(200, owner.put(`/threads/${thread}/closed`, {reason: 'Está dicho.'}));
  await until('it is told', async () => (await unread(asker)) === 1);
  expect(await shown(asker)).toEqual([['thread_closed', null, 1, false]]);
  await asker.want(204, asker.put(`/threads/${thread}/read`, {number: 1}));
  expect([await shown(asker), await unread(asker)]).toEqual([[['thread_closed', null, 1, true]], 0]);
});

it('an invitation that was withdrawn or declined invites nobody, and one that was accepted stays', async () => {
  const {slug} = await scene();
  const [withdrawn, declines, accepts] = await Promise.all(['Retirada', 'Declina', 'Acepta'].map((name) => world.person(name))) as [Person, Person, Person];
  for (const {id} of [withdrawn, declines, accepts]) await owner.want(204, owner.put(`/groups/${slug}/invitations/${id}`, {role: 'member'}));
  for (const one of [withdrawn, declines, accepts]) expect([await shown(one), await unread(one)]).toEqual([[['group_invitation', null, 1, false]], 1]);
  await owner.want(204, owner.del(`/groups/${slug}/invitations/${withdrawn.id}`));
  await declines.want(204, declines.del(`/groups/${slug}/members/me`));
  await accepts.want(200, accepts.put(`/groups/${slug}/members/me`));
  for (const one of [withdrawn, declines]) expect([await shown(one), await unread(one)]).toEqual([[], 0]);
  expect((await shown(accepts)).map(([cause]) => cause)).toContain('group_invitation');
  // Another time it is told anew.
  await owner.want(204, owner.put(`/groups/${slug}/invitations/${withdrawn.id}`, {role: 'member'}));
  expect(await unread(withdrawn)).toBe(1);
});

it('a notice is read with the thread as far as what came since it was read', async () => {
  const {asker, ana, thread} = await scene();
  const naming = `Que lo diga [@${ana.name}](/personas/${ana.id}).`;
  const named = async () => (await shown(ana)).filter(([cause]) => cause === 'mention');
  const first = await asker.answer(thread, 'Una.');
  const second = await asker.answer(thread, naming);
  await readAll(ana);
  await asker.want(200, asker.put(`/posts/${first.id}`, {body: naming, version: 1}));
  expect(await named()).toEqual([['mention', first.number, 1, false]]);
  expect(first.number).toBeLessThan(second.number);
  await ana.want(204, ana.put(`/threads/${thread}/read`, {number: first.number - 1}));
  expect(await named()).toEqual([['mention', first.number, 1, false]]);
  await ana.want(204, ana.put(`/threads/${thread}/read`, {number: first.number}));
  expect(await named()).toEqual([['mention', first.number, 1, true]]);
});
