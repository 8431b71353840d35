// The names that hospitals give to what a cohort CSV holds.
#pragma once

#include <span>
#include <string_view>

#include "synchrony/tables/column_names.hpp"

namespace synchrony::tables {

struct Synonyms {
    std::string_view target;
    std::string_view words;  ///< folded, without anything between their letters; divided by blanks
    Meaning meaning = Meaning::value;
};

[[nodiscard]] std::span<const Synonyms> synonyms();

}  // namespace synchrony::tables
