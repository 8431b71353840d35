// What tells whose recording it is, and recordings without it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "synchrony/record/ecg.hpp"

namespace synchrony::record {

/// Ages above this are told as this one: few people are older (HIPAA's safe harbour, 45 CFR 164.514(b)(2)(i)(C)).
inline constexpr double oldest_told_age_years = 90.0;
/// The age as it is told of somebody who is not named.
[[nodiscard]] double told_age(double years);
/// Whether two ages lie further apart than far_age_years where each may be the age or what is told of it: all ages from
/// oldest_told_age_years on are one.
[[nodiscard]] bool ages_lie_apart(double one_years, double other_years);

/// The recording without id, name, birth date, start time, its own name and all free text (comments but for the mark of
/// a simulation, notes, printed statements); in stored beats too. Samples, sex, age (at most 90), device, filters and
/// printed numbers stay.
[[nodiscard]] Ecg without_identity(Ecg ecg);

/// "2026-11-22T14:50:00" or "1956-04-30" moved by whole days; empty where the text begins with no date.
[[nodiscard]] std::optional<std::string> moved_by_days(std::string_view iso, int days);

/// Whether an id tells nobody from others: nothing but zeros, dashes, X and the like, six nines or more, or words for
/// none in the languages of clinics ("unknown", "not available", "TEST PATIENT", "未知").
[[nodiscard]] bool is_nobodys_id(std::string_view id);

/// Whether a name is empty or holds nothing but such words ("Unknown^Unknown", "Anonymized^Patient", "匿名"). With a
/// number behind it ("Patient 17") it tells one from others.
[[nodiscard]] bool is_nobodys_name(std::string_view name);

/// Whether "1900-01-01" is what programs write where no day of birth is known.
[[nodiscard]] bool is_nobodys_birth_date(std::string_view iso);

/// The words of a name in one spelling and in order of letters, so that names compare though case, accents, order and
/// marks differ: "jose munoz pena" of "Muñoz Peña, José" and of "MUNOZ PENA^JOSE", "hans muller" of "Müller, Hans" and
/// of "Hans Mueller". A word that stands twice is there once.
[[nodiscard]] std::string comparable_name(std::string_view name);

/// Whether `text` (a file's name) holds a word of the patient's id or of a name, the number of an id, or the birth
/// date. Case, accents ("Mueller", "Muller" and "MÜLLER" are one), separators and leading zeros make no difference. Of
/// the names and ids that are not shown, words that recordings are usually called by ("ecg") tell nobody.
[[nodiscard]] bool names_patient(std::string_view text, const PatientFields& patient);

/// Whether `text` holds the day of "1956-04-30" or "2026-11-22T14:50:00", in any usual order, with a year of two or
/// four figures and with the month by name.
[[nodiscard]] bool tells_day(std::string_view text, std::string_view iso);

/// Whether `text` may be the patient's name in other letters: the name is in a script of its own (Greek, Cyrillic,
/// Chinese) or in bytes that nobody can read, and the text has a word of Latin letters that is none of ECG recording's
/// usual ones ("ecg", "record"); or the other way round, a name in Latin letters and a text in others.
[[nodiscard]] bool may_spell_patient(std::string_view text, const PatientFields& patient);

}  // namespace synchrony::record
