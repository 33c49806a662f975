// SPDX-License-Identifier: EUPL-1.2
// The built web application, held in memory: what is not in the table made at the start cannot be asked for.
#pragma once
#include "transport/message.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plaza::transport {

class static_files {
public:
    /// Reads a folder. `x.br` and `x.gz` beside `x` are its compressed forms; text without them is compressed
    /// here. A folder that is missing gives an empty table. Throws `std::runtime_error` above the limits.
    explicit static_files(std::filesystem::path const& folder);

    /// What to send; the bytes live as long as the table.
    struct found {
        unsigned status = 200;
        std::string_view body;
        response head;  ///< content type and headers; its own body is empty
    };
    /// The file of a GET or HEAD, in the form that the client accepts, or 304. Addresses of pages (GET of
    /// something without an extension by a client that wants HTML) get index.html, since the pages are made
    /// in the browser. Nothing otherwise.
    std::unique_ptr<found> find(request const& incoming) const;

    bool empty() const { return files_.empty(); }

private:
    struct form {
        std::string bytes;
        std::string tag;
    };
    struct file {
        std::string content_type;
        form plain, gzip, brotli;  ///< the latter two empty where they do not pay
        bool immutable = false;
    };
    void load(std::filesystem::path const& folder, std::filesystem::path const& path);
    void compress_missing(file& f);
    file const* page_for(request const& incoming) const;

    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
    };
    std::unordered_map<std::string, file, hash, std::equal_to<>> files_;  ///< by path from the root, "/index.html"
    std::size_t bytes_ = 0;
};

}  // namespace plaza::transport
