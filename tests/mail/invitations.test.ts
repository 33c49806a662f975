// SPDX-License-Identifier: EUPL-1.2
// Invitations on their way while the mail server cannot take them: none goes any more once it was taken back, or the one
// who sent it may not invite there.
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {letTimePass, settled, tried} from '../support/letters.ts';
import {MailServer} from '../support/mail_server.ts';
import {World, type Person} from '../support/world.ts';

let post: MailServer, world: World, owner: Person;
let made = 0;

beforeAll(async () => {
  post = await MailServer.start();
  world = await World.make(post.settings({PLAZA_SMTP_REPLY_SECONDS: '2'}));
  owner = await world.person('Dueña');
});
afterAll(async () => {
  await world?.end();
  await post?.stop();
});

/** Somebody who keeps a hidden group, and the letter by which they invite somebody to it; it has been tried once. */
async function invitation(address = `externa${++made}@consultora.example`) {
  const slug = await world.group(`oculta-${++made}`, 'hidden', [[owner, 'owner']]);
  const inviter = await world.person('Invita');
  await world.join(slug, inviter, 'moderator');
  await post.next('RCPT', {do: 'reply', words: '451 4.7.1 try later'});
  await inviter.want(202, inviter.post(`/groups/${slug}/guest-invitations`, {email: address}));
  return {slug, inviter, address, mail: await waiting(address)};
}
async function waiting(address: string): Promise<number> {
  const mail: number = await world.database.value('select id from mail where address = $1', [address]);
  await tried(world.database, mail, 1);
  return mail;
}
async function goesNoMore(mail: number, address: string) {
  await letTimePass(world.database);
  await settled(world.database, mail, 'withdrawn');
  expect(post.to(address)).toEqual([]);
}

describe('the letter of an invitation to be guest of a group', () => {
  it('goes once the mail server takes it', async () => {
    const {mail, address} = await invitation();
    await letTimePass(world.database);
    await settled(world.database, mail, 'accepted');
    expect(post.to(address)).toHaveLength(1);
  });

  it('goes no more when who sent it took it back', async () => {
    const {inviter, mail, address} = await invitation();
    const [{id}] = await inviter.all('/invitations');
    await inviter.want(204, inviter.del(`/invitations/${id}`));
    await goesNoMore(mail, address);
  });

  it.each(['a stranger', 'somebody who has an account'])('to %s goes no more when another moderator took it back', async (who) => {
    const {slug, mail, address} = await invitation(who === 'a stranger' ? undefined : (await world.person('Conocida')).email);
    const [{id}] = await owner.all(`/groups/${slug}/guest-invitations`);
    await owner.want(204, owner.del(`/groups/${slug}/guest-invitations/${id}`));
    await goesNoMore(mail, address);
  });

  it('goes no more when the group is archived, or who sent it keeps it no more', async () => {
    const [archived, lost] = [await invitation(), await invitation()];
    await owner.want(200, owner.put(`/groups/${archived.slug}/archived`));
    await owner.want(204, owner.put(`/groups/${lost.slug}/members/${lost.inviter.id}`, {role: 'host'}));
    await goesNoMore(archived.mail, archived.address);
    await goesNoMore(lost.mail, lost.address);
  });
});

describe('the letter of an invitation to the network', () => {
  it('goes no more when who sent it took it back, or holds no post any more', async () => {
    const admin = await world.person('Ada', {role: 'administrator'});
    const [one, other] = [await world.person('Retira'), await world.person('Se jubila')];
    const letters: [number, string][] = [];
    for (const inviter of [one, other]) {
      const address = `nueva${++made}@villar.example`;
      await post.next('RCPT', {do: 'reply', words: '451 4.7.1 try later'});
      await inviter.want(202, inviter.post('/invitations', {email: address}));
      letters.push([await waiting(address), address]);
    }
    await one.want(204, one.del(`/invitations/${(await one.all('/invitations'))[0].id}`));
    const [{id, today}] = await world.database.rows('select id, current_date::text as today from appointment where person_id = $1', [other.id]);
    await admin.want(200, admin.put(`/people/${other.id}/appointments/${id}`, {position: 'Técnica', relation: 'employee', until: today}));
    for (const [mail, address] of letters) await goesNoMore(mail, address);
  });
});
