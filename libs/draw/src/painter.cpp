#include "synchrony/draw/painter.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "synchrony/core/utf8.hpp"

namespace synchrony::draw {
namespace {

constexpr const char* font_family = "sans";
constexpr double max_coordinate_mm = 20'000.0;  // Cairo's fixed-point numbers end at 2^23 units

bool drawable(const Point& point) {
    return std::isfinite(point.x) && std::isfinite(point.y) && std::abs(point.x) < max_coordinate_mm &&
           std::abs(point.y) < max_coordinate_mm;
}

std::uint32_t to_argb(const Colour& colour) {
    const auto byte = [&](double share) {
        return static_cast<std::uint32_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255.0));
    };
    const double alpha = std::clamp(colour.alpha, 0.0, 1.0);
    return byte(alpha) << 24 | byte(colour.red * alpha) << 16 | byte(colour.green * alpha) << 8 |
           byte(colour.blue * alpha);
}

}  // namespace

void Painter::set(const Colour& colour) {
    cairo_set_source_rgba(context_, colour.red, colour.green, colour.blue, colour.alpha);
}

void Painter::stroke(const Stroke& stroke) {
    set(stroke.colour);
    cairo_set_line_width(context_, stroke.width_mm);
    cairo_set_line_join(context_, CAIRO_LINE_JOIN_ROUND);
    cairo_set_dash(context_, &stroke.dash_mm, stroke.dash_mm > 0.0 ? 1 : 0, 0.0);
    cairo_stroke(context_);
}

void Painter::polyline(std::span<const Point> points, const Stroke& style) {
    bool down = false;
    for (const auto& point : points) {
        if (!drawable(point)) {
            down = false;
            continue;
        }
        down ? cairo_line_to(context_, point.x, point.y) : cairo_move_to(context_, point.x, point.y);
        down = true;
    }
    stroke(style);
}

void Painter::segments(std::span<const Point> ends, const Stroke& style) {
    for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
        if (!drawable(ends[i]) || !drawable(ends[i + 1])) continue;
        cairo_move_to(context_, ends[i].x, ends[i].y);
        cairo_line_to(context_, ends[i + 1].x, ends[i + 1].y);
    }
    stroke(style);
}

void Painter::fill(const Rect& rect, const Colour& colour) {
    set(colour);
    cairo_rectangle(context_, rect.x, rect.y, rect.width, rect.height);
    cairo_fill(context_);
}

void Painter::fill(std::span<const Point> polygon, const Colour& colour) {
    if (polygon.size() < 3 || !std::all_of(polygon.begin(), polygon.end(), drawable)) return;
    set(colour);
    cairo_new_path(context_);
    for (const auto& point : polygon) cairo_line_to(context_, point.x, point.y);
    cairo_close_path(context_);
    cairo_fill(context_);
}

void Painter::frame(const Rect& rect, const Stroke& style) {
    cairo_rectangle(context_, rect.x, rect.y, rect.width, rect.height);
    stroke(style);
}

void Painter::disc(const Point& centre, double radius_mm, const Colour& colour) {
    if (!drawable(centre)) return;
    set(colour);
    cairo_new_path(context_);
    cairo_arc(context_, centre.x, centre.y, radius_mm, 0.0, 2.0 * 3.14159265358979323846);
    cairo_fill(context_);
}

void Painter::select_font(const TextStyle& style) {
    cairo_select_font_face(context_, font_family, CAIRO_FONT_SLANT_NORMAL,
                           style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(context_, style.size_mm);
}

bool can_be_written(const std::string& text) {
    const ImageSurface surface(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), cairo_surface_destroy);
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context(cairo_create(surface.get()), cairo_destroy);
    cairo_select_font_face(context.get(), font_family, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_glyph_t* glyphs = nullptr;
    int count = 0;
    const auto shown = core::valid_utf8(text);
    const auto status =
        cairo_scaled_font_text_to_glyphs(cairo_get_scaled_font(context.get()), 0.0, 0.0, shown.data(),
                                         static_cast<int>(shown.size()), &glyphs, &count, nullptr, nullptr, nullptr);
    const std::unique_ptr<cairo_glyph_t, decltype(&cairo_glyph_free)> owner(glyphs, cairo_glyph_free);
    constexpr unsigned long no_such_letter = 0;  // .notdef of TrueType and OpenType
    return status == CAIRO_STATUS_SUCCESS &&
           std::none_of(glyphs, glyphs + count, [&](const auto& glyph) { return glyph.index == no_such_letter; });
}

double Painter::text_width(const std::string& text, const TextStyle& style) {
    select_font(style);
    cairo_text_extents_t extents;
    cairo_text_extents(context_, core::valid_utf8(text).c_str(), &extents);
    return extents.x_advance;
}

void Painter::text(const Point& at, const std::string& text, const TextStyle& style) {
    if (text.empty() || !drawable(at)) return;
    const std::string shown = core::valid_utf8(text);
    words_.push_back(shown);
    const double width = text_width(text, style);
    cairo_font_extents_t font;
    cairo_font_extents(context_, &font);
    // Figures and capitals are about 0.73 of the font's size high in the usual sans faces.
    const double capital = 0.73 * style.size_mm;
    const double x = style.horizontal == Horizontal::left     ? 0.0
                     : style.horizontal == Horizontal::centre ? -width / 2.0
                                                              : -width;
    const double y = style.vertical == Vertical::baseline ? 0.0
                     : style.vertical == Vertical::middle ? capital / 2.0
                                                          : capital;
    cairo_save(context_);
    cairo_translate(context_, at.x, at.y);
    if (style.upwards) cairo_rotate(context_, -3.14159265358979323846 / 2.0);
    set(style.colour);
    cairo_move_to(context_, x, y);
    cairo_show_text(context_, shown.c_str());
    cairo_restore(context_);
    cairo_new_path(context_);
}

std::vector<std::string> Painter::wrapped(const std::string& text, double width_mm, const TextStyle& style) {
    std::vector<std::string> lines{""};
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(' ', begin), text.size());
        const auto word = text.substr(begin, end - begin);
        const auto longer = lines.back().empty() ? word : lines.back() + " " + word;
        if (lines.back().empty() || text_width(longer, style) <= width_mm)
            lines.back() = longer;
        else
            lines.push_back(word);
        begin = end + 1;
    }
    return lines;
}

void Painter::say(const std::string& text) {
    words_.push_back(core::valid_utf8(text));
}

void Painter::image(const Rect& rect, std::span<const Colour> pixels, int rows, int columns) {
    if (rows < 1 || columns < 1 || pixels.size() != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns))
        return;
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, columns, rows), cairo_surface_destroy);
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return;
    auto* bytes = cairo_image_surface_get_data(surface.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
        auto* line = reinterpret_cast<std::uint32_t*>(bytes + row * stride);
        for (std::size_t column = 0; column < static_cast<std::size_t>(columns); ++column)
            line[column] = to_argb(pixels[row * static_cast<std::size_t>(columns) + column]);
    }
    cairo_surface_mark_dirty(surface.get());
    cairo_save(context_);
    cairo_rectangle(context_, rect.x, rect.y, rect.width, rect.height);
    cairo_clip(context_);
    cairo_translate(context_, rect.x, rect.y);
    cairo_scale(context_, rect.width / columns, rect.height / rows);
    cairo_set_source_surface(context_, surface.get(), 0.0, 0.0);
    cairo_pattern_set_filter(cairo_get_source(context_), CAIRO_FILTER_NEAREST);
    cairo_paint(context_);
    cairo_restore(context_);
}

void Painter::placed(const Point& origin, double scale, const std::function<void()>& draw) {
    cairo_save(context_);
    cairo_translate(context_, origin.x, origin.y);
    cairo_scale(context_, scale, scale);
    draw();
    cairo_restore(context_);
}

ImageSurface read_png(const std::string& bytes) {
    struct Source {
        const std::string& bytes;
        std::size_t at = 0;
    } source{bytes};
    const auto read = [](void* user, unsigned char* data, unsigned int length) {
        auto& from = *static_cast<Source*>(user);
        if (length > from.bytes.size() - from.at) return CAIRO_STATUS_READ_ERROR;
        std::copy_n(from.bytes.data() + from.at, length, reinterpret_cast<char*>(data));
        from.at += length;
        return CAIRO_STATUS_SUCCESS;
    };
    ImageSurface surface(cairo_image_surface_create_from_png_stream(read, &source), cairo_surface_destroy);
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) surface.reset();
    return surface;
}

bool Painter::png(const Rect& rect, const std::string& bytes) {
    const auto surface = read_png(bytes);
    if (!surface) return false;
    cairo_save(context_);
    cairo_translate(context_, rect.x, rect.y);
    cairo_scale(context_, rect.width / cairo_image_surface_get_width(surface.get()),
                rect.height / cairo_image_surface_get_height(surface.get()));
    cairo_set_source_surface(context_, surface.get(), 0.0, 0.0);
    cairo_paint(context_);
    cairo_restore(context_);
    return true;
}

void Painter::clip(const Rect& rect) {
    cairo_save(context_);
    cairo_rectangle(context_, rect.x, rect.y, rect.width, rect.height);
    cairo_clip(context_);
}

void Painter::unclip() {
    cairo_restore(context_);
}

}  // namespace synchrony::draw
