// SPDX-License-Identifier: EUPL-1.2
// Provinces by their two digits at the statistics institute, each by its own official name.
export const provinces: [code: string, name: string][] = [
    ['15', 'A Coruña'], ['02', 'Albacete'], ['03', 'Alicante/Alacant'], ['04', 'Almería'], ['01', 'Araba/Álava'], ['33', 'Asturias'], ['05', 'Ávila'],
    ['06', 'Badajoz'], ['08', 'Barcelona'], ['48', 'Bizkaia'], ['09', 'Burgos'], ['10', 'Cáceres'], ['11', 'Cádiz'], ['39', 'Cantabria'],
    ['12', 'Castellón/Castelló'], ['51', 'Ceuta'], ['13', 'Ciudad Real'], ['14', 'Córdoba'], ['16', 'Cuenca'], ['20', 'Gipuzkoa'], ['17', 'Girona'],
    ['18', 'Granada'], ['19', 'Guadalajara'], ['21', 'Huelva'], ['22', 'Huesca'], ['07', 'Illes Balears'], ['23', 'Jaén'], ['26', 'La Rioja'],
    ['35', 'Las Palmas'], ['24', 'León'], ['25', 'Lleida'], ['27', 'Lugo'], ['28', 'Madrid'], ['29', 'Málaga'], ['52', 'Melilla'], ['30', 'Murcia'],
    ['31', 'Navarra'], ['32', 'Ourense'], ['34', 'Palencia'], ['36', 'Pontevedra'], ['37', 'Salamanca'], ['38', 'Santa Cruz de Tenerife'],
    ['40', 'Segovia'], ['41', 'Sevilla'], ['42', 'Soria'], ['43', 'Tarragona'], ['44', 'Teruel'], ['45', 'Toledo'], ['46', 'Valencia/València'],
    ['47', 'Valladolid'], ['49', 'Zamora'], ['50', 'Zaragoza'],
];
/** The institute writes the article of a name behind it, as in «Palmas, Las». */
export const asSpoken = (name: string | null): string => name?.replace(/^(.+), (.+)$/, '$2 $1') ?? '';
export const bands = ['lt1000', '1000-4999', '5000-19999', '20000-49999', '50000-99999', 'ge100000'] as const;
