// SPDX-License-Identifier: EUPL-1.2
// Everything `plaza` does besides serving.
#pragma once
#include "base/result.hpp"
#include "config.hpp"
#include "persistence/connection.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>

namespace plaza::commands {

/// Declares the sub-commands; parsing sets `chosen` to what was asked for.
void declare(CLI::App& cli, config const& settings, std::function<int()>& chosen);
/// Those that make people who sign in.
void declare_people(CLI::App& cli, config const& settings, std::function<int()>& chosen);
/// Those on files.
void declare_files(CLI::App& cli, config const& settings, std::function<int()>& chosen);
/// The part of them that brings content in.
void declare_imports(CLI::App& cli, config const& settings, std::function<int()>& chosen);

/// The database as the server sees it, without limits of time.
persistence::connection_options as_app(config const& c);
/// A line of standard input; on a terminal it is asked for and not shown.
std::string read_password();
/// Why somebody could not be added, for an operator.
std::string why_not_added(base::problem const& fault);
/// One JSON value on standard output.
void print(boost::json::value const& result);

}  // namespace plaza::commands
