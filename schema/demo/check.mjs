// SPDX-License-Identifier: EUPL-1.2
// Verifies the demo network against the rules of README.md.
//   node schema/demo/check.mjs                 everything, with the counts of the whole network
//   node schema/demo/check.mjs --group SLUG…   only the threads of these groups, without those counts
// Each finding is one line `file:line: message`; the exit code is 1 when there is any.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const chosen = args[0] === '--group' ? args.slice(1) : null;
if (args.length > 0 && (chosen === null || chosen.length === 0)) {
    console.error('usage: check.mjs [--group SLUG…]');
    process.exit(2);
}

const findings = [];
const report = (file, line, message) => findings.push(`${relative(process.cwd(), file)}:${line}: ${message}`);

const slug_form = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const accounts = ['tecnica', 'anfitrion', 'moderadora', 'admin'];
const languages = ['es', 'ca', 'gl', 'eu'];
const invented = {
    es: 'Persona inventada para la demostración.',
    ca: 'Persona inventada per a la demostració.',
    gl: 'Persoa inventada para a demostración.',
    eu: 'Demostraziorako asmatutako pertsona.',
};
const bands = [1000, 5000, 20000, 50000, 100000, Infinity];
const band_of = (population) => bands.findIndex((top) => population < top);

function csv_fields(line) {
    const fields = [];
    const form = /(?:"((?:[^"]|"")*)"|([^,"]*))(,|$)/y;
    for (;;) {
        const found = form.exec(line);
        if (!found) return null;
        fields.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
        if (found[3] === '') return fields;
    }
}

function read_csv(name, header) {
    const file = join(here, name);
    const lines = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
    if (lines[0] !== header) report(file, 1, `the header must be ${header}`);
    const columns = header.split(',');
    const rows = [];
    lines.slice(1).forEach((line, index) => {
        const fields = csv_fields(line);
        if (fields?.length !== columns.length) report(file, index + 2, `needs ${columns.length} fields`);
        else {
            const named = columns.map((column, i) => [column, fields[i]]);
            rows.push({ line: index + 2, ...Object.fromEntries(named) });
        }
    });
    return { file, rows };
}

function check_administrations() {
    const { file, rows } = read_csv('administrations.csv',
        'dir3,municipio_id,municipio,provincia_id,provincia,autonomia_id,autonomia,poblacion_2017,'
        + 'level,domains');
    const known = new Map();
    for (const row of rows) {
        const say = (message) => report(file, row.line, message);
        if (!/^L0[12]\d{6}$/.test(row.dir3)) say(`DIR3 code ${row.dir3}`);
        if (known.has(row.dir3)) say(`DIR3 code ${row.dir3} twice`);
        if (!/^[1-9]\d*$/.test(row.poblacion_2017)) say('population is not a number');
        if (row.level === 'municipality') {
            if (!/^\d{5}$/.test(row.municipio_id) || !row.municipio_id.startsWith(row.provincia_id))
                say('INE code');
            if (!row.dir3.startsWith(`L01${row.municipio_id}`)) say('DIR3 and INE codes disagree');
        } else if (row.level !== 'province') say(`level ${row.level}`);
        for (const domain of row.domains.split(';')) {
            if (!/^([a-z0-9-]+\.)?demo\.example$/.test(domain))
                say(`domain ${domain} is not under demo.example`);
        }
        known.set(row.dir3, row);
    }
    const towns = rows.filter((row) => row.level === 'municipality');
    if (towns.length !== 60) report(file, 1, `60 municipalities expected, ${towns.length} found`);
    if (rows.length - towns.length !== 1) report(file, 1, 'one provincial council expected');
    if (new Set(towns.map((row) => band_of(+row.poblacion_2017))).size !== bands.length)
        report(file, 1, 'a population band is missing');
    if (new Set(towns.map((row) => row.autonomia_id)).size !== 19) report(file, 1, 'a region is missing');
    return known;
}

function check_people(administrations) {
    const { file, rows } = read_csv('people.csv',
        'handle,name,email,administration,position,unit,relation,network_role,skills,language,bio');
    const people = new Map();
    const emails = new Set();
    let previous = '';
    for (const row of rows) {
        const say = (message) => report(file, row.line, message);
        const administration = administrations.get(row.administration);
        if (!administration) say(`unknown administration ${row.administration}`);
        if (!row.position || !row.unit) say('position and unit are needed');
        if (!['employee', 'elected', 'adviser', 'external'].includes(row.relation))
            say(`relation ${row.relation}`);
        if (people.has(row.handle)) {
            if (row.handle !== previous) say(`the rows of ${row.handle} do not follow each other`);
            if (row.name + row.email + row.network_role + row.skills + row.language + row.bio !== '')
                say('only the first row describes the person');
        } else {
            if (!slug_form.test(row.handle)) say(`handle ${row.handle}`);
            if (!row.name || !row.skills) say('name and skills are needed');
            if (emails.has(row.email)) say(`e-mail ${row.email} twice`);
            emails.add(row.email);
            const domain = row.email.split('@')[1];
            if (!administration?.domains.split(';').includes(domain))
                say(`${row.email} is no address of the administration`);
            if (row.network_role !== (row.handle === 'admin' ? 'administrator' : 'member'))
                say(`network_role ${row.network_role}`);
            if (!row.bio.startsWith(invented[row.language] ?? '\0'))
                say('the bio must say in the person\'s language that the person is invented');
            people.set(row.handle, row);
        }
        previous = row.handle;
    }
    for (const handle of accounts) {
        if (people.get(handle)?.email !== `${handle}@demo.example`)
            report(file, 1, `account ${handle}@demo.example is missing`);
    }
    const population = +(administrations.get(people.get('tecnica')?.administration)?.poblacion_2017 ?? 0);
    if (population < 1000 || population > 4999)
        report(file, 1, 'tecnica must work in a municipality of 1,000 to 4,999');
    if (people.size < 115) report(file, 1, `about 120 people expected, ${people.size} found`);
    if (rows.length < people.size + 3) report(file, 1, 'some people should hold several posts');
    return people;
}

function check_groups(people) {
    const file = join(here, 'groups.json');
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n');
    const groups = new Map();
    for (const group of JSON.parse(text)) {
        const line = 1 + lines.findIndex((candidate) => candidate.includes(`"slug": "${group.slug}"`));
        const say = (message) => report(file, line, `${group.slug}: ${message}`);
        if (Object.keys(group).join() !== 'slug,name,kind,description,rules,owner,moderators,hosts,members')
            say('wrong keys');
        if (!slug_form.test(group.slug) || groups.has(group.slug)) say('slug');
        if (!['open', 'private', 'hidden'].includes(group.kind)) say(`kind ${group.kind}`);
        if (!group.name || !group.description || !group.rules) say('name, description and rules are needed');
        const all = [group.owner, ...group.moderators, ...group.hosts, ...group.members];
        for (const handle of all) if (!people.has(handle)) say(`unknown person ${handle}`);
        if (new Set(all).size !== all.length) say('somebody has two roles');
        if (all.includes('admin')) say('admin is in no group');
        const own = group.slug === 'contratacion' || group.slug === 'urbanismo';
        if (all.includes('tecnica') !== own) say('tecnica is in contratacion and urbanismo only');
        if (own && !(group.hosts.includes('anfitrion') && group.moderators.includes('moderadora')))
            say('anfitrion hosts, moderadora moderates');
        groups.set(group.slug, { ...group, everybody: new Set(all), file, line });
    }
    const kinds = [...groups.values()].map((group) => group.kind).sort().join();
    if (kinds !== `hidden,${'open,'.repeat(12)}private`)
        report(file, 1, '12 open groups, one private and one hidden expected');
    if (groups.get('secretaria-intervencion')?.kind !== 'private')
        report(file, 1, 'secretaria-intervencion must be private');
    return groups;
}

const time_form = /^(\d{1,2})d ([01]\d|2[0-3]):([0-5]\d)$/;
// Minutes before the end of the loading day, negated, so that a later moment is a greater number.
function moment_of(text) {
    const found = time_form.exec(text);
    return found ? -1440 * found[1] + 60 * found[2] + +found[3] : null;
}

const post_form = new RegExp(/^=== (answer|reply|comment)(?: on (\d+))? by (\S+) at (\d{1,2}d \d\d:\d\d)/.source
    + /( accepted)?(?: useful:((?: \S+)+))?$/.source);
const header_keys = 'kind,title,author,when,tags,state,language';
const personal = [
    [/\b\d{8}-?[A-HJ-NP-TV-Z]\b|\b[XYZ]-?\d{7}-?[A-Z]\b/, 'an identity number'],
    [/\bES\d{2}[ \d]{20,}/, 'a bank account'],
    [/\b[6789]\d{2}[ .-]?\d{3}[ .-]?\d{3}\b/, 'a telephone number'],
    [/[\w.+-]+@(?!([\w-]+\.)*demo\.example)[\w-]+\.\w+/, 'an e-mail address'],
];

function check_text(file, start, lines, names) {
    if (lines.join('').trim() === '') report(file, start, 'the text is empty');
    lines.forEach((line, index) => {
        for (const [form, what] of personal) if (form.test(line))
            report(file, start + index, `looks like ${what}`);
        const town = names.find(({ form }) => form.test(line));
        if (town) report(file, start + index, `names the municipality ${town.name}`);
    });
}

function check_thread(file, group, names) {
    const lines = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
    const say = (line, message) => report(file, line, message);
    const end = lines.indexOf('---', 1);
    if (lines[0] !== '---' || end < 0) return say(1, 'no header between --- lines');
    const head = {};
    lines.slice(1, end).forEach((line) => {
        const cut = line.indexOf(': ');
        head[line.slice(0, cut)] = line.slice(cut + 2);
    });
    if (Object.keys(head).join() !== header_keys) return say(1, `the header must have ${header_keys}`);
    const line_of = (key) => 2 + header_keys.split(',').indexOf(key);
    if (!['question', 'update', 'article', 'announcement'].includes(head.kind))
        say(line_of('kind'), `kind ${head.kind}`);
    if (head.title.trim() !== head.title || head.title.length < 10 || head.title.length > 160)
        say(line_of('title'), 'a title has 10 to 160 characters');
    const tags = head.tags.split(', ');
    if (tags.length > 5 || new Set(tags).size !== tags.length || !tags.every((tag) => slug_form.test(tag)))
        say(line_of('tags'), 'one to five different tags like contrato-menor');
    if (!languages.includes(head.language)) say(line_of('language'), `language ${head.language}`);
    if (names.some(({ form }) => form.test(head.title))) say(line_of('title'), 'names a municipality');

    const posts = [{ role: 'root', author: head.author, at: head.when, line: line_of('when'), useful: [] }];
    let start = end + 1;
    let fence = false;
    const close = (stop) => check_text(file, start + 1, lines.slice(start, stop), names);
    for (let index = end + 1; index < lines.length; ++index) {
        if (/^(```|~~~)/.test(lines[index])) fence = !fence;
        if (!lines[index].startsWith('===')) continue;
        const found = post_form.exec(lines[index]);
        if (fence || !found) {
            say(index + 1, fence ? 'a post starts inside a code block' : 'not the form of a post line');
            continue;
        }
        close(index);
        start = index + 1;
        const [, role, on, author, at, accepted, useful] = found;
        posts.push({ role, on, author, at, accepted, useful: useful?.trim().split(/ +/) ?? [], line: index + 1 });
    }
    close(lines.length);
    if (fence) say(lines.length, 'a code block is not closed');

    let previous = -Infinity;
    posts.forEach((post, index) => {
        const error = (message) => say(post.line, message);
        if (!group.everybody.has(post.author)) error(`${post.author} is not in ${group.slug}`);
        const moment = moment_of(post.at);
        if (moment === null) error(`time ${post.at}`);
        else if (+post.at.split('d')[0] < 1 || +post.at.split('d')[0] > 56)
            error('times lie between 56 days and 1 day before the load');
        else if (moment <= previous) error('not later than the post before it');
        previous = moment ?? previous;
        if (post.role === 'answer' && head.kind !== 'question') error('answers belong to questions');
        if (post.role === 'reply' && head.kind === 'question')
            error('a question has answers and comments, no replies');
        if (post.accepted && post.role !== 'answer') error('only an answer can be accepted');
        if (post.role === 'comment') {
            const parent = posts[post.on - 1];
            if (!post.on || !parent || post.on > index)
                error('a comment says `on N`, N being an earlier post');
            else if (parent.role === 'comment') error('a comment hangs from a post that is not a comment');
        } else if (post.on) error('only comments say `on N`');
        for (const handle of post.useful) {
            if (!group.everybody.has(handle)) error(`useful: ${handle} is not in ${group.slug}`);
            if (handle === post.author) error(`useful: ${handle} is the author`);
        }
        if (new Set(post.useful).size !== post.useful.length) error('useful: somebody twice');
    });
    const answers = posts.filter((post) => post.role === 'answer');
    const accepted = answers.filter((post) => post.accepted).length;
    if (accepted > 1) say(line_of('state'), 'more than one accepted answer');
    const state = accepted ? 'solved' : answers.length ? 'answered' : 'open';
    if (head.state !== state) say(line_of('state'), `the posts make it ${state}`);
    return { ...head, posts, answers: answers.length };
}

function check_threads(groups, administrations) {
    const folder = join(here, 'threads');
    // Names that are also everyday words would report innocent sentences.
    const names = [...administrations.values()]
        .filter((row) => row.level === 'municipality' && !['Sort', 'Ea'].includes(row.municipio))
        .map((row) => row.municipio.split('/')[0])
        .map((name) => ({ name, form: new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u') }));
    const threads = [];
    for (const slug of readdirSync(folder).sort()) {
        if (chosen && !chosen.includes(slug)) continue;
        const group = groups.get(slug);
        if (!group) {
            report(join(folder, slug), 1, 'no such group');
            continue;
        }
        for (const name of readdirSync(join(folder, slug)).sort()) {
            const file = join(folder, slug, name);
            if (!/^[a-z0-9-]+\.md$/.test(name)) report(file, 1, 'the file name must be like short-slug.md');
            const thread = check_thread(file, group, names);
            if (thread) threads.push({ ...thread, group: slug, file });
        }
    }
    const titles = new Map();
    for (const thread of threads) {
        if (titles.has(thread.title)) report(thread.file, 3, `same title as ${titles.get(thread.title)}`);
        titles.set(thread.title, relative(folder, thread.file));
    }
    for (const slug of chosen ?? []) if (!existsSync(join(folder, slug)))
        report(folder, 1, `no threads of ${slug}`);
    return threads;
}

function check_counts(groups, threads) {
    const file = join(here, 'threads');
    const need = (holds, message) => holds || report(file, 1, message);
    for (const group of groups.values()) {
        const count = threads.filter((thread) => thread.group === group.slug).length;
        const least = { open: 8, private: 5, hidden: 3 }[group.kind];
        if (count < least)
            report(group.file, group.line, `${group.slug}: ${least} threads or more expected, not ${count}`);
    }
    const questions = threads.filter((thread) => thread.kind === 'question');
    const share = (state) => questions.filter((thread) => thread.state === state).length / questions.length;
    const posts = threads.flatMap((thread) => thread.posts);
    const hours = posts.map(({ at }) => at.split(' ')[1]);
    const office = hours.filter((hour) => hour >= '07:30' && hour <= '20:00').length;
    need(threads.length >= 140 && threads.length <= 180,
        `about 150 threads expected, ${threads.length} found`);
    need(share('solved') >= 0.38 && share('solved') <= 0.55,
        `about 45 % of the questions solved, not ${Math.round(100 * share('solved'))} %`);
    need(share('open') >= 0.1, 'some questions should have no answer yet');
    need(office >= 0.9 * posts.length, 'people write in working hours');
    for (const language of languages) {
        need(threads.filter((thread) => thread.language === language).length >= 3,
            `too few threads in ${language}`);
    }
}

const administrations = check_administrations();
const people = check_people(administrations);
const groups = check_groups(people);
const threads = check_threads(groups, administrations);
if (!chosen) check_counts(groups, threads);

const tally = (key) => Object.fromEntries([...new Set(threads.map((thread) => thread[key]))].sort()
    .map((value) => [value, threads.filter((thread) => thread[key] === value).length]));
findings.forEach((finding) => console.error(finding));
console.log(JSON.stringify({
    administrations: administrations.size, people: people.size, groups: groups.size, threads: threads.length,
    posts: threads.reduce((sum, thread) => sum + thread.posts.length, 0),
    by_group: tally('group'), by_kind: tally('kind'), by_state: tally('state'), by_language: tally('language'),
    findings: findings.length,
}, null, 1));
process.exit(findings.length ? 1 : 0);
