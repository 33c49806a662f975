// SPDX-License-Identifier: EUPL-1.2
// Coming in, and what keeps an account: registration, sessions, second step, password and address.
import type { Client } from 'openapi-fetch';
import type { Language } from '../locales/index.svelte.ts';
import { page, type Ask, type PageRequest } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { ApplicationBody, NewAccount } from './types.ts';

export function accountCalls(client: Client<paths>, ask: Ask) {
    return {
        askToRegister: (email: string, language: Language) =>
            ask((within) => client.POST('/registration', { ...within, body: { email, language } })),
        lookAtRegistration: (token: string) =>
            ask((within) => client.POST('/registration/look', { ...within, body: { token } })),
        applyForAdmission: (body: ApplicationBody) =>
            ask((within) => client.POST('/registration/application', { ...within, body })),
        createAccount: (body: NewAccount) => ask((within) => client.POST('/registration/account', { ...within, body })),
        acceptPolicy: () => ask((within) => client.PUT('/me/policy', within)),
        confirmations: (query: PageRequest = {}) =>
            ask((within) => client.GET('/confirmations', { ...within, params: { query: page(query) } })),
        confirmPerson: (id: number) =>
            ask((within) => client.PUT('/confirmations/{id}', { ...within, params: { path: { id } } })),
        refusePerson: (id: number, reason: string) =>
            ask((within) => client.POST('/confirmations/{id}/refusal', { ...within, params: { path: { id } }, body: { reason } })),
        applications: (query: PageRequest = {}) =>
            ask((within) => client.GET('/applications', { ...within, params: { query: page(query) } })),
        administrationsByName: (q: string) =>
            ask((within) => client.GET('/administrations', { ...within, params: { query: { q, limit: 20 } } })),
        admitApplicant: (id: number, administration: number, know_domain: boolean) =>
            ask((within) =>
                client.POST('/applications/{id}/admission', { ...within, params: { path: { id } }, body: { administration, know_domain } }),
            ),
        refuseApplicant: (id: number, reason: string) =>
            ask((within) => client.POST('/applications/{id}/refusal', { ...within, params: { path: { id } }, body: { reason } })),
        networkInvitations: (query: PageRequest = {}) =>
            ask((within) => client.GET('/invitations', { ...within, params: { query: page(query) } })),
        inviteToNetwork: (email: string, message: string) =>
            ask((within) => client.POST('/invitations', { ...within, body: { email, ...(message ? { message } : {}) } })),
        withdrawNetworkInvitation: (id: number) =>
            ask((within) => client.DELETE('/invitations/{id}', { ...within, params: { path: { id } } })),

        contacts: (administration: number) =>
            ask((within) => client.GET('/administrations/{id}/contacts', { ...within, params: { path: { id: administration } } })),
        endPost: (person: number, appointment: number, reason: string) =>
            ask((within) =>
                client.POST('/people/{id}/appointments/{appointment}/end', {
                    ...within,
                    params: { path: { id: person, appointment } },
                    body: { reason },
                }),
            ),

        /** Doing it twice is doing it once, so it takes no key. */
        setPhoto: (photo: Blob) =>
            ask((within) =>
                client.PUT('/me/photo', {
                    ...within,
                    // The library knows files by name only.
                    body: photo as unknown as string,
                    bodySerializer: () => photo,
                    headers: { 'Content-Type': photo.type },
                }),
            ),
        removePhoto: () => ask((within) => client.DELETE('/me/photo', within)),

        sessions: () => ask((within) => client.GET('/me/sessions', within)),
        endSession: (id: number) =>
            ask((within) => client.DELETE('/me/sessions/{id}', { ...within, params: { path: { id } } })),
        endOtherSessions: () => ask((within) => client.DELETE('/me/sessions', within)),
        secondFactor: () => ask((within) => client.GET('/me/second_factor', within)),
        beginSecondFactor: (password: string) =>
            ask((within) => client.POST('/me/second_factor', { ...within, body: { password } })),
        confirmSecondFactor: (code: string) =>
            ask((within) => client.PUT('/me/second_factor', { ...within, body: { code } })),
        renewRecoveryCodes: (code: string) =>
            ask((within) => client.POST('/me/second_factor/recovery_codes', { ...within, body: { code } })),
        removeSecondFactor: (password: string, code: string) =>
            ask((within) => client.POST('/me/second_factor/removal', { ...within, body: { password, code } })),
        changePassword: (current: string, wanted: string) =>
            ask((within) => client.PUT('/me/password', { ...within, body: { current, new: wanted } })),

        askForReset: (email: string) =>
            ask((within) => client.POST('/password_resets', { ...within, body: { email } })),
        lookAtReset: (token: string) => ask((within) => client.POST('/password_resets/look', { ...within, body: { token } })),
        resetPassword: (token: string, password: string) =>
            ask((within) => client.PUT('/password_resets', { ...within, body: { token, password } })),
        askForEmail: (email: string, password: string) =>
            ask((within) => client.POST('/me/email', { ...within, body: { email, password } })),
        mailAddressConfirmation: () => ask((within) => client.POST('/me/address_confirmation', within)),
        confirmAddress: (token: string) =>
            ask((within) => client.PUT('/address_confirmations', { ...within, body: { token } })),
        confirmEmail: (token: string) => ask((within) => client.PUT('/email_changes', { ...within, body: { token } })),
    };
}
