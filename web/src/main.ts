// SPDX-License-Identifier: EUPL-1.2
import { mount } from 'svelte';
import Root from './Root.svelte';
import { preferredLanguage, useLanguage } from './locales/index.svelte.ts';
import { routes } from './routes.ts';
import { App } from './state/app.svelte.ts';
import { useRoutes } from './state/router.svelte.ts';
import './state/theme.svelte.ts';

const app = new App();

// All that the first screen needs is asked for at once.
void app.loadInstallation();
void app.session.load();
useRoutes(routes);
void useLanguage(preferredLanguage()).then(() => {
    const target = document.getElementById('app');
    if (!target) return;
    target.replaceChildren();
    mount(Root, { target, props: { app } });
});
