// SPDX-License-Identifier: EUPL-1.2
#include "base/log.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <unordered_map>

namespace plaza::base {
namespace {

/// Of one kind (event and error) so many lines are written in this time; the rest is counted and told in one line
/// when the next window begins: a storm cannot fill the disk.
constexpr int lines_per_window = 10;
constexpr std::chrono::seconds window{1};
/// Kinds that are told apart; beyond that all are counted anew.
constexpr std::size_t most_kinds = 1000;

struct tally {
    std::chrono::steady_clock::time_point since;
    int lines = 0;
};

class repeats {
public:
    /// Whether this line may be written; `left_out` says how many of its kind were not in the window before.
    bool allow(std::string const& kind, int& left_out) {
        std::lock_guard lock(mutex_);
        if (tallies_.size() > most_kinds) tallies_.clear();
        auto const now = std::chrono::steady_clock::now();
        auto& t = tallies_[kind];
        if (now - t.since > window) {
            left_out = std::max(0, t.lines - lines_per_window);
            t = {now, 0};
        }
        return ++t.lines <= lines_per_window;
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, tally> tallies_;
};

repeats& counted() {
    static repeats all;
    return all;
}

void write(spdlog::level::level_enum level, std::string_view event, log_fields fields) {
    auto* logger = spdlog::default_logger_raw();
    if (!logger->should_log(level)) return;
    std::string kind(event);
    for (auto const& [name, value] : fields) {
        if (name == "error" || name == "kind") kind.append(1, '\n').append(value);
    }
    int left_out = 0;
    if (!counted().allow(kind, left_out)) return;
    std::string line = "\"event\":" + boost::json::serialize(boost::json::string(event));
    for (auto const& [name, value] : fields) {
        line += "," + boost::json::serialize(boost::json::string(name)) + ":" +
                boost::json::serialize(boost::json::string(value));
    }
    if (left_out > 0) line += ",\"left_out\":" + std::to_string(left_out);
    logger->log(level, line);
}

}  // namespace

void start_log(std::string_view level) {
    auto logger = std::make_shared<spdlog::logger>("plaza", std::make_shared<spdlog::sinks::stderr_sink_mt>());
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
