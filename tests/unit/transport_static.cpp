// SPDX-License-Identifier: EUPL-1.2
#include "transport/static_files.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace plaza::transport;
namespace fs = std::filesystem;

namespace {

struct folder {
    folder() {
        std::string name = (fs::temp_directory_path() / "plaza-static-XXXXXX").string();
        root = mkdtemp(name.data());
        put("dist/index.html", "<!doctype html>" + std::string(2000, 'h'));
        put("dist/assets/app-1a2b.js", std::string(5000, 'j'));
        put("dist/assets/small.css", "a{}");
        put("dist/logo.png", std::string(5000, 'p'));
        put("dist/ready.js", std::string(3000, 'r'));
        put("dist/ready.js.br", "brotli made by the build");
        put("dist/old.js", std::string(3000, 'o'));
        put("dist/old.js.br", "left from a build before");
        fs::last_write_time(root / "dist/old.js.br", fs::file_time_type::clock::now() - std::chrono::hours(1));
        put("secret.txt", "secret");
        fs::create_symlink(root / "secret.txt", root / "dist/link.txt");
        fs::create_directory_symlink(root, root / "dist/up");
    }
    ~folder() { fs::remove_all(root); }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    void put(std::string const& name, std::string const& content) const {
        fs::create_directories((root / name).parent_path());
        std::ofstream(root / name, std::ios::binary) << content;
    }
    fs::path root;
};

struct fixture : folder {
    static_files files{root / "dist"};

    std::unique_ptr<static_files::found> get(std::string path, std::string const& name = "",
                                             std::string const& value = "") const {
        request incoming;
        incoming.method = verb::get;
        incoming.path = std::move(path);
        if (!name.empty()) incoming.headers.add(name, value);
        return files.find(incoming);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transport_static, fixture)

BOOST_AUTO_TEST_CASE(files_are_sent_with_type_tag_and_caching) {
    auto const page = get("/");
    BOOST_REQUIRE(page);
    BOOST_TEST(page->head.content_type == "text/html; charset=utf-8");
    BOOST_TEST(page->head.headers.get("cache-control") == "no-cache");
    BOOST_TEST(page->body.starts_with("<!doctype html>"));
    auto const script = get("/assets/app-1a2b.js");
    BOOST_REQUIRE(script);
    BOOST_TEST(script->head.headers.get("cache-control") == "public, max-age=31536000, immutable");
    BOOST_TEST(script->head.headers.get("vary") == "Accept-Encoding");
    auto const tag = std::string(script->head.headers.get("etag"));
    BOOST_TEST(get("/assets/app-1a2b.js", "If-None-Match", tag)->status == 304U);
    BOOST_TEST(get("/assets/app-1a2b.js", "If-None-Match", "\"other\"")->status == 200U);
    BOOST_TEST(get("/logo.png")->head.content_type == "image/png");
    BOOST_TEST(get("/logo.png")->head.headers.count("vary") == 0U);
}

BOOST_AUTO_TEST_CASE(compressed_forms_are_sent_to_who_takes_them) {
    auto const form = [this](std::string const& path, std::string const& accepted) {
        return std::string(get(path, "Accept-Encoding", accepted)->head.headers.get("content-encoding"));
    };
    BOOST_TEST(form("/assets/app-1a2b.js", "gzip, br") == "br");
    BOOST_TEST(form("/assets/app-1a2b.js", "gzip") == "gzip");
    BOOST_TEST(form("/assets/app-1a2b.js", "deflate").empty());
    BOOST_TEST(form("/assets/small.css", "gzip, br").empty());
    BOOST_TEST(form("/logo.png", "gzip, br").empty());
    BOOST_TEST(get("/ready.js", "Accept-Encoding", "br")->body == "brotli made by the build");
    BOOST_TEST(get("/old.js", "Accept-Encoding", "br")->body != "left from a build before");
    BOOST_TEST(form("/old.js", "br") == "br");
    BOOST_TEST(get("/old.js", "Accept-Encoding", "br")->head.headers.get("etag") !=
               get("/old.js")->head.headers.get("etag"));
}

BOOST_AUTO_TEST_CASE(addresses_of_pages_get_the_page) {
    for (auto const* const path : {"/", "/grupos/contratacion", "/hilos/123", "/anything"})
        BOOST_TEST((get(path, "Accept", "text/html,*/*") != nullptr), path);
    BOOST_TEST((get("/grupos/contratacion", "Accept", "application/json") == nullptr));
    BOOST_TEST((get("/grupos/contratacion") == nullptr));
    BOOST_TEST((get("/missing.js", "Accept", "text/html") == nullptr));
    BOOST_TEST((get("/assets/missing.js", "Accept", "*/*") == nullptr));
}

BOOST_AUTO_TEST_CASE(nothing_leads_out_of_the_folder) {
    for (auto const* const path :
         {"/link.txt", "/up/secret.txt", "/../secret.txt", "/secret.txt", "//secret.txt", "/assets", "/assets/",
          "/ready.js.br", "/./index.html", "index.html", "", "/index.html/", "/assets/../index.html"})
        BOOST_TEST((get(path) == nullptr), path);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_holds_nothing) {
    static_files const none(root / "nowhere");
    BOOST_TEST(none.empty());
    request incoming;
    incoming.path = "/";
    BOOST_TEST((none.find(incoming) == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
