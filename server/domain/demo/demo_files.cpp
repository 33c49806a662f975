// SPDX-License-Identifier: EUPL-1.2
#include "domain/demo/demo_files.hpp"

#include "domain/imports/csv_reader.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace plaza::domain::demo {
namespace {

namespace fs = std::filesystem;

std::string contents(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

[[noreturn]] void wrong(std::string const& file, long long line, std::string const& why) {
    throw std::runtime_error(file + ":" + std::to_string(line) + ": " + why);
}

std::string_view trimmed(std::string_view text) {
    auto const from = text.find_first_not_of(' ');
    if (from == text.npos) return {};
    return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= text.size();) {
        auto const end = std::min(text.find(separator, from), text.size());
        if (auto const part = trimmed(text.substr(from, end - from)); !part.empty()) out.emplace_back(part);
        from = end + 1;
    }
    return out;
}

int whole(std::string const& file, long long line, std::string_view text) {
    int value = 0;
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value < 0) {
        wrong(file, line, "not a number: " + std::string(text));
    }
    return value;
}

/// Calls `use(line, field)` for each record; `field(name)` is the value of that column.
template <class F>
void each_record(fs::path const& path, F use) {
    std::istringstream in(contents(path));
    imports::csv_reader reader(in);
    while (auto record = reader.next()) {
        if (!record->fault.empty()) wrong(path.string(), record->line, std::string(record->fault));
        use(record->line, [&](std::string_view name) -> std::string const& {
            auto const column = reader.column(name);
            if (!column) wrong(path.string(), 1, "no column " + std::string(name));
            return record->fields[*column];
        });
    }
}

std::vector<administration> read_administrations(fs::path const& path) {
    std::vector<administration> out;
    each_record(path, [&](auto line, auto field) {
        out.push_back({field("dir3"), field("municipio_id"), field("municipio"), field("provincia_id"),
                       field("provincia"), field("autonomia_id"), field("autonomia"), field("level"),
                       whole(path.string(), line, field("poblacion_2017")), split(field("domains"), ';')});
    });
    return out;
}

std::vector<person> read_people(fs::path const& path) {
    std::vector<person> out;
    each_record(path, [&](auto, auto field) {
        if (out.empty() || out.back().handle != field("handle")) {
            out.push_back({field("handle"),
                           field("name"),
                           field("email"),
                           field("network_role"),
                           field("language"),
                           field("bio"),
                           split(field("skills"), ';'),
                           {}});
        }
        out.back().appointments.push_back(
            {field("administration"), field("position"), field("unit"), field("relation")});
    });
    return out;
}

std::vector<group> read_groups(fs::path const& path) {
    std::vector<group> out;
    boost::system::error_code fault;
    auto const parsed = boost::json::parse(contents(path), fault);
    if (fault) wrong(path.string(), 1, fault.message());
    for (auto const& value : parsed.as_array()) {
        auto const& o = value.as_object();
        auto text = [&](char const* name) { return std::string(o.at(name).as_string()); };
        group g{text("slug"), text("name"), text("kind"), text("description"), text("rules"), {}};
        g.members.push_back({text("owner"), "owner"});
        for (auto const& [name, role] :
             {std::pair{"moderators", "moderator"}, {"hosts", "host"}, {"members", "member"}}) {
            for (auto const& handle : o.at(name).as_array())
                g.members.push_back({std::string(handle.as_string()), role});
        }
        out.push_back(std::move(g));
    }
    return out;
}

moment read_moment(std::string const& file, long long line, std::string_view days, std::string_view time) {
    if (days.size() < 2 || days.back() != 'd' || time.size() != 5 || time[2] != ':') wrong(file, line, "not a time");
    return {whole(file, line, days.substr(0, days.size() - 1)), std::string(time)};
}

/// `=== answer|reply|comment [on N] by HANDLE at TIME [accepted] [useful: HANDLE …]`
post read_post_line(std::string const& file, long long line, std::string_view text) {
    auto words = split(text.substr(3), ' ');
    std::size_t at = 0;
    auto next = [&]() -> std::string const& {
        if (at >= words.size()) wrong(file, line, "the post line ends early");
        return words[at++];
    };
    post p;
    p.role = next();
    auto word = next();
    if (word == "on") {
        p.parent = whole(file, line, next());
        word = next();
    }
    if (word != "by") wrong(file, line, "expected `by`");
    p.author = next();
    if (next() != "at") wrong(file, line, "expected `at`");
    auto const& days = next();
    p.at = read_moment(file, line, days, next());
    if (at < words.size() && words[at] == "accepted") {
        p.accepted = true;
        ++at;
    }
    if (at < words.size() && words[at] == "useful:") {
        p.useful.assign(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
        at = words.size();
    }
    if (at != words.size()) wrong(file, line, "cannot read " + words[at]);
    return p;
}

}  // namespace

thread read_thread(std::string const& name, std::string const& text, std::string const& group) {
    thread t;
    t.group = group;
    t.posts.push_back({"root", {}, {}, 0, {}, false, {}});
    std::istringstream in(text);
    std::string line;
    long long number = 0;
    bool head = false;
    std::string body;
    auto close = [&] {
        auto const from = body.find_first_not_of('\n');
        if (from == body.npos) wrong(name, number, "the text is empty");
        t.posts.back().body = body.substr(from, body.find_last_not_of("\n ") - from + 1);
        body.clear();
    };
    while (std::getline(in, line)) {
        ++number;
        if (number == 1) {
            head = line == "---";
            if (!head) wrong(name, number, "no header");
        } else if (head && line == "---") {
            head = false;
        } else if (head) {
            auto const colon = line.find(": ");
            if (colon == line.npos) wrong(name, number, "not a field of the header");
            auto const field = line.substr(0, colon);
            auto const value = line.substr(colon + 2);
            if (field == "kind") {
                t.kind = value;
            } else if (field == "title") {
                t.title = value;
            } else if (field == "language") {
                t.language = value;
            } else if (field == "tags") {
                t.tags = split(value, ',');
            } else if (field == "author") {
                t.posts.front().author = value;
            } else if (field == "when") {
                auto const parts = split(value, ' ');
                if (parts.size() != 2) wrong(name, number, "not a time");
                t.posts.front().at = read_moment(name, number, parts[0], parts[1]);
            } else if (field != "state") {  // which follows from the posts
                wrong(name, number, "unknown field " + field);
            }
        } else if (line.starts_with("=== ")) {
            close();
            t.posts.push_back(read_post_line(name, number, line));
        } else {
            body += line + '\n';
        }
    }
    if (head) wrong(name, number, "the header does not end");
    close();
    return t;
}

network read(fs::path const& folder) {
    network out;
    out.administrations = read_administrations(folder / "administrations.csv");
    out.people = read_people(folder / "people.csv");
    out.groups = read_groups(folder / "groups.json");
    std::set<fs::path> files;
    for (auto const& entry : fs::recursive_directory_iterator(folder / "threads")) {
        if (entry.path().extension() == ".md") files.insert(entry.path());
    }
    for (auto const& path : files) {
        out.threads.push_back(read_thread(path.string(), contents(path), path.parent_path().filename().string()));
    }
    return out;
}

}  // namespace plaza::domain::demo
