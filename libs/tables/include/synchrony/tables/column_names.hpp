// What a column's name means, in English, German, French, Spanish, Italian or Chinese.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    last_contact_date,  ///< until when somebody was followed
    death_date,
    transplant_date,
    death,         ///< yes: somebody died
    vital_status,  ///< words: alive or dead
    counter,       ///< "No.": the patient's id where no other column is
    identity       ///< a name, an address: it is left out
};

/// A date with a part in what is made of dates: an age, a time to an event.
[[nodiscard]] bool is_date(Meaning meaning);
/// How a map calls it ("death_date"); empty for what is no date.
[[nodiscard]] std::string_view date_name(Meaning meaning);
/// All of these names.
[[nodiscard]] std::vector<std::string_view> all_date_names();
/// The date of that name in a map.
[[nodiscard]] std::optional<Meaning> date_named(std::string_view name);

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
