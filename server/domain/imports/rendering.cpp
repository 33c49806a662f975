// SPDX-License-Identifier: EUPL-1.2
// Compares renderings by what a reader sees: words, and the elements around them in one spelling.
#include "base/link_address.hpp"
#include "base/markdown.hpp"
#include "domain/imports/html_to_markdown.hpp"
#include "domain/imports/html_tree.hpp"
#include "domain/imports/markdown_text.hpp"

#include <algorithm>

namespace plaza::domain::imports {
namespace {

/// Heading levels are two deeper in ours.
enum class made_by { us, elsewhere };

class outline {
public:
    explicit outline(made_by maker) : maker_(maker) {}

    std::string text;

    void node(xmlNode const* n) {
        if (is_text(n)) {
            words(collapse(node_text(n)));
        } else if (is_element(n) && !is_dropped(node_name(n))) {
            element(n, node_name(n));
        }
    }

private:
    void element(xmlNode const* n, std::string_view name) {
        if (name == "p" || name == "div" || name == "body" || name == "thead" || name == "tbody") {
            line();
            children(n);
            line();
        } else if (name == "br") {
            while (!text.empty() && text.back() == ' ') text.pop_back();
            text += "<br>";
            at_start_ = true;
        } else if (name == "a") {
            link(n);
        } else if (name == "img") {
            picture(n);
        } else if (name == "pre") {
            line();
            text += "<pre>";
            auto code = all_text(n);
            while (!code.empty() && code.back() == '\n') code.pop_back();
            text += code;
            line();
        } else if (is_block(name)) {
            line();
            text += "<" + spelling(name) + ">";
            line();
            children(n);
            line();
            text += "</>";
            line();
        } else if (auto const* inner = only_element(n);
                   spelling(name) == "strong" && inner && spelling(node_name(inner)) == "em") {
            // Which of the two is outside shows nothing.
            around(inner, "<em><strong>");
            if (text.ends_with("</>")) text += "</>";
        } else {
            around(n, "<" + spelling(name) + ">");
        }
    }

    static xmlNode const* only_element(xmlNode const* n) {
        auto const* child = n->children;
        return child && !child->next && is_element(child) ? child : nullptr;
    }

    /// The words inside without white space at their ends, which goes outside; nothing where there are none.
    void around(xmlNode const* n, std::string const& begin) {
        auto const before = text.size();
        text += begin;
        children(n);
        auto content = text.substr(before + begin.size());
        text.resize(before);
        auto const seen = std::string(trim_view(content));
        if (!content.empty() && content.front() == ' ') words(" ");
        if (seen.empty()) return;
        text += begin + seen + "</>";
        if (content.back() == ' ') words(" ");
    }

    std::string spelling(std::string_view name) const {
        if (name == "b") return "strong";
        if (name == "i") return "em";
        if (name == "s" || name == "strike") return "del";
        if (name == "th") return "td";
        if (maker_ == made_by::elsewhere && name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
            return {'h', std::min(static_cast<char>(name[1] + 2), '6')};
        }
        return std::string(name);
    }

    void link(xmlNode const* n) {
        auto const href = target(attribute(n, "href"));
        bool const shown = !href.empty() && !in_link_;
        if (!shown) {
            children(n);
            return;
        }
        in_link_ = true;
        around(n, "<a " + href + ">");
        in_link_ = false;
    }

    void picture(xmlNode const* n) {
        auto const source = target(attribute(n, "src"));
        auto const alt = std::string(trim_view(collapse(attribute(n, "alt"))));
        bool const shown = !source.empty() && !in_link_;
        if (shown) text += "<a " + source + ">";
        at_start_ = false;
        text += alt.empty() && shown ? attribute(n, "src") : alt;
        if (shown) text += "</>";
    }

    static std::string target(std::string const& written) {
        auto address = std::string(trim_view(written));
        if (address.starts_with("//")) address = "https:" + address;
        return base::safe_link(address).value_or("");
    }

    void children(xmlNode const* n) {
        for (auto const* child = n->children; child; child = child->next) node(child);
    }

    void words(std::string const& content) {
        for (char const c : content) {
            if (c == ' ' && (at_start_ || (!text.empty() && text.back() == ' '))) continue;
            text += c;
            at_start_ = false;
        }
    }

    /// A new line, unless at the beginning of one.
    void line() {
        while (text.ends_with(' ') || text.ends_with("<br>")) text.resize(text.size() - (text.ends_with(' ') ? 1 : 4));
        if (!text.empty() && text.back() != '\n') text += '\n';
        at_start_ = true;
    }

    made_by maker_;
    bool in_link_ = false;
    bool at_start_ = true;
};

std::string outline_of(std::string_view html, made_by maker) {
    html_tree const tree(html);
    outline writer(maker);
    if (tree.body()) writer.node(tree.body());
    return writer.text;
}

}  // namespace

bool renders_to(std::string_view markdown, std::string_view html) {
    auto const ours = base::to_html(markdown);
    return ours && outline_of(*ours, made_by::us) == outline_of(html, made_by::elsewhere);
}

}  // namespace plaza::domain::imports
