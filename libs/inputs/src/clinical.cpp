#include "synchrony/inputs/clinical.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::inputs {
namespace {

namespace fs = std::filesystem;

// One name for "data/1", "data/1.hea" and "./data/1.dat". Other endings stay: "p.1" and "p.2" are two patients.
fs::path key_of(const fs::path& recording) {
    std::error_code unresolved;
    fs::path whole = fs::weakly_canonical(recording, unresolved);
    if (unresolved) whole = recording;
    if (whole.extension() == ".hea" || whole.extension() == ".dat") whole.replace_extension();
    return whole;
}

std::optional<double> number_at(const cohort::Cohort& table, const char* column, std::size_t row) {
    const auto* found = table.find(column);
    return found && row < found->numbers.size() ? found->numbers[row] : std::nullopt;
}

}  // namespace

measure::GuidelineInput guideline_input(const cohort::Cohort& table, std::size_t row) {
    measure::GuidelineInput patient;
    patient.lvef_pct = number_at(table, "lvef_pct", row);
    if (const auto nyha = number_at(table, "nyha", row)) patient.nyha = static_cast<int>(std::lround(*nyha));
    if (const auto male = number_at(table, "sex", row))
        patient.sex = *male > 0.5 ? measure::Sex::male : measure::Sex::female;
    if (const auto ischemic = number_at(table, "ischemic", row)) patient.ischemic = *ischemic > 0.5;
    patient.age_y = number_at(table, "age_y", row);
    return patient;
}

measure::MeasureOptions measure_options(const cohort::Cohort& table, std::size_t row, const ByHand& by_hand) {
    measure::MeasureOptions options;
    options.patient = guideline_input(table, row);
    options.sex = options.patient.sex;  // Strauss' criteria for LBBB differ between the sexes
    options.moved = by_hand.moved;
    options.patient.rhythm = by_hand.rhythm;
    return options;
}

core::Result<ClinicalTable> ClinicalTable::read(const fs::path& csv) {
    cohort::CohortOptions options;
    options.require_outcome = false;
    options.check_files = options.require_ecg = false;
    SYNCHRONY_ASSIGN(const cohort::Cohort table, cohort::read_cohort(csv, options));
    ClinicalTable clinical;
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto patient = guideline_input(table, row);
        clinical.by_patient_.emplace(table.patients[row].value(), patient);
        if (table.ecgs[row].empty()) continue;
        const std::string path = key_of(table.ecgs[row]).string();
        if (!clinical.by_path_.emplace(path, patient).second)
            return core::fail_input("two rows name the same recording", csv.string(), table.ecgs[row].string(),
                                    "one row a recording");
    }
    return clinical;
}

ClinicalTable::Match ClinicalTable::match(const fs::path& key) const {
    if (const auto found = by_path_.find(key.string()); found != by_path_.end()) return {&found->second, false};
    std::error_code error;
    const fs::path name = fs::is_regular_file(key, error) ? key.stem() : key.filename();
    const auto found = by_patient_.find(name.string());
    return found == by_patient_.end() ? Match{} : Match{&found->second, true};
}

const measure::GuidelineInput* ClinicalTable::find(const fs::path& recording) const {
    return match(key_of(recording)).patient;
}

core::Result<const measure::GuidelineInput*> ClinicalTable::find(const fs::path& recording,
                                                                 const std::string& patient_id) const {
    const auto found = match(key_of(recording));
    const auto own = by_patient_.find(patient_id);
    if (!found.by_name || own == by_patient_.end() || &own->second == found.patient) return found.patient;
    // Neither is shown: an id is nobody's business, and the name may be one.
    return core::fail_input("two rows of the table may be this recording's patient", recording.string(),
                            "one by the file's name, another by the patient id in the file",
                            "the recording in the table's column ecg");
}

std::vector<fs::path> ClinicalTable::of_one_name(std::span<const fs::path> recordings) const {
    std::map<const measure::GuidelineInput*, std::set<fs::path>> of_row;
    for (const auto& recording : recordings) {
        auto key = key_of(recording);
        if (const auto found = match(key); found.by_name) of_row[found.patient].insert(std::move(key));
    }
    std::vector<fs::path> all;
    for (const auto& [row, same] : of_row)
        if (same.size() > 1) all.insert(all.end(), same.begin(), same.end());
    return all;
}

measure::GuidelineInput filled(measure::GuidelineInput first, const measure::GuidelineInput& second) {
    const auto fill = [](auto& value, const auto& other) {
        if (!value) value = other;
    };
    fill(first.lvef_pct, second.lvef_pct);
    fill(first.nyha, second.nyha);
    fill(first.qrs_ms, second.qrs_ms);
    fill(first.rhythm, second.rhythm);
    fill(first.ischemic, second.ischemic);
    fill(first.age_y, second.age_y);
    if (first.sex == measure::Sex::unknown) first.sex = second.sex;
    return first;
}

measure::Sex sex_in(const record::Ecg& ecg) {
    if (ecg.facts.patient.sex == "female") return measure::Sex::female;
    if (ecg.facts.patient.sex == "male") return measure::Sex::male;
    return measure::Sex::unknown;
}

}  // namespace synchrony::inputs
