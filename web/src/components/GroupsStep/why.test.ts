// SPDX-License-Identifier: EUPL-1.2
import { describe, expect, it } from 'vitest';
import { why } from './why.ts';

describe('why a group is suggested', () => {
    it('names some subjects, and how many people of towns alike are known to be there', () => {
        expect(why({ subjects: ['padrón'], people: 0 })).toBe('Por tus temas: padrón');
        expect(why({ subjects: ['a', 'b', 'c', 'd'], people: 1 })).toBe('Por tus temas: a, b, c · Con una persona de un municipio como el tuyo');
        expect(why({ subjects: [], people: 9 })).toBe('Con 9 personas de municipios como el tuyo');
    });

    it('does not pretend to have counted more than the server does', () => {
        expect(why({ subjects: [], people: 10 })).toBe('Con diez personas o más de municipios como el tuyo');
    });

    it('says of the groups of the network that they are', () => {
        expect(why({ subjects: [], people: 0 })).toBe('De los grupos propios de la red');
    });
});
