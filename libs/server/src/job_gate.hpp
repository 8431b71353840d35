// At most so many jobs at once, and so many that wait; the next is turned away.
#pragma once

#include <condition_variable>
#include <mutex>

namespace synchrony::server {

class JobGate {
  public:
    JobGate(int jobs, int queue) : jobs_(jobs), queue_(queue) {}

    enum class Entry { entered, full, closed };
    /// Waits for a place among the jobs; `full` at once where too many wait.
    [[nodiscard]] Entry enter();
    void leave();
    /// Locks. Whoever must wait for it gives the place away meanwhile: who holds the lock has one, and others need it.
    [[nodiscard]] std::unique_lock<std::mutex> lock_giving_way(std::mutex& held);
    /// What takes seconds locks this: one at a time, so that short work finds a place beside it.
    [[nodiscard]] std::mutex& long_work() { return long_work_; }
    /// Nobody enters any more, who waits is sent away.
    void close();

    struct State {
        int running = 0;
        int waiting = 0;  ///< for a place, or for another's work; only the former are bounded by the queue
    };
    [[nodiscard]] State state() const;

  private:
    void give_place();  ///< for as long as another's work takes
    void take_place();  ///< however many wait; at once where the gate is closed

    const int jobs_, queue_;
    std::mutex long_work_;
    mutable std::mutex mutex_;
    std::condition_variable free_;
    State state_;
    int giving_way_ = 0;  ///< wait for another's work, and then for a place
    bool closed_ = false;
};

/// Leaves the gate when it goes.
class JobPlace {
  public:
    explicit JobPlace(JobGate& gate) : gate_(gate) {}
    JobPlace(const JobPlace&) = delete;
    JobPlace& operator=(const JobPlace&) = delete;
    ~JobPlace() { gate_.leave(); }

  private:
    JobGate& gate_;
};

}  // namespace synchrony::server
