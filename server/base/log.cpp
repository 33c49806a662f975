// SPDX-License-Identifier: EUPL-1.2
#include "base/log.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <spdlog/sinks/dup_filter_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace plaza::base {
namespace {

/// The same line within this time is written once: a storm cannot fill the disk.
constexpr std::chrono::seconds repeat_window{1};

void write(spdlog::level::level_enum level, std::string_view event, log_fields fields) {
    auto* logger = spdlog::default_logger_raw();
    if (!logger->should_log(level)) return;
    std::string line = "\"event\":" + boost::json::serialize(boost::json::string(event));
    for (auto const& [name, value] : fields) {
        line += "," + boost::json::serialize(boost::json::string(name)) + ":" +
                boost::json::serialize(boost::json::string(value));
    }
    logger->log(level, line);
}

}  // namespace

void start_log(std::string_view level) {
    auto filter = std::make_shared<spdlog::sinks::dup_filter_sink_mt>(repeat_window);
    filter->add_sink(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    auto logger = std::make_shared<spdlog::logger>("plaza", filter);
    logger->set_level(spdlog::level::from_str(std::string(level)));
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(logger);
    spdlog::set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
}

void log_debug(std::string_view event, log_fields fields) { write(spdlog::level::debug, event, fields); }
void log_info(std::string_view event, log_fields fields) { write(spdlog::level::info, event, fields); }
void log_warning(std::string_view event, log_fields fields) { write(spdlog::level::warn, event, fields); }
void log_error(std::string_view event, log_fields fields) { write(spdlog::level::err, event, fields); }

}  // namespace plaza::base
