// The samples of a WFDB record as they stand in its signal files, whole or in ranges, and what becomes of them:
// an Ecg in mV, or a record written anew. Single- and multi-segment records read alike.
// Source: WFDB Applications Guide, signal(5), https://physionet.org/physiotools/wag/signal-5.htm, and the WFDB library.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/source.hpp"
#include "synchrony/io/wfdb_header.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::wfdb {

/// Samples of one signal, in ADC units, samples_per_frame a frame.
struct Samples {
    std::vector<std::int32_t> values;          ///< as in the file; 0 where the record has none
    std::vector<record::SampleRange> invalid;  ///< sorted, disjoint indices into `values` that hold no measurement
};

/// A record, or a range of it.
struct Record {
    Header header;                 ///< `signals` filled in multi-segment records too
    std::int64_t first_frame = 0;  ///< of the range
    std::int64_t frames = 0;
    std::vector<Samples> signals;  ///< [signal], each frames * samples_per_frame long
    std::vector<record::Warning> warnings;
};

/// What to read. The default is the whole record.
struct RangeOptions {
    std::int64_t first_frame = 0;
    std::int64_t frames = -1;  ///< -1: to the end
    /// Upper bound of frames x samples a frame, so that no header makes us take all memory: 2^28 values are 1 GiB.
    /// Longer records are read in ranges or with SignalReader.
    std::int64_t max_values = std::int64_t{1} << 28;
};

/// Reads a record block by block in constant memory.
class SignalReader {
  public:
    /// Opens "mitdb/100" or "mitdb/100.hea". Signal files are checked for length here, segments when first reached.
    [[nodiscard]] static core::Result<SignalReader> open(const std::filesystem::path& record);
    /// Opens the record `name` ("100") of a source.
    [[nodiscard]] static core::Result<SignalReader> open(std::shared_ptr<const FileSource> source,
                                                         const std::string& name);
    SignalReader(SignalReader&&) noexcept;
    SignalReader& operator=(SignalReader&&) noexcept;
    ~SignalReader();

    /// The record's header; its `signals` are those that read_frames gives (the layout's, in variable layout).
    [[nodiscard]] const Header& header() const;
    [[nodiscard]] std::int64_t frames() const;    ///< in the whole record
    [[nodiscard]] std::int64_t position() const;  ///< the next frame that read_frames gives
    /// Fails unless 0 <= frame <= frames().
    [[nodiscard]] core::Result<void> seek(std::int64_t frame);
    /// Replaces `out` by the next `n` frames (fewer at the end) and gives their number, 0 at the end. Ranges in
    /// `out[s].invalid` count from the block's start. `out` keeps its memory from call to call.
    [[nodiscard]] core::Result<std::int64_t> read_frames(std::int64_t n, std::vector<Samples>& out);
    /// Like read_frames, behind what `out` holds already.
    [[nodiscard]] core::Result<std::int64_t> append_frames(std::int64_t n, std::vector<Samples>& out);
    /// What was found odd so far. Checksums are verified when a file has been read in order from start to end.
    [[nodiscard]] const std::vector<record::Warning>& warnings() const;

    class Implementation;

  private:
    explicit SignalReader(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

/// Reads a record or a range of it into memory.
[[nodiscard]] core::Result<Record> read_record(const std::filesystem::path& record, const RangeOptions& options = {});
[[nodiscard]] core::Result<Record> read_record(std::shared_ptr<const FileSource> source, const std::string& name,
                                               const RangeOptions& options = {});

/// Signal `s` at `samples_per_frame` samples a frame, as the WFDB library gives it: averaged over the frame when that
/// is 1 (fraction dropped, invalid when any of the frame's samples is), else each sample held until the next.
[[nodiscard]] Samples at_rate(const Record& record, std::size_t s, int samples_per_frame);

/// Whether a signal is an ECG lead: in a unit of voltage, and no EEG, EOG, EMG... by its description.
[[nodiscard]] bool is_ecg(const SignalSpec& signal);

/// ADC units of an ECG lead as mV into `out`, of the same length. What is invalid is converted like the rest.
void to_millivolts(const SignalSpec& signal, std::span<const std::int32_t> values, std::span<float> out);

/// The record in mV. Signals in units of voltage become leads with standard names; other units, and EEG, EOG, EMG by
/// name, become other_signals. The rate is the frame's, unless all leads share a higher one. A gain that is not given
/// is WFDB's 200 and a doubt (Warning::doubt). Fails when no signal is an ECG lead, or when the header gives no
/// sampling frequency: WFDB's default of 250 Hz is not used for anything that is measured.
[[nodiscard]] core::Result<record::Ecg> to_ecg(const Record& record);

/// What must be said of the gains of these signals: one warning with a doubt that names those without a gain, or none.
[[nodiscard]] std::vector<record::Warning> gain_warnings(const Header& header);
/// Fails (input) unless the header gives a sampling frequency.
[[nodiscard]] core::Result<void> require_frequency(const Header& header, const std::string& where);

/// The leads of `ecg` as ADC units at `gain` per mV, 16 bit. 0: 1000 per mV, another where the samples' own step is no
/// whole number of uV, less where a lead would not fit.
[[nodiscard]] core::Result<Record> from_ecg(const record::Ecg& ecg, const std::string& record_name, double gain = 0.0);

/// Writes `record_path`.dat in format 16 or 212 and `record_path`.hea, each whole or not at all. Initial values and
/// checksums are computed; skew and byte offset are not written. Fails when a value does not fit the format.
[[nodiscard]] core::Result<void> write_record(const std::filesystem::path& record_path, const Record& record,
                                              int format = 16);

}  // namespace synchrony::io::wfdb
