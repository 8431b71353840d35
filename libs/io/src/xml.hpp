// What readers ask of parsed XML.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "synchrony/io/parse_xml.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// A parsed file. Its text is UTF-8, whatever encoding the file declares or its byte order mark tells.
using XmlDocument = pugi::xml_document;

/// The name of the root element in the first bytes of a file, without its namespace prefix ("AnnotatedECG"); empty
/// where they do not begin an XML document. In any encoding; for sniffers.
[[nodiscard]] std::string root_element(std::string_view head);

/// The text inside an element, without blanks at its ends.
[[nodiscard]] std::string text_of(pugi::xml_node node);

/// Adds parse_xml()'s word on the encoding to a recording's warnings.
void say_encoding(const std::string& remark, record::Ecg& ecg);

}  // namespace synchrony::io
