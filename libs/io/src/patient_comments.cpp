#include "patient_comments.hpp"

#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

/// The word behind `key`, which begins a comment or stands in <> inside it; empty where it is not there.
std::string word_behind(const std::string& comment, const std::string& key) {
    const auto bracketed = comment.find("<" + key + ">");
    const bool begins = comment.starts_with(key) && comment.size() > key.size() &&
                        std::string_view(" :=\t").find(comment[key.size()]) != std::string_view::npos;
    if (bracketed == std::string::npos && !begins) return {};
    const auto at = bracketed == std::string::npos ? key.size() : bracketed + key.size() + 2;
    const auto value = comment.find_first_not_of(" :=\t", at);
    if (value == std::string::npos) return {};
    return comment.substr(value, comment.find_first_of(" ,;\t\r<", value) - value);
}

/// The id of "Patient: P00001", as `convert` writes it: one word, since others write a sentence there.
std::string id_behind(std::string_view comment) {
    constexpr std::string_view key = "Patient: ";
    if (!comment.starts_with(key)) return {};
    const auto id = core::trimmed(comment.substr(key.size()));
    const bool one_word = id.find_first_of(" \t,;") == std::string_view::npos;
    return one_word && id.find_first_of("0123456789") != std::string_view::npos ? std::string(id) : std::string();
}

}  // namespace

void add_patient_of_comments(const std::vector<std::string>& comments, record::PatientFields& patient) {
    constexpr double oldest = 120.0;  // PTB-XL writes 300 for "over 89"; Challenge files write -1 and NaN for unknown
    for (const auto& written : comments) {
        const auto as_written = core::trimmed(written, " \t\r\n#");
        const auto comment = core::lower(as_written);
        if (patient.id.empty()) patient.id = id_behind(as_written);
        if (const auto word = word_behind(comment, "sex"); patient.sex.empty() && !word.empty())
            patient.sex = word == "f" || word == "female" ? "female" : word == "m" || word == "male" ? "male" : "";
        if (const auto word = word_behind(comment, "age"); !patient.age_years && !word.empty()) {
            const auto age = core::number_from<double>(word);
            if (age && *age >= 0 && *age <= oldest) patient.age_years = age;
        }
    }
}

}  // namespace synchrony::io
