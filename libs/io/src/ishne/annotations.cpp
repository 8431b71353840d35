#include "ishne/annotations.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "byte_cursor.hpp"
#include "ishne/header.hpp"

namespace synchrony::io::ishne {
namespace {

constexpr std::size_t annotation_bytes = 4;           // label, the writer's own label, samples since the last
constexpr std::size_t most_annotations = 10'000'000;  // a month of beats; our bound
constexpr char timeout_label = '!';                   // no beat: the next lies further away than 16 bits can say

/// WFDB's mnemonic for a label; empty where the label is no beat.
std::string_view mnemonic_of(char label) {
    constexpr std::array<std::pair<char, std::string_view>, 6> labels = {
        {{'N', "N"}, {'V', "V"}, {'S', "S"}, {'B', "B"}, {'P', "/"}, {'X', "|"}}};
    const auto* const found =
        std::find_if(labels.begin(), labels.end(), [&](const auto& l) { return l.first == label; });
    return found == labels.end() ? std::string_view() : found->second;
}

record::Annotation annotation_of(std::int64_t sample, char label, char own_label) {
    constexpr std::string_view note = "\"";
    record::Annotation annotation;
    annotation.sample = sample;
    annotation.subtype = static_cast<std::int8_t>(own_label);
    const auto known = mnemonic_of(label);
    annotation.code = record::code_of(known.empty() ? note : known).value_or(0);
    if (known.empty()) annotation.auxiliary = label == 'C' ? std::string("calibration") : std::string(1, label);
    return annotation;
}

}  // namespace

core::Result<wfdb::AnnotationFile> parse_annotations(std::span<const std::byte> bytes, const std::string& where) {
    SYNCHRONY_ASSIGN(const auto header, read_header(bytes, where));
    ByteCursor cursor(bytes.subspan(header.data_offset));
    // The first position is where counting begins; no beat is labelled there.
    std::int64_t sample = cursor.take<std::uint32_t>();
    const std::size_t count = cursor.left() / annotation_bytes;
    if (!cursor.good())
        return core::fail_input("ISHNE annotations end before the first", where,
                                std::to_string(bytes.size()) + " bytes",
                                "at least " + std::to_string(header.data_offset + sizeof(std::uint32_t)));
    if (count > most_annotations)
        return core::fail_input("too many annotations", where, std::to_string(count),
                                "at most " + std::to_string(most_annotations));
    wfdb::AnnotationFile file;
    if (header.sampling_frequency_hz > 0) file.sampling_frequency_hz = header.sampling_frequency_hz;
    if (header.crc_given && !header.crc_right) file.warnings.emplace_back("check sum of the head differs");
    if (cursor.left() % annotation_bytes != 0) file.warnings.emplace_back("the last annotation is cut off");
    for (std::size_t i = 0; i < count; ++i) {
        const char label = static_cast<char>(cursor.take<std::uint8_t>());
        const char own_label = static_cast<char>(cursor.take<std::uint8_t>());
        sample += cursor.take<std::uint16_t>();
        if (label == timeout_label) continue;
        if (std::isgraph(static_cast<unsigned char>(label)) == 0)
            return core::fail_input("label of a beat is no letter", where + ", annotation " + std::to_string(i + 1),
                                    "code " + std::to_string(static_cast<unsigned char>(label)),
                                    "N, V, S, B, P, X, ...");
        file.annotations.push_back(annotation_of(sample, label, own_label));
    }
    return file;
}

}  // namespace synchrony::io::ishne
