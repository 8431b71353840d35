#include "evaluations.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include "call.hpp"
#include "cohorts.hpp"
#include "held_recordings.hpp"

namespace synchrony::server {
namespace {

using Json = nlohmann::ordered_json;

std::string_view state_word(Evaluation::State state) {
    switch (state) {
        case Evaluation::State::waiting:
            return "waiting";
        case Evaluation::State::running:
            return "running";
        case Evaluation::State::done:
            return "done";
        case Evaluation::State::failed:
            return "failed";
        case Evaluation::State::cancelled:
            break;
    }
    return "cancelled";
}

double seconds(std::chrono::steady_clock::duration d) {
    return std::chrono::duration<double>(d).count();
}

/// What libraries below throw ends the evaluation, not the server.
core::Result<std::vector<std::string>> guarded(const EvaluationWork& work, const core::RunContext& context) {
    try {
        return work(context);
    } catch (const std::bad_alloc&) {
        return core::fail({core::ErrorKind::io, "not enough memory", {}, {}, {}, {}});
    } catch (const std::exception&) {  // what it says may name files
        return core::fail({core::ErrorKind::io, "unexpected fault", {}, {}, {}, {}});
    }
}

}  // namespace

Evaluation::Evaluation(std::string id, std::string kind, std::string cohort, std::filesystem::path folder,
                       EvaluationWork work)
    : id_(std::move(id)),
      kind_(std::move(kind)),
      cohort_(std::move(cohort)),
      folder_(std::move(folder)),
      work_(std::move(work)) {}

Json Evaluation::json() const {
    const std::lock_guard lock(mutex_);
    const bool began = started_ != Clock::time_point();
    const auto now = ended_ != Clock::time_point() ? ended_ : Clock::now();
    Json left = nullptr;
    if (state_ == State::running && total_ > 0 && done_ > 0)
        left = seconds(now - task_started_) * static_cast<double>(total_ - std::min(done_, total_)) /
               static_cast<double>(done_);
    return {{"id", id_},
            {"kind", kind_},
            {"cohort", cohort_},
            {"state", state_word(state_)},
            {"task", task_},
            {"done", done_},
            {"total", total_},
            {"note", note_},
            {"elapsed_s", began ? seconds(now - started_) : 0.0},
            {"left_s", left},
            {"answer", answer_},
            {"error", error_ ? error_json(*error_, kind_word(error_->kind)) : Json(nullptr)}};
}

Evaluation::State Evaluation::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

bool Evaluation::ended() const {
    const auto now = state();
    return now != State::waiting && now != State::running;
}

void Evaluation::cancel() {
    cancel_.request();
    const std::lock_guard lock(mutex_);
    if (state_ != State::waiting) return;
    state_ = State::cancelled;
    changed();
}

void Evaluation::changed() {
    ++changes_;
    change_.notify_all();
}

std::uint64_t Evaluation::wait_for_change(std::uint64_t seen, std::chrono::milliseconds most) const {
    std::unique_lock lock(mutex_);
    change_.wait_for(lock, most, [&] { return changes_ != seen; });
    return changes_;
}

void Evaluation::run(int threads, std::uint64_t seed) {
    {
        const std::lock_guard lock(mutex_);
        if (state_ != State::waiting) return;  // stopped before its turn
        state_ = State::running;
        started_ = task_started_ = Clock::now();
        changed();
    }
    const auto answer = guarded(work_, {this, &cancel_, threads, seed});
    std::error_code not_empty;
    if (!answer) std::filesystem::remove(folder_, not_empty);  // of one that failed before it kept anything
    const std::lock_guard lock(mutex_);
    ended_ = Clock::now();
    if (answer) {
        state_ = cancel_.requested() ? State::cancelled : State::done;
        answer_ = *answer;
    } else {
        state_ = answer.error().kind == core::ErrorKind::cancelled ? State::cancelled : State::failed;
        error_ = without_file_names(answer.error());
    }
    changed();
}

void Evaluation::begin(std::string_view task, std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    task_ = task;
    note_.clear();
    done_ = 0;
    total_ = total;
    task_started_ = Clock::now();
    changed();
}

void Evaluation::advance(std::uint64_t steps, std::string_view note) {
    const std::lock_guard lock(mutex_);
    done_ += steps;
    if (!note.empty()) note_ = note;
    changed();
}

void Evaluation::end() {
    const std::lock_guard lock(mutex_);
    if (total_ > 0) done_ = total_;
    changed();
}

void Evaluation::log(std::string_view) {}

Evaluations::Evaluations(std::size_t most, int threads) : most_(most), threads_(threads), worker_([this] { work(); }) {}

Evaluations::~Evaluations() {
    stop();
}

std::shared_ptr<Evaluation> Evaluations::start(const std::string& kind, const std::string& cohort,
                                               const std::filesystem::path& folder, std::uint64_t seed,
                                               EvaluationWork work) {
    auto evaluation = std::make_shared<Evaluation>(drawn_id(), kind, cohort, folder, std::move(work));
    {
        const std::lock_guard lock(mutex_);
        if (entries_.size() >= most_) {
            const auto over = std::ranges::find_if(entries_, [](const auto& e) { return e.evaluation->ended(); });
            if (over == entries_.end()) return nullptr;
            dropped_.add(over->evaluation->id());
            entries_.erase(over);
        }
        if (stopping_) return nullptr;
        entries_.push_back({evaluation, cohort, seed});
    }
    new_work_.notify_one();
    return evaluation;
}

std::shared_ptr<Evaluation> Evaluations::find(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(entries_, id, [](const auto& e) { return e.evaluation->id(); });
    return found == entries_.end() ? nullptr : found->evaluation;
}

bool Evaluations::was_dropped(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    return dropped_.contains(id);
}

std::vector<std::shared_ptr<Evaluation>> Evaluations::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<Evaluation>> list;
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) list.push_back(entry->evaluation);
    return list;
}

bool Evaluations::uses(const std::string& cohort) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(entries_, [&](const auto& e) { return e.cohort == cohort && !e.evaluation->ended(); });
}

bool Evaluations::writes(const std::filesystem::path& folder) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(
        entries_, [&](const auto& e) { return e.evaluation->folder() == folder && !e.evaluation->ended(); });
}

void Evaluations::work() {
    for (;;) {
        Entry next;
        {
            std::unique_lock lock(mutex_);
            const auto waits = [](const Entry& e) { return e.evaluation->state() == Evaluation::State::waiting; };
            new_work_.wait(lock, [&] { return stopping_ || std::ranges::any_of(entries_, waits); });
            if (stopping_) return;
            next = *std::ranges::find_if(entries_, waits);
        }
        next.evaluation->run(threads_, next.seed);
    }
}

void Evaluations::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const auto& entry : entries_) entry.evaluation->cancel();
    }
    new_work_.notify_all();
    if (worker_.joinable()) worker_.join();
}

}  // namespace synchrony::server
