// SPDX-License-Identifier: EUPL-1.2
// A program that works on what strangers sent: in a process of its own that can take little and reach nothing. Input and
// output stand in memory; it writes no file and leaves none.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::base {

struct process_limits {
    std::chrono::milliseconds wall{5000};
    unsigned cpu_seconds = 5;
    std::size_t address_space = std::size_t{512} * 1024 * 1024;
    std::size_t output = std::size_t{256} * 1024;  ///< bytes; a longer answer ends the process
};

struct process_end {
    enum class how {
        answered,   ///< came to its end with exit code 0
        failed,     ///< said no, or met one of its limits
        too_slow,   ///< was killed when its time was over
        not_begun,  ///< there is no such program, or no room for another process
    };
    how ended = how::not_begun;
    std::string output;  ///< what it wrote to standard output, when it answered
};

/// Runs a program and waits for it; what it began ends with it, unless that left its group of processes (setsid): such a
/// one keeps its limits, of processor time above all. It gets no environment but `environment`
/// (NAME=value), no descriptor but its input and output, no network where the system lets us take it away, and a
/// folder that nobody can write to. Blocks: never on an I/O thread.
process_end run_limited(std::string const& program, std::vector<std::string> const& arguments,
                        std::vector<std::string> const& environment, std::string_view input,
                        process_limits const& limits);

}  // namespace plaza::base
