// Names that the writer and the reader of image sets share.
#pragma once

namespace synchrony::features::image_set_format {

inline constexpr const char* kind = "synchrony image set";
inline constexpr const char* version = "1";

}  // namespace synchrony::features::image_set_format
