#include "xml.hpp"

#include <algorithm>

#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "xml_letters.hpp"

namespace synchrony::io {
namespace {

constexpr std::size_t most_xml_bytes = std::size_t{1} << 28;
/// Elements and attributes: each takes some 60 bytes of memory, were it written with four. Exports hold some thousands.
constexpr std::ptrdiff_t most_xml_parts = std::ptrdiff_t{1} << 21;

/// Where zero bytes stand that no letter has: anywhere in UTF-8, four in a row in the others. A hole in a file, or what
/// a broken copy left, is found before the rest is looked at.
std::size_t first_hole(std::string_view text) {
    constexpr std::size_t longest_letter = 4;
    const bool wide = text.substr(0, longest_letter).find('\0') != std::string_view::npos ||
                      text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
    if (!wide) return text.find('\0');
    // Four in a row have one at a place of this step; in UTF-16 many stand there alone.
    for (auto at = longest_letter - 1; at < text.size(); at += longest_letter) {
        if (text[at] != '\0') continue;
        auto begin = at, end = at + 1;
        while (begin > 0 && text[begin - 1] == '\0') --begin;
        while (end < text.size() && end - begin < longest_letter && text[end] == '\0') ++end;
        if (end - begin >= longest_letter) return (begin + 1) / 2 * 2;  // the last letter may end with a zero
    }
    return std::string_view::npos;
}

/// How often a letter stands in a text where it is rare: the search goes many letters at a time.
std::ptrdiff_t count_of(std::string_view text, char letter) {
    std::ptrdiff_t count = 0;
    for (auto at = text.find(letter); at != std::string_view::npos; at = text.find(letter, at + 1)) ++count;
    return count;
}

/// The letters of a head in any encoding: zero bytes and byte order marks left out. Enough to find ASCII names.
std::string ascii_of(std::string_view head) {
    if (head.find('\0') == std::string_view::npos)  // one byte a letter, or UTF-8
        return std::string(core::without_byte_order_mark(head));
    std::string letters;
    letters.reserve(head.size());
    for (const char c : head)
        if (c != '\0' && c != '\xff' && c != '\xfe' && c != '\xef' && c != '\xbb' && c != '\xbf') letters += c;
    return letters;
}

/// Behind comments, processing instructions and a document type: where the root element begins.
std::string_view at_root(std::string_view text) {
    while (!text.empty()) {
        text = core::trimmed(text);
        if (!text.starts_with("<")) return {};
        std::string_view end;
        if (text.starts_with("<?"))
            end = "?>";
        else if (text.starts_with("<!--"))
            end = "-->";
        else if (text.starts_with("<!"))
            end = ">";
        else
            return text.substr(1);
        auto from = std::size_t{0};
        if (end == ">" && text.substr(0, text.find('>')).find('[') != std::string_view::npos)
            from = std::min(text.find(']'), text.size());  // a document type with declarations of its own
        const auto found = text.find(end, from);
        if (found == std::string_view::npos) return {};
        text.remove_prefix(found + end.size());
    }
    return {};
}

}  // namespace

core::Result<std::string> parse_xml(const Bytes& bytes, const std::string& where, XmlDocument& document) {
    if (bytes.view.size() > most_xml_bytes)
        return core::fail_input("file is too large", where, std::to_string(bytes.view.size()) + " bytes",
                                "at most " + std::to_string(most_xml_bytes) + " bytes of XML");
    auto text = bytes.text();
    const auto hole = first_hole(text);
    constexpr std::size_t most_padding = 65536;  // to whole blocks of a disk, as some devices fill up
    const bool padded = hole != std::string_view::npos && text.size() - hole <= most_padding &&
                        text.find_first_not_of('\0', hole) == std::string_view::npos;
    if (padded)
        text = text.substr(0, hole);
    else if (hole != std::string_view::npos)
        return core::fail_input("file is not whole XML", where, "zero bytes at byte " + std::to_string(hole),
                                "letters to the end");
    XmlLetters letters;
    SYNCHRONY_TRY(read_letters(text, most_xml_bytes, where, letters));
    text = letters.text;
    const auto parts = count_of(text, '<') + count_of(text, '=');
    if (parts > most_xml_parts)
        return core::fail_input("XML has too many elements", where,
                                std::to_string(parts) + " of < and =", "at most " + std::to_string(most_xml_parts));
    constexpr std::size_t prolog = 65536;
    if (ascii_of(text.substr(0, prolog)).find("<!ENTITY") != std::string::npos)
        return core::fail_input("XML defines entities of its own", where, "<!ENTITY", "none, as recorders write it");
    const auto parsed =
        document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single,
                             letters.utf8 ? pugi::encoding_utf8 : pugi::encoding_auto);
    if (parsed) return std::move(letters.remark);
    return core::fail_input("file is not whole XML", where,
                            std::string(parsed.description()) + " at byte " + std::to_string(parsed.offset),
                            "well-formed XML");
}

std::string_view without_prefix(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string root_element(std::string_view head) {
    // Most files that are asked are none of XML: their first byte tells.
    const auto first = head.find_first_not_of(std::string_view(" \t\r\n\v\f\0\xff\xfe\xef\xbb\xbf", 12));
    if (first == std::string_view::npos || head[first] != '<') return {};
    const auto ascii = ascii_of(head);
    const auto root = at_root(ascii);
    const auto name = without_prefix(root.substr(0, root.find_first_of(" \t\r\n/>")));
    return std::string(name);
}

pugi::xml_node child_of(pugi::xml_node parent, std::string_view name) {
    for (const auto child : parent.children())
        if (without_prefix(child.name()) == name) return child;
    return {};
}

std::string text_of(pugi::xml_node node) {
    return std::string(core::trimmed(node.text().get()));
}

void say_encoding(const std::string& remark, record::Ecg& ecg) {
    if (!remark.empty()) ecg.warnings.emplace_back(remark);
}

}  // namespace synchrony::io
