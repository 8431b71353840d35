// What a column's name means, in English, German, French, Spanish or Chinese.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace synchrony::tables {

/// When what a column holds was found.
enum class Stage {
    unsaid,
    baseline,  ///< "before", "Baseline", "术前"
    later      ///< "6 months", "post", "nach 6 Monaten", "术后"
};

/// How cells of that column are read beside what the target's rule says.
enum class Meaning {
    value,       ///< as the target's rule has it
    indexed,     ///< a volume per square metre, by its name ("LVESVi")
    male,        ///< yes means M
    female,      ///< yes means F
    etiology,    ///< words; ischaemic or not
    morphology,  ///< words; left bundle branch block or another
    birth_date,
    implant_date,
    identity  ///< a name, an address: it is left out
};

struct NameReading {
    std::string target;  ///< a column of the cohort CSV ("lvef_pct", "patient_id", "ecg"); empty: not known
    Meaning meaning = Meaning::value;
    Stage stage = Stage::unsaid;
    std::optional<int> months;        ///< after the implant, where the name says so
    std::optional<std::string> unit;  ///< as the name says, in unit_named's words
};

[[nodiscard]] NameReading read_name(std::string_view name);

/// A name for a column that is kept as it is: small letters, words joined by "_", months and "post" after it, so that
/// nobody takes it for something known before.
[[nodiscard]] std::string tidy_name(std::string_view name, const NameReading& reading);

}  // namespace synchrony::tables
