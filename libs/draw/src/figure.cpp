#include "synchrony/draw/figure.hpp"

#include "synchrony/draw/axes_painter.hpp"
#include "synchrony/draw/inline_svg.hpp"

namespace synchrony::draw {

core::Result<void> save(const Figure& figure, const std::filesystem::path& path, double dpi) {
    SYNCHRONY_TRY(check(figure));
    return save(picture_of(figure), path, dpi);
}

core::Result<std::string> inline_svg(const Figure& figure, const std::string& id) {
    SYNCHRONY_TRY(check(figure));
    return inline_svg(picture_of(figure), id);
}

core::Result<std::string> png(const Figure& figure, double dpi) {
    SYNCHRONY_TRY(check(figure));
    return render(picture_of(figure), PictureFormat::png, dpi);
}

}  // namespace synchrony::draw
