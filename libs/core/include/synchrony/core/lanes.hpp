// Several numbers side by side in one register, each counted with as if it were alone: what is done to twelve leads one
// after the other is done to four or eight of them at once, and gives the same bits.
#pragma once

#include <cstddef>
#include <cstring>

namespace synchrony::core {

/// Vectors of GCC and clang: +, -, *, / and comparisons work lane by lane, x[i] is a lane. Where the processor has no
/// register as wide the compiler takes several.
using FourFloats [[gnu::vector_size(16)]] = float;
using EightFloats [[gnu::vector_size(32)]] = float;
using TwoDoubles [[gnu::vector_size(16)]] = double;
using FourDoubles [[gnu::vector_size(32)]] = double;

/// Reads lanes from where they need not be aligned.
template <typename Lanes, typename T>
inline void load(Lanes& lanes, const T* from) {
    static_assert(sizeof(lanes[0]) == sizeof(T));
    std::memcpy(&lanes, from, sizeof lanes);
}

template <typename Lanes, typename T>
inline void store(T* to, const Lanes& lanes) {
    static_assert(sizeof(lanes[0]) == sizeof(T));
    std::memcpy(to, &lanes, sizeof lanes);
}

}  // namespace synchrony::core
