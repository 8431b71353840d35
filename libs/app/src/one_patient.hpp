// One patient's given values as a cohort of one.
#pragma once

#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/model/predictor.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// `set` holds "lvef_pct=28", values that the predictor reads or that guidelines ask for; null: no predictor. Of a
/// column of words, "site=north", or of one of its inputs "site=north=1" or "site=north=0". Errors (usage): not
/// "name=value", a name that nobody asks for, a value out of its range, a word that the training did not know, a value
/// twice.
[[nodiscard]] core::Result<cohort::Cohort> one_patient(const std::filesystem::path& ecg,
                                                       const std::vector<std::string>& set,
                                                       const model::Predictor* predictor);

/// The recording's own word on sex and age, where no value was given; ages above record::oldest_told_age_years, which
/// tell who somebody is, as that age.
void take_sex_and_age(const record::Ecg& ecg, cohort::Cohort& cohort);

}  // namespace synchrony::app
