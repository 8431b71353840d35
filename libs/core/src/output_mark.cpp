#include "synchrony/core/output_mark.hpp"

#include <algorithm>
#include <string>

#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::core {
namespace {

constexpr std::size_t most_head_bytes = std::size_t{1} << 16;
constexpr std::uint64_t most_pdf_bytes = std::uint64_t{256} << 20;

bool holds(std::string_view bytes, std::string_view what) {
    return bytes.find(what) != std::string_view::npos;
}

/// What earlier versions wrote: a line of Cairo, on the stroke of a day.
bool is_dated_by_day(std::string_view pdf) {
    constexpr std::string_view before = "/CreationDate (", prefix = "D:", midnight = "000000";
    constexpr std::size_t day_digits = 8;
    const auto at = pdf.find(before);
    if (at == std::string_view::npos) return false;
    auto date = pdf.substr(at + before.size());
    if (date.starts_with(prefix)) date.remove_prefix(prefix.size());  // Cairo 1.16 leaves it out
    return date.substr(std::min(date.size(), day_digits)).starts_with(midnight);
}

/// The document's own information, which its last trailer names: an included figure's is another object.
std::string_view information_of(std::string_view pdf) {
    constexpr std::string_view entry = "/Info ";
    const auto trailer = pdf.rfind("trailer");
    const auto named = trailer == std::string_view::npos ? trailer : pdf.find(entry, trailer);
    if (named == std::string_view::npos) return {};
    const auto number = pdf.substr(named + entry.size());
    const auto object = "\n" + std::string(number.substr(0, number.find(' '))) + " 0 obj";
    const auto at = pdf.find(object);
    return at == std::string_view::npos ? std::string_view() : pdf.substr(at, pdf.find("endobj", at) - at);
}

bool is_own_pdf(std::string_view pdf) {
    const auto information = information_of(pdf);
    return holds(information, "/Creator (" + std::string(output_mark) + ")") ||
           (holds(information, "/Producer (cairo ") && is_dated_by_day(information));
}

/// Earlier versions wrote the resolution before Cairo's background and nothing else.
bool is_own_png(std::string_view png) {
    constexpr std::size_t name = 4, resolution_at = 8 + 25 + name, background_at = resolution_at + name + 9 + 4 + name;
    if (holds(png, std::string("tEXtSoftware") + '\0' + output_mark)) return true;
    return png.size() > background_at && png.substr(resolution_at, name) == "pHYs" &&
           png.substr(background_at, name) == "bKGD";
}

/// Earlier versions gave Cairo's picture a size in mm, a title and its words.
bool is_own_svg(std::string_view svg) {
    const auto root = svg.find("<svg ");
    const auto end = svg.find('>', root);
    if (end == std::string_view::npos) return false;
    const auto inside = svg.substr(end + 1);
    return inside.starts_with("\n" + std::string(svg_mark)) ||
           (holds(svg.substr(root, end - root), "mm\" height=\"") && inside.starts_with("\n<title>") &&
            holds(svg, "</title>\n<desc>"));
}

/// Earlier versions forbade all but pictures and styles in the page, and robots.
bool is_own_html(std::string_view page) {
    const auto html = page.substr(0, std::min(page.find("</head>"), page.find("<body")));  // not what the page shows
    return holds(html, "<meta name=\"generator\" content=\"" + std::string(output_mark) + "\">") ||
           holds(html,
                 "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
                 "<meta name=\"robots\" content=\"noindex\">");
}

}  // namespace

bool is_own_page_or_picture(const std::filesystem::path& path) {
    const auto head = first_bytes(path, most_head_bytes);
    if (head.starts_with("%PDF-")) {
        const auto whole = read_file(path, most_pdf_bytes);
        return whole && is_own_pdf(*whole);
    }
    if (head.starts_with("\x89PNG")) return is_own_png(head);
    const auto root = lower(head.substr(0, head.find('<', 1)));
    const bool page = root.find("<html") != std::string::npos || root.find("<!doctype html") != std::string::npos;
    return page ? is_own_html(head) : is_own_svg(head);
}

}  // namespace synchrony::core
