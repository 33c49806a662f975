// SPDX-License-Identifier: EUPL-1.2
// Logs as JSON lines on standard error. Never a secret, a password, a message body or the text of a database error.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace plaza::base {

using log_fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// `level` is debug, info, warning, error or off.
void start_log(std::string_view level);
void log_debug(std::string_view event, log_fields fields = {});
void log_info(std::string_view event, log_fields fields = {});
void log_warning(std::string_view event, log_fields fields = {});
void log_error(std::string_view event, log_fields fields = {});

}  // namespace plaza::base
