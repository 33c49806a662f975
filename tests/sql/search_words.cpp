// SPDX-License-Identifier: EUPL-1.2
// Which words find which: forms of a word, accents, ñ, languages, names of laws, whole questions.
#include "sql/search_world.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>

namespace {

using plaza::tests::search_world;
using titles = std::vector<std::string>;

std::unique_ptr<search_world> world;

struct shared_world {
    void setup() { world = std::make_unique<search_world>(); }
    void teardown() { world.reset(); }
};

bool holds(titles const& found, std::string const& title) {
    return std::find(found.begin(), found.end(), title) != found.end();
}

// The bulk form is what is stored, the single one what is asked for: both must agree.
constinit plaza::persistence::query<bool(std::string)> const stems_agree{
    "test.stems_agree",
    "select search_stems(array[search_fold($1)], 'es') = array[search_stem(search_fold($1), 'es')]"};
constinit plaza::persistence::query<bool(std::string, std::string)> const same_stem{
    "test.same_stem", "select search_stem(search_fold($1), 'es') = search_stem(search_fold($2), 'es')"};

}  // namespace

BOOST_AUTO_TEST_SUITE(search_words, *boost::unit_test::fixture<shared_world>())

BOOST_AUTO_TEST_CASE(forms_of_administrative_words_find_each_other) {
    // Each line holds forms of one word, as people write them, with and without accents.
    std::vector<titles> const words{
        {"contratación", "contratacion", "contrataciones", "contrato", "contratos", "contratar"},
        {"subvención", "subvencion", "subvenciones"},
        {"resolución", "resolucion", "resoluciones"},
        {"notificación", "notificacion", "notificaciones", "notificar", "notificado"},
        {"licitación", "licitacion", "licitaciones", "licitar"},
        {"modificación", "modificacion", "modificaciones", "modificado", "modificar"},
        {"licencia", "licencias"},
        {"expediente", "expedientes"},
        {"ayuntamiento", "ayuntamientos"},
        {"obra", "obras"},
        {"año", "años"},
        {"acta", "actas"},
        {"tasa", "tasas"},
        {"plan", "planes"},
        {"ordenanza", "ordenanzas"},
        {"técnico", "tecnico", "técnicos", "técnica", "tecnicas"},
        {"público", "publico", "pública", "públicos"},
        {"funcionario", "funcionarios", "funcionaria"},
        {"pliego", "pliegos"},
        {"prórroga", "prorroga", "prórrogas"},
        {"empadronamiento", "empadronamientos"},
        {"comisión", "comision", "comisiones"},
        {"liquidación", "liquidacion", "liquidaciones", "liquidar"},
        {"recurso", "recursos"},
        {"reunión", "reunion", "reuniones"},
        {"interventor", "interventores", "interventora"},
        {"plazo", "plazos"},
        {"tramitar", "tramita", "tramitan", "tramitado", "tramitación", "tramitacion"},
        {"solicitud", "solicitudes", "solicitar"},
        {"ley", "leyes"}};
    int pairs = 0, met = 0;
    for (auto const& forms : words) {
        for (auto const& a : forms) {
            BOOST_TEST(world->db.one(stems_agree, a), a);
            for (auto const& b : forms) {
                if (a == b) continue;
                ++pairs;
                met += world->db.one(same_stem, a, b);
            }
        }
    }
    BOOST_TEST_MESSAGE(met << " of " << pairs << " pairs of forms meet");
    BOOST_TEST(pairs > 200);
    BOOST_TEST(met * 100 >= pairs * 93);
}

BOOST_AUTO_TEST_CASE(accents_do_not_matter_and_enye_does) {
    auto& w = *world;
    w.ask(w.open, "Contratación de un socorrista", "La piscina abre en junio.");
    w.ask(w.open, "Cierre del año presupuestario", "En diciembre.");
    w.ask(w.open, "Informe sobre ano y colon", "Salud.");
    w.ask(w.open, "Cañadas y veredas", "Vías pecuarias.");
    for (auto const* words :
         {"contratación", "contratacion", "contrataciones", "CONTRATACIÓN", "Contratacion?", "«contratación»"}) {
        BOOST_TEST(holds(w.titles(words), "Contratación de un socorrista"), words);
    }
    for (auto const* words : {"año", "años", "AÑO"})
        BOOST_TEST(w.titles(words) == titles{"Cierre del año presupuestario"});
    BOOST_TEST(w.titles("ano") == titles{"Informe sobre ano y colon"});
    BOOST_TEST(w.titles("canada").empty());
    BOOST_TEST(w.titles("cañada") == titles{"Cañadas y veredas"});
}

BOOST_AUTO_TEST_CASE(exact_forms_come_before_shared_stems) {
    auto& w = *world;
    w.ask(w.open, "Publicidad institucional", "Campaña.");
    w.ask(w.open, "Dominio público hidráulico", "Cauce.");
    w.ask(w.open, "Publicación de edictos", "Tablón.");
    auto const found = w.titles("público");
    BOOST_TEST_REQUIRE(!found.empty());
    BOOST_TEST(found.front() == "Dominio público hidráulico");
}

BOOST_AUTO_TEST_CASE(laws_are_found_by_any_of_their_names) {
    auto& w = *world;
    w.ask(w.open, "Umbrales del artículo 118 de la LCSP", "Sin más.");
    w.ask(w.open, "Solvencia en la Ley 9/2017", "Clasificación.");
    w.ask(w.open, "Garantías", "Según la Ley de Contratos del Sector Público, el cinco por ciento.");
    w.ask(w.open, "Codi de conducta", "Ens locals: el que ens toca.", {}, "question", "ca");
    w.ask(w.open, "Categorización de sistemas", "El RD 311/2022 obliga.");
    w.ask(w.open, "Plazos y silencio", "El artículo 21 de la Ley 39/2015.");
    for (auto const* words :
         {"LCSP", "lcsp", "Ley 9/2017", "ley de contratos del sector público", "BOE-A-2017-12902", "llei 9/2017"}) {
        auto const found = w.titles(words);
        for (auto const* title : {"Umbrales del artículo 118 de la LCSP", "Solvencia en la Ley 9/2017", "Garantías"}) {
            BOOST_TEST(holds(found, title), words << " finds " << title);
        }
    }
    BOOST_TEST(holds(w.titles("LPACAP"), "Plazos y silencio"));
    BOOST_TEST(holds(w.titles("LPAC silencio"), "Plazos y silencio"));
    // An acronym is one in capitals, or when it is asked for; ens is also a word.
    BOOST_TEST(holds(w.titles("ENS"), "Categorización de sistemas"));
    BOOST_TEST(holds(w.titles("esquema nacional de seguridad"), "Categorización de sistemas"));
    BOOST_TEST(!holds(w.titles("Real Decreto 311/2022"), "Codi de conducta"));
    BOOST_TEST(w.titles("Ley 9/2018").front() != "Garantías");
}

BOOST_AUTO_TEST_CASE(whole_questions_find_what_shares_most_of_them) {
    auto& w = *world;
    w.ask(w.open, "Baja de oficio por inclusión indebida",
          "Padrón: vecino que ya no vive aquí, ¿audiencia y Consejo de Empadronamiento?");
    w.ask(w.open, "Alta de un menor sin autorización", "Padrón, custodia compartida.");
    w.ask(w.open, "Prórroga del presupuesto", "¿Qué ajustes a la baja hay que hacer?");
    w.ask(w.open, "Contrato menor de obras", "Proyecto, licencia y supervisión cuando cambia el IVA.");
    auto first = [&](std::string const& words) {
        auto const found = w.titles(words);
        return found.empty() ? std::string() : found.front();
    };
    BOOST_TEST(first("¿Cómo se tramita la baja de oficio en el padrón si el vecino no aparece?") ==
               "Baja de oficio por inclusión indebida");
    BOOST_TEST(first("Alguien sabe según qué norma podemos empadronar a un menor con custodia compartida") ==
               "Alta de un menor sin autorización");
    BOOST_TEST(first("hola compañeros, duda sobre la prórroga de los presupuestos municipales") ==
               "Prórroga del presupuesto");
    BOOST_TEST(holds(w.titles("cómo hacer"), "Contrato menor de obras") == false);
    BOOST_TEST(w.titles("¿¡!?").empty());
    BOOST_TEST(w.titles("de la que por").empty());
}

BOOST_AUTO_TEST_CASE(other_languages_have_their_own_stems) {
    auto& w = *world;
    w.ask(w.open, "Llicències d'obres menors", "Comunicació prèvia.", {}, "question", "ca");
    w.ask(w.open, "Licenzas de obra", "Concellos pequenos.", {}, "question", "gl");
    w.ask(w.open, "Udalaren kontratuak", "Kontratu txikiak.", {}, "question", "eu");
    w.ask(w.open, "Building permits", "Neighbouring councils.", {}, "question", "en");
    BOOST_TEST(holds(w.titles("llicencies"), "Llicències d'obres menors"));
    BOOST_TEST(holds(w.titles("licenza"), "Licenzas de obra"));
    BOOST_TEST(holds(w.titles("kontratuak"), "Udalaren kontratuak"));
    BOOST_TEST(holds(w.titles("permit"), "Building permits"));
}

BOOST_AUTO_TEST_CASE(no_words_break_it) {
    for (auto const* words :
         {"'", "\\", "a & | b", "x' or 1=1", ":*", "!()", "<->", "%", "_", "§BOE", "@g1", "#x", "/es/x", "(((("}) {
        BOOST_CHECK_NO_THROW(world->titles(words));
        BOOST_CHECK_NO_THROW(world->titles({"contrato", {}, {}, words, {}}));
    }
}

BOOST_AUTO_TEST_SUITE_END()
