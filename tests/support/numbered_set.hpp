// Patients that are only numbers, for tests that make up values.
#pragma once

#include <cstddef>
#include <string>

#include "synchrony/model/classifier.hpp"

namespace synchrony::test {

/// `patients` patients "0", "1", ... who do not respond, and a table "clinical" of columns "0", "1", ... without values
/// yet.
inline model::PatientSet numbered_set(std::size_t patients, std::size_t columns) {
    model::PatientSet set;
    for (std::size_t j = 0; j < columns; ++j) set.tables["clinical"].columns.push_back(std::to_string(j));
    for (std::size_t i = 0; i < patients; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(0);
    }
    return set;
}

}  // namespace synchrony::test
