// SPDX-License-Identifier: EUPL-1.2
// libxml2's tree of an HTML fragment, as the converters of this folder walk it.
#pragma once
#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>

namespace plaza::domain::imports {

class html_tree {
public:
    /// Parses whatever it is given; libxml2 repairs it and refuses only what is nested deeper than 256.
    explicit html_tree(std::string_view html);

    /// The element that holds the fragment's nodes; null when there is nothing.
    xmlNode const* body() const { return body_; }

private:
    struct free_document {
        void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
    };
    std::unique_ptr<xmlDoc, free_document> document_;
    xmlNode const* body_ = nullptr;
};

inline std::string_view node_name(xmlNode const* node) {
    return node->name ? std::string_view(reinterpret_cast<char const*>(node->name)) : std::string_view();
}
inline bool is_element(xmlNode const* node) { return node->type == XML_ELEMENT_NODE; }
inline bool is_text(xmlNode const* node) {
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE || node->type == XML_ENTITY_REF_NODE;
}
std::string_view node_text(xmlNode const* node);
std::string attribute(xmlNode const* element, char const* name);
/// The text of the node and all below it.
std::string all_text(xmlNode const* node);

bool is_block(std::string_view element);
/// Elements whose content is not for readers.
bool is_dropped(std::string_view element);

}  // namespace plaza::domain::imports
