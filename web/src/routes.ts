// SPDX-License-Identifier: EUPL-1.2
// Every page and its address.
import type { Route } from './state/router.svelte.ts';

export const routes: Route[] = [
    { pattern: '/', load: () => import('./pages/HomePage.svelte') },
    { pattern: '/ask', load: () => import('./pages/AskPage.svelte') },
    { pattern: '/perfil', load: () => import('./pages/ProfilePage.svelte') },
    { pattern: '/personas/:id', load: () => import('./pages/PersonPage.svelte') },
    { pattern: '/groups', load: () => import('./pages/GroupsPage.svelte') },
    { pattern: '/nuevo-grupo', load: () => import('./pages/NewGroupPage.svelte') },
    { pattern: '/groups/:slug/members', load: () => import('./pages/GroupMembersPage.svelte') },
    { pattern: '/groups/:slug/about', load: () => import('./pages/GroupAboutPage.svelte') },
    { pattern: '/groups/:slug/settings', load: () => import('./pages/GroupSettingsPage.svelte') },
    { pattern: '/groups/:slug', load: () => import('./pages/GroupPage.svelte') },
    { pattern: '/threads/:id', load: () => import('./pages/ThreadPage.svelte') },
    { pattern: '/notifications', load: () => import('./pages/NotificationsPage.svelte') },
    { pattern: '/search', load: () => import('./pages/SearchPage.svelte') },
    { pattern: '/cuenta/seguridad', load: () => import('./pages/SecurityPage.svelte') },
    { pattern: '/registro', load: () => import('./pages/RegisterPage.svelte'), outside: true },
    { pattern: '/registro/confirmar', load: () => import('./pages/RegistrationPage.svelte'), outside: true },
    { pattern: '/confirmaciones', load: () => import('./pages/ConfirmationsPage.svelte') },
    { pattern: '/invitaciones', load: () => import('./pages/InvitationsPage.svelte') },
    { pattern: '/administracion/solicitudes', load: () => import('./pages/VettingPage.svelte') },
    { pattern: '/contrasena-olvidada', load: () => import('./pages/ForgottenPage.svelte'), outside: true },
    { pattern: '/nueva-contrasena', load: () => import('./pages/NewPasswordPage.svelte'), outside: true },
    { pattern: '/nueva-direccion', load: () => import('./pages/NewAddressPage.svelte'), outside: true },
    { pattern: '/buzon', load: () => import('./pages/OutboxPage.svelte'), outside: true },
    { pattern: '/administracion/correos', load: () => import('./pages/MailsPage.svelte') },
    { pattern: '/administracion', load: () => import('./pages/ConsolePage.svelte') },
    { pattern: '/administracion/personas', load: () => import('./pages/PeopleConsolePage.svelte') },
    { pattern: '/administracion/registro', load: () => import('./pages/AuditPage.svelte') },
    { pattern: '*', load: () => import('./pages/NotFoundPage.svelte') },
];
