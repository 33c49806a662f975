// SPDX-License-Identifier: EUPL-1.2
#include "domain/routing/decision.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace plaza::domain::routing {
namespace {

/// How much each kind of evidence counts. Measured by `tests/load/matching`: of who answered lately many answer again, and
/// who answered questions alike or on the same tags does so more often than who is merely busy.
struct kind {
    std::string_view source;
    double month, half_year, years;
};
constexpr std::array kinds{
    kind{"group", 0.3, 0.7, 0}, kind{"alike", 0, 0, 1.0}, kind{"tag", 0, 0, 0.7},
    kind{"norm", 0, 0, 0.5},    kind{"skill", 0, 0, 0.5},
};
/// Answers that solved something count half as much again; a town more alike a tenth more for each degree.
constexpr double of_accepted = 0.5;
constexpr double of_town = 0.1;
constexpr std::size_t most_reasons = 2;

kind const* kind_of(std::string_view source) {
    auto const found = std::find_if(kinds.begin(), kinds.end(), [&](auto const& k) { return k.source == source; });
    return found == kinds.end() ? nullptr : &*found;
}

struct sums {
    double month = 0, half_year = 0, years = 0;
};

double part(double of, double all) { return all > 0 ? of / all : 0; }

/// That somebody answers in the group is said where nothing nearer speaks for them.
bool nearer(std::pair<double, reason> const& a, std::pair<double, reason> const& b) {
    bool const busy_a = a.second.source == "group", busy_b = b.second.source == "group";
    if (busy_a != busy_b) return busy_b;
    return a.first > b.first;
}

}  // namespace

std::vector<chosen> choose(std::vector<candidate> const& people, std::size_t places) {
    std::map<std::string_view, sums> all;
    for (auto const& one : people) {
        for (auto const& e : one.known) {
            auto& sum = all[e.source];
            sum.month += e.month;
            sum.half_year += e.half_year;
            sum.years += e.years;
        }
    }
    std::vector<std::pair<double, chosen>> found;
    for (auto const& one : people) {
        if (one.away || one.declined || one.asked_lately >= one.weekly) continue;
        double weight = 0;
        std::vector<std::pair<double, reason>> reasons;
        for (auto const& e : one.known) {
            auto const* const k = kind_of(e.source);
            if (!k) continue;
            auto const& sum = all[e.source];
            double own = k->month * part(e.month, sum.month) + k->half_year * part(e.half_year, sum.half_year) +
                         k->years * part(e.years, sum.years);
            if (e.times > 0) own *= 1 + of_accepted * e.accepted / e.times;
            if (own <= 0) continue;
            weight += own;
            reasons.push_back({own, {e.source, e.name, e.times}});
        }
        if (weight <= 0) continue;
        std::stable_sort(reasons.begin(), reasons.end(), nearer);
        chosen it{one.person, {}};
        for (auto const& [own, why] : reasons) {
            // Who answered on what they said they know hears it once.
            bool const said = !why.name.empty() && std::any_of(it.why.begin(), it.why.end(), [&](auto const& other) {
                return other.name == why.name;
            });
            if (it.why.size() < most_reasons && !said && (it.why.empty() || why.source != "group"))
                it.why.push_back(why);
        }
        if (one.town > 0) it.why.push_back({"town", "", one.town});
        found.push_back({weight * (1 + of_town * one.town), std::move(it)});
    }
    std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) {
        return a.first != b.first ? a.first > b.first : a.second.person < b.second.person;
    });
    if (found.size() > places) found.resize(places);
    std::vector<chosen> out;
    for (auto& [weight, it] : found) out.push_back(std::move(it));
    return out;
}

next_step next(standing const& question, std::int64_t now) {
    if (!question.waits) return {};
    auto const network = question.network_asked ? std::nullopt : question.network_due;
    if (!question.hosts_asked && question.hosts_due && *question.hosts_due <= now) {
        return {step::hosts, network};
    }
    if (network && *network <= now) return {step::network, {}};
    if (!question.hosts_asked && question.hosts_due) {
        return {step::nothing, network ? std::min(*network, *question.hosts_due) : *question.hosts_due};
    }
    return {step::nothing, network};
}

}  // namespace plaza::domain::routing
