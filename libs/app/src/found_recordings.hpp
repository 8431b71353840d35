// The recordings below folders, each with what it says of whose it is; its samples are not kept.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/collection.hpp"
#include "synchrony/record/ecg.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::app {

struct FoundRecording {
    std::filesystem::path path;
    record::PatientFields patient;
    std::string samples_key;  ///< equal keys: one recording, whatever the formats
    std::optional<record::Start> start;
    record::DateOrder start_order = record::DateOrder::said;
    std::optional<double> printed_qrs_ms;
    std::optional<core::Error> error;  ///< why nothing else is known
};

/// How recordings write their days, counted.
struct DateOrders {
    std::size_t shows_day_first = 0, shows_month_first = 0;  ///< can be read in one order alone
    /// Could be either: read as others of their folder, else of all; and, where those disagree or are none, month
    /// first.
    std::size_t read_day_first = 0, read_month_first = 0, unsure = 0;
    std::size_t unreadable = 0;
};

struct FoundRecordings {
    std::vector<FoundRecording> recordings;  ///< in the order found
    std::vector<io::LeftOut> left_out;
    std::size_t other_files = 0;
    io::PassedOver passed_over;
    DateOrders dates;
    [[nodiscard]] std::size_t failed() const;
};

/// Reads all of them for a table at `out`: a name that no table can hold is an error of the recording. Errors: inputs
/// that cannot be looked into, cancelled, and no recording that can be read.
[[nodiscard]] core::Result<FoundRecordings> find_recordings(std::span<const std::filesystem::path> inputs,
                                                            const io::ReadOptions& reading,
                                                            const std::filesystem::path& out,
                                                            const core::RunContext& context);

/// A recording as the table at `out` names it: relative to the table where that can be said.
[[nodiscard]] std::string name_in_table(const std::filesystem::path& recording, const std::filesystem::path& out);

}  // namespace synchrony::app
