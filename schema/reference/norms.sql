-- SPDX-License-Identifier: EUPL-1.2
-- Legal norms that people in administrations call by short names, with their reference in the official gazette
-- (BOE, DOUE). A search for one name finds all, and citations of any lead to it. Columns: reference, title, kind, number,
-- date, acronyms, other names.
create temporary table given (id text, title text, kind text, number text, dated date, acronyms text, names text) on commit drop;
insert into given values
('BOE-A-1978-31229', 'Constitución Española', null, null, null, 'CE', 'Constitución Española|Constitució Espanyola'),
('BOE-A-1954-15431', 'Ley de Expropiación Forzosa', null, null, '1954-12-16', 'LEF', 'Ley de Expropiación Forzosa|Llei d''expropiació forçosa'),
('BOE-A-1985-151', 'Ley 53/1984, de incompatibilidades del personal al servicio de las Administraciones Públicas', 'ley', '53/1984', '1984-12-26', '', 'ley de incompatibilidades'),
('BOE-A-1985-5392', 'Ley 7/1985, reguladora de las Bases del Régimen Local', 'ley', '7/1985', '1985-04-02', 'LBRL|LRBRL', 'ley reguladora de las bases del régimen local|ley de bases del régimen local|ley de bases de régimen local|llei reguladora de les bases del règim local|llei de bases del règim local|lei reguladora das bases do réxime local'),
('BOE-A-1985-11672', 'Ley Orgánica 5/1985, del Régimen Electoral General', 'ley organica', '5/1985', '1985-06-19', 'LOREG', 'régimen electoral general'),
('BOE-A-1985-12534', 'Ley 16/1985, del Patrimonio Histórico Español', 'ley', '16/1985', '1985-06-25', 'LPHE', 'ley del patrimonio histórico español|ley de patrimonio histórico'),
('BOE-A-1986-9865', 'Real Decreto Legislativo 781/1986, texto refundido de las disposiciones legales vigentes en materia de Régimen Local', 'real decreto legislativo', '781/1986', '1986-04-18', 'TRRL', ''),
('BOE-A-1986-17958', 'Real Decreto 1372/1986, Reglamento de Bienes de las Entidades Locales', 'real decreto', '1372/1986', '1986-06-13', 'RBEL', 'reglamento de bienes de las entidades locales|reglamento de bienes'),
('BOE-A-1986-21944', 'Real Decreto 1690/1986, Reglamento de Población y Demarcación Territorial de las Entidades Locales', 'real decreto', '1690/1986', '1986-07-11', 'RPDT|RPDTEL', 'reglamento de población y demarcación territorial|reglamento de población'),
('BOE-A-1986-33252', 'Real Decreto 2568/1986, Reglamento de Organización, Funcionamiento y Régimen Jurídico de las Entidades Locales', 'real decreto', '2568/1986', '1986-11-28', 'ROF', 'reglamento de organización, funcionamiento y régimen jurídico'),
('BOE-A-1990-9752', 'Real Decreto 500/1990, en materia de presupuestos de las Entidades Locales', 'real decreto', '500/1990', '1990-04-20', '', ''),
('BOE-A-1992-28740', 'Ley 37/1992, del Impuesto sobre el Valor Añadido', 'ley', '37/1992', '1992-12-28', 'LIVA', 'ley del IVA'),
('BOE-A-1995-24292', 'Ley 31/1995, de Prevención de Riesgos Laborales', 'ley', '31/1995', '1995-11-08', 'LPRL', 'ley de prevención de riesgos laborales'),
('BOE-A-1998-16718', 'Ley 29/1998, reguladora de la Jurisdicción Contencioso-administrativa', 'ley', '29/1998', '1998-07-13', 'LJCA', 'ley reguladora de la jurisdicción contencioso-administrativa'),
('BOE-A-1999-21567', 'Ley 38/1999, de Ordenación de la Edificación', 'ley', '38/1999', '1999-11-05', 'LOE', 'ley de ordenación de la edificación'),
('BOE-A-2000-544', 'Ley Orgánica 4/2000, sobre derechos y libertades de los extranjeros en España y su integración social', 'ley organica', '4/2000', '2000-01-11', 'LOEX', 'ley de extranjería'),
('BOE-A-2001-19995', 'Real Decreto 1098/2001, Reglamento general de la Ley de Contratos de las Administraciones Públicas', 'real decreto', '1098/2001', '2001-10-12', 'RGLCAP', ''),
('BOE-A-2003-20254', 'Ley 33/2003, del Patrimonio de las Administraciones Públicas', 'ley', '33/2003', '2003-11-03', 'LPAP', 'ley del patrimonio de las administraciones públicas|ley de patrimonio de las administraciones públicas'),
('BOE-A-2003-20977', 'Ley 38/2003, General de Subvenciones', 'ley', '38/2003', '2003-11-17', 'LGS', 'ley general de subvenciones|ley de subvenciones|llei general de subvencions|lei xeral de subvencións'),
('BOE-A-2003-23186', 'Ley 58/2003, General Tributaria', 'ley', '58/2003', '2003-12-17', 'LGT', 'ley general tributaria|llei general tributària|lei xeral tributaria'),
('BOE-A-2004-4163', 'Real Decreto Legislativo 1/2004, texto refundido de la Ley del Catastro Inmobiliario', 'real decreto legislativo', '1/2004', '2004-03-05', 'TRLCI', 'ley del catastro inmobiliario|ley del catastro'),
('BOE-A-2004-4214', 'Real Decreto Legislativo 2/2004, texto refundido de la Ley Reguladora de las Haciendas Locales', 'real decreto legislativo', '2/2004', '2004-03-05', 'TRLRHL|TRLHL|LRHL', 'ley reguladora de las haciendas locales|ley de haciendas locales|llei reguladora de les hisendes locals|llei d''hisendes locals|lei reguladora das facendas locais'),
('BOE-A-2005-14803', 'Real Decreto 939/2005, Reglamento General de Recaudación', 'real decreto', '939/2005', '2005-07-29', 'RGR', 'reglamento general de recaudación'),
('BOE-A-2006-5515', 'Real Decreto 314/2006, Código Técnico de la Edificación', 'real decreto', '314/2006', '2006-03-17', 'CTE', 'código técnico de la edificación'),
('BOE-A-2006-13371', 'Real Decreto 887/2006, Reglamento de la Ley General de Subvenciones', 'real decreto', '887/2006', '2006-07-21', 'RLGS', 'reglamento de la ley general de subvenciones'),
('BOE-A-2006-21990', 'Ley 39/2006, de Promoción de la Autonomía Personal y Atención a las personas en situación de dependencia', 'ley', '39/2006', '2006-12-14', 'LAPAD', 'ley de dependencia|ley de la dependencia'),
('BOE-A-2007-6115', 'Ley Orgánica 3/2007, para la igualdad efectiva de mujeres y hombres', 'ley organica', '3/2007', '2007-03-22', 'LOIEMH', 'ley de igualdad'),
('BOE-A-2009-8053', 'Real Decreto 817/2009, que desarrolla parcialmente la Ley de Contratos del Sector Público', 'real decreto', '817/2009', '2009-05-08', '', ''),
('BOE-A-2010-1331', 'Real Decreto 4/2010, Esquema Nacional de Interoperabilidad', 'real decreto', '4/2010', '2010-01-08', 'ENI', 'esquema nacional de interoperabilidad|esquema nacional d''interoperabilitat'),
('BOE-A-2012-5730', 'Ley Orgánica 2/2012, de Estabilidad Presupuestaria y Sostenibilidad Financiera', 'ley organica', '2/2012', '2012-04-27', 'LOEPSF|LOEPYSF', 'ley de estabilidad presupuestaria|ley orgánica de estabilidad presupuestaria'),
('BOE-A-2013-12887', 'Ley 19/2013, de transparencia, acceso a la información pública y buen gobierno', 'ley', '19/2013', '2013-12-09', 'LTAIBG|LTBG|LTAIPBG', 'ley de transparencia'),
('BOE-A-2013-12913', 'Ley 21/2013, de evaluación ambiental', 'ley', '21/2013', '2013-12-09', 'LEA', 'ley de evaluación ambiental'),
('BOE-A-2013-13756', 'Ley 27/2013, de racionalización y sostenibilidad de la Administración Local', 'ley', '27/2013', '2013-12-27', 'LRSAL', 'ley de racionalización y sostenibilidad de la administración local'),
('BOE-A-2015-10565', 'Ley 39/2015, del Procedimiento Administrativo Común de las Administraciones Públicas', 'ley', '39/2015', '2015-10-01', 'LPAC|LPACAP', 'ley del procedimiento administrativo común|ley de procedimiento administrativo común|ley de procedimiento administrativo|llei del procediment administratiu comú|llei de procediment administratiu comú|lei do procedemento administrativo común'),
('BOE-A-2015-10566', 'Ley 40/2015, de Régimen Jurídico del Sector Público', 'ley', '40/2015', '2015-10-01', 'LRJSP', 'ley de régimen jurídico del sector público|llei de règim jurídic del sector públic|lei de réxime xurídico do sector público'),
('BOE-A-2015-11430', 'Real Decreto Legislativo 2/2015, texto refundido de la Ley del Estatuto de los Trabajadores', 'real decreto legislativo', '2/2015', '2015-10-23', 'TRLET|TRET', 'estatuto de los trabajadores|estatut dels treballadors|estatuto dos traballadores'),
('BOE-A-2015-11719', 'Real Decreto Legislativo 5/2015, texto refundido de la Ley del Estatuto Básico del Empleado Público', 'real decreto legislativo', '5/2015', '2015-10-30', 'EBEP|TREBEP|TRLEBEP', 'estatuto básico del empleado público|estatut bàsic de l''empleat públic|estatuto básico do empregado público'),
('BOE-A-2015-11723', 'Real Decreto Legislativo 7/2015, texto refundido de la Ley de Suelo y Rehabilitación Urbana', 'real decreto legislativo', '7/2015', '2015-10-30', 'TRLSRU|TRLS', 'ley de suelo y rehabilitación urbana|ley estatal de suelo'),
('BOE-A-2017-8192', 'Real Decreto 424/2017, régimen jurídico del control interno en las entidades del Sector Público Local', 'real decreto', '424/2017', '2017-04-28', 'RCI|RCIL', 'régimen jurídico del control interno'),
('BOE-A-2017-12902', 'Ley 9/2017, de Contratos del Sector Público', 'ley', '9/2017', '2017-11-08', 'LCSP', 'ley de contratos del sector público|ley de contratos|llei de contractes del sector públic|llei de contractes|lei de contratos do sector público|lei de contratos|sektore publikoko kontratuen legea'),
('BOE-A-2018-3760', 'Real Decreto 128/2018, régimen jurídico de los funcionarios de Administración Local con habilitación de carácter nacional', 'real decreto', '128/2018', '2018-03-16', '', ''),
('BOE-A-2018-16673', 'Ley Orgánica 3/2018, de Protección de Datos Personales y garantía de los derechos digitales', 'ley organica', '3/2018', '2018-12-05', 'LOPDGDD|LOPDPGDD|LOPD', 'ley orgánica de protección de datos|ley de protección de datos|llei orgànica de protecció de dades|lei orgánica de protección de datos'),
('BOE-A-2021-5032', 'Real Decreto 203/2021, Reglamento de actuación y funcionamiento del sector público por medios electrónicos', 'real decreto', '203/2021', '2021-03-30', 'RAFME|RAFSPME', 'reglamento de actuación y funcionamiento del sector público por medios electrónicos'),
('BOE-A-2021-21651', 'Ley 20/2021, de medidas urgentes para la reducción de la temporalidad en el empleo público', 'ley', '20/2021', '2021-12-28', '', 'ley de reducción de la temporalidad|ley de temporalidad'),
('BOE-A-2022-5809', 'Ley 7/2022, de residuos y suelos contaminados para una economía circular', 'ley', '7/2022', '2022-04-08', '', 'ley de residuos y suelos contaminados|ley de residuos'),
('BOE-A-2022-7191', 'Real Decreto 311/2022, Esquema Nacional de Seguridad', 'real decreto', '311/2022', '2022-05-03', 'ENS', 'esquema nacional de seguridad|esquema nacional de seguretat|esquema nacional de seguridade|segurtasun eskema nazionala'),
('BOE-A-2023-4513', 'Ley 2/2023, reguladora de la protección de las personas que informen sobre infracciones normativas', 'ley', '2/2023', '2023-02-20', '', 'ley de protección del informante'),
('DOUE-L-2016-80807', 'Reglamento (UE) 2016/679, general de protección de datos', 'reglamento', '2016/679', '2016-04-27', 'RGPD|GDPR', 'reglamento general de protección de datos|reglament general de protecció de dades|regulamento xeral de protección de datos|datuak babesteko erregelamendu orokorra');

-- How each kind is written before its number, in the languages of the network.
create temporary table form (kind text, pattern text) on commit drop;
insert into form values
('ley', 'ley %s'), ('ley', 'llei %s'), ('ley', 'lei %s'), ('ley', '%s legea'),
('ley organica', 'ley orgánica %s'), ('ley organica', 'L.O. %s'), ('ley organica', 'LO %s'),
('ley organica', 'llei orgànica %s'), ('ley organica', 'lei orgánica %s'), ('ley organica', '%s lege organikoa'),
('real decreto', 'real decreto %s'), ('real decreto', 'R.D. %s'), ('real decreto', 'RD %s'), ('real decreto', 'reial decret %s'),
('real decreto', '%s errege dekretua'),
('real decreto legislativo', 'real decreto legislativo %s'), ('real decreto legislativo', 'RDLeg %s'),
('real decreto legislativo', 'RD Leg. %s'), ('real decreto legislativo', 'R.D. Leg. %s'), ('real decreto legislativo', 'R.D.Leg. %s'),
('real decreto legislativo', 'RDL %s'), ('real decreto legislativo', 'RDLg %s'), ('real decreto legislativo', 'RD legislativo %s'),
('real decreto legislativo', 'reial decret legislatiu %s'), ('real decreto legislativo', 'real decreto lexislativo %s'),
('real decreto legislativo', '%s legegintzako errege dekretua'),
('reglamento', 'reglamento %s'), ('reglamento', 'reglamento (UE) %s'), ('reglamento', 'reglament (UE) %s'),
('reglamento', 'regulamento (UE) %s'), ('reglamento', '%s (EB) erregelamendua');

create temporary table named on commit drop as
select id, id as alias, false as acronym from given
union
select id, a, true from given, unnest(string_to_array(acronyms, '|')) a where a <> ''
union
select id, a, false from given, unnest(string_to_array(names, '|')) a where a <> ''
union
select g.id, format(f.pattern, g.number), false from given g join form f on f.kind = g.kind;

insert into norm (id, title, kind, number, dated, hints, names)
select id, title, replace(kind, ' ', '-'), number, dated, '', '' from given
on conflict (id) do update
set title = excluded.title, kind = excluded.kind, number = excluded.number, dated = excluded.dated, own = false
where (norm.title, norm.kind, norm.number, norm.dated, norm.own)
      is distinct from (excluded.title, excluded.kind, excluded.number, excluded.dated, false);

-- A name that an administrator gave stays where they gave it.
insert into norm_alias (alias, norm_id, acronym, words)
select alias, id, acronym, search_spaced(alias) from named
on conflict (alias) do update set norm_id = excluded.norm_id, acronym = excluded.acronym, words = excluded.words
where not norm_alias.own
  and (norm_alias.norm_id, norm_alias.acronym, norm_alias.words) is distinct from (excluded.norm_id, excluded.acronym, excluded.words);

select norm_renew(array(select id from given));
