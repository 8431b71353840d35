#include "bounded_workers.hpp"

namespace synchrony::server {

BoundedWorkers::BoundedWorkers(int workers, int waiting) : most_waiting_(static_cast<std::size_t>(waiting)) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
}

bool BoundedWorkers::enqueue(const std::function<void()>& task) {
    const std::lock_guard lock(mutex_);
    if (tasks_.size() >= most_waiting_) return false;
    tasks_.push_back(task);
    new_task_.notify_one();
    return true;
}

void BoundedWorkers::shutdown() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    new_task_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void BoundedWorkers::work() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex_);
            new_task_.wait(lock, [&] { return ended_ || !tasks_.empty(); });
            if (tasks_.empty()) return;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
    }
}

}  // namespace synchrony::server
