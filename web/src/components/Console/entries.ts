// SPDX-License-Identifier: EUPL-1.2
// The pages of the console, in the order of its navigation, and whose office each is. The server decides; this only
// spares people the links that would lead them nowhere.
import type { Me } from '../../api/types.ts';
import type { MessageKey } from '../../locales/index.svelte.ts';

export interface ConsoleEntry {
    to: string;
    label: MessageKey;
    about: MessageKey;
    roles: Me['roles'];
}

export const consoleEntries: ConsoleEntry[] = [
    { to: '/administracion/solicitudes', label: 'console.vetting', about: 'console.vetting_about', roles: ['administrator'] },
    { to: '/administracion/personas', label: 'console.people', about: 'console.people_about', roles: ['administrator'] },
    { to: '/administracion/grupos', label: 'groups_console.title', about: 'groups_console.about', roles: ['administrator'] },
    { to: '/administracion/administraciones', label: 'console.administrations', about: 'console.administrations_about', roles: ['administrator'] },
    { to: '/administracion/legislacion', label: 'norms_console.title', about: 'norms_console.about', roles: ['administrator'] },
    { to: '/administracion/etiquetas', label: 'tags_console.title', about: 'tags_console.about', roles: ['administrator', 'network_host'] },
    { to: '/administracion/textos', label: 'texts.title', about: 'texts.about', roles: ['administrator'] },
    { to: '/administracion/correos', label: 'mails.title', about: 'mails.about', roles: ['administrator'] },
    { to: '/administracion/registro', label: 'console.audit', about: 'console.audit_about', roles: ['administrator', 'auditor'] },
];

export function entriesFor(roles: Me['roles']): ConsoleEntry[] {
    return consoleEntries.filter((entry) => entry.roles.some((role) => roles.includes(role)));
}
