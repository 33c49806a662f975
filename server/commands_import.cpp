// SPDX-License-Identifier: EUPL-1.2
// `plaza administrations import` and `plaza import`.
#include "commands.hpp"
#include "domain/files/store.hpp"
#include "domain/imports/administrations_csv.hpp"
#include "domain/imports/attachments.hpp"
#include "domain/imports/consultations_csv.hpp"
#include "domain/imports/csv_text.hpp"
#include "domain/imports/domains_csv.hpp"
#include "domain/imports/people_csv.hpp"
#include "domain/imports/stack_exchange.hpp"
#include "domain/norms/norms.hpp"
#include "domain/search/search.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

namespace plaza::commands {
namespace {

/// As the owner: plans of imports are temporary tables, which the application's role need not be able to
/// make.
persistence::connection_options as_owner(config const& c) {
    persistence::connection_options o;
    o.conninfo = c.owner_url();
    o.application = "plaza import";
    o.statement_timeout_ms = 0;
    o.lock_timeout_ms = 0;
    o.idle_in_transaction_timeout_ms = 0;
    return o;
}

int import_administrations(config const& c, std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    auto file = domain::imports::read_administrations(in);
    if (!file) {
        std::cerr << "plaza: " << path << " has no column " << file.error().errors.front().first << "\n";
        return 1;
    }
    persistence::connection db(as_owner(c));
    std::cout << boost::json::serialize(domain::imports::import_administrations(db, std::move(*file))) << std::endl;
    return 0;
}

std::string whole(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return domain::imports::as_utf8({std::istreambuf_iterator<char>(in), {}});
}

int no_column(std::string const& path, base::problem const& fault) {
    std::cerr << "plaza: " << path << " has no column " << fault.errors.front().first << "\n";
    return 1;
}

int import_domains(config const& c, std::string const& path, bool dry_run) {
    std::istringstream in(whole(path));
    persistence::connection db(as_app(c));
    persistence::transaction tx(db);
    auto const report = domain::imports::import_domains(db, {}, in, dry_run);
    if (!report) return no_column(path, report.error());
    tx.commit();
    print(*report);
    return 0;
}

int export_domains(config const& c) {
    persistence::connection db(as_app(c));
    std::cout << domain::imports::export_domains(db) << std::flush;
    return 0;
}

int import_people(config const& c, std::string const& path, bool dry_run) {
    auto const csv = whole(path);
    if (auto fine = domain::imports::check_people_header(csv); !fine) return no_column(path, fine.error());
    persistence::connection db(as_app(c));
    boost::json::object report;
    for (std::optional<std::int64_t> reached = 0; reached;) {
        persistence::transaction tx(db);
        domain::imports::people_step const step{*reached, dry_run, {}};
        reached = domain::imports::import_people(db, {}, csv, step, report);
        tx.commit();
    }
    print(report);
    return 0;
}

/// What it writes must be the server's to read and to take away.
void check_files_folder(config const& c) {
    struct stat folder {};
    if (c.files_dir.empty() || ::stat(c.files_dir.c_str(), &folder) != 0) {
        throw std::runtime_error("there is no folder of files (files-dir) to bring attachments into");
    }
    if (folder.st_uid != ::geteuid()) {
        throw std::runtime_error(c.files_dir + " belongs to another user: run this as the user that runs the server");
    }
}

int import_consultations(config const& c, std::string const& path, std::string const& folder,
                         domain::imports::consultation_options options) {
    std::optional<domain::files::store> shelves;
    std::optional<domain::imports::attachments> files;
    if (!folder.empty()) {
        check_files_folder(c);
        shelves.emplace(domain::files::store_settings{c.files_dir, std::uint64_t{c.files_reserve_mb} * 1024 * 1024});
        files.emplace(folder, *shelves,
                      base::picture_tools{c.image_tools, std::chrono::milliseconds(c.image_within_ms)},
                      c.clamd_socket.empty());
        options.files = &*files;
    }
    persistence::connection db(as_app(c));
    auto const report = domain::imports::import_consultations(db, whole(path), options);
    if (!report && report.error().status == 404) {
        std::cerr << "plaza: there is no group " << options.group << "\n";
        return 1;
    }
    if (!report) return no_column(path, report.error());
    print(*report);
    return 0;
}

int import_stack_exchange(config const& c, domain::imports::stack_exchange_options const& options) {
    persistence::connection db(as_owner(c));
    auto const report = domain::imports::import_stack_exchange(db, options, std::cerr);
    if (!options.dry_run) {
        domain::search::measure(db);  // a big dump changes which words are common
        domain::norms::recognise_all(db);
    }
    std::cout << boost::json::serialize(report) << std::endl;
    return 0;
}

}  // namespace

void declare_imports(CLI::App& cli, config const& settings, std::function<int()>& chosen) {
    auto* administrations = cli.add_subcommand("administrations", "town halls and the like")->require_subcommand(1);
    auto* csv = administrations->add_subcommand("import", "creates and updates them from a CSV file, by DIR3 code");
    auto const path = std::make_shared<std::string>();
    csv->add_option("FILE", *path, "columns by name: dir3, municipio, poblacion_2017 …")
        ->required()
        ->check(CLI::ExistingFile);
    csv->callback(
        [&settings, &chosen, path] { chosen = [&settings, path] { return import_administrations(settings, *path); }; });

    auto const file = std::make_shared<std::string>();
    auto const dry_run = std::make_shared<bool>(false);
    auto* domains = cli.add_subcommand("domains", "whose each mail domain is")->require_subcommand(1);
    auto* in = domains->add_subcommand("import", "adds those of a CSV file; takes none away");
    in->add_option("FILE", *file, "columns by name: dir3, domain")->required()->check(CLI::ExistingFile);
    in->add_flag("--dry-run", *dry_run, "only says what it would do");
    in->callback([&settings, &chosen, file, dry_run] {
        chosen = [&settings, file, dry_run] { return import_domains(settings, *file, *dry_run); };
    });
    domains->add_subcommand("export", "prints all of them as CSV")->callback([&settings, &chosen] {
        chosen = [&settings] { return export_domains(settings); };
    });
    auto* people = cli.add_subcommand("people", "the staff of administrations")->require_subcommand(1);
    auto* staff = people->add_subcommand("import", "mails the people of a CSV file a link to choose a password");
    staff->add_option("FILE", *file, "columns by name: name, email, dir3, position, unit, relation, language")
        ->required()
        ->check(CLI::ExistingFile);
    staff->add_flag("--dry-run", *dry_run, "only says what it would do");
    staff->callback([&settings, &chosen, file, dry_run] {
        chosen = [&settings, file, dry_run] { return import_people(settings, *file, *dry_run); };
    });

    auto* import = cli.add_subcommand("import", "content from elsewhere")->require_subcommand(1);
    auto* bank = import->add_subcommand("consultations", "a bank of consultations from a CSV file, into a group");
    auto const consultations = std::make_shared<domain::imports::consultation_options>();
    bank->add_option("FILE", *file,
                     "columns by name: question, answer, date, reference, title, author, norm, tags, attachments")
        ->required()
        ->check(CLI::ExistingFile);
    bank->add_option("--group", consultations->group, "slug of a group that is there")->required();
    auto const folder = std::make_shared<std::string>();
    bank->add_option("--attachments", *folder,
                     "folder with the files that the column attachments names, with ; or | between them")
        ->check(CLI::ExistingDirectory);
    bank->add_option("--author", consultations->author, "who answered, where a line does not say it");
    bank->add_option("--language", consultations->language, "of the texts: es, ca, gl, eu, en")
        ->check(CLI::IsMember({"es", "ca", "gl", "eu", "en"}));
    bank->add_flag("--dry-run", consultations->dry_run, "does the same, reports and stores nothing");
    bank->callback([&settings, &chosen, file, folder, consultations] {
        chosen = [&settings, file, folder, consultations] {
            return import_consultations(settings, *file, *folder, *consultations);
        };
    });
    auto* dump = import->add_subcommand("stackexchange", "a Stack Exchange dump, into a group");
    auto const options = std::make_shared<domain::imports::stack_exchange_options>();
    dump->add_option("DIR", options->folder, "folder with Posts.xml and the others")
        ->required()
        ->check(CLI::ExistingDirectory);
    dump->add_option("--group", options->group, "slug; an open group is made when there is none")
        ->required()
        ->check([](std::string const& slug) {
            return domain::imports::is_group_slug(slug) ? ""
                                                        : "2 to 50 small letters, digits and single hyphens, please";
        });
    dump->add_flag("--dry-run", options->dry_run, "reads, converts and reports; stores nothing");
    dump->callback([&settings, &chosen, options] {
        chosen = [&settings, options] { return import_stack_exchange(settings, *options); };
    });
}

}  // namespace plaza::commands
