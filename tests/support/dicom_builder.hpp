// DICOM files element by element, in every transfer syntax that waveforms have: an encoder of its own, so that the
// reader is not checked by what wrote the file with the same library. Source: DICOM PS3.5 chapters 7 and 10.
#pragma once

#include <zlib.h>

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace synchrony::test {

struct DicomSyntax {
    bool explicit_vr = true;
    std::endian order = std::endian::little;
    bool undefined_lengths = false;  ///< sequences and items end with delimiters
};

/// One data set or item. Elements are put in the order of their calls.
class DicomItem {
  public:
    explicit DicomItem(DicomSyntax syntax) : syntax_(syntax) {}

    DicomItem& text(std::uint16_t group, std::uint16_t element, std::string_view vr, std::string value) {
        if (value.size() % 2 != 0) value += vr == "UI" ? '\0' : ' ';
        return put(group, element, vr, value);
    }
    DicomItem& number(std::uint16_t group, std::uint16_t element, std::string_view vr, std::uint32_t value) {
        return put(group, element, vr, bytes_of(value, vr == "US" ? 2 : 4));
    }
    DicomItem& put(std::uint16_t group, std::uint16_t element, std::string_view vr, std::string_view value) {
        head(group, element, vr, static_cast<std::uint32_t>(value.size()));
        bytes_ += value;
        return *this;
    }
    DicomItem& sequence(std::uint16_t group, std::uint16_t element, const std::vector<DicomItem>& items) {
        std::string all;
        for (const auto& item : items) all += framed(item.bytes_);
        if (syntax_.undefined_lengths) all += delimiter(0xe0dd);
        head(group, element, "SQ", syntax_.undefined_lengths ? 0xffffffffU : static_cast<std::uint32_t>(all.size()));
        bytes_ += all;
        return *this;
    }
    DicomItem& code(std::uint16_t group, std::uint16_t element, const std::string& value, const std::string& scheme,
                    const std::string& meaning) {
        DicomItem item(syntax_);
        item.text(0x0008, 0x0100, "SH", value).text(0x0008, 0x0102, "SH", scheme).text(0x0008, 0x0104, "LO", meaning);
        return sequence(group, element, {item});
    }
    [[nodiscard]] std::string bytes_of(std::uint32_t value, int size) const {
        std::string bytes;
        for (int i = 0; i < size; ++i) {
            const int shift = 8 * (syntax_.order == std::endian::little ? i : size - 1 - i);
            bytes += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xffU);
        }
        return bytes;
    }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

  private:
    void head(std::uint16_t group, std::uint16_t element, std::string_view vr, std::uint32_t length) {
        bytes_ += bytes_of(group, 2) + bytes_of(element, 2);
        if (!syntax_.explicit_vr) {
            bytes_ += bytes_of(length, 4);
            return;
        }
        bytes_ += vr;
        const bool is_long = vr == "SQ" || vr == "OB" || vr == "OW" || vr == "UN" || vr == "UT";
        bytes_ += is_long ? std::string(2, '\0') + bytes_of(length, 4) : bytes_of(length, 2);
    }
    [[nodiscard]] std::string framed(const std::string& item) const {
        const auto length = syntax_.undefined_lengths ? 0xffffffffU : static_cast<std::uint32_t>(item.size());
        return bytes_of(0xfffe, 2) + bytes_of(0xe000, 2) + bytes_of(length, 4) + item +
               (syntax_.undefined_lengths ? delimiter(0xe00d) : "");
    }
    [[nodiscard]] std::string delimiter(std::uint16_t element) const {
        return bytes_of(0xfffe, 2) + bytes_of(element, 2) + bytes_of(0, 4);
    }

    DicomSyntax syntax_;
    std::string bytes_;
};

/// Preamble, file meta information and the data set.
inline std::string dicom_file(const std::string& transfer_syntax, const std::string& data_set) {
    DicomItem rest{DicomSyntax{}};
    rest.text(0x0002, 0x0010, "UI", transfer_syntax);
    DicomItem meta{DicomSyntax{}};
    meta.number(0x0002, 0x0000, "UL", static_cast<std::uint32_t>(rest.bytes().size()));
    return std::string(128, '\0') + "DICM" + meta.bytes() + rest.bytes() + data_set;
}

/// Raw deflate, as the deflated transfer syntax has it.
inline std::string deflated(const std::string& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline const char* const twelve_lead_storage = "1.2.840.10008.5.1.4.1.1.9.1.1";

/// A waveform of a few channels as a test wants it.
struct DicomWaveform {
    DicomSyntax syntax = {};
    std::string storage_class = twelve_lead_storage;
    int bits = 16;
    int bits_stored = 16;
    std::string interpretation = "SS";
    std::string data_vr = "OW";
    std::string sampling_frequency = "500";
    std::vector<std::pair<std::string, std::string>> leads = {{"2:1", "Lead I"}, {"2:2", "Lead II"}};  ///< MDC codes
    std::vector<std::vector<std::int64_t>> samples = {{1, 2, 3}, {-4, 5, -6}};                         ///< [lead]
    std::string sensitivity = "2.5";
    std::string unit = "uV";
    std::string correction = "1";
    std::string baseline = "0";
    std::vector<std::string> skew = {};       ///< [lead], of samples; none is written where it is short
    std::vector<std::string> time_skew = {};  ///< [lead], s
    std::string label = "RHYTHM";
    std::string originality = "ORIGINAL";
    std::string offset_ms = {};
    std::vector<std::int64_t> padding = {};  ///< one value or none
    std::string zone_from_utc = {};
    std::string acquisition_date = {}, acquisition_time = {}, acquisition_date_time = "20240229235958.5";
    std::string content_date = {}, content_time = {};
    std::string birth_date = {}, age = "061Y", sex = "F";
    std::string character_set = {}, patient_name = "Doe^Jane";
    std::string other_ids = {}, other_names = {}, accession = {}, instance = {};

    [[nodiscard]] DicomItem group() const {
        DicomItem item(syntax);
        if (!offset_ms.empty()) item.text(0x0018, 0x1068, "DS", offset_ms);
        item.text(0x003a, 0x0004, "CS", originality);
        item.number(0x003a, 0x0005, "US", static_cast<std::uint32_t>(leads.size()));
        item.number(0x003a, 0x0010, "UL", static_cast<std::uint32_t>(samples.at(0).size()));
        if (!sampling_frequency.empty()) item.text(0x003a, 0x001a, "DS", sampling_frequency);
        item.text(0x003a, 0x0020, "SH", label);
        std::vector<DicomItem> channels;
        for (const auto& [code, meaning] : leads) {
            DicomItem channel(syntax);
            channel.code(0x003a, 0x0208, code, "MDC", meaning);
            if (!sensitivity.empty()) channel.text(0x003a, 0x0210, "DS", sensitivity);
            if (!unit.empty()) channel.code(0x003a, 0x0211, unit, "UCUM", unit);
            channel.text(0x003a, 0x0212, "DS", correction).text(0x003a, 0x0213, "DS", baseline);
            const auto index = channels.size();
            if (index < time_skew.size()) channel.text(0x003a, 0x0214, "DS", time_skew[index]);
            if (index < skew.size()) channel.text(0x003a, 0x0215, "DS", skew[index]);
            channel.number(0x003a, 0x021a, "US", static_cast<std::uint32_t>(bits_stored));
            channels.push_back(channel);
        }
        item.sequence(0x003a, 0x0200, channels);
        item.number(0x5400, 0x1004, "US", static_cast<std::uint32_t>(bits));
        item.text(0x5400, 0x1006, "CS", interpretation);
        if (!padding.empty()) item.put(0x5400, 0x100a, data_vr, stored(item, padding.front()));
        std::string data;
        for (std::size_t i = 0; i < samples[0].size(); ++i)
            for (const auto& lead : samples) data += stored(item, lead[i]);
        if (data.size() % 2 != 0) data += '\0';
        item.put(0x5400, 0x1010, data_vr, data);
        return item;
    }
    /// A data set of these groups (none: this one's).
    [[nodiscard]] DicomItem data_set(std::vector<DicomItem> groups = {}) const {
        DicomItem root(syntax);
        if (!character_set.empty()) root.text(0x0008, 0x0005, "CS", character_set);
        root.text(0x0008, 0x0016, "UI", storage_class);
        if (!instance.empty()) root.text(0x0008, 0x0018, "UI", instance);
        if (!acquisition_date.empty()) root.text(0x0008, 0x0022, "DA", acquisition_date);
        if (!content_date.empty()) root.text(0x0008, 0x0023, "DA", content_date);
        if (!acquisition_date_time.empty()) root.text(0x0008, 0x002a, "DT", acquisition_date_time);
        if (!acquisition_time.empty()) root.text(0x0008, 0x0032, "TM", acquisition_time);
        if (!content_time.empty()) root.text(0x0008, 0x0033, "TM", content_time);
        if (!accession.empty()) root.text(0x0008, 0x0050, "SH", accession);
        if (!zone_from_utc.empty()) root.text(0x0008, 0x0201, "SH", zone_from_utc);
        root.text(0x0010, 0x0010, "PN", patient_name).text(0x0010, 0x0020, "LO", "4711");
        if (!birth_date.empty()) root.text(0x0010, 0x0030, "DA", birth_date);
        root.text(0x0010, 0x0040, "CS", sex);
        if (!other_ids.empty()) root.text(0x0010, 0x1000, "LO", other_ids);
        if (!other_names.empty()) root.text(0x0010, 0x1001, "PN", other_names);
        root.text(0x0010, 0x1010, "AS", age);
        if (groups.empty()) groups.push_back(group());
        root.sequence(0x5400, 0x0100, groups);
        return root;
    }

  private:
    [[nodiscard]] std::string stored(const DicomItem& item, std::int64_t value) const {
        return item.bytes_of(static_cast<std::uint32_t>(value), bits / 8);
    }
};

}  // namespace synchrony::test
