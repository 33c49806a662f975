// SPDX-License-Identifier: EUPL-1.2
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { messages } from './tools/messages.ts';

// The oldest browsers promised; town halls still run them on Windows 7 and 8.1.
export const oldestBrowsers = ['chrome109', 'edge109', 'firefox115', 'safari16.4'];

// Shared as well, but never shown by a thread, or only once asked for: they come with the pages that use them.
const notOnThreads = [
    'AdministrationChoice', 'Article', 'AppointmentForm', 'CharactersLeft', 'Console', 'CsvImport', 'Diff', 'EditPost', 'EventFields', 'Extract', 'FormPanel', 'GroupCard',
    'GroupChoice', 'GroupFrame', 'GroupHead', 'GroupNotes', 'KindBox', 'KindChoice', 'MailedLink', 'Membership', 'Model', 'NotificationRow', 'PagedRows', 'PeopleNames', 'PlaceFilters', 'PostsHeld', 'PublishLater',
    'Queue', 'ReasonForm', 'Refusal', 'SearchedList', 'ShutText', 'Stale/', 'TagInput', 'Terms/', 'TextField', 'ThreadForm/(ThreadForm|kinds|ready)', 'ThreadsOf', 'TitleLine', 'Unsent/', 'Validity', 'Waiting/', 'WordsForm',
];
const shared = new RegExp(`src/components/(?!${notOnThreads.join('|')})|lucide|src/state/(?!facts|further|group\.svelte|left|marks|outbox|paged-list)`);

const server = process.env.PLAZA_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
    plugins: [messages(), svelte(), svelteTesting()],
    build: {
        target: oldestBrowsers,
        cssTarget: oldestBrowsers,
        manifest: true,
        // Inlined assets would be data: addresses, which the page's policy refuses for anything but images.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: {
            output: {
                // What several pages share comes in one piece: on a line with long delays each request counts.
                codeSplitting: {
                    groups: [{ name: 'shared', test: shared, minShareCount: 2 }],
                },
            },
        },
    },
    // `npm run dev` speaks to a running server as if the page had come from it.
    server: {
        proxy: {
            '/api': {
                target: server,
                ws: true,
                headers: { host: new URL(server).host, origin: new URL(server).origin },
            },
        },
    },
    test: {
        environment: 'jsdom',
        include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
        setupFiles: ['tests/setup.ts'],
        restoreMocks: true,
        // On a loaded machine everything takes long; nothing here waits on purpose.
        testTimeout: 60_000,
    },
});
