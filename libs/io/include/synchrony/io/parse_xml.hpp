// XML from strangers, parsed by pugixml: bounded, without entities of its own.
#pragma once

#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"
#include "synchrony/io/source.hpp"

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace synchrony::io {

/// Parses all of it. Fails (input) on what is no XML, on more than 256 MiB or 2 million elements and attributes, and on
/// a document type with entities of its own: no recorder writes them, and they can expand without bound or name other
/// files. The document's text is UTF-8, whatever encoding the file declares or its byte order mark tells. Returns what
/// is to be said where that is not what its bytes are, or is not known; empty where nothing is.
[[nodiscard]] core::Result<std::string> parse_xml(const Bytes& bytes, const std::string& where,
                                                  pugi::xml_document& document);

/// The name of an element behind its namespace prefix.
[[nodiscard]] std::string_view without_prefix(std::string_view name);

/// The first element of that name (a namespace prefix is passed over) among the children.
[[nodiscard]] pugi::xml_node child_of(pugi::xml_node parent, std::string_view name);

}  // namespace synchrony::io
