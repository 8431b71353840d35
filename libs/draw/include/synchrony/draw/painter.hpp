// Drawing in millimetres on any of Cairo's surfaces: one drawing routine gives SVG, PDF and PNG.
#pragma once

#include <cairo.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/draw/colour.hpp"
#include "synchrony/draw/geometry.hpp"

namespace synchrony::draw {

struct Stroke {
    Colour colour = black;
    double width_mm = 0.25;
    double dash_mm = 0.0;  ///< length of dashes and gaps; 0: solid
};

enum class Horizontal { left, centre, right };
enum class Vertical { top, middle, baseline };

struct TextStyle {
    double size_mm = 3.0;  ///< of the font: 3 mm are 8.5 points
    Colour colour = {0.13, 0.13, 0.13};
    bool bold = false;
    Horizontal horizontal = Horizontal::left;
    Vertical vertical = Vertical::baseline;
    bool upwards = false;  ///< turned by 90 degrees, read from below
};

/// y grows downwards, the origin is the upper left corner. Not finite coordinates break a line there.
class Painter {
  public:
    explicit Painter(cairo_t* context) : context_(context) {}

    void polyline(std::span<const Point> points, const Stroke& stroke);
    /// Separate lines, points taken in pairs, drawn as one path.
    void segments(std::span<const Point> ends, const Stroke& stroke);
    void fill(const Rect& rect, const Colour& colour);
    void frame(const Rect& rect, const Stroke& stroke);
    void fill(std::span<const Point> polygon, const Colour& colour);
    void disc(const Point& centre, double radius_mm, const Colour& colour);
    void text(const Point& at, const std::string& text, const TextStyle& style);
    [[nodiscard]] double text_width(const std::string& text, const TextStyle& style);
    /// The text in lines no wider than that; a longer word has a line to itself.
    [[nodiscard]] std::vector<std::string> wrapped(const std::string& text, double width_mm, const TextStyle& style);
    /// `pixels` is [row, column] from the upper left, drawn as sharp rectangles.
    void image(const Rect& rect, std::span<const Colour> pixels, int rows, int columns);
    /// What `draw` draws, moved so that its origin stands at `origin`, and made larger by `scale`.
    void placed(const Point& origin, double scale, const std::function<void()>& draw);
    /// The bytes of a PNG file, drawn to fill `rect`; false (and nothing drawn) when they are not one.
    bool png(const Rect& rect, const std::string& bytes);
    void clip(const Rect& rect);  ///< until `unclip`; clips do not nest
    void unclip();
    /// All that was written, in order, as well-formed UTF-8: what a picture says to those who cannot see it.
    [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
    /// Adds to `words` what is drawn as a shape: the tick or the cross before a criterion.
    void say(const std::string& text);

  private:
    void set(const Colour& colour);
    void stroke(const Stroke& stroke);
    void select_font(const TextStyle& style);
    cairo_t* context_;
    std::vector<std::string> words_;
};

/// Whether the font that Painter writes with on this machine has every letter of the text; those that it has not are
/// drawn as empty boxes.
[[nodiscard]] bool can_be_written(const std::string& text);

using ImageSurface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
/// The picture in the bytes of a PNG file; empty when they are not one.
[[nodiscard]] ImageSurface read_png(const std::string& bytes);

/// A place of a page in a PDF's list of contents.
struct Outline {
    std::string name;
    double y_mm = 0.0;
};

/// A picture: its size and how to draw it.
struct Picture {
    Size size_mm;
    std::string title;  ///< for the PDF's metadata
    std::function<void(Painter&)> draw;
    std::string description = {};        ///< what it shows, for those who cannot see it
    std::vector<Outline> outlines = {};  ///< of a page (render_pages)
};

enum class PictureFormat { svg, pdf, png };
/// By the name's ending; error (usage) for others.
[[nodiscard]] core::Result<PictureFormat> format_of(const std::filesystem::path& path);

/// The bytes of the picture. SVG and PDF are to scale in mm; PNG has `dpi` pixels an inch, also said inside the file.
/// Errors: usage (a size or dpi that makes more than 100 million pixels), io (Cairo fails).
[[nodiscard]] core::Result<std::string> render(const Picture& picture, PictureFormat format, double dpi);
/// The bytes that `save` writes.
[[nodiscard]] core::Result<std::string> file_bytes(const Picture& picture, PictureFormat format, double dpi);

/// Renders by the name's ending and writes the file atomically. An SVG carries its title and all its words as text too,
/// for search and for screen readers: Cairo draws letters as outlines.
[[nodiscard]] core::Result<void> save(const Picture& picture, const std::filesystem::path& path, double dpi);

}  // namespace synchrony::draw
