// Recordings that were uploaded, in memory: bounded by number and bytes, the oldest dropped for a new one.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dropped_ids.hpp"
#include "job_gate.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::server {

/// A few values by key, the one that was asked for last kept longest.
template <typename Value>
class LastFew {
  public:
    explicit LastFew(std::size_t most) : most_(most) {}
    [[nodiscard]] const Value* find(const std::string& key) {
        for (auto at = entries_.begin(); at != entries_.end(); ++at)
            if (at->first == key) {
                entries_.splice(entries_.begin(), entries_, at);
                return &entries_.front().second;
            }
        return nullptr;
    }
    const Value& keep(const std::string& key, Value value) {
        entries_.emplace_front(key, std::move(value));
        if (entries_.size() > most_) entries_.pop_back();
        return entries_.front().second;
    }
    void clear() { entries_.clear(); }

  private:
    std::size_t most_;
    std::list<std::pair<std::string, Value>> entries_;
};

using Measured = std::shared_ptr<const core::Result<measure::Measurements>>;
using Drawn = std::shared_ptr<const std::string>;

/// One recording with what was made of it. Safe from several threads.
class HeldRecording {
  public:
    HeldRecording(std::string id, record::Ecg read, nlohmann::ordered_json info);

    [[nodiscard]] const std::string& id() const { return id_; }
    /// As it was read: what is measured and handed on.
    [[nodiscard]] const std::shared_ptr<const record::Ecg>& read() const { return read_; }
    /// With the limb leads that follow from others: what is drawn. The same where all twelve were recorded.
    [[nodiscard]] const std::shared_ptr<const record::Ecg>& ecg() const { return ecg_; }
    [[nodiscard]] const nlohmann::ordered_json& info() const { return info_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] const std::string& digest() const { return digest_; }
    /// The path that stands for it in requests (io::ReadOptions::held).
    [[nodiscard]] std::string path() const { return "recording " + id_; }

    [[nodiscard]] measure::MovedBoundaries moved() const;
    void move(const measure::MovedBoundaries& moved);
    /// Measured with these options and the boundaries as they are moved now; `key` says what the options are. For one
    /// who has a place in the gate.
    [[nodiscard]] Measured measured(JobGate& gate, const std::string& key, measure::MeasureOptions options);
    /// What `make` draws, or drew the last time under that key and with the same boundaries; from the gate too.
    [[nodiscard]] core::Result<Drawn> drawn(JobGate& gate, const std::string& key,
                                            const std::function<core::Result<std::string>()>& make);

  private:
    std::string id_;
    std::shared_ptr<const record::Ecg> read_, ecg_;
    nlohmann::ordered_json info_;
    std::string digest_;
    std::size_t bytes_ = 0;
    mutable std::mutex mutex_;  ///< of what follows
    measure::MovedBoundaries moved_;
    std::mutex measuring_, drawing_;  ///< one at a time: the second who asks the same finds it done
    LastFew<Measured> measurements_;
    LastFew<Drawn> pictures_;
};

class HeldRecordings {
  public:
    HeldRecordings(std::size_t most, std::size_t most_bytes) : most_(most), most_bytes_(most_bytes) {}

    /// Fails (too large) where the recording alone is more than may be held.
    [[nodiscard]] bool add(std::shared_ptr<HeldRecording> recording);
    /// Null where it is not there.
    [[nodiscard]] std::shared_ptr<HeldRecording> find(const std::string& id) const;
    /// Whether it was there and had to go.
    [[nodiscard]] bool was_dropped(const std::string& id) const;
    bool forget(const std::string& id);
    /// The newest first.
    [[nodiscard]] std::vector<std::shared_ptr<HeldRecording>> all() const;
    [[nodiscard]] std::size_t size() const;

  private:
    void drop_oldest();

    const std::size_t most_, most_bytes_;
    mutable std::mutex mutex_;
    std::deque<std::shared_ptr<HeldRecording>> held_;  ///< the oldest first
    std::size_t bytes_ = 0;
    DroppedIds dropped_;
};

/// 96 bits of the operating system as hexadecimal digits: nobody finds another's upload by counting.
[[nodiscard]] std::string drawn_id();

}  // namespace synchrony::server
