// Beat and rhythm annotations, with the codes of the WFDB library, and their grouping into the AAMI beat classes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::record {

/// One annotation. `code` is WFDB's number (ecgcodes.h: 1 = N, 5 = V, 28 = rhythm change '+', ...; 0 to 49).
struct Annotation {
    std::int64_t sample = 0;  ///< at the record's sampling frequency (or the annotation file's own, see AnnotationFile)
    std::int8_t code = 0;
    std::int8_t subtype = 0;
    std::int8_t channel = 0;
    std::int8_t number = 0;
    std::string auxiliary;  ///< free text: "(AFIB", "MISSB"; may hold any bytes
    friend bool operator==(const Annotation&, const Annotation&) = default;
};

/// WFDB's mnemonic of a code ("N", "V", "+", "/", ...); empty for codes without one.
[[nodiscard]] std::string_view mnemonic(int code);
/// The code of a mnemonic, or nothing.
[[nodiscard]] std::optional<std::int8_t> code_of(std::string_view mnemonic);
/// True when the code labels a beat (WFDB's isqrs).
[[nodiscard]] bool is_beat(int code);

/// The five beat classes of ANSI/AAMI EC57.
enum class AamiClass : std::uint8_t { N = 0, S = 1, V = 2, F = 3, Q = 4 };
inline constexpr int aami_class_count = 5;
[[nodiscard]] std::string_view name_of(AamiClass c);

/// N: N L R e j B n; S: A a J S; V: V E r; F: F; Q: / f Q ?. Nothing for codes that are not beats.
[[nodiscard]] std::optional<AamiClass> aami_class(int code);

}  // namespace synchrony::record
