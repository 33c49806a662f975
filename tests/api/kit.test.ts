// SPDX-License-Identifier: EUPL-1.2
// The starter kit: what `plaza init` makes is what the files say, once, and only in a network that has nothing of its own.
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {Database} from '../support/database.ts';
import {root} from '../support/environment.ts';
import {run} from '../support/server.ts';

const kit = join(root, 'schema', 'kit');
const groups: any[] = JSON.parse(readFileSync(join(kit, 'groups.json'), 'utf8'));
const tags = readFileSync(join(kit, 'tags.txt'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const texts = readdirSync(join(kit, 'texts')).map((file) => file.replace(/\.md$/, '')).sort();
const email = 'alcaldia@villar.example';

let database: Database;
beforeEach(async () => { database = await Database.create(); });
afterEach(() => database.drop());

const plaza = (...words: string[]) => run(words, {PLAZA_DATABASE_URL: database.url, PLAZA_SCHEMA_DIR: join(root, 'schema')}, 'una contraseña para empezar\n');
const init = () => plaza('init', '--administrator-email', email);
const administrator = async () => {
  const done = await plaza('person', 'add', '--email', email, '--name', 'Primera Administradora', '--role', 'administrator');
  expect(done.code, done.stderr).toBe(0);
  return JSON.parse(done.stdout).id as number;
};
const state = async () => ({
  groups: await database.rows('select slug, name, description, rules, welcome, practice, kind from plaza_group order by slug'),
  tags: (await database.rows('select name from tag order by name collate "C"')).map(({name}) => name),
  synonyms: await database.value('select count(*)::int from tag_synonym'),
  texts: (await database.rows('select name from kit_text order by name collate "C"')).map(({name}) => name),
});

describe('the starter kit', () => {
  it('is what its files say, owned by the first administrator, and the same the second time', async () => {
    const id = await administrator();
    const done = await init();
    expect(done.code, done.stderr).toBe(0);
    const synonyms = tags.flatMap(([, ...cells]) => cells.flatMap((cell) => cell.split(','))).length;
    expect(JSON.parse(done.stdout)).toEqual({groups: groups.length, tags: tags.length, synonyms, texts: texts.length});
    const made = await state();
    expect(made.groups).toEqual(groups.map((group) => ({practice: false, kind: 'open', ...group})).sort((a, b) => (a.slug < b.slug ? -1 : 1)));
    expect(made.tags).toEqual(tags.map(([name]) => name).sort());
    expect(made.texts).toEqual(texts);
    // Norms and their short names come with the schema: one truth for search and for the kit.
    expect(await database.value(`select count(*)::int from norm_alias where alias in ('LCSP', 'LBRL')`)).toBeGreaterThan(0);
    expect(await database.rows('select distinct person_id as id, role from membership')).toEqual([{id, role: 'owner'}]);
    expect(await database.value('select count(*)::int from person')).toBe(1);
    // What was changed meanwhile stays changed.
    await database.rows(`update plaza_group set description = 'Nuestra' where slug = $1`, [groups[0].slug]);
    const again = await init();
    expect([again.code, JSON.parse(again.stdout)]).toEqual([0, {groups: 0, tags: 0, synonyms: 0, texts: 0}]);
    expect(await database.value('select description from plaza_group where slug = $1', [groups[0].slug])).toBe('Nuestra');
    expect(await database.value(`select count(*)::int from audit where action = 'kit.filled'`)).toBe(1);
    expect(await database.value('select verify_audit()')).toBeNull();
  });

  it('has twelve subject groups and one of practice, some 150 tags in five languages, and every kind of text', () => {
    expect(groups.filter(({practice}) => !practice)).toHaveLength(12);
    expect(groups.filter(({practice}) => practice)).toHaveLength(1);
    expect(tags.length).toBeGreaterThanOrEqual(145);
    for (const cells of tags) {
      expect(cells, cells[0]).toHaveLength(6);
      expect(cells[0]).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(cells.slice(1).every((cell) => cell.length > 0), cells[0]).toBe(true);
    }
    expect(new Set(texts.map((name) => name.split('-')[0]))).toEqual(new Set(['policy', 'welcome', 'template', 'prompt']));
  });

  it('makes its first administrator when a name is given, with the kit or not at all, and no second one', async () => {
    const begin = (address: string, password = 'una contraseña para empezar', name = 'Primera Administradora') => run(
      ['init', '--administrator-email', address, '--administrator-name', name],
      {PLAZA_DATABASE_URL: database.url, PLAZA_SCHEMA_DIR: join(root, 'schema')}, `${password}\n`);
    const nothing = {groups: [], tags: [], synonyms: 0, texts: []};
    for (const [done, reason] of [[await begin(email, 'corta'), 'the password needs'], [await begin('nada'), 'no mail address'],
      [await begin(email, 'una contraseña para empezar', ' '), 'name is empty']] as const) {
      expect([done.code, done.stdout]).toEqual([1, '']);
      expect(done.stderr).toContain(reason);
    }
    expect([await database.value('select count(*)::int from person'), await state()]).toEqual([0, nothing]);

    const done = await begin(email);
    expect([done.code, JSON.parse(done.stdout).groups], done.stderr).toEqual([0, groups.length]);
    expect(await database.rows(`select p.name, p.network_role as role, c.email, p.status from person p join credential c on c.person_id = p.id`))
      .toEqual([{name: 'Primera Administradora', role: 'administrator', email, status: 'active'}]);
    expect(await database.value(`select count(distinct person_id)::int from membership where role = 'owner'`)).toBe(1);
    // Again it changes nothing, not even the password; and whoever comes with another address is no second administrator.
    const credential = await database.value('select password from credential');
    expect(JSON.parse((await begin(email, 'otra contraseña distinta')).stdout).groups).toBe(0);
    expect(await database.value('select password from credential')).toBe(credential);
    expect((await begin('otra@villar.example')).stderr).toContain('nobody with this address administers the network');
    expect(await database.value('select count(*)::int from person')).toBe(1);
    expect(await database.value('select verify_audit()')).toBeNull();
  });

  it('is refused without an administrator, in the demo network, and where there are groups of others', async () => {
    const alone = await init();
    expect([alone.code, alone.stdout]).toEqual([1, '']);
    expect(alone.stderr).toContain('plaza person add --role administrator');
    await administrator();
    await database.rows(`insert into plaza_group (slug, name) values ('propio', 'Propio')`);
    const before = await state();
    const refused = await init();
    expect([refused.code, refused.stderr.includes('there are groups already')]).toEqual([1, true]);
    expect(await state()).toEqual(before);
    await database.rows(`delete from plaza_group`);
    await database.rows('update installation set demo = true');
    expect((await init()).stderr).toContain('the demo network');
  });
});
