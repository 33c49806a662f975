// SPDX-License-Identifier: EUPL-1.2
#include "transport/language.hpp"

#include "transport/ascii.hpp"

#include <array>

namespace plaza::transport {
namespace {

constexpr std::array<std::string_view, 5> languages = {"es", "en", "ca", "gl", "eu"};

/// The weight after `;q=` in thousandths; 1000 without one, 0 when it makes no sense.
int weight(std::string_view parameters) {
    auto const q = ascii::trim(parameters);
    if (q.empty()) return 1000;
    if (q.size() < 3 || ascii::lower(q[0]) != 'q' || q[1] != '=' || (q[2] != '0' && q[2] != '1')) return 0;
    int value = (q[2] - '0') * 1000;
    int unit = 100;
    for (std::size_t i = 4; i < q.size() && unit > 0 && ascii::digit(q[i]); ++i, unit /= 10)
        value += (q[i] - '0') * unit;
    return value > 1000 ? 1000 : value;
}

}  // namespace

std::string_view negotiate_language(std::string_view accept_language) {
    std::string_view best = languages.front();
    int best_weight = 0;
    ascii::each_element(accept_language, [&](std::string_view range) {
        auto const semicolon = range.find(';');
        auto const tag = ascii::trim(range.substr(0, semicolon));
        auto const here =
            weight(semicolon == std::string_view::npos ? std::string_view{} : range.substr(semicolon + 1));
        if (here <= best_weight) return;
        auto const primary = tag.substr(0, tag.find('-'));
        for (auto const language : languages) {
            if (!ascii::equal(primary, language)) continue;
            best = language;
            best_weight = here;
        }
    });
    return best;
}

}  // namespace plaza::transport
