// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/imports_http.hpp"

#include "base/strict_json.hpp"
#include "domain/imports/domains_csv.hpp"
#include "domain/imports/domains_sql.hpp"
#include "domain/imports/people_csv.hpp"
#include "domain/imports/people_sql.hpp"

namespace plaza::domain::imports::http {
namespace {

constexpr base::text_limits file_text{1, longest_people_file, true, true};

}  // namespace

answer start_domains(call& c) {
    base::object_reader in(c.request.body);
    auto csv = in.text("csv", file_text);
    auto const dry_run = in.boolean("dry_run");
    if (auto p = in.problem()) return *p;
    auto const id = start_domain_import(c.db, c.actor, std::move(csv), dry_run);
    if (!id) return id.error();
    auto r = created("/api/v1/console/domain_imports/" + std::to_string(*id), c.db.one(sql::domain_import_shape, *id));
    r.status = 202;
    return r;
}

answer last_domain_imports(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return ok(c.db.one(sql::last_domain_imports, domain_imports_shown));
}

answer read_domain_import(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto shape = c.db.row(sql::domain_import_shape, *id);
    if (!shape) return base::not_found();
    return ok(std::move(*shape));
}

answer export_domains(call& c) {
    auto r = ok(imports::export_domains(c.db));
    r.content_type = "text/csv; charset=utf-8";
    r.headers.add("Content-Disposition", "attachment; filename=\"dominios.csv\"");
    return r;
}

answer start_people(call& c) {
    base::object_reader in(c.request.body);
    auto csv = in.text("csv", file_text);
    auto const dry_run = in.boolean("dry_run");
    if (auto p = in.problem()) return *p;
    auto const id = start_people_import(c.db, c.actor, std::move(csv), dry_run);
    if (!id) return id.error();
    return created("/api/v1/console/people_imports/" + std::to_string(*id), c.db.one(sql::people_import_shape, *id));
}

answer last_people_imports(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return ok(c.db.one(sql::last_people_imports, people_imports_shown));
}

answer read_people_import(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto shape = c.db.row(sql::people_import_shape, *id);
    if (!shape) return base::not_found();
    return ok(std::move(*shape));
}

answer take_back_people_import(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    if (auto const done = imports::take_back_people_import(c.db, c.actor, *id); !done) return done.error();
    return ok(c.db.one(sql::people_import_shape, *id));
}

}  // namespace plaza::domain::imports::http
