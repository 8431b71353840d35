// The words by which the command line is told a rhythm.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

#include "synchrony/measure/guideline.hpp"

namespace synchrony::cli {

inline const std::map<std::string, measure::Rhythm> rhythm_words{
    {"sinus", measure::Rhythm::sinus}, {"af", measure::Rhythm::atrial_fibrillation}, {"other", measure::Rhythm::other}};

/// --rhythm, given once an ECG; `take` gets each word's rhythm in order.
template <typename Take>
CLI::Option* add_rhythm_option(CLI::App& app, Take take) {
    return app
        .add_option_function<std::vector<std::string>>(
            "--rhythm",
            [take](const std::vector<std::string>& words) {
                for (const auto& word : words) take(rhythm_words.at(word));
            },
            "sinus, af or other, for the guidelines (default: as measured, where it is clear)")
        ->check(CLI::IsMember({"sinus", "af", "other"}))
        ->expected(1)
        ->take_all();
}

}  // namespace synchrony::cli
