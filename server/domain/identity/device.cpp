// SPDX-License-Identifier: EUPL-1.2
#include "domain/identity/device.hpp"

#include <array>

namespace plaza::domain::identity {
namespace {

struct sign {
    std::string_view part;
    std::string_view name;
};

// In this order: most browsers name those before them, and phones the systems they were made from.
constexpr std::array browsers{sign{"Edg/", "Edge"},        sign{"EdgA/", "Edge"},
                              sign{"EdgiOS/", "Edge"},     sign{"OPR/", "Opera"},
                              sign{"Vivaldi/", "Vivaldi"}, sign{"SamsungBrowser/", "Samsung Internet"},
                              sign{"FxiOS/", "Firefox"},   sign{"Firefox/", "Firefox"},
                              sign{"CriOS/", "Chrome"},    sign{"Chromium/", "Chromium"},
                              sign{"Chrome/", "Chrome"},   sign{"Version/", "Safari"},
                              sign{"curl/", "curl"},       sign{"python-requests/", "Python"}};
constexpr std::array systems{sign{"iPhone", "iPhone"}, sign{"iPad", "iPad"},       sign{"Android", "Android"},
                             sign{"CrOS", "ChromeOS"}, sign{"Windows", "Windows"}, sign{"Macintosh", "macOS"},
                             sign{"Linux", "Linux"}};

template <class Table>
std::string_view first(Table const& table, std::string_view text) {
    for (auto const& [part, name] : table) {
        if (text.find(part) != std::string_view::npos) return name;
    }
    return {};
}

}  // namespace

device recognise(std::string_view user_agent) { return {first(browsers, user_agent), first(systems, user_agent)}; }

}  // namespace plaza::domain::identity
