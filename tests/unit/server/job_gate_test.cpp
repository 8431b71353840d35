#include "job_gate.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace synchrony::server {
namespace {

using namespace std::chrono_literals;

TEST(JobGate, WhoWaitsForAnothersWorkGivesItsPlaceAway) {
    JobGate gate(2, 0);
    std::mutex work;
    ASSERT_EQ(gate.enter(), JobGate::Entry::entered);  // the first measures
    std::unique_lock first(work);
    ASSERT_EQ(gate.enter(), JobGate::Entry::entered);  // the second asks for the same
    EXPECT_EQ(gate.enter(), JobGate::Entry::full);
    std::thread second([&] {
        const auto done = gate.lock_giving_way(work);
        EXPECT_TRUE(done.owns_lock());
        gate.leave();
    });
    while (gate.state().running > 1) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(gate.state().waiting, 1) << "it waits, though not for a place";
    EXPECT_EQ(gate.enter(), JobGate::Entry::entered);  // the third goes on beside them
    gate.leave();
    first.unlock();
    second.join();
    EXPECT_EQ(gate.state().running, 1);
    EXPECT_EQ(gate.state().waiting, 0);
    gate.leave();
    EXPECT_EQ(gate.state().running, 0);
}

// Two long ones ask: one has the turn, the other no place, and what is short goes on.
TEST(JobGate, LongWorkLeavesAPlaceForShort) {
    JobGate gate(2, 0);
    std::array<std::thread, 2> longs;
    std::atomic<int> entered = 0;
    std::mutex last;
    std::unique_lock held(last);
    for (auto& one : longs)
        one = std::thread([&] {
            ASSERT_EQ(gate.enter(), JobGate::Entry::entered);
            ++entered;
            {
                const auto turn = gate.lock_giving_way(gate.long_work());
                const std::lock_guard work(last);
            }
            gate.leave();
        });
    while (entered < 2 || gate.state().running > 1) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(gate.enter(), JobGate::Entry::entered);
    gate.leave();
    held.unlock();
    for (auto& one : longs) one.join();
    EXPECT_EQ(gate.state().running, 0);
}

TEST(JobGate, AClosedGateLetsWhoGaveWayEnd) {
    JobGate gate(1, 0);
    std::mutex work;
    std::unique_lock first(work);
    ASSERT_EQ(gate.enter(), JobGate::Entry::entered);
    std::thread second([&] {
        const auto done = gate.lock_giving_way(work);
        gate.leave();
    });
    while (gate.state().running > 0) std::this_thread::sleep_for(1ms);
    ASSERT_EQ(gate.enter(), JobGate::Entry::entered);  // its place is taken, and not given back
    first.unlock();
    gate.close();
    second.join();
    EXPECT_EQ(gate.state().running, 1);
}

}  // namespace
}  // namespace synchrony::server
