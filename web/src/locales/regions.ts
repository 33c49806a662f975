// SPDX-License-Identifier: EUPL-1.2
// Autonomous communities and cities by their two digits at the statistics institute.
export const regions: [code: string, name: string][] = [
    ['01', 'Andalucía'], ['02', 'Aragón'], ['03', 'Asturias'], ['05', 'Canarias'], ['06', 'Cantabria'], ['07', 'Castilla y León'],
    ['08', 'Castilla-La Mancha'], ['09', 'Cataluña'], ['18', 'Ceuta'], ['13', 'Comunidad de Madrid'], ['10', 'Comunitat Valenciana'],
    ['11', 'Extremadura'], ['12', 'Galicia'], ['04', 'Illes Balears'], ['17', 'La Rioja'], ['19', 'Melilla'], ['15', 'Navarra'],
    ['16', 'País Vasco'], ['14', 'Región de Murcia'],
];
