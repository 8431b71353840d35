#include "synchrony/core/text.hpp"
#include "synchrony/io/wfdb_annotations.hpp"

#include "ishne/annotations.hpp"
#include "ishne/header.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "synchrony/core/files.hpp"
#include "wfdb/fields.hpp"
#include "wfdb/paths.hpp"

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;
using core::Result;

// annot(5): a word is 6 bits of code over 10 bits of time difference or data.
constexpr int code_shift = 10;
constexpr unsigned data_mask = 0x3ff;
constexpr int skip_code = 59, number_code = 60, subtype_code = 61, channel_code = 62, auxiliary_code = 63;
constexpr int last_code = 49;  // ACMAX; 50 to 58 are reserved
constexpr std::int8_t note_code = 22;
constexpr std::size_t longest_auxiliary = 255;
constexpr std::uint64_t largest_file = std::uint64_t{1} << 26;  // a year of beats

constexpr std::string_view resolution_text = "## time resolution: ";
constexpr std::string_view definitions_text = "## annotation type definitions";
constexpr std::string_view definitions_end_text = "## end of definitions";

class AnnotationParser {
  public:
    AnnotationParser(std::span<const std::byte> bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    Result<AnnotationFile> parse() {
        for (;;) {
            if (left() < 2) {
                file_.warnings.push_back("no end mark in the annotations");
                break;
            }
            const unsigned word = take_word();
            if (word == 0) break;
            SYNCHRONY_TRY(take_item(static_cast<int>(word >> code_shift), word & data_mask));
        }
        if (reserved_) file_.warnings.push_back("reserved annotation codes (50 to 58)");
        return std::move(file_);
    }

  private:
    [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }
    unsigned take_word() {
        const auto word = static_cast<unsigned>(bytes_[at_]) | (static_cast<unsigned>(bytes_[at_ + 1]) << 8);
        at_ += 2;
        return word;
    }
    [[nodiscard]] std::string place() const { return where_ + ", byte " + std::to_string(at_); }

    Result<void> take_item(int code, unsigned data) {
        switch (code) {
            case skip_code:
                return take_skip();
            case number_code:
                number_ = static_cast<std::int8_t>(data);
                return on_annotation("NUM", [&](auto& a) { a.number = number_; });
            case channel_code:
                channel_ = static_cast<std::int8_t>(data);
                return on_annotation("CHN", [&](auto& a) { a.channel = channel_; });
            case subtype_code:
                return on_annotation("SUB", [&](auto& a) { a.subtype = static_cast<std::int8_t>(data); });
            case auxiliary_code:
                return take_auxiliary(data);
            default:
                return take_annotation(code, data);
        }
    }

    Result<void> take_skip() {
        if (left() < 4)
            return fail_input("annotation file ends inside a SKIP", place(), std::to_string(left()) + " bytes",
                              "4 bytes");
        // The high half comes first (PDP-11), each half low byte first.
        const std::uint32_t high = take_word();
        const std::uint32_t low = take_word();
        time_ += static_cast<std::int32_t>((high << 16) | low);
        return {};
    }

    Result<void> take_annotation(int code, unsigned interval) {
        time_ += interval;
        if (time_ < 0)
            return fail_input("annotation before the record's start", place(), "sample " + std::to_string(time_),
                              "0 or later");
        record::Annotation annotation;
        annotation.sample = time_;
        annotation.code = static_cast<std::int8_t>(code);
        annotation.channel = channel_;
        annotation.number = number_;
        reserved_ = reserved_ || code > last_code;
        file_.annotations.push_back(std::move(annotation));
        return {};
    }

    template <typename Change>
    Result<void> on_annotation(const char* item, Change change) {
        if (file_.annotations.empty())
            return fail_input(std::string(item) + " before the first annotation", place(), item, "an annotation");
        change(file_.annotations.back());
        return {};
    }

    Result<void> take_auxiliary(unsigned data) {
        // The WFDB library takes the low 8 bits as length.
        const std::size_t length = data & 0xff;
        if (left() < length)
            return fail_input("annotation file ends inside auxiliary text", place(), std::to_string(left()) + " bytes",
                              std::to_string(length) + " bytes");
        std::string text(reinterpret_cast<const char*>(bytes_.data()) + at_, length);
        at_ = std::min(bytes_.size(), at_ + length + length % 2);
        // Writers in C count the closing NUL, or several.
        text.erase(text.find_last_not_of('\0') + 1);
        return on_annotation("AUX", [&](auto& a) { a.auxiliary = std::move(text); });
    }

    std::span<const std::byte> bytes_;
    const std::string& where_;
    std::size_t at_ = 0;
    std::int64_t time_ = 0;
    std::int8_t channel_ = 0;
    std::int8_t number_ = 0;
    bool reserved_ = false;
    AnnotationFile file_;
};

/// "42 >T upright T wave" -> a definition; nothing when the text is another note.
std::optional<CodeDefinition> parse_definition(std::string_view text) {
    CodeDefinition definition;
    const auto code = next_token(text);
    const auto parsed = parse_integer(code, 0, last_code, "", "");
    if (!parsed) return std::nullopt;
    definition.code = static_cast<int>(*parsed);
    definition.mnemonic = std::string(next_token(text));
    definition.description = std::string(trim(text));
    if (definition.mnemonic.empty()) return std::nullopt;
    return definition;
}

/// The notes at sample 0 by which a file describes itself are taken out of the list, as the WFDB library does.
void take_self_description(AnnotationFile& file) {
    std::size_t used = 0;
    bool defining = false;
    for (const auto& a : file.annotations) {
        if (a.sample != 0 || a.code != note_code || a.subtype != 0) break;
        const std::string_view text = a.auxiliary;
        if (text.starts_with(resolution_text)) {
            const auto frequency = parse_number(trim(text.substr(resolution_text.size())), 1e-5, 1e9, "", "");
            if (frequency)
                file.sampling_frequency_hz = *frequency;
            else
                file.warnings.push_back("time resolution not understood: " + std::string(text));
        } else if (text.starts_with(definitions_text)) {
            defining = true;
        } else if (text.starts_with(definitions_end_text)) {
            defining = false;
        } else if (auto definition = defining ? parse_definition(text) : std::nullopt) {
            file.definitions.push_back(std::move(*definition));
        } else {
            break;
        }
        ++used;
    }
    // The WFDB library closes its table by an empty annotation and does not hand that on either.
    if (used > 0 && used < file.annotations.size() && file.annotations[used].sample == 0 &&
        file.annotations[used].code == 0)
        ++used;
    file.annotations.erase(file.annotations.begin(), file.annotations.begin() + static_cast<std::ptrdiff_t>(used));
}

void put_word(std::string& bytes, unsigned word) {
    bytes.push_back(static_cast<char>(word & 0xff));
    bytes.push_back(static_cast<char>((word >> 8) & 0xff));
}
void put_item(std::string& bytes, int code, unsigned data) {
    put_word(bytes, (static_cast<unsigned>(code) << code_shift) | (data & data_mask));
}
void put_skip(std::string& bytes, std::int64_t interval) {
    const auto value = static_cast<std::uint32_t>(interval);
    put_item(bytes, skip_code, 0);
    put_word(bytes, value >> 16);
    put_word(bytes, value & 0xffff);
}

class AnnotationEncoder {
  public:
    Result<void> put(const record::Annotation& a) {
        SYNCHRONY_TRY(check(a));
        put_time(a);
        if (a.subtype != 0) put_item(bytes, subtype_code, static_cast<unsigned>(a.subtype));
        if (a.channel != channel_) put_item(bytes, channel_code, static_cast<unsigned>(channel_ = a.channel));
        if (a.number != number_) put_item(bytes, number_code, static_cast<unsigned>(number_ = a.number));
        if (a.auxiliary.empty()) return {};
        put_item(bytes, auxiliary_code, static_cast<unsigned>(a.auxiliary.size()));
        bytes += a.auxiliary;
        if (a.auxiliary.size() % 2 != 0) bytes.push_back('\0');
        return {};
    }

    std::string bytes;

  private:
    static Result<void> check(const record::Annotation& a) {
        const std::string where = "annotation at sample " + std::to_string(a.sample);
        if (a.sample < 0)
            return fail_input("annotation before the record's start", where, std::to_string(a.sample), "0 or later");
        if (a.code < 0 || a.code > last_code)
            return fail_input("unknown annotation code", where, std::to_string(a.code),
                              "0 to " + std::to_string(last_code));
        if (a.auxiliary.size() > longest_auxiliary)
            return fail_input("auxiliary text is too long", where, std::to_string(a.auxiliary.size()) + " bytes",
                              "at most " + std::to_string(longest_auxiliary) + " bytes");
        return {};
    }

    void put_time(const record::Annotation& a) {
        constexpr std::int64_t longest_skip = std::numeric_limits<std::int32_t>::max();
        std::int64_t interval = a.sample - time_;
        time_ = a.sample;
        for (; interval > longest_skip; interval -= longest_skip) put_skip(bytes, longest_skip);
        for (; interval < -longest_skip; interval += longest_skip) put_skip(bytes, -longest_skip);
        // A word of zeros would end the file, so code 0 always has a time difference of 1.
        if (a.code == 0) {
            put_skip(bytes, interval - 1);
            interval = 1;
        } else if (interval < 0 || interval > static_cast<std::int64_t>(data_mask)) {
            put_skip(bytes, interval);
            interval = 0;
        }
        put_item(bytes, a.code, static_cast<unsigned>(interval));
    }

    std::int64_t time_ = 0;
    std::int8_t channel_ = 0;
    std::int8_t number_ = 0;
};

record::Annotation note(std::string text) {
    record::Annotation annotation;
    annotation.code = note_code;
    annotation.auxiliary = std::move(text);
    return annotation;
}

std::filesystem::path annotation_path(const std::filesystem::path& record, std::string_view annotator) {
    auto path = header_path(record);
    return path.replace_extension("." + std::string(annotator));
}

}  // namespace

Result<AnnotationFile> parse_annotations(std::span<const std::byte> bytes, const std::string& where) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.starts_with(ishne::annotation_magic)) return ishne::parse_annotations(bytes, where);
    SYNCHRONY_ASSIGN(auto file, AnnotationParser(bytes, where).parse());
    take_self_description(file);
    return file;
}

Result<AnnotationFile> read_annotation_file(const std::filesystem::path& path) {
    SYNCHRONY_ASSIGN(const auto bytes, core::read_file(path, largest_file));
    return parse_annotations(std::as_bytes(std::span(bytes)), path.string());
}

Result<AnnotationFile> read_annotations(const std::filesystem::path& record, std::string_view annotator) {
    return read_annotation_file(annotation_path(record, annotator));
}

Result<std::string> encode_annotations(const AnnotationFile& file) {
    AnnotationEncoder encoder;
    if (file.sampling_frequency_hz)
        SYNCHRONY_TRY(encoder.put(note(std::string(resolution_text) + core::shortest(*file.sampling_frequency_hz))));
    if (!file.definitions.empty()) {
        SYNCHRONY_TRY(encoder.put(note(std::string(definitions_text))));
        for (const auto& d : file.definitions)
            SYNCHRONY_TRY(encoder.put(note(std::to_string(d.code) + " " + d.mnemonic + " " + d.description)));
        SYNCHRONY_TRY(encoder.put(note(std::string(definitions_end_text))));
    }
    // An empty annotation closes the file's words about itself, as the WFDB library writes it.
    if (!encoder.bytes.empty()) SYNCHRONY_TRY(encoder.put(record::Annotation{}));
    for (const auto& annotation : file.annotations) SYNCHRONY_TRY(encoder.put(annotation));
    put_word(encoder.bytes, 0);
    // Four annotations may spell ISHNE's first word; a SKIP of nothing before them tells the files apart.
    if (!encoder.bytes.starts_with(ishne::annotation_magic)) return std::move(encoder.bytes);
    std::string bytes;
    put_skip(bytes, 0);
    return bytes + encoder.bytes;
}

Result<void> write_annotations(const std::filesystem::path& record, std::string_view annotator,
                               const AnnotationFile& file) {
    SYNCHRONY_ASSIGN(const auto bytes, encode_annotations(file));
    return core::write_file(annotation_path(record, annotator), bytes);
}

void rescale(AnnotationFile& file, double frequency_hz) {
    if (!file.sampling_frequency_hz || *file.sampling_frequency_hz == frequency_hz) return;
    const double ratio = frequency_hz / *file.sampling_frequency_hz;
    for (auto& a : file.annotations) a.sample = std::llround(static_cast<double>(a.sample) * ratio);
    file.sampling_frequency_hz = frequency_hz;
}

}  // namespace synchrony::io::wfdb
