#include "edf/header.hpp"

#include <cmath>
#include <functional>

#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::edf {
namespace {

using core::fail_input;

constexpr std::size_t fixed_bytes = 256;     ///< the header before the signals' fields, and the same a signal
constexpr std::int64_t most_signals = 4096;  ///< as WFDB's bound; EDF's own field ends at 9999
constexpr std::size_t longest_record = std::size_t{1} << 30;  ///< EDF asks for 61440 at most; nobody keeps to it

/// Walks the fields of a header; what was read last is named in messages.
class FieldReader {
  public:
    FieldReader(std::span<const std::byte> bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    std::string text(std::size_t width) {
        begin_ = at_;
        const auto* start = reinterpret_cast<const char*>(bytes_.data()) + at_;
        at_ += width;
        raw_ = std::string(start, width);
        for (char& c : raw_)
            if (static_cast<unsigned char>(c) < 0x20) c = ' ';  // some writers pad with NUL
        const auto decoded = core::decode_text(core::trimmed(raw_));
        return decoded ? decoded->text : std::string();
    }
    template <typename Number>
    core::Result<Number> number(std::size_t width, const char* name) {
        const auto field = text(width);
        std::string_view digits = field;
        if (digits.starts_with('+')) digits.remove_prefix(1);
        const auto value = core::number_from<Number>(digits);
        bool good = value.has_value();
        if constexpr (std::is_floating_point_v<Number>) good = good && std::isfinite(*value);
        if (good) return *value;
        return fail_input(std::string("field of the header is no number: ") + name, place(), core::in_quotes(field),
                          "a number");
    }
    [[nodiscard]] std::string place() const { return where_ + ", byte " + std::to_string(begin_); }

  private:
    std::span<const std::byte> bytes_;
    const std::string& where_;
    std::size_t at_ = 0, begin_ = 0;
    std::string raw_;
};

/// Reads one field of all signals.
core::Result<void> for_all(std::vector<SignalHeader>& signals,
                           const std::function<core::Result<void>(SignalHeader&)>& read) {
    for (auto& signal : signals) SYNCHRONY_TRY(read(signal));
    return {};
}

/// A number of the scale; what is none leaves the signal without a scale, which only a lead needs.
template <typename Number>
void scale_number(FieldReader& fields, const char* name, Number& value, SignalHeader& signal) {
    const auto number = fields.number<double>(8, name);
    const bool fits = number && std::abs(*number) < 2147483648.0;
    if (fits || (number && std::is_floating_point_v<Number>))
        value = static_cast<Number>(*number);
    else
        signal.scaled = false;
}

core::Result<void> read_signal_fields(FieldReader& fields, FileHeader& header) {
    auto& signals = header.signals;
    const auto good = [](auto&& work) {
        return [work](SignalHeader& signal) -> core::Result<void> {
            work(signal);
            return {};
        };
    };
    SYNCHRONY_TRY(for_all(signals, good([&](auto& s) { s.label = fields.text(16); })));
    SYNCHRONY_TRY(for_all(signals, good([&](auto& s) { s.other = fields.text(80) == other_transducer; })));
    SYNCHRONY_TRY(for_all(signals, good([&](auto& s) { s.unit = fields.text(8), s.scaled = true; })));
    SYNCHRONY_TRY(
        for_all(signals, good([&](auto& s) { scale_number(fields, "physical minimum", s.physical_min, s); })));
    SYNCHRONY_TRY(
        for_all(signals, good([&](auto& s) { scale_number(fields, "physical maximum", s.physical_max, s); })));
    SYNCHRONY_TRY(for_all(signals, good([&](auto& s) { scale_number(fields, "digital minimum", s.digital_min, s); })));
    SYNCHRONY_TRY(for_all(signals, good([&](auto& s) { scale_number(fields, "digital maximum", s.digital_max, s); })));
    SYNCHRONY_TRY(for_all(signals, good([&](auto& s) { s.prefilter = fields.text(80); })));
    const auto samples = [&](SignalHeader& signal) -> core::Result<void> {
        SYNCHRONY_ASSIGN(signal.samples, fields.number<std::int64_t>(8, "samples in a data record"));
        if (signal.samples >= 1 && static_cast<std::uint64_t>(signal.samples) <= longest_record) return {};
        return fail_input("samples in a data record are out of range", fields.place(), std::to_string(signal.samples),
                          "1 to " + std::to_string(longest_record));
    };
    return for_all(signals, samples);
}

/// Where each signal stands in a data record, and how many records there are.
core::Result<void> lay_out(FileHeader& header, std::size_t file_bytes, const std::string& where) {
    for (auto& signal : header.signals) {
        signal.offset = header.record_bytes;
        header.record_bytes += static_cast<std::size_t>(signal.samples) * header.sample_bytes();
        if (header.record_bytes > longest_record)
            return fail_input("a data record is too long", where, "over 1 GiB", "at most 1 GiB");
        if (signal.physical_min == signal.physical_max || signal.digital_min == signal.digital_max)
            signal.scaled = false;
    }
    const std::size_t there = (file_bytes - header.data_begin) / header.record_bytes;
    if (header.records == -1) header.records = static_cast<std::int64_t>(there);
    if (header.records < 1)
        return fail_input("file holds no data record", where, std::to_string(header.records), "at least 1");
    if (static_cast<std::uint64_t>(header.records) > there)
        return fail_input("file is shorter than its header promises", where,
                          std::to_string(there) + " whole data records", std::to_string(header.records));
    const auto used = header.data_begin + static_cast<std::size_t>(header.records) * header.record_bytes;
    if (used < file_bytes)
        header.warnings.push_back(std::to_string(file_bytes - used) +
                                  " bytes behind the last data record that the header knows are left out");
    return {};
}

}  // namespace

core::Result<FileHeader> parse_header(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() < fixed_bytes)
        return fail_input("file ends inside its header", where, std::to_string(bytes.size()) + " bytes",
                          "at least 256 bytes");
    FileHeader header;
    header.bdf = bytes[0] == std::byte{0xff};
    FieldReader fields(bytes, where);
    fields.text(8);  // version; told by the sniffer
    header.patient = fields.text(80);
    header.recording = fields.text(80);
    header.start_date = fields.text(8);
    header.start_time = fields.text(8);
    SYNCHRONY_ASSIGN(const auto header_bytes, fields.number<std::int64_t>(8, "bytes in the header"));
    const auto kind = fields.text(44);
    header.plus = kind.starts_with("EDF+") || kind.starts_with("BDF+");
    header.discontinuous = header.plus && kind.substr(4).starts_with('D');
    SYNCHRONY_ASSIGN(header.records, fields.number<std::int64_t>(8, "number of data records"));
    SYNCHRONY_ASSIGN(header.record_s, fields.number<double>(8, "duration of a data record"));
    if (header.record_s < 0)
        return fail_input("duration of a data record is negative", fields.place(), core::shortest(header.record_s),
                          "0 s or more");
    SYNCHRONY_ASSIGN(const auto count, fields.number<std::int64_t>(4, "number of signals"));
    if (count < 1 || count > most_signals)
        return fail_input("number of signals is out of range", fields.place(), std::to_string(count),
                          "1 to " + std::to_string(most_signals));
    header.data_begin = fixed_bytes * (static_cast<std::size_t>(count) + 1);
    if (header_bytes != static_cast<std::int64_t>(header.data_begin))
        return fail_input("length of the header does not fit its signals", where, std::to_string(header_bytes),
                          std::to_string(header.data_begin) + " bytes for " + std::to_string(count) + " signals");
    if (bytes.size() < header.data_begin)
        return fail_input("file ends inside its header", where, std::to_string(bytes.size()) + " bytes",
                          std::to_string(header.data_begin) + " bytes");
    header.signals.resize(static_cast<std::size_t>(count));
    SYNCHRONY_TRY(read_signal_fields(fields, header));
    SYNCHRONY_TRY(lay_out(header, bytes.size(), where));
    return header;
}

}  // namespace synchrony::io::edf
