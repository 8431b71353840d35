#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <array>
#include <boost/crc.hpp>
#include <cmath>
#include <memory>

#include "synchrony/core/clock.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/output_mark.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/inline_svg.hpp"
#include "synchrony/draw/painter.hpp"

namespace synchrony::draw {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
constexpr double mm_per_inch = 25.4;
constexpr double max_pixels = 1e8;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

cairo_status_t append(void* user, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(user)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

// Gives the words written on the picture.
core::Result<std::vector<std::string>> draw_on(cairo_surface_t* surface, const Picture& picture, double units_per_mm) {
    const Context context(cairo_create(surface), cairo_destroy);
    cairo_set_source_rgb(context.get(), 1.0, 1.0, 1.0);
    cairo_paint(context.get());
    cairo_scale(context.get(), units_per_mm, units_per_mm);
    Painter painter(context.get());
    picture.draw(painter);
    const auto status = cairo_status(context.get());
    if (status == CAIRO_STATUS_SUCCESS) return painter.words();
    return core::fail({core::ErrorKind::io, "drawing failed", picture.title, cairo_status_to_string(status), {}, {}});
}

// Cairo writes width="841.89pt"; the same length in mm reads better and is what rulers show.
void say_size_in_mm(std::string& svg, const Size& size) {
    const auto begin = svg.find(" width=\"");
    const auto end = svg.find(" viewBox=", begin);
    if (begin == std::string::npos || end == std::string::npos) return;
    const auto number = [](double value) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.10g", value);
        return std::string(text.data());
    };
    svg.replace(begin, end - begin, " width=\"" + number(size.width) + "mm\" height=\"" + number(size.height) + "mm\"");
}

void say_words(std::string& svg, const std::string& title, const std::vector<std::string>& words) {
    const auto root = svg.find("<svg");
    const auto head_end = svg.find('>', root);
    if (root == std::string::npos || head_end == std::string::npos) return;
    std::string text = "\n" + std::string(core::svg_mark) + "\n<title>" + escape_xml(title) + "</title>\n<desc>";
    for (const auto& line : words) text += escape_xml(line) + "\n";
    svg.insert(head_end + 1, text + "</desc>");
}

core::Result<std::string> render_vector(const Picture& picture, PictureFormat format, bool with_words) {
    std::string bytes;
    const double width = picture.size_mm.width * points_per_mm;
    const double height = picture.size_mm.height * points_per_mm;
    const Surface surface(format == PictureFormat::svg
                              ? cairo_svg_surface_create_for_stream(append, &bytes, width, height)
                              : cairo_pdf_surface_create_for_stream(append, &bytes, width, height),
                          cairo_surface_destroy);
    if (format == PictureFormat::pdf) {
        cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);  // later ones pack the mark
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, picture.title.c_str());
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, core::output_mark);
        // The day, not the second: the same picture gives the same bytes.
        const auto day = core::utc_now().substr(0, std::string_view("2026-11-26").size()) + "T00:00:00Z";
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
    }
    SYNCHRONY_ASSIGN(const auto words, draw_on(surface.get(), picture, points_per_mm));
    cairo_surface_finish(surface.get());
    if (format == PictureFormat::svg) say_size_in_mm(bytes, picture.size_mm);
    if (format == PictureFormat::svg && with_words) say_words(bytes, picture.title, words);
    return bytes;
}

std::uint32_t crc32(const std::string& bytes) {
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 255u);
    return bytes;
}

std::string png_chunk(const std::string& name, const std::string& bytes) {
    return big_endian(static_cast<std::uint32_t>(bytes.size())) + name + bytes + big_endian(crc32(name + bytes));
}

// The pHYs chunk (PNG specification, 11.3.5.3) tells programs how large a pixel is, so that prints are to scale; tEXt
// (11.3.4.3) who made it.
void say_resolution_and_mark(std::string& png, double dpi) {
    constexpr std::size_t after_header = 8 + 25;  // signature, IHDR chunk
    if (png.size() < after_header) return;
    const auto pixels_per_metre = big_endian(static_cast<std::uint32_t>(std::lround(dpi * 1000.0 / mm_per_inch)));
    png.insert(after_header, png_chunk("pHYs", pixels_per_metre + pixels_per_metre + '\1') +
                                 png_chunk("tEXt", std::string("Software") + '\0' + core::output_mark));
}

core::Result<std::string> render_png(const Picture& picture, double dpi) {
    const double scale = dpi / mm_per_inch;
    const double width = std::ceil(picture.size_mm.width * scale - 1e-6);
    const double height = std::ceil(picture.size_mm.height * scale - 1e-6);
    if (!(dpi > 0.0) || !(width >= 1.0) || !(height >= 1.0) || width * height > max_pixels)
        return core::fail({core::ErrorKind::usage,
                           "picture is too large or too small",
                           picture.title,
                           core::shortest(dpi) + " dpi",
                           "1 to 100 million pixels",
                           {}});
    const Surface surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width), static_cast<int>(height)),
        cairo_surface_destroy);
    SYNCHRONY_TRY(draw_on(surface.get(), picture, scale));
    std::string bytes;
    const auto status = cairo_surface_write_to_png_stream(surface.get(), append, &bytes);
    if (status != CAIRO_STATUS_SUCCESS)
        return core::fail(
            {core::ErrorKind::io, "cannot encode PNG", picture.title, cairo_status_to_string(status), {}, {}});
    say_resolution_and_mark(bytes, dpi);
    return bytes;
}

}  // namespace

core::Result<PictureFormat> format_of(const std::filesystem::path& path) {
    const std::string ending = core::lower(path.extension().string());
    if (ending == ".svg") return PictureFormat::svg;
    if (ending == ".pdf") return PictureFormat::pdf;
    if (ending == ".png") return PictureFormat::png;
    return core::fail({core::ErrorKind::usage,
                       "unknown picture format",
                       path.string(),
                       ending.empty() ? "no ending" : ending,
                       ".svg, .png or .pdf",
                       {}});
}

core::Result<std::string> render(const Picture& picture, PictureFormat format, double dpi) {
    return format == PictureFormat::png ? render_png(picture, dpi) : render_vector(picture, format, false);
}

core::Result<std::string> file_bytes(const Picture& picture, PictureFormat format, double dpi) {
    return format == PictureFormat::png ? render_png(picture, dpi) : render_vector(picture, format, true);
}

core::Result<void> save(const Picture& picture, const std::filesystem::path& path, double dpi) {
    SYNCHRONY_ASSIGN(const auto format, format_of(path));
    SYNCHRONY_ASSIGN(const auto bytes, file_bytes(picture, format, dpi));
    return core::write_file(path, bytes);
}

}  // namespace synchrony::draw
