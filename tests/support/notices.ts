// SPDX-License-Identifier: EUPL-1.2
// Letters of notices: who takes mail at any hour, and what waits for whom.
import type {Person, World} from './world.ts';

export const classes = ['answers', 'mentions', 'decisions', 'replies', 'accepted', 'followed', 'new_threads', 'announcements', 'routed'];
/** What holds for who said nothing. */
export const usual = {app: classes, mail: ['answers', 'mentions', 'decisions', 'routed'], from_minute: 480, to_minute: 900, days: [1, 2, 3, 4, 5], zone: 'Europe/Madrid', away_until: null};
export const anyHour = {...usual, from_minute: 0, to_minute: 1440, days: [1, 2, 3, 4, 5, 6, 7]};

export const settle = (person: Person, change: object = {}) => person.want(200, person.put('/me/notification_settings', {...anyHour, ...change}));

export interface Waiting { id: number; kind: string; state: string; reply: string; in_seconds: number; numbers: number[]; sealed: boolean }
export const lettersOf = (world: World, person: {id: number}): Promise<Waiting[]> => world.database.rows(
  `select m.id, m.kind, m.state, m.reply, l.numbers, l.sealed, extract(epoch from j.run_at - now())::int as in_seconds
   from mail m join notice_letter l on l.mail_id = m.id left join job j on j.unique_key = 'mail:' || m.id
   where m.person_id = $1 order by m.created_at, m.id`, [person.id]) as Promise<any>;

/** What letters would say now, to whom: identifiers left out. */
export const saidNow = async (world: World, people: number[]): Promise<string[]> => (await world.database.rows(
  `select p.name, m.kind, m.state, f.facts::jsonb - 'link' as facts
   from mail m join notice_letter l on l.mail_id = m.id join person p on p.id = m.person_id left join notice_letter_facts(m.id) f on true
   where m.person_id = any ($1) and (f.facts is not null or m.state = 'accepted')`, [people])).map((row) => JSON.stringify(row)).sort();
