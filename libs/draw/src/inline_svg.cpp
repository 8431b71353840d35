#include "synchrony/draw/inline_svg.hpp"

#include <cmath>

#include "synchrony/core/text.hpp"

namespace synchrony::draw {
namespace {

constexpr double most_enlarged = 1.25;  // beyond its own size, where the page has room

}  // namespace

std::string escape_xml(const std::string& text) {
    std::string escaped;
    for (const char letter : text) switch (letter) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += letter;
        }
    return escaped;
}

core::Result<std::string> inline_svg(const Picture& picture, const std::string& id) {
    SYNCHRONY_ASSIGN(auto svg, render(picture, PictureFormat::svg, 0.0));
    svg.erase(0, svg.find("<svg"));
    // Cairo numbers glyphs and clips from zero in every file; two figures in one page would share them.
    core::replace_all(svg, " id=\"", " id=\"" + id + "-");
    core::replace_all(svg, "xlink:href=\"#", "xlink:href=\"#" + id + "-");
    core::replace_all(svg, "url(#", "url(#" + id + "-");
    const auto head_end = svg.find('>');
    const auto width = svg.find(" width=\"");
    const auto view = svg.find(" viewBox=");
    if (head_end == std::string::npos || width > head_end || view > head_end || width > view)
        return core::fail(
            {core::ErrorKind::io, "unknown form of SVG from Cairo", picture.title, svg.substr(0, 80), {}, {}});
    const auto size =
        "width:100%;max-width:" + std::to_string(std::lround(picture.size_mm.width * most_enlarged)) + "mm;height:auto";
    const auto title = escape_xml(picture.title);
    const auto description = escape_xml(picture.description);
    const auto said = description.empty() ? title : title + ". " + description;
    svg.insert(head_end + 1, "\n<title>" + title + "</title>\n<desc>" + description + "</desc>");
    svg.replace(width, view - width, " role=\"img\" aria-label=\"" + said + "\" style=\"" + size + "\"");
    return svg;
}

}  // namespace synchrony::draw
