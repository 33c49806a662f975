// SPDX-License-Identifier: EUPL-1.2
// Small Stack Exchange dumps, written for a test.
#pragma once
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace plaza::testing {

class dump_folder {
public:
    dump_folder() {
        static int made = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("plaza-dump-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
        std::filesystem::create_directory(path_);
    }
    ~dump_folder() { std::filesystem::remove_all(path_); }
    dump_folder(dump_folder const&) = delete;
    dump_folder& operator=(dump_folder const&) = delete;

    std::filesystem::path const& path() const { return path_; }

    /// One of the dump's files with these rows, each without its brackets.
    void write(std::string const& name, std::initializer_list<std::string> rows) const {
        std::string content;
        for (auto const& row : rows) content += "  <row " + row + " />\n";
        write_raw(name, "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rows>\n" + content + "</rows>\n");
    }
    void write_raw(std::string const& name, std::string const& content) const {
        std::ofstream(path_ / (name + ".xml"), std::ios::binary) << content;
    }

private:
    std::filesystem::path path_;
};

/// All eight files: two questions, three answers, comments, one edited post, votes, a link, a deleted
/// account.
inline void write_whole_dump(dump_folder const& dump) {
    dump.write(
        "Users",
        {R"(Id="-1" DisplayName="Community" CreationDate="2020-01-01T00:00:00.000")",
         R"(Id="1" DisplayName="Ana" CreationDate="2020-01-02T00:00:00.000" AboutMe="&lt;p&gt;Secretaria&lt;/p&gt;")",
         R"(Id="2" DisplayName="Luis" CreationDate="2020-01-03T00:00:00.000")"});
    dump.write(
        "Posts",
        {R"(Id="10" PostTypeId="1" AcceptedAnswerId="12" CreationDate="2020-02-01T10:00:00.000" Title="¿Cómo se hace?" Body="&lt;p&gt;Hola &lt;em&gt;a todos&lt;/em&gt;&lt;/p&gt;" OwnerUserId="1" Tags="&lt;padron&gt;&lt;altas&gt;" LastEditDate="2020-02-05T10:00:00.000")",
         R"(Id="11" PostTypeId="2" ParentId="10" CreationDate="2020-02-02T10:00:00.000" Body="&lt;p&gt;Así no&lt;/p&gt;" OwnerDisplayName="Borrado")",
         R"(Id="12" PostTypeId="2" ParentId="10" CreationDate="2020-02-03T10:00:00.000" Body="&lt;p&gt;Así &lt;strong&gt;sí&lt;/strong&gt;&lt;/p&gt;" OwnerUserId="2")",
         R"(Id="20" PostTypeId="1" CreationDate="2020-03-01T10:00:00.000" Title="Otra" Body="&lt;p&gt;x&lt;/p&gt;" OwnerUserId="2" Tags="|padron|")",
         R"(Id="30" PostTypeId="4" CreationDate="2020-03-01T10:00:00.000" Body="tag")"});
    dump.write("Comments",
               {R"(Id="1" PostId="11" Text="¿Por qué?" CreationDate="2020-02-02T11:00:00.000" UserId="1")",
                R"(Id="2" PostId="10" Text="Gracias" CreationDate="2020-02-01T11:00:00.000" UserDisplayName="Borrado")",
                R"(Id="3" PostId="12" Text="Perfecto" CreationDate="2020-02-04T11:00:00.000" UserId="1")"});
    dump.write(
        "PostHistory",
        {R"(Id="1" PostHistoryTypeId="2" PostId="10" RevisionGUID="a" CreationDate="2020-02-01T10:00:00.000" UserId="1" Text="Hola")",
         R"(Id="2" PostHistoryTypeId="1" PostId="10" RevisionGUID="a" CreationDate="2020-02-01T10:00:00.000" UserId="1" Text="¿Como?")",
         R"(Id="3" PostHistoryTypeId="4" PostId="10" RevisionGUID="b" CreationDate="2020-02-04T10:00:00.000" UserId="2" Text="¿Cómo se hace?" Comment="tilde")",
         R"(Id="4" PostHistoryTypeId="5" PostId="10" RevisionGUID="c" CreationDate="2020-02-05T10:00:00.000" UserId="1" Text="Hola _a todos_")",
         R"(Id="5" PostHistoryTypeId="2" PostId="12" RevisionGUID="d" CreationDate="2020-02-03T10:00:00.000" UserId="2" Text="Así &lt;b&gt;sí&lt;/b&gt;")",
         R"(Id="6" PostHistoryTypeId="10" PostId="10" RevisionGUID="e" CreationDate="2020-02-06T10:00:00.000" Text="closed")"});
    dump.write("Votes", {R"(Id="1" PostId="12" VoteTypeId="1" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="2" PostId="12" VoteTypeId="2" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="3" PostId="12" VoteTypeId="2" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="4" PostId="11" VoteTypeId="3" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="5" PostId="12" VoteTypeId="5" CreationDate="2020-02-04T00:00:00.000")",
                         R"(Id="6" PostId="30" VoteTypeId="2" CreationDate="2020-02-04T00:00:00.000")"});
    dump.write("PostLinks",
               {R"(Id="1" PostId="20" RelatedPostId="12" LinkTypeId="3" CreationDate="2020-03-02T00:00:00.000")",
                R"(Id="2" PostId="11" RelatedPostId="12" LinkTypeId="1" CreationDate="2020-03-02T00:00:00.000")",
                R"(Id="3" PostId="20" RelatedPostId="99" LinkTypeId="1" CreationDate="2020-03-02T00:00:00.000")"});
    dump.write("Tags", {R"(Id="1" TagName="padron" Count="2")"});
    dump.write("Badges", {R"(Id="1" UserId="1" Name="Autobiographer")", R"(Id="2" UserId="2" Name="Student")"});
}

}  // namespace plaza::testing
