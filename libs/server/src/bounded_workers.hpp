// Threads that work, and a bounded line of tasks before them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace synchrony::server {

class BoundedWorkers {
  public:
    BoundedWorkers(int workers, int waiting);
    /// False where the line is full: the task is not taken.
    [[nodiscard]] bool enqueue(const std::function<void()>& task);
    /// Ends when what is in the line is done.
    void shutdown();

  private:
    void work();

    const std::size_t most_waiting_;
    std::mutex mutex_;
    std::condition_variable new_task_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> threads_;
    bool ended_ = false;
};

}  // namespace synchrony::server
