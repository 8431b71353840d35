#include "held_recordings.hpp"

#include <algorithm>

#include "guard.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/record/limb_leads.hpp"

namespace synchrony::server {
namespace {

constexpr std::size_t kept_measurements = 8;  ///< of one recording: by sex, LVEF, NYHA, ... as a form is filled in
constexpr std::size_t kept_pictures = 4;
/// Longer recordings are not asked whether they were uploaded before.
constexpr std::int64_t most_digested_samples = std::int64_t{1} << 25;

std::size_t bytes_of(const record::Ecg& ecg) {
    std::size_t bytes = sizeof ecg;
    for (const auto* signals : {&ecg.leads, &ecg.other_signals})
        for (const auto& lead : *signals) bytes += sizeof lead + lead.samples.size() * sizeof(float);
    for (const auto& beat : ecg.stored_beats) bytes += bytes_of(beat);
    return bytes;
}

/// The recording itself where no lead is to be added.
std::shared_ptr<const record::Ecg> with_limb_leads(const std::shared_ptr<const record::Ecg>& read) {
    auto whole = record::with_limb_leads(*read);
    const bool added = std::ranges::any_of(whole.leads, &record::Lead::derived);
    return added ? std::make_shared<const record::Ecg>(std::move(whole)) : read;
}

std::string digest_of(const record::Ecg& ecg) {
    const auto samples = ecg.sample_count() * static_cast<std::int64_t>(ecg.leads.size());
    return samples <= most_digested_samples ? inputs::signal_digest(ecg) : std::string();
}

/// To measure.
bool takes_seconds(const record::Ecg& ecg) {
    constexpr double long_s = 120.0;
    return ecg.duration_s() > long_s;
}

}  // namespace

std::string drawn_id() {
    constexpr std::size_t digits = 24;
    return drawn_key().value_or(std::string(digits, '0')).substr(0, digits);
}

HeldRecording::HeldRecording(std::string id, record::Ecg read, nlohmann::ordered_json info)
    : id_(std::move(id)),
      read_(std::make_shared<const record::Ecg>(std::move(read))),
      ecg_(with_limb_leads(read_)),
      info_(std::move(info)),
      digest_(digest_of(*ecg_)),
      bytes_(bytes_of(*read_) + (ecg_ == read_ ? 0 : bytes_of(*ecg_))),
      measurements_(kept_measurements),
      pictures_(kept_pictures) {}

measure::MovedBoundaries HeldRecording::moved() const {
    const std::lock_guard lock(mutex_);
    return moved_;
}

void HeldRecording::move(const measure::MovedBoundaries& moved) {
    const std::lock_guard lock(mutex_);
    moved_ = moved;
    measurements_.clear();
    pictures_.clear();
}

Measured HeldRecording::measured(JobGate& gate, const std::string& key, measure::MeasureOptions options) {
    const auto one_at_a_time = gate.lock_giving_way(measuring_);
    {
        const std::lock_guard lock(mutex_);
        if (const auto* found = measurements_.find(key)) return *found;
        options.moved = moved_;
    }
    const auto turn = takes_seconds(*read_) ? gate.lock_giving_way(gate.long_work()) : std::unique_lock<std::mutex>();
    auto measured = std::make_shared<const core::Result<measure::Measurements>>(measure::measure_ecg(*read_, options));
    const std::lock_guard lock(mutex_);
    return options.moved == moved_ ? measurements_.keep(key, std::move(measured)) : measured;
}

core::Result<Drawn> HeldRecording::drawn(JobGate& gate, const std::string& key,
                                         const std::function<core::Result<std::string>()>& make) {
    const auto one_at_a_time = gate.lock_giving_way(drawing_);
    measure::MovedBoundaries moved;
    {
        const std::lock_guard lock(mutex_);
        if (const auto* found = pictures_.find(key)) return *found;
        moved = moved_;
    }
    SYNCHRONY_ASSIGN(auto bytes, make());
    auto drawn = std::make_shared<const std::string>(std::move(bytes));
    const std::lock_guard lock(mutex_);
    return moved == moved_ ? pictures_.keep(key, std::move(drawn)) : drawn;
}

bool HeldRecordings::add(std::shared_ptr<HeldRecording> recording) {
    if (recording->bytes() > most_bytes_) return false;
    const std::lock_guard lock(mutex_);
    bytes_ += recording->bytes();
    held_.push_back(std::move(recording));
    while (held_.size() > most_ || bytes_ > most_bytes_) drop_oldest();
    return true;
}

void HeldRecordings::drop_oldest() {
    bytes_ -= held_.front()->bytes();
    dropped_.add(held_.front()->id());
    held_.pop_front();
}

std::shared_ptr<HeldRecording> HeldRecordings::find(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(held_, id, [](const auto& held) { return held->id(); });
    return found == held_.end() ? nullptr : *found;
}

bool HeldRecordings::was_dropped(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    return dropped_.contains(id);
}

bool HeldRecordings::forget(const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(held_, id, [](const auto& held) { return held->id(); });
    if (found == held_.end()) return false;
    bytes_ -= (*found)->bytes();
    held_.erase(found);
    return true;
}

std::vector<std::shared_ptr<HeldRecording>> HeldRecordings::all() const {
    const std::lock_guard lock(mutex_);
    return {held_.rbegin(), held_.rend()};
}

std::size_t HeldRecordings::size() const {
    const std::lock_guard lock(mutex_);
    return held_.size();
}

}  // namespace synchrony::server
