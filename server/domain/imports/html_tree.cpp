// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/html_tree.hpp"

#include <libxml/xmlerror.h>

#include <algorithm>
#include <array>

namespace plaza::domain::imports {

html_tree::html_tree(std::string_view html) {
    // The wrapper keeps text at the top level as it is; without it libxml2 makes paragraphs.
    std::string wrapped = "<html><body><div>";
    wrapped.append(html);
    wrapped += "</div></body></html>";
    document_.reset(htmlReadMemory(
        wrapped.data(), static_cast<int>(wrapped.size()), nullptr, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT));
    if (!document_) return;
    auto const* root = xmlDocGetRootElement(document_.get());
    for (auto const* node = root ? root->children : nullptr; node; node = node->next) {
        if (is_element(node) && node_name(node) == "body") body_ = node;
    }
}

std::string_view node_text(xmlNode const* node) {
    return node->content ? std::string_view(reinterpret_cast<char const*>(node->content)) : std::string_view();
}

std::string attribute(xmlNode const* element, char const* name) {
    struct free_text {
        void operator()(xmlChar* text) const { xmlFree(text); }
    };
    std::unique_ptr<xmlChar, free_text> const value(xmlGetProp(element, reinterpret_cast<xmlChar const*>(name)));
    return value ? std::string(reinterpret_cast<char const*>(value.get())) : std::string();
}

std::string all_text(xmlNode const* node) {
    if (is_text(node)) return std::string(node_text(node));
    std::string text;
    if (is_element(node) && node_name(node) == "br") return "\n";
    for (auto const* child = node->children; child; child = child->next) text += all_text(child);
    return text;
}

bool is_block(std::string_view element) {
    constexpr std::array<std::string_view, 37> blocks = {
        "address", "article", "aside", "blockquote", "body",   "caption", "center", "dd", "details", "dir",
        "div",     "dl",      "dt",    "fieldset",   "figure", "footer",  "form",   "h1", "h2",      "h3",
        "h4",      "h5",      "h6",    "header",     "hr",     "li",      "main",   "ol", "p",       "pre",
        "section", "summary", "table", "tbody",      "td",     "tr",      "ul"};
    return std::find(blocks.begin(), blocks.end(), element) != blocks.end() || element == "th" || element == "thead";
}

bool is_dropped(std::string_view element) {
    return element == "script" || element == "style" || element == "head" || element == "noscript" ||
           element == "template" || element == "iframe" || element == "object";
}

}  // namespace plaza::domain::imports
