// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/row_reader.hpp"

#include "base/html_entities.hpp"

#include <libxml/parser.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace plaza::domain::imports {
namespace {

constexpr std::string_view row_begin = "<row";

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Where the next row element begins. A `<` cannot stand in an attribute, so that this also finds the row
/// after one that was never closed.
std::size_t find_row(std::string_view text, std::size_t from) {
    for (auto at = text.find(row_begin, from); at != std::string_view::npos; at = text.find(row_begin, at + 1)) {
        auto const after = at + row_begin.size();
        if (after >= text.size()) return std::string_view::npos;
        if (is_space(text[after]) || text[after] == '/' || text[after] == '>') return at;
    }
    return std::string_view::npos;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

/// The Id of a row that is not well-formed, for the report.
std::optional<std::int64_t> guess_id(std::string_view piece) {
    auto const at = piece.find(" Id=\"");
    if (at == std::string_view::npos) return {};
    auto const rest = piece.substr(at + 5, 20);
    return parse_number(rest.substr(0, rest.find('"')));
}

/// XML has no place for most control characters, not even as references; some dumps have them.
std::string without_control_references(std::string_view piece) {
    std::string out;
    for (std::size_t from = 0; from < piece.size();) {
        auto const at = std::min(piece.find("&#", from), piece.size());
        out.append(piece.substr(from, at - from));
        if (at == piece.size()) break;
        auto const end = piece.substr(at, 12).find(';');
        auto const reference = piece.substr(at, end == std::string_view::npos ? 2 : end + 1);
        auto const code = base::entity_code_point(reference);
        // Zero is given as U+FFFD.
        bool const forbidden = code && ((*code < 0x20 && *code != '\t' && *code != '\n' && *code != '\r') ||
                                        *code == 0xFFFD || *code == 0xFFFE || *code == 0xFFFF);
        if (!forbidden) out.append(reference);
        from = at + reference.size();
    }
    return out;
}

std::string_view root_name(std::string_view header) {
    auto const at = header.rfind('<');
    if (at == std::string_view::npos) return {};
    auto const name = header.substr(at + 1);
    return name.substr(0, name.find_first_of(" \t\r\n/>"));
}

}  // namespace

std::optional<std::string_view> xml_row::get(std::string_view name) const {
    for (auto const& [key, value] : attributes_) {
        if (key == name) return value;
    }
    return {};
}

std::optional<std::int64_t> xml_row::number(std::string_view name) const {
    auto const value = get(name);
    return value ? parse_number(*value) : std::nullopt;
}

/// libxml2's push parser without entities, files and network: a document type ends the reading.
class row_reader::parser {
public:
    explicit parser(std::string const& header) {
        handler_.initialized = XML_SAX2_MAGIC;
        handler_.startElementNs = &parser::start_element;
        handler_.internalSubset = [](void* user, xmlChar const*, xmlChar const*, xmlChar const*) {
            static_cast<parser*>(user)->refuse_document_type();
        };
        handler_.serror = [](void*, xmlErrorPtr) {};
        context_.reset(xmlCreatePushParserCtxt(&handler_, this, nullptr, 0, nullptr));
        if (!context_) throw std::bad_alloc();
        // NOENT gives `&amp;` as `&`; there is nothing else to expand, since document types are refused.
        xmlCtxtUseOptions(context_.get(), XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        well_formed_ = feed(header);
    }

    bool well_formed() const { return well_formed_; }
    bool has_document_type() const { return has_document_type_; }

    /// The row that the piece holds; an empty one when it holds none, nothing when it is broken.
    std::optional<xml_row> read(std::string_view piece) {
        row_ = {};
        if (!feed(piece)) return {};
        return std::move(row_);
    }

private:
    struct free_context {
        void operator()(xmlParserCtxtPtr context) const {
            if (context->myDoc) xmlFreeDoc(context->myDoc);
            xmlFreeParserCtxt(context);
        }
    };

    bool feed(std::string_view text) {
        auto const code = xmlParseChunk(context_.get(), text.data(), static_cast<int>(text.size()), 0);
        return code == XML_ERR_OK && !has_document_type_ && !failed_;
    }

    void refuse_document_type() {
        has_document_type_ = true;
        xmlStopParser(context_.get());
    }

    static void start_element(void* user, xmlChar const* name, xmlChar const*, xmlChar const*, int, xmlChar const**,
                              int count, int, xmlChar const** attributes) {
        auto& self = *static_cast<parser*>(user);
        if (self.text(name) != "row") return;
        try {
            for (int i = 0; i < count; ++i) {
                // Five pointers an attribute: name, prefix, namespace, begin and end of the value.
                auto const* const* a = attributes + i * 5;
                self.row_.add(self.text(a[0]),
                              std::string(reinterpret_cast<char const*>(a[3]), reinterpret_cast<char const*>(a[4])));
            }
        } catch (...) {
            self.failed_ = true;  // out of memory: no exception crosses C
        }
    }

    static std::string text(xmlChar const* c) { return reinterpret_cast<char const*>(c); }

    xmlSAXHandler handler_{};
    std::unique_ptr<xmlParserCtxt, free_context> context_;
    xml_row row_;
    bool has_document_type_ = false;
    bool failed_ = false;
    bool well_formed_ = false;
};

row_reader::row_reader(std::filesystem::path const& path, complaint complain)
    : file_(path, std::ios::binary), complain_(std::move(complain)) {
    if (!file_) throw std::runtime_error("cannot read " + path.string());
}

row_reader::~row_reader() = default;

bool row_reader::fill() {
    buffer_.erase(0, from_);
    from_ = 0;
    auto const before = buffer_.size();
    buffer_.resize(before + row_limits::chunk);
    file_.read(buffer_.data() + before, static_cast<std::streamsize>(row_limits::chunk));
    auto const got = static_cast<std::size_t>(file_.gcount());
    buffer_.resize(before + got);
    bytes_read_ += got;
    return got > 0;
}

/// Everything before the first row begins a new parser after each break.
void row_reader::read_header() {
    begun_ = true;
    std::size_t at = std::string::npos;
    while ((at = find_row(buffer_, 0)) == std::string::npos && buffer_.size() < row_limits::header && fill()) {
    }
    if (at == std::string::npos) {
        ended_ = true;
        // A file without rows is whole when its root is closed.
        auto const closed = buffer_.find("/>") != std::string::npos || buffer_.find("</") != std::string::npos;
        if (!closed) complain_({1, false, {}, "no rows: not a file of a dump, or empty"});
        return;
    }
    header_ = buffer_.substr(0, at);
    from_ = at;
    line_ = 1;
    lines_in_piece_ = std::count(header_.begin(), header_.end(), '\n');
    parser_ = std::make_unique<parser>(header_);
    if (parser_->well_formed()) return;
    complain_(
        {1,
         false,
         {},
         parser_->has_document_type() ? "document type refused: file not read" : "broken XML before the first row"});
    if (parser_->has_document_type()) {
        ended_ = true;
        return;
    }
    header_ = "<rows>";
    parser_ = std::make_unique<parser>(header_);
}

void row_reader::end_of_file(std::string_view rest) {
    auto const name = root_name(header_);
    auto const closing = rest.find("</" + std::string(name));
    if (closing == std::string_view::npos) complain_({line_, false, {}, "the file ends early: its root is not closed"});
}

/// From one `<row` to the next.
std::optional<std::string> row_reader::next_piece() {
    line_ += lines_in_piece_;
    lines_in_piece_ = 0;
    std::size_t searched = row_begin.size();
    while (true) {
        auto const at = find_row(buffer_, from_ + searched);
        if (at != std::string::npos) {
            std::string piece = buffer_.substr(from_, at - from_);
            from_ = at;
            lines_in_piece_ = std::count(piece.begin(), piece.end(), '\n');
            return piece;
        }
        auto const held = buffer_.size() - from_;
        if (held > row_limits::piece) {
            complain_({line_, true, guess_id(std::string_view(buffer_).substr(from_, 200)), "row too long"});
            // Forget it, but for what may be the beginning of the next.
            auto const keep = row_begin.size();
            auto const dropped = std::string_view(buffer_).substr(from_, held - keep);
            line_ += std::count(dropped.begin(), dropped.end(), '\n');
            from_ = buffer_.size() - keep;
            while (find_row(buffer_, from_) == std::string::npos) {
                auto const skipped = std::string_view(buffer_).substr(from_, buffer_.size() - from_ - keep);
                line_ += std::count(skipped.begin(), skipped.end(), '\n');
                from_ = buffer_.size() - keep;
                if (!fill()) return {};
            }
            from_ = find_row(buffer_, from_);
            searched = row_begin.size();
            continue;
        }
        // The beginning of a `<row ` may stand at the end of what was searched.
        searched = held > row_begin.size() ? held - row_begin.size() : row_begin.size();
        if (!fill()) {
            ended_ = true;
            std::string piece = buffer_.substr(from_);
            from_ = buffer_.size();
            return piece;
        }
    }
}

std::optional<xml_row> row_reader::next() {
    if (!begun_) read_header();
    while (!ended_) {
        auto const taken = next_piece();
        if (!taken) {
            ended_ = true;
            return {};
        }
        std::string_view piece = *taken;
        if (ended_) {
            // Behind the last row stands the end of the root, which the parser need not see.
            end_of_file(piece);
            auto const closing = piece.rfind("</" + std::string(root_name(header_)));
            piece = piece.substr(0, closing);
        }
        auto row = parser_->read(piece);
        if (row && !row->empty()) return row;
        parser_ = std::make_unique<parser>(header_);
        if (auto const rescued = without_control_references(piece); rescued != piece) {
            row = parser_->read(rescued);
            if (row && !row->empty()) return row;
            parser_ = std::make_unique<parser>(header_);
        }
        complain_({line_, true, guess_id(piece),
                   piece.find('=') == std::string_view::npos ? "row without attributes" : "broken XML"});
    }
    return {};
}

}  // namespace plaza::domain::imports
