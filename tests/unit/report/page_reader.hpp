// Reads the body of a page. Pages are written so that the body is XML but for <img>, which has no end: a parser can so
// check that every element is closed and every attribute quoted.
#pragma once

#include <pugixml.hpp>
#include <string>

namespace synchrony::test {

struct PageBody {
    pugi::xml_document document;
    pugi::xml_parse_result parsed;
    std::string text;
    /// Where parsing stopped.
    [[nodiscard]] std::string where() const { return text.substr(static_cast<std::size_t>(parsed.offset), 80); }
};

inline PageBody read_body(const std::string& html) {
    PageBody body;
    body.text = html.substr(html.find("<body>"), html.find("</html>") - html.find("<body>"));
    for (auto at = body.text.find("<img"); at != std::string::npos; at = body.text.find("<img", at + 1))
        body.text.insert(body.text.find('>', at), "/");
    body.parsed = body.document.load_string(body.text.c_str());
    return body;
}

/// Pages of a PDF file whose objects are not packed, as ours are not.
inline std::size_t count_pdf_pages(const std::string& pdf) {
    std::size_t pages = 0;
    for (auto at = pdf.find("/Type /Page"); at != std::string::npos; at = pdf.find("/Type /Page", at + 1))
        pages += pdf.compare(at + 11, 1, "s") != 0;
    return pages;
}

}  // namespace synchrony::test
