// Networks that are trained for the transfer experiment, as work whose results are kept on disk.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "transfer_networks.hpp"

namespace synchrony::study {

/// Networks of one setting, one a fold of a draw or of a half.
struct NetworkJob {
    std::string method;
    const NetworkSetting* setting = nullptr;
    const GainTask* task = nullptr;
    const Draw* draw = nullptr;
    std::string name;               ///< where its scores are kept: "draws/lvh-3" or "settings/lvh-A"
    std::array<double, 2> share{};  ///< of its log-odds in those of each half's patients
};

/// What a job's scores depend on: the gain, the task, who is drawn, their folds, every option of the networks.
[[nodiscard]] core::Key job_key(const GainContext& gain, const NetworkJob& job);

/// Log-odds [job][row of its draw]; what is on disk is not trained again; of a part's others, what is on disk, else
/// none. Jobs run side by side, a thread each, while
/// there are enough of them: networks this small gain little from a second thread. Errors: of the network module, of
/// writing, cancelled.
[[nodiscard]] core::Result<std::vector<std::vector<double>>> run_jobs(const GainContext& gain, const char* title,
                                                                      const std::vector<NetworkJob>& jobs);

}  // namespace synchrony::study
