// SPDX-License-Identifier: EUPL-1.2
// The files of the demo network, as schema/demo/README.md describes them.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace plaza::domain::demo {

struct administration {
    std::string dir3, ine, name, province_id, province, region_id, region, level;
    int population = 0;
    std::vector<std::string> domains;
};

struct appointment {
    std::string administration;  ///< DIR3 code
    std::string position, unit, relation;
};

struct person {
    std::string handle, name, email, network_role, language, bio;
    std::vector<std::string> skills;
    std::vector<appointment> appointments;  ///< the first is the main one
};

struct member {
    std::string handle, role;
};

struct group {
    std::string slug, name, kind, description, rules;
    std::vector<member> members;  ///< the owner first
};

/// So many days before the day of loading, at that local time.
struct moment {
    int days = 0;
    std::string time;  ///< HH:MM
};

struct post {
    std::string role, author, body;
    int parent = 0;  ///< of a comment; others have none
    moment at;
    bool accepted = false;
    std::vector<std::string> useful;  ///< handles
};

struct thread {
    std::string group, kind, title, language;
    std::vector<std::string> tags;
    std::vector<post> posts;
};

struct network {
    std::vector<administration> administrations;
    std::vector<person> people;
    std::vector<group> groups;
    std::vector<thread> threads;
};

/// Reads all files. Throws `std::runtime_error` naming file and line of what is not as it should be.
network read(std::filesystem::path const& folder);

/// One thread file. The name stands in what is thrown.
thread read_thread(std::string const& name, std::string const& text, std::string const& group);

}  // namespace plaza::domain::demo
