// SPDX-License-Identifier: EUPL-1.2
#include "base/zip_survey.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace plaza::base {
namespace {

constexpr std::string_view local_mark("PK\x03\x04", 4);
constexpr std::string_view central_mark("PK\x01\x02", 4);
constexpr std::string_view end_mark("PK\x05\x06", 4);
constexpr std::size_t local_bytes = 30;
constexpr std::size_t central_bytes = 46;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t longest_comment = 65'535;
/// Enough to tell a program or an archive.
constexpr std::size_t kept_beginning = 64;
constexpr unsigned stored = 0;
constexpr unsigned deflated = 8;
constexpr unsigned encrypted = 1;

problem refused(std::string_view why) { return {422, std::string(why)}; }

std::size_t number(std::string_view bytes, std::size_t at, std::size_t width) {
    std::size_t value = 0;
    for (std::size_t i = width; i > 0; --i) value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
    return value;
}

/// Archives that are packed in a way that cannot be looked into here.
bool sealed_archive(std::string_view beginning) {
    constexpr std::array<std::string_view, 6> marks{"Rar!",
                                                    "7z\xBC\xAF",
                                                    "\x1F\x8B",
                                                    "BZh",
                                                    "\xFD"
                                                    "7zXZ",
                                                    "\x28\xB5\x2F\xFD"};
    return std::any_of(marks.begin(), marks.end(), [&](auto mark) { return beginning.starts_with(mark); });
}

struct budget {
    std::size_t entries = zip_limits::entries;
    std::size_t bytes = zip_limits::unpacked;
};

class unpacked_entry {
public:
    explicit unpacked_entry(budget& left) : left_(left) {}

    std::string content;  ///< all of it where it is an archive, else its beginning

    /// False when a limit is passed.
    bool take(std::string_view bytes) {
        if (bytes.size() > left_.bytes) return false;
        left_.bytes -= bytes.size();
        if (content.size() >= local_mark.size() && !is_archive()) {
            if (content.size() < kept_beginning) content.append(bytes.substr(0, kept_beginning - content.size()));
            return true;
        }
        content.append(bytes);
        if (is_archive()) return content.size() <= zip_limits::inner_archive;
        if (content.size() > kept_beginning) content.resize(kept_beginning);
        return true;
    }

    bool is_archive() const { return content.starts_with(local_mark); }

private:
    budget& left_;
};

std::optional<problem> inflate_into(std::string_view packed, unpacked_entry& out) {
    z_stream z{};
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    std::unique_ptr<z_stream, decltype(&inflateEnd)> const end(&z, &inflateEnd);
    std::array<char, 64 * 1024> room{};
    // zlib writes nothing through it.
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // NOLINT
    z.avail_in = static_cast<uInt>(packed.size());
    int said = Z_OK;
    while (said == Z_OK) {
        z.next_out = reinterpret_cast<Bytef*>(room.data());
        z.avail_out = static_cast<uInt>(room.size());
        said = inflate(&z, Z_NO_FLUSH);
        if (said != Z_OK && said != Z_STREAM_END) return refused("unreadable");
        if (!out.take({room.data(), room.size() - z.avail_out})) return refused("archive_too_large");
    }
    return std::nullopt;
}

result<std::vector<zip_entry>> survey(std::string_view file, budget& left, unsigned depth);

/// One entry, as the directory at `at` describes it.
std::optional<problem> look_at(std::string_view file, std::size_t at, budget& left, unsigned depth, zip_entry& out,
                               std::vector<zip_entry>& inside) {
    auto const flags = number(file, at + 8, 2);
    auto const method = number(file, at + 10, 2);
    auto const packed = number(file, at + 20, 4);
    auto const local = number(file, at + 42, 4);
    if ((flags & encrypted) != 0) return refused("archive_locked");
    if (local > file.size() || file.size() - local < local_bytes || !file.substr(local).starts_with(local_mark))
        return refused("unreadable");
    auto const begin = local + local_bytes + number(file, local + 26, 2) + number(file, local + 28, 2);
    if (begin > file.size() || packed > file.size() - begin) return refused("unreadable");
    auto const bytes = file.substr(begin, packed);
    unpacked_entry entry(left);
    if (method == deflated) {
        if (auto p = inflate_into(bytes, entry)) return p;
    } else if (method != stored) {
        return refused("unreadable");
    } else if (!entry.take(bytes)) {
        return refused("archive_too_large");
    }
    if (sealed_archive(entry.content)) return refused("archive_nested");
    if (entry.is_archive()) {
        if (depth >= zip_limits::depth) return refused("archive_nested");
        auto found = survey(entry.content, left, depth + 1);
        if (!found) return found.error();
        inside = std::move(*found);
    }
    out.begins_with = entry.content.substr(0, kept_beginning);
    return std::nullopt;
}

/// Where the record at the end of the archive begins.
std::optional<std::size_t> find_end(std::string_view file) {
    if (file.size() < end_bytes) return std::nullopt;
    auto const last = file.size() - end_bytes;
    auto const found = file.rfind(end_mark, last);
    if (found == file.npos || last - found > longest_comment) return std::nullopt;
    return found;
}

result<std::vector<zip_entry>> survey(std::string_view file, budget& left, unsigned depth) {
    auto const end = find_end(file);
    if (!end) return refused("unreadable");
    auto const count = number(file, *end + 10, 2);
    auto at = number(file, *end + 16, 4);
    if (count > left.entries) return refused("archive_too_large");
    left.entries -= count;
    std::vector<zip_entry> found;
    for (std::size_t i = 0; i < count; ++i) {
        if (at > file.size() || file.size() - at < central_bytes || !file.substr(at).starts_with(central_mark))
            return refused("unreadable");
        auto const name = number(file, at + 28, 2);
        auto const rest = number(file, at + 30, 2) + number(file, at + 32, 2);
        if (file.size() - at - central_bytes < name + rest) return refused("unreadable");
        zip_entry entry;
        entry.name = file.substr(at + central_bytes, name);
        std::vector<zip_entry> inside;
        if (auto p = look_at(file, at, left, depth, entry, inside)) return *p;
        found.push_back(std::move(entry));
        for (auto& inner : inside) {
            inner.inner = true;
            found.push_back(std::move(inner));
        }
        at += central_bytes + name + rest;
    }
    // What nobody lists would be unpacked by who reads from the beginning.
    if (at != *end) return refused("unreadable");
    return found;
}

}  // namespace

result<std::vector<zip_entry>> survey_zip(std::string_view file) {
    budget left;
    return survey(file, left, 1);
}

}  // namespace plaza::base
