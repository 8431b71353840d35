#include "job_gate.hpp"

namespace synchrony::server {

JobGate::Entry JobGate::enter() {
    std::unique_lock lock(mutex_);
    if (closed_) return Entry::closed;
    if (state_.running >= jobs_) {
        if (state_.waiting >= queue_) return Entry::full;
        ++state_.waiting;
        free_.wait(lock, [&] { return closed_ || state_.running < jobs_; });
        --state_.waiting;
        if (closed_) return Entry::closed;
    }
    ++state_.running;
    return Entry::entered;
}

void JobGate::leave() {
    {
        const std::lock_guard lock(mutex_);
        --state_.running;
    }
    free_.notify_one();
}

void JobGate::give_place() {
    {
        const std::lock_guard lock(mutex_);
        ++giving_way_;
        --state_.running;
    }
    free_.notify_one();
}

void JobGate::take_place() {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [&] { return closed_ || state_.running < jobs_; });
    ++state_.running;
    --giving_way_;
}

std::unique_lock<std::mutex> JobGate::lock_giving_way(std::mutex& held) {
    std::unique_lock lock(held, std::try_to_lock);
    if (lock.owns_lock()) return lock;
    give_place();
    lock.lock();
    take_place();
    return lock;
}

void JobGate::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    free_.notify_all();
}

JobGate::State JobGate::state() const {
    const std::lock_guard lock(mutex_);
    return {state_.running, state_.waiting + giving_way_};
}

}  // namespace synchrony::server
