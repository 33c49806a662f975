// SPDX-License-Identifier: EUPL-1.2
#include "base/text.hpp"
#include "domain/norms/citations.hpp"
#include "domain/norms/keys.hpp"
#include "domain/norms/vocabulary.hpp"

#include <array>

namespace plaza::domain::norms {
namespace {

/// An ELI address has some ten parts; what is longer is none.
constexpr std::size_t most_parts = 16;

bool digits(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string ascii_lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty() && out.size() <= most_parts) {
        auto const end = std::min(path.find('/'), path.size());
        if (end > 0) out.push_back(path.substr(0, end));
        path.remove_prefix(std::min(path.size(), end + 1));
    }
    return out;
}

/// "21" of "a21". The gazette numbers the blocks of long laws otherwise ("a1-30"), which tells no article.
std::string article_of_fragment(std::string_view fragment) {
    if (fragment.starts_with('a') && digits(fragment.substr(1), 1, 3)) return std::string(fragment.substr(1));
    return {};
}

bool knows_eli(std::string_view host) {
    return one_of(host, {"boe.es", "www.boe.es", "data.europa.eu", "eur-lex.europa.eu", "portaljuridic.gencat.cat"});
}

/// "hap/1781" of "hap1781", as orders are numbered; others are their number.
std::string number_part(std::string_view number) {
    auto const letters = static_cast<std::size_t>(
        std::find_if(number.begin(), number.end(), [](char c) { return c < 'a' || c > 'z'; }) - number.begin());
    if (letters == 0) return std::string(number);
    return std::string(number.substr(0, letters)) + "/" + std::string(number.substr(letters));
}

/// /eli/es/l/2017/11/08/9/…, /eli/es-ct/l/2010/08/10/26, /eli/reg/2016/679/oj
std::optional<std::string> key_of_eli(std::vector<std::string_view> const& path, name_table const& names) {
    auto const part = [&](std::size_t i) { return i < path.size() ? path[i] : std::string_view(); };
    if (part(0) != "eli") return std::nullopt;
    if (one_of(part(1), {"reg", "dir"}) && digits(part(2), 4, 4) && digits(part(3), 1, 5)) {
        auto const number = std::string(part(2)) + "/" + std::string(part(3));
        return key_of(kind_of_code(part(1)), number, {}, {}, names);
    }
    auto const kind = kind_of_code(part(2));
    auto const community = community_of_code(part(1));
    if ((part(1) != "es" && community.empty()) || kind.empty()) return std::nullopt;
    if (!digits(part(3), 4, 4) || !digits(part(4), 2, 2) || !digits(part(5), 2, 2)) return std::nullopt;
    auto const number = number_part(part(6));
    auto const slash = number.find('/');
    if (!digits(std::string_view(number).substr(slash == number.npos ? 0 : slash + 1), 1, 5)) return std::nullopt;
    return key_of(kind, number + "/" + std::string(part(3)), community, {}, names);
}

}  // namespace

std::optional<citation> citation_of_address(std::string_view address, name_table const& names) {
    auto const lower = ascii_lower(address);
    std::string_view rest = lower;
    if (auto const scheme = rest.find("://"); scheme != rest.npos) {
        if (!one_of(rest.substr(0, scheme), {"http", "https"})) return std::nullopt;
        rest.remove_prefix(scheme + 3);
    }
    auto const hash = std::min(rest.find('#'), rest.size());
    auto const fragment = hash < rest.size() ? rest.substr(hash + 1) : std::string_view();
    rest = rest.substr(0, hash);
    citation cited{0, address.size(), {}, article_of_fragment(fragment), {}, {}};
    if (auto const reference = reference_in(rest)) {
        cited.norm = *reference;
        return cited;
    }
    auto const host_end = std::min(rest.find_first_of("/?"), rest.size());
    if (!knows_eli(rest.substr(0, host_end))) return std::nullopt;
    auto const path = rest.substr(host_end, std::min(rest.find('?'), rest.size()) - host_end);
    auto key = key_of_eli(parts_of(path), names);
    if (!key) return std::nullopt;
    cited.norm = std::move(*key);
    return cited;
}

}  // namespace plaza::domain::norms
