// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/kinds.hpp"

#include "base/text.hpp"
#include "base/zip_survey.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace plaza::domain::files {
namespace {

constexpr std::string_view zip_kind = "application/zip";

struct kind_row {
    std::string_view kind;
    std::vector<std::string_view> endings;  ///< the first is added where none of them stands
};

std::vector<kind_row> const& kinds() {
    static std::vector<kind_row> const rows{
        {"application/pdf", {".pdf"}},
        {"application/vnd.oasis.opendocument.text", {".odt"}},
        {"application/vnd.oasis.opendocument.spreadsheet", {".ods"}},
        {"application/vnd.oasis.opendocument.presentation", {".odp"}},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", {".docx"}},
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {".xlsx"}},
        {"application/vnd.openxmlformats-officedocument.presentationml.presentation", {".pptx"}},
        {zip_kind, {".zip"}},
        {"text/plain", {".txt", ".md"}},
        {"text/csv", {".csv"}},
        {"text/calendar", {".ics"}},
        {"image/jpeg", {".jpg", ".jpeg"}},
        {"image/png", {".png"}},
    };
    return rows;
}

constexpr std::array<std::string_view, 4> pictures{"image/jpeg", "image/png", "image/webp", "image/gif"};
/// What a picture may have been called before it was made anew.
constexpr std::array<std::string_view, 5> picture_endings{".webp", ".gif", ".png", ".jpeg", ".jpg"};

base::problem refused(std::string_view code) { return base::invalid("file", code); }

bool ends_with_one_of(std::string const& lower, auto const& endings) {
    return std::any_of(endings.begin(), endings.end(), [&](auto e) { return lower.ends_with(e); });
}

/// What runs when somebody opens it.
bool program(base::zip_entry const& entry) {
    constexpr std::array<std::string_view, 5> marks{"MZ",
                                                    "\x7F"
                                                    "ELF",
                                                    "\xCA\xFE\xBA\xBE", "\xCF\xFA\xED\xFE", "#!"};
    constexpr std::array<std::string_view, 17> endings{".exe", ".dll", ".scr", ".com", ".msi", ".bat",
                                                       ".cmd", ".ps1", ".vbs", ".vbe", ".js",  ".jse",
                                                       ".wsf", ".hta", ".lnk", ".jar", ".apk"};
    return ends_with_one_of(base::lower(base::scrub_text(entry.name, false)), endings) ||
           std::any_of(marks.begin(), marks.end(), [&](auto mark) { return entry.begins_with.starts_with(mark); });
}

bool macros(base::zip_entry const& entry) {
    return entry.name.ends_with("vbaProject.bin") || entry.name.starts_with("Basic/") ||
           entry.name.starts_with("Scripts/");
}

bool leads_out(base::zip_entry const& entry) {
    return entry.name.starts_with('/') || entry.name.find("..") != std::string::npos ||
           entry.name.find('\\') != std::string::npos;
}

/// Documents are archives: which one is told by what stands in them.
base::result<std::string> kind_of_archive(std::string const& bytes) {
    auto const entries = base::survey_zip(bytes);
    if (!entries) return refused(entries.error().type);
    auto const any = [&](auto test) { return std::any_of(entries->begin(), entries->end(), test); };
    auto const has = [&](std::string_view name) {
        return any([&](auto const& e) { return !e.inner && e.name == name; });
    };
    if (any(macros)) return refused("has_macros");
    if (any(program)) return refused("has_program");
    if (has("[Content_Types].xml")) {
        if (has("word/document.xml")) return std::string(kinds()[4].kind);
        if (has("xl/workbook.xml")) return std::string(kinds()[5].kind);
        if (has("ppt/presentation.xml")) return std::string(kinds()[6].kind);
        return refused("type_not_taken");
    }
    if (!entries->empty() && entries->front().name == "mimetype") {
        auto const& said = entries->front().begins_with;
        for (std::size_t i = 1; i <= 3; ++i) {
            if (said == kinds()[i].kind) return said;
        }
        return refused("type_not_taken");
    }
    if (entries->empty() || any(leads_out)) return refused("unreadable");
    return std::string(zip_kind);
}

base::problem told(base::problem const& problem) { return problem.status == 422 ? refused(problem.type) : problem; }

std::string size_of(int side) { return std::to_string(side) + "x" + std::to_string(side) + ">"; }

base::result<std::string> made_anew(base::picture_tools const& tools, std::string const& bytes, int side,
                                    std::vector<std::string> const& colours, std::string_view form) {
    std::vector<std::string> arguments{"--size", size_of(side)};
    arguments.insert(arguments.end(), colours.begin(), colours.end());
    arguments.insert(arguments.end(), {"-o", std::string(form)});
    return base::thumbnail(tools, bytes, arguments, largest_picture);
}

constexpr std::string_view jpeg_form = ".jpg[strip,optimize_coding,background=255,Q=85]";
constexpr std::string_view png_form = ".png[strip]";

base::result<examined> examine_picture(base::picture_tools const& tools, std::string const& bytes, bool photo) {
    auto const seen = base::look_at_picture(tools, bytes);
    if (!seen) return told(seen.error());
    examined out;
    out.kind = photo ? "image/jpeg" : "image/png";
    auto large = made_anew(tools, bytes, large_side, seen->towards_srgb, photo ? jpeg_form : png_form);
    if (!large && large.error().status == 422 && !photo) {
        // Photos saved as PNG may be larger than what is kept of a picture.
        out.kind = "image/jpeg";
        large = made_anew(tools, bytes, large_side, seen->towards_srgb, jpeg_form);
    }
    if (!large) return told(large.error());
    auto const kept = base::look_at_picture(tools, *large);
    if (!kept) return told(kept.error());
    auto small = made_anew(tools, *large, small_side, {}, out.kind == "image/png" ? png_form : jpeg_form);
    if (!small) return told(small.error());
    out.large = std::move(*large);
    out.small = std::move(*small);
    out.width = static_cast<int>(kept->width);
    out.height = static_cast<int>(kept->height);
    return out;
}

}  // namespace

base::result<examined> examine(base::picture_tools const& tools, std::string const& bytes, std::string_view name) {
    if (bytes.empty()) return refused("empty_file");
    if (bytes.starts_with("PK\x03\x04")) {
        auto kind = kind_of_archive(bytes);
        if (!kind) return kind.error();
        return examined{std::move(*kind), {}, {}};
    }
    auto kind = base::media_type(bytes);
    if (std::find(pictures.begin(), pictures.end(), kind) != pictures.end())
        return examine_picture(tools, bytes, kind == "image/jpeg");
    // A table without commas in its first lines is text to libmagic; whoever calls it a table knows better.
    auto const lower = base::lower(base::scrub_text(name, false));
    if (kind == "application/csv") kind = "text/csv";
    if (kind == "text/plain" && lower.ends_with(".csv")) kind = "text/csv";
    if (kind == "text/csv" && !lower.ends_with(".csv")) kind = "text/plain";
    auto const known = std::find_if(kinds().begin(), kinds().end(), [&](auto const& row) { return row.kind == kind; });
    if (known == kinds().end()) return refused("type_not_taken");
    return examined{std::move(kind), {}, {}};
}

std::string shown_name(std::string_view name, std::string_view kind) {
    constexpr std::string_view reserved = "/\\:*?\"<>|";
    auto clean = base::scrub_text(name, false);
    auto const part = clean.find_last_of("/\\");
    if (part != clean.npos) clean.erase(0, part + 1);
    for (auto& c : clean) {
        if (reserved.find(c) != reserved.npos) c = '_';
    }
    auto const trim = [](std::string& text) {
        auto const begin = std::min(text.find_first_not_of(" ."), text.size());
        text.erase(0, begin);
        text.erase(text.find_last_not_of(" .") + 1);
    };
    trim(clean);
    auto const row = std::find_if(kinds().begin(), kinds().end(), [&](auto const& r) { return r.kind == kind; });
    auto const& endings = row->endings;
    std::string ending(endings.front());
    auto const lower = base::lower(clean);
    if (ends_with_one_of(lower, endings)) {
        ending = clean.substr(clean.rfind('.'));
    } else if (kind.starts_with("image/") && ends_with_one_of(lower, picture_endings)) {
        clean.erase(clean.rfind('.'));
        clean += ending;
    } else {
        clean += ending;
    }
    // The beginning of a long name and its ending say more than its middle.
    auto stem = clean.substr(0, clean.size() - ending.size());
    trim(stem);
    std::size_t at = 0;
    for (std::size_t count = 0; at < stem.size() && count + ending.size() < longest_name; ++count)
        base::next_code_point(stem, at);
    stem.erase(at);
    if (stem.empty()) stem = "archivo";
    return stem + ending;
}

}  // namespace plaza::domain::files
