-- SPDX-License-Identifier: EUPL-1.2
-- From text to lexemes, the same for what is stored and for what is asked.
--
-- Lexemes live in spaces that cannot meet, since what begins their names is never part of a word:
--   word          the form as written, accents folded and ñ kept
--   es/stem       its stem in one language
--   §BOE-A-…      a legal norm, by whatever name it was called
--   /word /es/stem /§…   the same, standing in the title of the thread
--   #tag @g1 @open @question @m202511 @y2025   a tag, the group, that the group is open, the kind, month and year: they
--                 narrow a search inside its index

-- Lower case, accents folded, ñ kept, and nothing left that the parser would glue words together with: 9/2017 would
-- be a path, art.118 a host. replace() is a hundred times faster than translate() on long texts.
create or replace function search_fold(t text) returns text
language plpgsql immutable parallel safe as $$
begin
    -- lower() knows ASCII only where the database's locale is C.
    t := lower(t collate "und-x-icu");
    if octet_length(t) <> length(t) then
        t := replace(replace(replace(replace(t, 'á', 'a'), 'à', 'a'), 'â', 'a'), 'ä', 'a');
        t := replace(replace(replace(replace(t, 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e');
        t := replace(replace(replace(replace(t, 'í', 'i'), 'ì', 'i'), 'î', 'i'), 'ï', 'i');
        t := replace(replace(replace(replace(t, 'ó', 'o'), 'ò', 'o'), 'ô', 'o'), 'ö', 'o');
        t := replace(replace(replace(replace(t, 'ú', 'u'), 'ù', 'u'), 'û', 'u'), 'ü', 'u');
        t := replace(replace(replace(replace(t, 'ã', 'a'), 'õ', 'o'), 'ç', 'c'), 'º', ' ');
        -- Catalan col·legi is also written collegi; soft hyphens and joiners are no letters.
        t := replace(replace(replace(replace(t, '·', ''), E'\u00ad', ''), E'\u200b', ''), 'ª', ' ');
    end if;
    t := replace(replace(replace(replace(t, '/', ' '), '.', ' '), '-', ' '), '_', ' ');
    return replace(replace(replace(replace(t, '@', ' '), '+', ' '), '<', ' '), '&', ' ');
end
$$;

-- Words of one language that carry no meaning and are none of another's words that do. They are neither stored nor
-- asked for.
create or replace function search_empty_words() returns text[]
language sql immutable parallel safe as $$
    select string_to_array(
        -- es
        'l d s n t m a al ante aquel aquella aquello asi aun aunque bien cada como con contra cual cuales cuando de del desde donde dos '
        'el ella ellas ellos en entonces entre era eran es esa esas ese eso esos esta estan estas este esto estos estoy fue '
        'fueron ha habia han has hasta hay he hemos la las le les lo los mas me mi mis mientras muy nada ni no nos nosotros '
        'nuestra nuestro o os otra otras otro otros para pero por porque pues que quien quienes se sea sean segun si siendo '
        'sin sino sois somos son soy su sus tal tambien tampoco tan tanto te tiene tienen todo todos tu tus un una uno unos '
        'unas usted ustedes y ya yo '
        -- ca
        'als amb aquest aquesta aquests aquestes aixo aixi dels els hi ho i li llur meu meva on pel pels perque quan que quin quina seu seva '
        'seus seves sigui sobretot soc son tambe teva teu uns unes vos '
        -- gl
        'ao aos as coa coas co cos da das do dos e esta este isto iso na nas no nos nun nunha o os pola polas polo polos pero '
        'porque unha unhas uns xa eu '
        -- eu
        'da dira eta edo ere ez bai hau hori hura du dute den dela baina zen ziren '
        -- en
        'an and are at be been but by can could did does for from had has have him his how if in into is it its of on or our '
        'she so than that the their them then there these they this those to was we were what when where which who why will '
        'with would you your', ' ')
$$;

-- What questions are made of. Stored, but asked for only when nothing else is.
create or replace function search_question_words() returns text[]
language sql immutable parallel safe as $$
    select string_to_array(
        'hacer hace hago hacemos haceis hacen haceis puede puedo pueden podemos podria podriamos podeis debe debo deben '
        'debemos deberia deberiamos tengo tenemos teneis tener haber habria hubiera existe existen alguien alguno alguna algun '
        'algunos duda dudas pregunta caso casos forma manera necesito necesitamos quiero queremos quisiera saber '
        'sabe sabeis gracias hola compañeros compañeras favor respecto sobre posible cuanto cuanta cuantos '
        'cuantas sirve vale vez ahora antes despues solo '
        'fer fa podem puc poden cal algu dubte com '
        'facer fai podemos alguen dubida '
        'nola zer zein norbait '
        'please should do anyone someone need want know question', ' ')
$$;

-- Galician is stemmed as Spanish, which does better on it than any other; a language without stemmer, as English.
create or replace function search_language(language text) returns text
language sql immutable parallel safe as $$
    select case when language = 'gl' then 'es' when language in ('es', 'ca', 'eu', 'fr', 'pt') then language else 'en' end
$$;

-- Stems of folded words in one language of search_language.
create or replace function search_stems(words text[], language text) returns text[]
language plpgsql immutable parallel safe as $$
declare
    t text := ' ' || array_to_string(words, ' ') || ' ';
    stems tsvector;
begin
    case language
        when 'es' then
            -- The stemmer knows the ending -ción only by its accent, and leaves the plural of short words (años, obras).
            t := replace(replace(t, 'cion ', 'ción '), 'sion ', 'sión ');
            stems := to_tsvector('spanish', regexp_replace(t, ' ([^ ]{2,3}[aeo])s(?= )', ' \1', 'g'));
        when 'ca' then
            stems := to_tsvector('catalan', replace(replace(t, 'cio ', 'ció '), 'sio ', 'sió '));
        when 'eu' then stems := to_tsvector('basque', t);
        when 'fr' then stems := to_tsvector('french', t);
        when 'pt' then stems := to_tsvector('portuguese', t);
        else stems := to_tsvector('english', t);
    end case;
    t := array_to_string(tsvector_to_array(stems), ' ' || language || '/');
    if language = 'es' then
        -- It cuts notificación shorter than notificar.
        t := rtrim(replace(t || ' ', 'ific ', 'if '));
    end if;
    return case when t = '' then '{}' else string_to_array(language || '/' || t, ' ') end;
end
$$;

-- The stem of one folded word, as search_stems makes it.
create or replace function search_stem(word text, language text) returns text
language sql immutable parallel safe as $$
    select language || '/' || case
        when word ~ '[0-9]' then word
        when language = 'es' then regexp_replace((ts_lexize('spanish_stem', case
            when right(word, 4) in ('cion', 'sion') then left(word, -2) || 'ón'
            when length(word) in (4, 5) and right(word, 2) in ('as', 'es', 'os') then left(word, -1)
            else word end))[1], 'ific$', 'if')
        when language = 'ca' then (ts_lexize('catalan_stem', case
            when right(word, 3) in ('cio', 'sio') then left(word, -1) || 'ó' else word end))[1]
        when language = 'eu' then (ts_lexize('basque_stem', word))[1]
        when language = 'fr' then (ts_lexize('french_stem', word))[1]
        when language = 'pt' then (ts_lexize('portuguese_stem', word))[1]
        else (ts_lexize('english_stem', word))[1] end
$$;

-- The folded words of a short text in their order, each between single spaces.
create or replace function search_spaced(t text) returns text
language plpgsql immutable parallel safe as $$
begin
    return (select ' ' || coalesce(string_agg(lexeme, ' ' order by place), '') || ' '
            from unnest(to_tsvector('simple', search_fold(t))) u(lexeme, places, weights), unnest(places) place);
end
$$;

-- Norms named in a text, given with its folded words in their places.
create or replace function search_norms(t text, placed tsvector) returns text[]
language plpgsql stable parallel safe as $$
begin
    -- Few texts name any, and looking into the aliases costs several times as much as this.
    if not exists (select from norm n where placed @@ n.hints or placed @@ n.acronyms) then
        return '{}';
    end if;
    return array(
        select '§' || n.id from norm n
        where placed @@ n.hints and placed @@ n.names
           or placed @@ n.acronyms and exists (
               select from norm_alias a where a.norm_id = n.id and a.acronym and position(a.alias in t) > 0));
end
$$;

-- Lexemes of a text: forms, stems, norms.
create or replace function search_lexemes(t text, language text) returns text[]
language plpgsql stable parallel safe as $$
declare
    placed tsvector;
    words text[];
begin
    t := left(t, 60000);  -- beyond this a text is a pasted file; a tsvector holds 1 MB
    placed := to_tsvector('simple', search_fold(t));
    -- Nobody asks for more than 40 characters of a word, and a lexeme with the name of its language before it may not
    -- take more than 2,046 bytes.
    words := array(select w from unnest(tsvector_to_array(ts_delete(placed, search_empty_words()))) w
                   where octet_length(w) <= 160);
    return words || search_stems(words, search_language(language)) || search_norms(t, placed);
end
$$;
