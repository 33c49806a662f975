// SPDX-License-Identifier: EUPL-1.2
// What `plaza init` brings, in a network that has people and groups already.
import type {World} from './world.ts';

/** Tags with other names: `{tag: {language: names}}`. */
export async function vocabulary(world: World, tags: Record<string, Record<string, string[]>>): Promise<void> {
  for (const [tag, names] of Object.entries(tags)) {
    const id = await world.database.value('insert into tag (name) values ($1) on conflict (name) do update set name = excluded.name returning id', [tag]);
    for (const [language, others] of Object.entries(names)) {
      for (const name of others) await world.database.rows('insert into tag_synonym (tag_id, language, name) values ($1, $2, $3)', [id, language, name]);
    }
  }
}

export async function kitText(world: World, name: string, title: string, body: string): Promise<void> {
  await world.database.rows('insert into kit_text (name, kind, title, body) values ($1, $2, $3, $4)', [name, name.split('-')[0], title, body]);
}
