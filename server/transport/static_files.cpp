// SPDX-License-Identifier: EUPL-1.2
#include "transport/static_files.hpp"

#include "transport/ascii.hpp"
#include "transport/compression.hpp"
#include "transport/entity_tag.hpp"
#include "transport/limits.hpp"

#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace plaza::transport {
namespace {

namespace fs = std::filesystem;

/// The build makes the smallest forms; these are for a folder it has not prepared, and must not delay the
/// start.
constexpr int brotli_at_start = 9;
constexpr int gzip_at_start = 6;

std::string_view type_of(fs::path const& path) {
    constexpr auto types = std::to_array<std::pair<std::string_view, std::string_view>>({
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".avif", "image/avif"},
        {".ico", "image/vnd.microsoft.icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".wasm", "application/wasm"},
    });
    auto const extension = path.extension().string();
    for (auto const& [name, type] : types)
        if (ascii::equal(name, extension)) return type;
    return "application/octet-stream";
}

std::string read(fs::path const& path) {
    auto const size = fs::file_size(path);
    if (size > limits::static_file_bytes) throw std::runtime_error("static file too large: " + path.string());
    std::string bytes(size, '\0');
    std::ifstream in(path, std::ios::binary);
    if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        throw std::runtime_error("static file cannot be read: " + path.string());
    return bytes;
}

/// The build names files in assets/ after their content, so that a name never gets another content.
bool named_by_content(std::string_view path) { return path.starts_with("/assets/"); }

bool wants_page(request const& incoming) {
    auto const last = std::string_view(incoming.path).substr(incoming.path.rfind('/') + 1);
    return last.find('.') == std::string_view::npos &&
           incoming.headers.get("accept").find("text/html") != std::string_view::npos;
}

}  // namespace

static_files::static_files(fs::path const& folder) {
    std::error_code missing;
    if (!fs::is_directory(folder, missing)) return;
    for (auto const& item : fs::recursive_directory_iterator(folder)) {
        // A link could lead out of the folder.
        if (!item.is_regular_file() || item.is_symlink()) continue;
        auto const extension = item.path().extension();
        if (extension == ".br" || extension == ".gz") continue;
        load(folder, item.path());
    }
}

void static_files::load(fs::path const& folder, fs::path const& path) {
    auto const name = "/" + path.lexically_relative(folder).generic_string();
    file f;
    f.content_type = type_of(path);
    f.immutable = named_by_content(name);
    f.plain.bytes = read(path);
    f.plain.tag = entity_tag(f.plain.bytes);
    for (auto const& [suffix, kept] : {std::pair(".br", &f.brotli), std::pair(".gz", &f.gzip)}) {
        fs::path const sibling(path.string() + suffix);
        // An older sibling belongs to a build before this one.
        if (fs::is_regular_file(sibling) && fs::last_write_time(sibling) >= fs::last_write_time(path))
            kept->bytes = read(sibling);
    }
    compress_missing(f);
    // The forms of one file differ in their bytes, hence in their strong tags.
    for (auto const& [mark, kept] : {std::pair("-br\"", &f.brotli), std::pair("-gz\"", &f.gzip)})
        kept->tag = f.plain.tag.substr(0, f.plain.tag.size() - 1) + mark;
    bytes_ += f.plain.bytes.size() + f.gzip.bytes.size() + f.brotli.bytes.size();
    if (bytes_ > limits::static_bytes) throw std::runtime_error("static files too large: " + folder.string());
    files_.emplace(name, std::move(f));
}

void static_files::compress_missing(file& f) {
    if (f.plain.bytes.size() < limits::compress_from_bytes || !compressible(f.content_type)) return;
    for (auto const& [how, quality, kept] : {std::tuple(encoding::brotli, brotli_at_start, &f.brotli),
                                             std::tuple(encoding::gzip, gzip_at_start, &f.gzip)}) {
        if (!kept->bytes.empty()) continue;
        auto smaller = compress(f.plain.bytes, how, quality);
        if (smaller && smaller->size() < f.plain.bytes.size()) kept->bytes = std::move(*smaller);
    }
}

static_files::file const* static_files::page_for(request const& incoming) const {
    auto const index = files_.find(std::string_view("/index.html"));
    if (index == files_.end()) return nullptr;
    return incoming.path == "/" || wants_page(incoming) ? &index->second : nullptr;
}

std::unique_ptr<static_files::found> static_files::find(request const& incoming) const {
    auto const known = files_.find(std::string_view(incoming.path));
    auto const* const f = known != files_.end() ? &known->second : page_for(incoming);
    if (!f) return nullptr;

    auto const* chosen = &f->plain;
    auto const accepted = negotiate_encoding(incoming.headers.get("accept-encoding"));
    if (accepted == encoding::brotli && !f->brotli.bytes.empty())
        chosen = &f->brotli;
    else if (accepted != encoding::identity && !f->gzip.bytes.empty() &&
             (accepted == encoding::gzip ||
              incoming.headers.get("accept-encoding").find("gzip") != std::string_view::npos))
        chosen = &f->gzip;

    auto out = std::make_unique<found>();
    out->head.content_type = f->content_type;
    auto& headers = out->head.headers;
    headers.add("ETag", chosen->tag);
    headers.add("Cache-Control", f->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (!f->gzip.bytes.empty() || !f->brotli.bytes.empty()) headers.add("Vary", "Accept-Encoding");
    if (tag_matches(incoming.headers.get("if-none-match"), chosen->tag)) {
        out->status = out->head.status = 304;
        return out;
    }
    if (chosen == &f->brotli) headers.add("Content-Encoding", "br");
    if (chosen == &f->gzip) headers.add("Content-Encoding", "gzip");
    out->body = chosen->bytes;
    return out;
}

}  // namespace plaza::transport
