// Study numbers in place of patients: the map that a study keeps under lock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/folder_lock.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::app {

struct Pseudonym {
    std::string study_number;  ///< "P00001"
    int shift_days = 0;        ///< added to all dates of the patient
};

/// patient -> study number and shift, in a CSV: patient,study_number,shift_days.
class Pseudonyms {
  public:
    /// The map at `path` for a run that will write it, with an empty path one of its own. One run at a time: two would
    /// give two patients one number. Fails as read() does, where it cannot be written, and (io) while another run holds
    /// the folder of the map, which this one does as long as the map lives.
    [[nodiscard]] static core::Result<Pseudonyms> open(const std::filesystem::path& path);

    /// The map at `path`; empty where no such file is there yet. Fails (input) on a file that is none, on a patient
    /// that stands twice, on a study number that stands twice with two shifts: with one, the rows are names of one
    /// patient.
    [[nodiscard]] static core::Result<Pseudonyms> read(const std::filesystem::path& path);

    /// Whether these ids are study numbers of this map, and no patients of it: files that it has named before.
    [[nodiscard]] bool are_given(std::span<const std::string> ids) const;

    /// The patient's, made when first asked: the next number, and a shift of 1 to 365 days in either direction from the
    /// system's source of randomness, so that no seed tells it.
    [[nodiscard]] Pseudonym of(const std::string& patient);

    [[nodiscard]] bool knows(const std::string& patient) const { return known_.contains(patient); }

    /// `name` means `patient` too: it gets the same number and shift when `patient` is asked for.
    void also_named(const std::string& patient, const std::string& name) { other_names_[patient].insert(name); }

    /// Those of the patients whom the map does not know yet get one shift when they are asked for: that of the first
    /// whom it knows, else a new one.
    void share_shift(std::span<const std::string> patients);

    /// Writes it, whole or not at all, readable by its owner alone.
    [[nodiscard]] core::Result<void> write(const std::filesystem::path& path) const;

  private:
    std::map<std::string, Pseudonym> known_;
    std::map<std::string, int> shift_of_newcomer_;
    std::map<std::string, std::set<std::string>> other_names_;
    int highest_ = 0;
    std::shared_ptr<const core::FolderLock> lock_;  ///< where open() made it
};

/// Whether it has the form in which this program numbers patients: "P00001".
[[nodiscard]] bool looks_like_study_number(const std::string& id);

/// The recording without identity, with the study number for its id and its dates moved.
[[nodiscard]] record::Ecg with_pseudonym(record::Ecg ecg, const Pseudonym& pseudonym);

/// Puts a patient's recordings into the order of their times, where all have one and no two are of one day without an
/// hour; `start_of(i)`: its record::Start, or nothing. Whether it is that order; else they are left as they are.
template <typename StartOf>
bool in_order_of_time(std::vector<std::size_t>& recordings, StartOf start_of) {
    std::vector<record::Start> starts;
    for (const auto i : recordings) {
        const std::optional<record::Start>& start = start_of(i);
        if (!start) return false;
        starts.push_back(*start);
    }
    const auto times = record::comparable_times(starts);
    std::vector<std::size_t> sorted(recordings.size());
    std::iota(sorted.begin(), sorted.end(), std::size_t{0});
    std::ranges::stable_sort(sorted, {}, [&](std::size_t n) { return times[n]; });
    const auto unsure = [&](std::size_t one, std::size_t next) {
        return record::compare_start_times(times[one], times[next]) == std::partial_ordering::unordered;
    };
    if (std::ranges::adjacent_find(sorted, unsure) != sorted.end()) return false;
    for (auto& n : sorted) n = recordings[n];
    recordings = std::move(sorted);
    return true;
}

}  // namespace synchrony::app
