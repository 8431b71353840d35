// Options by name and within range, with the error that the user can mend; errors that all of this room has.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <string>
#include <string_view>

#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::nn {

inline core::Error usage_error(std::string what, std::string got, std::string expected, std::string hint = {}) {
    return {core::ErrorKind::usage, std::move(what), "", std::move(got), std::move(expected), std::move(hint)};
}

inline core::Error cancelled_error(std::string hint = {}) {
    return {core::ErrorKind::cancelled, "stopped", "", "", "", std::move(hint)};
}

inline core::Error no_gpu() {
    return usage_error(
        "no GPU that libtorch can use", "--device cuda", "cpu or auto",
        "a libtorch with CUDA and its driver are needed, and a GPU that CUDA_VISIBLE_DEVICES does not hide");
}

/// The enumerator that stands at the name's place.
template <typename Enum, std::size_t n>
core::Result<Enum> value_named(std::string_view what, const std::array<std::string_view, n>& names,
                               std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<Enum>(found - names.begin());
    return core::fail(usage_error("unknown " + std::string(what), std::string(name), core::joined(names),
                                  core::did_you_mean(name, names)));
}

template <typename Number>
std::string number_words(Number value) {
    if constexpr (std::floating_point<Number>)
        return core::shortest(value);
    else
        return std::to_string(value);
}

template <typename Number>
core::Result<void> check_range(std::string_view what, Number value, std::type_identity_t<Number> least,
                               std::type_identity_t<Number> most) {
    if (value >= least && value <= most) return {};
    return core::fail(usage_error(std::string(what) + " out of range", number_words(value),
                                  number_words(least) + " to " + number_words(most)));
}

}  // namespace synchrony::nn
