// SPDX-License-Identifier: EUPL-1.2
// Everything `plaza` does besides serving.
#pragma once
#include "config.hpp"

#include <functional>

namespace plaza::commands {

/// Declares the sub-commands; parsing sets `chosen` to what was asked for.
void declare(CLI::App& cli, config const& settings, std::function<int()>& chosen);
/// The part of them that brings content in.
void declare_imports(CLI::App& cli, config const& settings, std::function<int()>& chosen);

}  // namespace plaza::commands
