// What a column or signal may be called, and what it then is: spellings of lead names and of units of voltage.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::record {

/// A name with the unit that stands in it: "V1 (uV)", "II [mV]", "I_mV", "aVF uV".
struct NameAndUnit {
    std::string name;
    std::optional<std::string> unit;  ///< as it stands there; empty where the name holds none
};

/// Splits a name. What stands in brackets is taken for a unit whatever it is, so that an unknown one can be refused,
/// unless it is a word that says how the lead was made ("II (mod.)"). Behind a blank or one of _ - . only units of
/// voltage are.
[[nodiscard]] NameAndUnit split_unit(std::string_view name);

/// The standard spelling of a lead's name where the name is known ("avr", "LEAD_II", "ECG lead V1", "MDC_ECG_LEAD_aVL",
/// "DI", "D1", "Ableitung I", "C4", "Lead aVF (augmented ...)"); the name itself when it is not ("MLII" stays).
[[nodiscard]] std::string standard_lead_name(std::string_view name);

/// Whether the name is one of the twelve standard leads, in any spelling.
[[nodiscard]] bool is_standard_lead(std::string_view name);

/// Whether the name is known to be an ECG lead's: a standard one, another position (V7, V3R, MLII, CM5, Vx, ...), or a
/// channel that says it is an ECG ("ECG", "ECG2", "EKG").
[[nodiscard]] bool is_lead_name(std::string_view name);

/// Whether a name begins with that word, whatever its case: "eeg" of "EEG (C4-A1)" but not of "EEGs". `word` in small
/// letters.
[[nodiscard]] bool begins_with_word(std::string_view name, std::string_view word);

/// Whether the name says that a voltage is another signal than an ECG: EEG, EOG, EMG, respiration, plethysmogram,
/// pressures, ... ("EEG (C4-A1)", "Resp sum", "PLETH L").
[[nodiscard]] bool names_other_signal(std::string_view name);

/// The names of one file taken together. "C3" is the chest lead V3 beside I or V1, a site of the scalp beside Fp1, and
/// "D1" is lead I or an electrode of a grid (D1 to D32 of BioSemi's caps): one name alone does not tell.
class NamesTogether {
  public:
    explicit NamesTogether(std::span<const std::string> names);

    /// Of what is named: `name` gives each one's.
    template <typename Named, typename Name>
    [[nodiscard]] static NamesTogether of(const Named& named, const Name& name) {
        std::vector<std::string> names;
        for (const auto& one : named) names.push_back(std::invoke(name, one));
        return NamesTogether(names);
    }

    /// Whether a name is an EEG's: a site of the 10-10 system that no ECG has (Fp1, Cz, PO7), or one that says "EEG".
    [[nodiscard]] bool eeg() const { return eeg_; }

    /// is_lead_name, but for names that are electrodes of the scalp or of a grid here.
    [[nodiscard]] bool is_lead_name(std::string_view name) const;

    /// standard_lead_name of those that are lead names here; others stay.
    [[nodiscard]] std::string standard_lead_name(std::string_view name) const;

  private:
    bool eeg_ = false;
    bool chest_ = false;  ///< C1 to C6 are V1 to V6 here
    bool limb_ = false;   ///< D1 to D3 are I to III here
};

/// How many mV one `unit` is, for units of voltage ("mV", "uV", "µV", "nV", "V", any case of the letter V); empty for
/// others.
[[nodiscard]] std::optional<double> millivolts_per(std::string_view unit);

}  // namespace synchrony::record
