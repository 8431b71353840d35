// Comparisons and validations that take minutes: one runs, others wait; each says how far it is and can be stopped.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "dropped_ids.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::server {

/// What an evaluation does: fills the folder, gives the report's sentences.
using EvaluationWork = std::function<core::Result<std::vector<std::string>>(const core::RunContext&)>;

/// One of them. Progress comes from its threads, questions from others.
class Evaluation final : public core::Progress {
  public:
    enum class State { waiting, running, done, failed, cancelled };

    Evaluation(std::string id, std::string kind, std::string cohort, std::filesystem::path folder, EvaluationWork work);

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] nlohmann::ordered_json json() const;
    [[nodiscard]] bool ended() const;
    [[nodiscard]] State state() const;
    void cancel();
    /// Counts up whenever json() changes; waits until it is not `seen` any more, or for that long.
    [[nodiscard]] std::uint64_t wait_for_change(std::uint64_t seen, std::chrono::milliseconds most) const;
    void run(int threads, std::uint64_t seed);

    void begin(std::string_view task, std::uint64_t total) override;
    void advance(std::uint64_t steps, std::string_view note) override;
    void end() override;
    void log(std::string_view line) override;

  private:
    using Clock = std::chrono::steady_clock;
    void changed();  ///< with mutex_ held

    const std::string id_, kind_, cohort_;
    const std::filesystem::path folder_;
    EvaluationWork work_;
    core::Cancel cancel_;
    mutable std::mutex mutex_;
    mutable std::condition_variable change_;
    std::uint64_t changes_ = 1;
    State state_ = State::waiting;
    std::string task_, note_;
    std::uint64_t done_ = 0, total_ = 0;
    Clock::time_point started_, task_started_, ended_;
    std::vector<std::string> answer_;
    std::optional<core::Error> error_;
};

class Evaluations {
  public:
    Evaluations(std::size_t most, int threads);
    Evaluations(const Evaluations&) = delete;
    Evaluations& operator=(const Evaluations&) = delete;
    ~Evaluations();

    /// Null where as many as are remembered have not ended.
    [[nodiscard]] std::shared_ptr<Evaluation> start(const std::string& kind, const std::string& cohort,
                                                    const std::filesystem::path& folder, std::uint64_t seed,
                                                    EvaluationWork work);
    [[nodiscard]] std::shared_ptr<Evaluation> find(const std::string& id) const;
    /// Whether it was there and had to go.
    [[nodiscard]] bool was_dropped(const std::string& id) const;
    [[nodiscard]] std::vector<std::shared_ptr<Evaluation>> all() const;
    /// Whether one that has not ended reads that cohort, or writes into that folder.
    [[nodiscard]] bool uses(const std::string& cohort) const;
    [[nodiscard]] bool writes(const std::filesystem::path& folder) const;
    /// Cancels all and waits for them.
    void stop();

  private:
    struct Entry {
        std::shared_ptr<Evaluation> evaluation;
        std::string cohort;
        std::uint64_t seed = 1;
    };
    void work();

    const std::size_t most_;
    const int threads_;
    mutable std::mutex mutex_;
    std::condition_variable new_work_;
    std::deque<Entry> entries_;  ///< the oldest first
    DroppedIds dropped_;
    bool stopping_ = false;
    std::thread worker_;
};

}  // namespace synchrony::server
