// SPDX-License-Identifier: EUPL-1.2
#include "transport/compression.hpp"

#include "transport/ascii.hpp"
#include "transport/limits.hpp"

#include <algorithm>
#include <bit>
#include <brotli/encode.h>
#include <zlib.h>

namespace plaza::transport {
namespace {

constexpr int dynamic_brotli = 4;
constexpr int dynamic_gzip = 4;

bool zero_weight(std::string_view parameters) {
    auto const q = ascii::trim(parameters);
    return q.size() >= 3 && ascii::lower(q[0]) == 'q' && q[1] == '=' &&
           q.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

std::optional<std::string> brotli(std::string_view bytes, int quality) {
    // A window just above the input: the encoder's memory follows it.
    auto const window = std::clamp(static_cast<int>(std::bit_width(bytes.size())), 16, BROTLI_MAX_WINDOW_BITS);
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
    auto size = out.size();
    auto const done = BrotliEncoderCompress(quality, window, BROTLI_MODE_TEXT, bytes.size(),
                                            reinterpret_cast<std::uint8_t const*>(bytes.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(out.data()));
    if (!done) return std::nullopt;
    out.resize(size);
    return out;
}

std::optional<std::string> gzip(std::string_view bytes, int quality) {
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;  // + 16 asks zlib for the gzip form
    if (deflateInit2(&stream, quality, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    auto const ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) return std::nullopt;
    return out;
}

}  // namespace

encoding negotiate_encoding(std::string_view accept_encoding) {
    auto best = encoding::identity;
    ascii::each_element(accept_encoding, [&best](std::string_view element) {
        auto const semicolon = element.find(';');
        if (semicolon != std::string_view::npos && zero_weight(element.substr(semicolon + 1))) return;
        auto const name = ascii::trim(element.substr(0, semicolon));
        if (ascii::equal(name, "br")) best = encoding::brotli;
        if (ascii::equal(name, "gzip") && best == encoding::identity) best = encoding::gzip;
    });
    return best;
}

bool compressible(std::string_view content_type) {
    auto const type = content_type.substr(0, content_type.find(';'));
    if (type.starts_with("text/")) return true;
    for (std::string_view const name :
         {"application/json", "application/problem+json", "application/javascript", "application/manifest+json",
          "application/xml", "application/atom+xml", "application/yaml", "image/svg+xml"})
        if (type == name) return true;
    return false;
}

std::optional<std::string> compress(std::string_view bytes, encoding how, int quality) {
    if (how == encoding::brotli) return brotli(bytes, quality);
    if (how == encoding::gzip) return gzip(bytes, quality);
    return std::nullopt;
}

void compress_answer(response& answer, encoding accepted) {
    if (answer.body.size() < limits::compress_from_bytes || !compressible(answer.content_type)) return;
    if (answer.headers.count("content-encoding") > 0 || answer.headers.count("set-cookie") > 0) return;
    answer.headers.add("Vary", "Accept-Encoding");
    if (accepted == encoding::identity || answer.body.size() > limits::compress_up_to_bytes) return;
    auto const quality = accepted == encoding::brotli ? dynamic_brotli : dynamic_gzip;
    auto smaller = compress(answer.body, accepted, quality);
    if (!smaller || smaller->size() >= answer.body.size()) return;
    answer.body = std::move(*smaller);
    answer.headers.add("Content-Encoding", accepted == encoding::brotli ? "br" : "gzip");
    // The bytes are others now, though they mean the same.
    if (auto const tag = answer.headers.get("etag"); !tag.empty() && !tag.starts_with("W/"))
        answer.headers.set("ETag", "W/" + std::string(tag));
}

}  // namespace plaza::transport
