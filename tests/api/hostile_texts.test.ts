// SPDX-License-Identifier: EUPL-1.2
// Every text that people write takes texts made to break programs: it comes back as it was sent, or is refused with the
// name of its field; and what is asked for with such words gets an answer.
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {hostileTexts} from '../support/hostile_texts.ts';
import {World, type Person} from '../support/world.ts';

let world: World, one: Person, other: Person, slug: string;
beforeAll(async () => {
  // Nobody types this fast; the limits of calls are asked for elsewhere.
  world = await World.make({PLAZA_RATE_WRITE: '100000', PLAZA_RATE_READ: '100000', PLAZA_RATE_SEARCH: '100000'});
  [one, other] = [await world.person('Una'), await world.person('Otra')];
  slug = await world.group('textos', 'open', [[one, 'owner'], [other, 'member']]);
});
afterAll(() => world?.end());

// A longer list may be held against as well: a JSON array of texts.
const texts = process.env.PLAZA_HOSTILE_TEXTS
  ? (JSON.parse(readFileSync(process.env.PLAZA_HOSTILE_TEXTS, 'utf8')) as string[]).map((text): [string, string] => [JSON.stringify(text).slice(0, 40), text])
  : Object.entries(hostileTexts);

/** As the contract says that texts are kept: normal form C, line ends as \n, blank lines before and white space behind gone. */
const lines = (text: string) => text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/^(?:[^\S\n]*\n)+/, '').replace(/\s+$/, '');
/** In a line what is invisible or turns its neighbours round goes as well. */
const line = (text: string) => text.normalize('NFC').replace(/[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u061c\u2060\ufeff]/g, '').trim();

type Field = {keep: (text: string) => string; sets: (text: string) => Promise<{answer: Awaited<ReturnType<Person['put']>>; field: string; back: () => Promise<string>}>};
const thread = async () => one.ask(slug, 'Pregunta');
const root = async (id: number) => (await other.want(200, other.get(`/threads/${id}`))).posts.items;
const profile = (change: object) => ({
  name: 'Una', about: '', ask_me: '', phone: '', hours: '', skills: [], languages: [],
  ...Object.fromEntries(['about', 'ask_me', 'skills', 'languages', 'phone', 'hours', 'history', 'photo'].map((name) => [`${name}_for`, 'network'])), ...change});
const ofProfile = (name: string, keep: (text: string) => string): Field => ({keep, sets: async (text) => ({
  answer: await one.put('/me/profile', profile({[name]: text})), field: name, back: async () => (await other.want(200, other.get(`/people/${one.id}`)))[name] ?? ''})});

const fields: Record<string, Field> = {
  'the title of a thread': {keep: line, sets: async (text) => {
    const answer = await one.post(`/groups/${slug}/threads`, {kind: 'question', title: text, body: 'x'});
    return {answer, field: 'title', back: async () => (await other.want(200, other.get(`/threads/${answer.json.id}`))).title};
  }},
  'the text of a thread': {keep: lines, sets: async (text) => {
    const answer = await one.post(`/groups/${slug}/threads`, {kind: 'question', title: 'x', body: text});
    return {answer, field: 'body', back: async () => (await root(answer.json.id))[0].body};
  }},
  'an answer': {keep: lines, sets: async (text) => {
    const {id} = await thread();
    return {answer: await other.post(`/threads/${id}/posts`, {role: 'answer', body: text}), field: 'body', back: async () => (await root(id))[1].body};
  }},
  'a text that is changed': {keep: lines, sets: async (text) => {
    const {id} = await thread();
    const [{id: post}] = await root(id);
    return {answer: await one.put(`/posts/${post}`, {body: text}), field: 'body', back: async () => (await root(id))[0].body};
  }},
  'a draft': {keep: (text) => text, sets: async (text) => {
    const place = `hostil-${Math.random()}`;
    const answer = await one.put(`/me/drafts/${place}`, {person: one.id, fields: {text}, version: 0});
    return {answer, field: 'fields', back: async () => {
      const back = (await one.want(200, one.get(`/me/drafts/${place}?person=${one.id}`))).fields.text;
      await one.want(204, one.del(`/me/drafts/${place}?person=${one.id}&version=${answer.json.version}`));
      return back;
    }};
  }},
  'a name': ofProfile('name', line),
  'what somebody says of themselves': ofProfile('about', lines),
  'what one may ask them': ofProfile('ask_me', line),
  'office hours': ofProfile('hours', line),
  'the name of a post held': {keep: line, sets: async (text) => {
    const [{id}] = (await one.want(200, one.get('/me/profile'))).posts;
    const answer = await one.put(`/people/${one.id}/appointments/${id}`, {position: text, unit: 'Secretaría', relation: 'employee', main: true});
    return {answer, field: 'position', back: async () => (await one.want(200, one.get('/me/profile'))).posts[0].position};
  }},
  'the reason for closing a thread': {keep: line, sets: async (text) => {
    const {id} = await thread();
    const answer = await one.put(`/threads/${id}/closed`, {reason: text});
    return {answer, field: 'reason', back: async () => (await other.want(200, other.get(`/threads/${id}`))).acts[0].reason};
  }},
  'why a thread holds no more': {keep: lines, sets: async (text) => {
    const {id} = await thread();
    const answer = await other.post(`/threads/${id}/checks`, {holds: false, reason: text});
    return {answer, field: 'reason', back: async () => (await one.want(200, one.get(`/threads/${id}/validity`))).checks[0].reason};
  }},
};

describe.each(Object.entries(fields))('%s', (_, {keep, sets}) => {
  it('comes back as it was sent, or is refused by name', async () => {
    const wrong: unknown[] = [];
    let kept = 0;
    for (const [what, text] of texts) {
      const {answer, field, back} = await sets(text);
      if (answer.status >= 200 && answer.status < 300) {
        kept += 1;
        const got = await back();
        if (got !== keep(text)) wrong.push([what, got, keep(text)]);
      } else if (answer.status !== 422 && answer.status !== 409 || answer.status === 422 && !(field in answer.json.errors)) {
        wrong.push([what, answer.status, answer.json]);
      }
    }
    expect(wrong).toEqual([]);
    // Most of them are texts like any other.
    expect(kept).toBeGreaterThan(texts.length / 2);
  });
});

it.each(['/search?q=', '/tags?q=', '/people?q=', '/people/suggest?q=', '/administrations?q=', '/groups?q=', '/norms?q='])('%s answers whatever is asked', async (path) => {
  const wrong: unknown[] = [];
  for (const [what, text] of texts) {
    if (text === '' || text.length > 150) continue;
    const answer = await other.get(`${path}${encodeURIComponent(text)}`);
    if (![200, 422, 400].includes(answer.status)) wrong.push([what, answer.status, answer.json]);
  }
  expect(wrong).toEqual([]);
});
