// SPDX-License-Identifier: EUPL-1.2
// Offers people while a name is typed after @, and tags after #, and puts the one chosen into the text as a link to its page.
import { groupCalls } from '../../api/group-calls.ts';
import type { Api } from '../../api/client.ts';
import type { PersonRef, Tag } from '../../api/types.ts';
import { t } from '../../locales/index.svelte.ts';

interface Offering extends Event {
    detail: { key: string; text: string; provide: (offer: Promise<{ matched: boolean; fragment?: HTMLElement }>) => void };
}
interface Choosing extends Event {
    detail: { item: HTMLElement; value: string | null };
}

/** Fewer letters would offer anybody. */
const fewest = 2;
/** Milliseconds without another letter. */
const pause = 150;

export function mention({ id, name }: Pick<PersonRef, 'id' | 'name'>): string {
    return `[@${name.replace(/[\\[\]]/g, '\\$&')}](/personas/${id})`;
}

export function tagged(name: string): string {
    return `[#${name}](/etiquetas/${encodeURIComponent(name).replace(/%2B/g, '+')})`;
}

/** What is offered: how it is called, what is said of it, and what stands in the text for it. */
interface Choice {
    id: string;
    name: string;
    meta: string;
    value: string;
}

const person = (one: PersonRef): Choice => ({
    id: `name-${one.id}`,
    name: one.name,
    meta: [one.post, one.administration?.name].filter(Boolean).join(' · '),
    value: mention(one),
});
const tag = ({ name, description }: Tag): Choice => ({ id: `tag-${name}`, name, meta: description, value: tagged(name) });

/** For each letter that begins one: what the list is called, and what there is. */
type Offers = Record<string, { label: string; find: (words: string) => Promise<Choice[]> }>;

/** People who read in the group of the moment, and tags. `ungrouped`: somebody was to be named, and whether there was a group for it. */
export function offersOf(api: Api, group: () => string | undefined, ungrouped: (none: boolean) => void): Offers {
    async function people(words: string) {
        const slug = group();
        ungrouped(!slug);
        const outcome = slug ? await api.using(groupCalls).mentionable(slug, words) : null;
        return outcome?.ok ? outcome.value.people.map(person) : [];
    }
    async function tags(words: string) {
        const outcome = await api.tags(words);
        return outcome.ok ? outcome.value.items.map(tag) : [];
    }
    return { '@': { label: t('composer.names'), find: people }, '#': { label: t('tags.title'), find: tags } };
}

/** Which letter what is being typed belongs to: people's names have several words, and a tag after one ends it. */
export function keyAt(before: string): '@' | '#' | '' {
    if (/(^|[\s([])#\S*$/.test(before)) return '#';
    return before.lastIndexOf('@') > before.lastIndexOf('#') ? '@' : '';
}

/** `put`: the text has changed without anybody having typed it. */
export function offerNames(expander: HTMLElement, offers: Offers, put: () => void): () => void {
    let turn = 0;

    async function offer(key: string, words: string) {
        const mine = ++turn;
        const offered = offers[key];
        if (!offered || words.trim().length < fewest) return { matched: false };
        await new Promise((done) => setTimeout(done, pause));
        const found = mine === turn ? await offered.find(words) : [];
        // What was typed meanwhile is answered on its own.
        if (mine !== turn || found.length === 0) return { matched: false };
        return { matched: true, fragment: listOf(found, offered.label) };
    }

    const onchange = (event: Event) => {
        const { key, text, provide } = (event as Offering).detail;
        provide(offer(key, text));
    };
    const onvalue = (event: Event) => {
        const { detail } = event as Choosing;
        detail.value = detail.item.dataset.value ?? '';
    };
    const area = expander.querySelector('textarea');
    // Before the expander looks: a name that nobody has would take the rest of its line, and a tag the lines after it.
    const oninput = () => area && expander.setAttribute('keys', keyAt(area.value.slice(0, area.selectionEnd)));
    expander.addEventListener('input', oninput, true);
    // A box of several lines can be no combobox; as a text box it may say as much of its list.
    const onactivate = () =>
        queueMicrotask(() => {
            area?.removeAttribute('role');
            area?.removeAttribute('aria-expanded');
            area?.setAttribute('aria-haspopup', 'listbox');
        });
    const ondeactivate = () => area?.removeAttribute('aria-haspopup');
    // Past either end of the list nothing would be chosen, and Enter would break the line: it begins again at the other.
    const onkeydown = ({ key, defaultPrevented }: KeyboardEvent) => {
        const list = defaultPrevented && key.startsWith('Arrow') && expander.querySelector('[role="listbox"]');
        if (list && !list.querySelector('[aria-selected="true"]')) area?.dispatchEvent(new KeyboardEvent('keydown', { key }));
    };
    expander.addEventListener('keydown', onkeydown);
    expander.addEventListener('text-expander-activate', onactivate);
    expander.addEventListener('text-expander-deactivate', ondeactivate);
    expander.addEventListener('text-expander-change', onchange);
    expander.addEventListener('text-expander-value', onvalue);
    expander.addEventListener('text-expander-committed', put);
    return () => {
        expander.removeEventListener('input', oninput, true);
        expander.removeEventListener('keydown', onkeydown);
        expander.removeEventListener('text-expander-activate', onactivate);
        expander.removeEventListener('text-expander-deactivate', ondeactivate);
        expander.removeEventListener('text-expander-change', onchange);
        expander.removeEventListener('text-expander-value', onvalue);
        expander.removeEventListener('text-expander-committed', put);
    };
}

function listOf(choices: Choice[], label: string): HTMLElement {
    const list = document.createElement('ul');
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', label);
    list.className = 'names';
    for (const { id, name, meta: said, value } of choices) {
        const item = document.createElement('li');
        item.setAttribute('role', 'option');
        item.id = id;
        item.dataset.value = value;
        const called = document.createElement('span');
        called.textContent = name;
        const meta = document.createElement('span');
        meta.className = 'meta';
        meta.textContent = said;
        item.append(called, ' ', meta);
        list.append(item);
    }
    return list;
}
