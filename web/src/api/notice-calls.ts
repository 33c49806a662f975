// SPDX-License-Identifier: EUPL-1.2
// What reaches somebody by which channel.
import type { Client } from 'openapi-fetch';
import type { Ask } from './ask.ts';
import type { paths } from './generated/openapi.ts';
import type { NewNoticeSettings } from './types.ts';

export function noticeCalls(client: Client<paths>, ask: Ask) {
    const of = (token: string) => ({ params: { path: { token } } });
    return {
        noticeSettings: () => ask((within) => client.GET('/me/notification_settings', within)),
        setNoticeSettings: (body: NewNoticeSettings) => ask((within) => client.PUT('/me/notification_settings', { ...within, body })),
        /** By what stood in a mail; nobody has to be signed in. */
        stopMail: (token: string) => ask((within) => client.POST('/unsubscriptions/{token}', { ...within, ...of(token) })),
        mailAgain: (token: string) => ask((within) => client.DELETE('/unsubscriptions/{token}', { ...within, ...of(token) })),
    };
}
