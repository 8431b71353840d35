// What the answers share, and the table of calls.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "call.hpp"
#include "cohorts.hpp"
#include "evaluations.hpp"
#include "held_recordings.hpp"
#include "job_gate.hpp"
#include "model_shelf.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/server/server.hpp"
#include "workspace.hpp"

namespace synchrony::server {

struct Context {
    Context(const ServeOptions& all_options, Workspace folder, ModelShelf shelf)
        : options(all_options),
          workspace(std::move(folder)),
          models(std::move(shelf)),
          recordings(options.limits.recordings, options.limits.held_bytes),
          cohorts(workspace.path(), options.limits.cohorts, options.limits.cohort_bytes),
          gate(options.limits.jobs, options.limits.queue),
          evaluations(options.limits.evaluations, options.threads) {}

    const ServeOptions& options;
    Workspace workspace;
    ModelShelf models;
    HeldRecordings recordings;
    Cohorts cohorts;
    JobGate gate;
    core::Cancel cancel;  ///< requested when the server stops
    std::atomic<int> event_streams{0};
    Evaluations evaluations;

    /// The error without places on this machine, which are not the caller's business: files by their last names, all
    /// that begins in the private folder or among the results in one word. What names an option of the command line
    /// names the call's.
    [[nodiscard]] core::Error without_places(core::Error error) const;
    /// Threads, seed and cancel of a job that answers one call.
    [[nodiscard]] core::RunContext job() const { return {&core::no_progress(), &cancel, 1, 1}; }
};

/// The parts of the path that stand for something: ids, rows.
using PathValues = std::vector<std::string>;

/// What an answer costs.
enum class Cost {
    light,  ///< answered at once
    job     ///< measures, draws or reads: passes the gate
};

struct Route {
    std::string_view method;
    std::string_view pattern;  ///< below /api/v1: "recordings/*/samples"
    Cost cost = Cost::light;
    core::Result<Reply> (*answer)(Context& context, Call& call, const PathValues& values) = nullptr;
    std::span<const std::string_view> options = {};  ///< that its query may hold
};

[[nodiscard]] std::span<const Route> recording_routes();
[[nodiscard]] std::span<const Route> measure_routes();
[[nodiscard]] std::span<const Route> picture_routes();
[[nodiscard]] std::span<const Route> model_routes();
[[nodiscard]] std::span<const Route> cohort_routes();
[[nodiscard]] std::span<const Route> evaluation_routes();

}  // namespace synchrony::server
