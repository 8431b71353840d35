#include "synchrony/draw/pages.hpp"

#include <cairo-pdf.h>

#include <memory>

#include "synchrony/core/output_mark.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::draw {
namespace {

constexpr double pdf_points_per_mm = 72.0 / 25.4;

cairo_status_t append_bytes(void* user, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(user)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

void set_facts(cairo_surface_t* surface, const std::string& title, const std::string& date) {
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, core::valid_utf8(title).c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, core::output_mark);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, (date + "T00:00:00Z").c_str());
}

void add_outlines(cairo_surface_t* surface, const Picture& picture, std::size_t page) {
    for (const auto& outline : picture.outlines) {
        const std::string place =
            "page=" + std::to_string(page) + " pos=[0 " + std::to_string(outline.y_mm * pdf_points_per_mm) + "]";
        cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT, core::valid_utf8(outline.name).c_str(),
                                      place.c_str(), static_cast<cairo_pdf_outline_flags_t>(0));
    }
}

}  // namespace

core::Result<std::string> render_pages(std::span<const Picture> pictures, const std::string& title,
                                       const std::string& date) {
    if (pictures.empty()) return core::fail({core::ErrorKind::usage, "a file without a page", title, {}, {}, {}});
    std::string bytes;
    const auto& first = pictures.front().size_mm;
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_pdf_surface_create_for_stream(append_bytes, &bytes, first.width * pdf_points_per_mm,
                                            first.height * pdf_points_per_mm),
        cairo_surface_destroy);
    set_facts(surface.get(), title, date);
    cairo_status_t status = CAIRO_STATUS_SUCCESS;
    for (std::size_t i = 0; i < pictures.size() && status == CAIRO_STATUS_SUCCESS; ++i) {
        const auto& size = pictures[i].size_mm;
        cairo_pdf_surface_set_size(surface.get(), size.width * pdf_points_per_mm, size.height * pdf_points_per_mm);
        const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context(cairo_create(surface.get()), cairo_destroy);
        cairo_scale(context.get(), pdf_points_per_mm, pdf_points_per_mm);
        add_outlines(surface.get(), pictures[i], i + 1);
        Painter painter(context.get());
        pictures[i].draw(painter);
        cairo_show_page(context.get());
        status = cairo_status(context.get());
    }
    cairo_surface_finish(surface.get());
    if (status == CAIRO_STATUS_SUCCESS) return bytes;
    return core::fail({core::ErrorKind::io, "drawing failed", title, cairo_status_to_string(status), {}, {}});
}

}  // namespace synchrony::draw
