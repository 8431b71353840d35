#include "synchrony/core/output_mark.hpp"

#include <algorithm>
#include <string>

#include "synchrony/core/files.hpp"

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

bool is_own_pdf(std::string_view pdf) {
    return holds(pdf, "/Creator (" + std::string(output_mark) + ")") ||
           (holds(pdf, "/Producer (cairo ") && is_dated_by_day(pdf));
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
    if (holds(svg, svg_mark)) return true;
    const auto root = svg.find("<svg xmlns=");
    const auto end = svg.find('>', root);
    return root != std::string_view::npos && end != std::string_view::npos &&
           holds(svg.substr(root, end - root), "mm\" height=\"") && svg.substr(end + 1).starts_with("\n<title>") &&
           holds(svg, "</title>\n<desc>");
}

/// Earlier versions forbade all but pictures and styles in the page, and robots.
bool is_own_html(std::string_view html) {
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
    return head.starts_with("\x89PNG") ? is_own_png(head) : is_own_svg(head) || is_own_html(head);
}

}  // namespace synchrony::core
