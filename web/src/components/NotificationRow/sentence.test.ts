// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { notification } from '../../../tests/support/examples.ts';
import { sentence } from './sentence.ts';

describe('what a notice says', () => {
    it('leads to the post it tells of', () => {
        expect(sentence(notification(1))).toMatchObject({
            key: 'notification.answer',
            values: { name: 'Pau Vidal', others: 0, title: 'Conversación 7' },
            to: '/threads/7#p2',
        });
    });

    it('leads to the group where there is no thread, and home where there is neither', () => {
        const asked = notification(1, { cause: 'membership_requested', thread: null, number: null });
        expect(sentence(asked).to).toBe('/groups/contratacion');
        expect(sentence({ ...asked, group: null }).to).toBe('/');
    });

    it('leads where its cause says, but nowhere outside', () => {
        expect(sentence(notification(1, { facts: { link: '/administracion/personas' } })).to).toBe('/administracion/personas');
        for (const link of ['https://otro.example/', '//otro.example/', 'javascript:alert(1)', 7]) {
            expect(sentence(notification(1, { facts: { link } })).to).toBe('/threads/7#p2');
        }
    });

    it('has words for what an administrator has to look at', () => {
        const waiting = notification(1, { cause: 'application_waiting', group: null, thread: null, number: null, facts: { link: '/administracion/solicitudes' } });
        expect(sentence(waiting)).toMatchObject({ key: 'notification.application_waiting', to: '/administracion/solicitudes' });
    });

    it('has general words for what it does not know', () => {
        for (const cause of ['something_new', 'constructor']) {
            expect(sentence(notification(1, { cause })).key).toBe('notification.other');
        }
    });
});
