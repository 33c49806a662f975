// SPDX-License-Identifier: EUPL-1.2
// What outsiders ask of how questions stand.
import type {Answer, Client} from '../support/client.ts';
import type {Person} from '../support/world.ts';

interface Stage { world: {administration: number}; threads: any[]; posts: any[]; ghosts: {threads: number[]; posts: number[]} }
type Probe = [string, (stage: Stage, client: Client) => Promise<Answer>];

/** What is said behind doors of questions that others read, and of those that they do not. */
export async function questions(owner: Person, insider: Person, shown: number, word: string, administration: number): Promise<void> {
  const [one, two] = [await insider.ask('reservada', `Repetida ${word}`, word, ['contratos']), await insider.ask('oculta', `Repetida y oculta ${word}`, word)];
  await owner.want(200, owner.put(`/threads/${one.id}/duplicate`, {of: shown, reason: word}));
  // Somebody from outside reads there, and no open group.
  await insider.want(422, insider.put(`/threads/${two.id}/duplicate`, {of: shown}));
  await insider.want(200, insider.put(`/threads/${two.id}/duplicate`, {of: (await owner.ask('oculta', `La primera ${word}`, word)).id}));
  await owner.want(200, owner.del(`/threads/${two.id}/closed`));
  const answer = await owner.answer(one.id, word);
  await insider.want(200, insider.put(`/posts/${answer.id}/applied/${administration}`, {result: word}));
  for (const {id} of [one, two]) await owner.want(200, owner.put(`/threads/${id}/same_problem`, {}));
}

export const questionProbes: Probe[] = [0, 1, 2].flatMap((i): Probe[] => [
  [`where ghost ${i} was applied`, ({ghosts}, client) => client.get(`/posts/${ghosts.posts[i]}/applied`)],
  [`apply ghost ${i}`, ({ghosts, world}, client) => client.put(`/posts/${ghosts.posts[i]}/applied/${world.administration}`, {result: 'x'})],
  [`ghost ${i} not applied`, ({ghosts, world}, client) => client.del(`/posts/${ghosts.posts[i]}/applied/${world.administration}`)],
  [`who has the problem of ghost ${i}`, ({ghosts}, client) => client.get(`/threads/${ghosts.threads[i]}/same_problem`)],
  [`the problem of ghost ${i}`, ({ghosts}, client) => client.put(`/threads/${ghosts.threads[i]}/same_problem`, {})],
  [`not the problem of ghost ${i}`, ({ghosts}, client) => client.del(`/threads/${ghosts.threads[i]}/same_problem`)],
  [`the same as ghost ${i}`, ({ghosts, threads}, client) => client.put(`/threads/${threads[0].id}/duplicate`, {of: ghosts.threads[i]})],
  [`ghost ${i} the same as another`, ({ghosts, threads}, client) => client.put(`/threads/${ghosts.threads[i]}/duplicate`, {of: threads[0].id})],
]);
