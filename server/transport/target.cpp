// SPDX-License-Identifier: EUPL-1.2
#include "transport/target.hpp"

#include "transport/ascii.hpp"
#include "transport/limits.hpp"

#include <boost/url/pct_string_view.hpp>

#include <algorithm>

namespace plaza::transport {
namespace {

namespace urls = boost::urls;

/// Decodes percent escapes; the result is text without control characters.
std::optional<std::string> decode(std::string_view escaped, bool plus_is_space) {
    std::string text;
    if (escaped.find_first_of("%+") == std::string_view::npos) {
        text = escaped;
    } else {
        auto const checked = urls::make_pct_string_view(urls::string_view(escaped.data(), escaped.size()));
        if (!checked) return std::nullopt;
        urls::encoding_opts options;
        options.space_as_plus = plus_is_space;
        text = checked->decode(options);
    }
    auto const control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    // Line breaks and tabs can be searched for; nothing of the kind stands in a path.
    auto const refused = [&](char c) {
        return control(c) && !(plus_is_space && (c == '\n' || c == '\r' || c == '\t'));
    };
    if (std::any_of(text.begin(), text.end(), refused) || !is_text(text)) return std::nullopt;
    return text;
}

/// Resolves "." and ".." of a decoded path; nothing when it leaves the root.
std::optional<std::string> without_dot_segments(std::string path) {
    if (path.find("/.") == std::string::npos) return path;
    std::string out;
    for (std::size_t begin = 0; begin < path.size();) {
        auto const end = std::min(path.find('/', begin + 1), path.size());
        auto const segment = std::string_view(path).substr(begin, end - begin);  // with its leading slash
        auto const last = end == path.size();
        if (segment == "/..") {
            if (out.empty()) return std::nullopt;
            out.erase(out.rfind('/'));
            if (last) out += '/';
        } else if (segment == "/.") {
            if (last) out += '/';
        } else {
            out += segment;
        }
        begin = end;
    }
    return out;
}

bool parse_query(std::string_view query, std::vector<std::pair<std::string, std::string>>& out) {
    while (!query.empty()) {
        auto const end = query.find('&');
        auto const parameter = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        if (parameter.empty()) continue;
        if (out.size() == limits::query_parameters) return false;
        auto const equals = parameter.find('=');
        auto name = decode(parameter.substr(0, equals), true);
        auto value = decode(equals == std::string_view::npos ? std::string_view{} : parameter.substr(equals + 1), true);
        if (!name || !value) return false;
        out.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

}  // namespace

std::optional<target> parse_target(std::string_view received) {
    target out;
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (received.size() <= scheme.size() || !ascii::equal(received.substr(0, scheme.size()), scheme)) continue;
        received.remove_prefix(scheme.size());
        auto const end = std::min(received.find_first_of("/?"), received.size());
        out.authority = received.substr(0, end);
        received.remove_prefix(end);
        if (out.authority.empty() || out.authority.find('@') != std::string_view::npos) return std::nullopt;
        if (received.empty()) received = "/";
    }
    if (received.empty() || received.front() != '/' || received.find('#') != std::string_view::npos)
        return std::nullopt;
    auto const question = received.find('?');
    auto const escaped = received.substr(0, question);
    if (escaped.find('\\') != std::string_view::npos) return std::nullopt;
    auto path = decode(escaped, false);
    if (!path) return std::nullopt;
    // An escaped slash is a separator to some and a letter to others.
    if (std::count(path->begin(), path->end(), '/') != std::count(escaped.begin(), escaped.end(), '/') ||
        path->find('\\') != std::string::npos)
        return std::nullopt;
    auto resolved = without_dot_segments(std::move(*path));
    if (!resolved) return std::nullopt;
    out.path = std::move(*resolved);
    if (question != std::string_view::npos && !parse_query(received.substr(question + 1), out.query))
        return std::nullopt;
    return out;
}

bool is_text(std::string_view bytes) {
    auto const at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    for (std::size_t i = 0; i < bytes.size();) {
        auto const lead = at(i);
        if (lead == 0) return false;
        if (lead < 0x80) {
            ++i;
            continue;
        }
        std::size_t const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || bytes.size() - i < length) return false;
        auto const second = at(i + 1);
        unsigned const low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        unsigned const high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) return false;
        for (std::size_t k = 2; k < length; ++k)
            if ((at(i + k) & 0xc0) != 0x80) return false;
        i += length;
    }
    return true;
}

}  // namespace plaza::transport
