// Faulty files: every one is refused with what, where, got and expected, without a crash and without taking memory
// that the file's size does not warrant.
#include <map>

#include "support/bad_input.hpp"
#include "support/holter_writer.hpp"
#include "support/scp_writer.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io {
namespace {

using test::BadCase;
using test::no_error;
using test::reading;

std::function<core::Error(const std::filesystem::path&)> annotations() {
    return [](const std::filesystem::path& folder) {
        auto file = wfdb::read_annotations(folder / "r", "atr");
        return file ? no_error() : file.error();
    };
}

BadCase wfdb_case(std::string name, std::string header, std::string dat, std::string says) {
    return {std::move(name), {{"r.hea", std::move(header)}, {"r.dat", std::move(dat)}}, reading("r"), std::move(says)};
}

BadCase csv_case(std::string name, std::string text, std::string says, CsvOptions csv = {}) {
    ReadOptions options;
    options.csv = std::move(csv);
    return {std::move(name), {{"t.csv", std::move(text)}}, reading("t.csv", options), std::move(says)};
}

BadCase annotation_case(std::string name, std::string bytes, std::string says) {
    return {std::move(name), {{"r.atr", std::move(bytes)}}, annotations(), std::move(says)};
}

std::string zeros(std::size_t n) {
    return std::string(n, '\0');
}

std::vector<BadCase> wfdb_header_cases() {
    using namespace std::string_literals;
    const std::string dat = zeros(400);
    return {
        wfdb_case("truncated_dat", "r 1 360 1000\nr.dat 16 200 12 0 0 0 0 I\n", zeros(1200), "shorter"),
        wfdb_case("promises_more_in_212", "r 2 360 650000\nr.dat 212 200\nr.dat 212 200\n", zeros(300), "shorter"),
        wfdb_case("empty_dat", "r 1 360 1000\nr.dat 16 200\n", "", "shorter"),
        wfdb_case("offset_behind_the_end", "r 1 360 100\nr.dat 16+1000 200\n", dat, "shorter"),
        wfdb_case("nan_gain", "r 1 360 100\nr.dat 16 nan/mV\n", dat, "gain"),
        wfdb_case("infinite_gain", "r 1 360 100\nr.dat 16 inf/mV\n", dat, "gain"),
        wfdb_case("overflowing_gain", "r 1 360 100\nr.dat 16 1e999/mV\n", dat, "gain"),
        wfdb_case("tiny_gain", "r 1 360 100\nr.dat 16 1e-300/mV\n", dat, "gain"),
        wfdb_case("unknown_format", "r 1 360 100\nr.dat 99 200\n", dat, "format"),
        wfdb_case("format_is_text", "r 1 360 100\nr.dat sixteen 200\n", dat, "format"),
        wfdb_case("no_leads", "r 0 360 100\n", dat, "no signals"),
        wfdb_case("no_samples", "r 1 360 0\nr.dat 16 200\n", "", "no samples"),
        wfdb_case("thousand_million_samples", "r 1 360 1000000000\nr.dat 16 200\n", dat, "shorter"),
        wfdb_case("more_samples_than_numbers_go", "r 1 360 99999999999999999999\nr.dat 16 200\n", dat, "samples"),
        wfdb_case("negative_samples", "r 1 360 -5\nr.dat 16 200\n", dat, "samples"),
        wfdb_case("negative_signals", "r -2 360 100\nr.dat 16 200\n", dat, "signals"),
        wfdb_case("thousand_million_signals", "r 1000000000 360 100\nr.dat 16 200\n", dat, "signals"),
        wfdb_case("fewer_signal_lines", "r 3 360 100\nr.dat 16 200\n", dat, "ends before"),
        wfdb_case("giant_frame", "r 1 360 100\nr.dat 16x2000000000 200\n", dat, "samples per frame"),
        wfdb_case("large_frames_in_a_small_file", "r 1 360 100\nr.dat 16x100000 200\n", dat, "shorter"),
        wfdb_case("zero_samples_per_frame", "r 1 360 100\nr.dat 16x0 200\n", dat, "samples per frame"),
        wfdb_case("negative_skew", "r 1 360 100\nr.dat 16:-4 200\n", dat, "skew"),
        wfdb_case("negative_offset", "r 1 360 100\nr.dat 16+-4 200\n", dat, "byte offset"),
        wfdb_case("zero_frequency", "r 1 0 100\nr.dat 16 200\n", dat, "frequency"),
        wfdb_case("nan_frequency", "r 1 nan 100\nr.dat 16 200\n", dat, "frequency"),
        wfdb_case("no_frequency", "r 1\nr.dat 16 200\n", dat, "--fs"),
        wfdb_case("lead_twice", "r 2 360 100\nr.dat 16 200 16 0 0 0 0 V1\nr.dat 16 200 16 0 0 0 0 v1\n", dat,
                  "a lead stands twice"),
        wfdb_case("compressed_matlab_5", "r 1 360 1\nr.dat 16+24 200\n",
                  "MATLAB 5.0 MAT-file" + zeros(105) + "\x00\x01IM\x0f\0\0\0\x08\0\0\0"s + zeros(16), "compressed"),
        wfdb_case("open_baseline", "r 1 360 100\nr.dat 16 200(1024\n", dat, "baseline"),
        wfdb_case("no_format", "r 1 360 100\nr.dat\n", dat, "format"),
        wfdb_case("no_signal_count", "r\n", dat, "number of signals"),
        wfdb_case("only_comments", "# nothing\n\n#\n", dat, "record line"),
        wfdb_case("empty_header", "", dat, "empty"),
        wfdb_case("absolute_signal_file", "r 1 360 100\n/etc/passwd 16 200\n", dat, "leaves the folder"),
        wfdb_case("climbing_signal_file", "r 1 360 100\n../../secret.dat 16 200\n", dat, "leaves the folder"),
        wfdb_case("hidden_climb", "r 1 360 100\nsub/../../secret.dat 16 200\n", dat, "leaves the folder"),
        wfdb_case("missing_signal_file", "r 1 360 100\nother.dat 16 200\n", dat, "cannot open"),
        {"signals_of_a_file_apart",
         {{"r.hea", "r 3 360 10\nr.dat 16 200\nq.dat 16 200\nr.dat 16 200\n"}, {"r.dat", dat}, {"q.dat", dat}},
         reading("r"),
         "stand together"},
        wfdb_case("two_formats_in_a_file", "r 2 360 10\nr.dat 16 200\nr.dat 212 200\n", dat, "format"),
        wfdb_case("two_offsets_in_a_file", "r 2 360 10\nr.dat 16+2 200\nr.dat 16+4 200\n", dat, "byte offset"),
        wfdb_case("not_a_flac_stream", "r 1 360 10\nr.dat 516 200\n", dat, "FLAC"),
        wfdb_case("flac_head_only", "r 1 360 10\nr.dat 516 200\n", "fLaC", "FLAC"),
        wfdb_case("no_ecg_lead", "r 1 360 10\nr.dat 16 200/mmHg 12 0 0 0 0 ABP\n", dat, "no ECG lead"),
    };
}

std::vector<BadCase> segment_cases() {
    const std::string one = "s1 1 360 10\nr.dat 16 200\n", dat = zeros(20);
    const auto with = [&](std::string name, std::string master, std::string segment, std::string says) {
        return BadCase{std::move(name),
                       {{"m.hea", std::move(master)}, {"s1.hea", std::move(segment)}, {"r.dat", dat}},
                       reading("m"),
                       std::move(says)};
    };
    return {
        with("circular_segments", "m/1 1 360 10\nm 10\n", one, "segments inside segments"),
        with("missing_segment", "m/2 1 360 20\ns1 10\ns2 10\n", one, "cannot open"),
        with("segment_is_short", "m/1 1 360 50\ns1 50\n", one, "shorter"),
        with("segment_with_another_rate", "m/1 1 360 10\ns1 10\n", "s1 1 250 10\nr.dat 16 200\n", "frequency"),
        with("segment_outside", "m/1 1 360 10\n../s1 10\n", one, "leaves the folder"),
        with("only_gaps", "m/1 1 360 10\n~ 10\n", one, "only gaps"),
        with("gap_of_all_memory", "m/2 1 360 0\ns1 10\n~ 9000000000000\n", one, "too long"),
        with("no_segments", "m/0 1 360 10\n", one, "segments"),
        with("segments_promised", "m/1000 1 360 10\ns1 10\n", one, "ends before"),
        with("negative_segment", "m/1 1 360 10\ns1 -10\n", one, "segment length"),
    };
}

std::vector<BadCase> annotation_cases() {
    using namespace std::string_literals;
    return {
        annotation_case("truncated_in_auxiliary", "\x05\x04\x20\xfc\x28\x41"s, "inside auxiliary"),
        annotation_case("truncated_in_skip", "\x05\x04\x00\xec\xff"s, "inside a SKIP"),
        annotation_case("skip_before_the_start", "\x00\xec\xff\xff\x00\x00\x01\x04\x00\x00"s,
                        "before the record's start"),
        annotation_case("auxiliary_without_annotation", "\x02\xfc(N\x00\x00"s, "before the first annotation"),
        annotation_case("number_without_annotation", "\x02\xf0\x00\x00"s, "before the first annotation"),
        {"no_annotation_file", {}, annotations(), "cannot open"},
    };
}

std::vector<BadCase> csv_cases() {
    return {
        csv_case("text_in_a_cell", "time,I\n0,1\n0.01,x\n", "line 3, column I"),
        csv_case("infinite_cell", "time,I\n0,1\n0.01,inf\n", "line 3, column I"),
        csv_case("text_behind_comments", "# a\n# b\ntime,I\n0,1\n0.01,x\n", "line 5, column I"),
        csv_case("ragged_row_behind_comments", "# a\ntime,I,II\n0,1,2\n0.01,1\n", "line 4"),
        csv_case("ragged_row", "time,I,II\n0,1,2\n0.01,1\n", "line 3"),
        csv_case("no_rate", "I,II\n1,2\n3,4\n", "--fs"),
        csv_case("column_twice", "time,V1,II,v1 (uV)\n0,1,2,3\n0.01,1,2,3\n", "a lead stands twice"),
        csv_case("unit_not_of_voltage", "time,I (adu)\n0,1\n0.01,2\n", "unit of a lead is not known"),
        csv_case("no_header", "0,1\n0.01,2\n", "no lead", {.sampling_frequency_hz = 100.0}),
        csv_case("no_known_name", "time,HR,label\n0,60,1\n0.01,60,1\n", "HR, label"),
        csv_case("wrong_time_column", "time,I\n0,1\n0.1,2\n", "no such time column", {.time_column = "zeit"}),
        csv_case("uneven_times", "time,I\n0,1\n0.1,2\n0.2,2\n0.9,3\n1.0,3\n", "row 4"),
        csv_case("times_stand_still", "time,I\n0,1\n0,2\n0,3\n", "rise"),
        csv_case("missing_time", "time,I\n0,1\n,2\n0.2,3\n", "line 3, column time"),
        csv_case("open_quote", "time,\"I\n0,1\n", "quote"),
        csv_case("only_header", "time,I\n", "no samples"),
        csv_case("only_time", "time\n0\n1\n", "no lead"),
        csv_case("unknown_unit", "time,I\n0,1\n1,2\n", "unit", {.unit = "furlong"}),
        csv_case("negative_rate", "I\n1\n2\n", "sampling frequency", {.sampling_frequency_hz = -1.0}),
        csv_case("absurd_value", "time,I\n0,1e300\n1,2\n", "out of range"),
        csv_case("too_many_cells", "time,I\n0,1\n1,2\n2,3\n", "too long", {.max_values = 4}),
        csv_case("empty_table", "", "empty"),
        {"no_such_file", {}, reading("none.csv"), "cannot open"},
        {"unknown_content", {{"x.bin", std::string("\x01\x02\x00\x03", 4)}}, reading("x.bin"), "unknown file format"},
        {"a_folder", {{"f/x", "1"}}, reading("f"), "folder"},
        {"unknown_format_name", {{"t.csv", "I\n1\n"}}, reading("t.csv", {.format = "betamax"}), "unknown format"},
        {"range_behind_the_end",
         {{"t.csv", "time,I\n0,1\n0.01,2\n"}},
         reading("t.csv", {.first_sample = 1, .samples = 5}),
         "range"},
        {"range_behind_the_record",
         {{"r.hea", "r 1 360 10\nr.dat 16 200\n"}, {"r.dat", zeros(20)}},
         reading("r", {.first_sample = 20}),
         "ends before"},
    };
}

BadCase scp_case(std::string name, std::map<int, std::string> sections, std::string says) {
    auto record = test::small_scp_record();
    for (auto& [id, data] : sections) {
        if (data == "none")
            record.sections.erase(id);
        else
            record.sections[id] = data;
    }
    return {std::move(name), {{"r.scp", record.bytes()}}, reading("r.scp"), std::move(says)};
}

/// With `bytes` from `at` on.
std::string overwritten(std::string whole, std::size_t at, const std::string& bytes) {
    return whole.replace(at, bytes.size(), bytes);
}

/// With section 0's check sum made right.
std::string with_pointers_summed(std::string record) {
    constexpr std::size_t begin = 6, length = 16 + 12 * 10;
    const auto sum = test::plain_crc(std::string_view(record).substr(begin + 2, length - 2));
    return overwritten(std::move(record), begin, test::u16(sum));
}

std::vector<BadCase> scp_cases() {
    using test::u16;
    using test::u32;
    using test::u8;
    const std::string good = test::small_scp_record().bytes();
    const auto spoiled = [&](std::string name, std::string bytes, std::string says) {
        return BadCase{std::move(name), {{"r.scp", std::move(bytes)}}, reading("r.scp"), std::move(says)};
    };
    const std::string beats = test::scp_beats(8, 2, {{0, 1, 2, 4, 1, 4}});
    test::ScpSignal beat{2500, 2000, 0, false, {test::scp_default_table()}, {{1, 2, 3, 4}, {1, 2, 3, 4}}};
    test::ScpSignal bimodal = beat, odd_rate = beat;
    bimodal.bimodal = odd_rate.bimodal = true;
    bimodal.interval_us = 8000;
    odd_rate.interval_us = 3000;
    std::string many_beats = u16(8) + u16(2) + u16(4000);
    for (int i = 0; i < 4000; ++i) many_beats += u16(0) + u32(1) + u32(2) + u32(40);
    return {
        spoiled("scp_cut_off", good.substr(0, good.size() - 20), "shorter than its SCP-ECG record"),
        spoiled("scp_only_pointers", good.substr(0, 40), "section 0 has an impossible length"),
        spoiled("scp_flipped_bit", overwritten(good, good.size() - 9, "\x55"), "check sum"),
        spoiled("scp_pointer_outside", with_pointers_summed(overwritten(good, 22 + 10 * 3 + 6, u32(0x7fffffff))),
                "outside of the record"),
        spoiled("scp_pointer_to_another",
                with_pointers_summed(overwritten(good, 22 + 10 * 3 + 6, good.substr(22 + 10 * 2 + 6, 4))),
                "not what its pointer says"),
        spoiled("scp_not_of_the_standard", overwritten(good, 28, u32(6)), "does not list itself"),
        scp_case("scp_no_leads", {{3, u8(0) + u8(4)}}, "describes no leads"),
        scp_case("scp_no_section_3", {{3, "none"}}, "no description of its leads"),
        scp_case("scp_no_rhythm", {{6, "none"}}, "no rhythm"),
        scp_case("scp_255_leads_in_two_bytes", {{3, u8(255) + u8(4)}}, "not all"),
        scp_case("scp_lead_ends_before_it_begins", {{3, test::scp_leads({{40, 1, 1}, {1, 40, 2}})}},
                 "before it begins"),
        scp_case("scp_lead_of_all_memory", {{3, test::scp_leads({{1, 0xffffffff, 1}, {1, 40, 2}})}}, "too long"),
        scp_case("scp_lead_longer_than_its_bits", {{3, test::scp_leads({{1, 9000, 1}, {1, 40, 2}})}},
                 "end before the lead"),
        scp_case("scp_gap_of_all_memory", {{3, test::scp_leads({{1, 40, 1}, {90000000, 90000039, 2}})}},
                 "too far apart"),
        scp_case("scp_lead_twice", {{3, test::scp_leads({{1, 40, 1}, {1, 40, 1}})}}, "stands twice"),
        scp_case("scp_unit_of_nothing", {{6, u16(0) + u16(2000) + u8(0) + u8(0) + u16(0) + u16(0)}},
                 "does not say what"),
        scp_case("scp_no_interval", {{6, u16(2500) + u16(0) + u8(0) + u8(0) + u16(0) + u16(0)}}, "does not say what"),
        scp_case("scp_third_difference", {{6, u16(2500) + u16(2000) + u8(3) + u8(0) + u16(0) + u16(0)}},
                 "does not say what"),
        scp_case("scp_leads_longer_than_section", {{6, u16(2500) + u16(2000) + u8(0) + u8(0) + u16(65535) + u16(1)}},
                 "ends before its leads do"),
        scp_case("scp_uncompressed_and_short",
                 {{2, "none"}, {6, u16(2500) + u16(2000) + u8(0) + u8(0) + u16(2) + u16(2) + u32(0)}},
                 "samples end before"),
        scp_case("scp_table_without_end", {{2, u16(1) + u16(65535)}}, "longer than its section"),
        scp_case("scp_more_tables_than_bytes", {{2, u16(19998)}}, "longer than its section"),
        scp_case("scp_code_without_bits", {{2, test::scp_tables({{{"", 0, 5}}})}}, "told apart"),
        scp_case("scp_code_begins_another", {{2, test::scp_tables({{{"0", 0, 0}, {"01", 0, 1}}})}}, "told apart"),
        scp_case("scp_switch_to_no_table", {{2, test::scp_tables({{{"0", 0, 0}, {"1", 0, 7, true}}})}}, "not there"),
        scp_case("scp_bits_of_no_code", {{2, test::scp_tables({{{"01010101", 0, 0}}})}}, "no Huffman code"),
        scp_case("scp_subtracted_beat_missing", {{3, test::scp_leads({{1, 40, 1}, {1, 40, 3}}, true)}}, "is not there"),
        scp_case("scp_beats_cut_off", {{4, u16(8) + u16(2) + u16(60000) + test::field("", 20)}}, "list of beats"),
        scp_case("scp_beats_overlap",
                 {{3, test::scp_leads({{1, 40, 1}, {1, 40, 3}}, true)}, {4, many_beats}, {5, beat.data()}}, "overlap"),
        scp_case("scp_bimodal_alone", {{6, bimodal.data()}}, "without the sections that undo it"),
        scp_case("scp_bimodal_by_one_and_a_half", {{4, beats}, {5, beat.data()}, {6, odd_rate.data()}},
                 "no whole factor"),
        scp_case("scp_protected_zones_overlap",
                 {{4, test::scp_beats(8, 2, {{0, 1, 2, 4, 1, 9}, {0, 9, 10, 12, 7, 12}})},
                  {5, beat.data()},
                  {6, bimodal.data()}},
                 "overlap"),
    };
}

std::vector<BadCase> holter_cases() {
    using test::mfer_definition;
    test::IshneFile file;
    file.leads = {{11, 1, 2500, {1, 2, 3, 4}}, {15, 1, 1000, {9, 8, 7, 6}}};
    const std::string good = file.bytes();
    const auto ishne = [&](std::string name, std::string bytes, std::string says) {
        return BadCase{std::move(name), {{"h.ecg", std::move(bytes)}}, reading("h.ecg"), std::move(says)};
    };
    const std::string head = mfer_definition(0x40, test::field("MFR ", 32)), blocks = mfer_definition(4, test::u8(2));
    const std::string ms = mfer_definition(0x0B, std::string("\x01\xfd\x00\x04", 4));
    const std::string uv = mfer_definition(0x0C, std::string("\x00\xfa\x00\x02", 4)),
                      wav = mfer_definition(0x1E, "abcd");
    const auto mfer = [&](std::string name, const std::string& definitions, std::string says) {
        return BadCase{std::move(name), {{"e.mwf", head + definitions}}, reading("e.mwf"), std::move(says)};
    };
    std::string nested;
    for (int i = 0; i < 40000; ++i) nested += std::string("\x67\x80", 2);
    return {
        ishne("ishne_cut_off", good.substr(0, good.size() - 2), "shorter than its head says"),
        ishne("ishne_only_its_name", "ISHNE1.0", "within its head"),
        ishne("ishne_no_leads", overwritten(good, 156, test::u16(0)), "impossible number of leads"),
        ishne("ishne_many_leads", overwritten(good, 156, test::u16(32767)), "impossible number of leads"),
        ishne("ishne_no_gain", overwritten(good, 206, test::u16(-9)), "resolution of a lead is not known"),
        ishne("ishne_no_rate", overwritten(good, 272, test::u16(0)), "sampling frequency is not known"),
        ishne("ishne_data_before_the_head_ends", overwritten(good, 22, test::u32(10)), "do not begin within it"),
        ishne("ishne_data_behind_the_end", overwritten(good, 22, test::u32(1 << 30)), "do not begin within it"),
        ishne("ishne_all_memory", overwritten(good, 14, test::u32(0x7fffffff)), "shorter than its head says"),
        mfer("mfer_no_samples", ms + uv, "no samples"),
        mfer("mfer_no_rate", uv + blocks + wav, "sampling frequency is not known"),
        mfer("mfer_rate_of_nothing", uv + mfer_definition(0x0B, std::string("\x01\xfd\x00\x00", 4)) + wav,
             "sampling frequency"),
        mfer("mfer_no_gain", ms + blocks + wav, "no ECG lead"),
        mfer("mfer_cut_off", ms + uv + std::string("\x1e\x84\x7f\xff\xff\xff", 6) + "ab", "longer than its file"),
        mfer("mfer_block_of_all_memory", ms + uv + mfer_definition(4, test::u32(-1)) + wav, "first block"),
        mfer("mfer_sequences_of_all_memory", ms + uv + mfer_definition(6, test::u32(-1)) + wav,
             "before their sequences"),
        mfer("mfer_channels_of_all_memory", ms + uv + mfer_definition(5, test::u32(-1)) + wav, "number of channels"),
        mfer("mfer_compressed", ms + uv + mfer_definition(0x0E, test::u16(1)) + wav, "compressed"),
        mfer("mfer_aha_type", ms + uv + mfer_definition(0x0A, test::u8(9)) + wav, "data type"),
        mfer("mfer_nested", nested, "too deep"),
        mfer("mfer_open_without_end", std::string("\x3f\x00\x80\x09\x02", 5) + "xx", "does not end"),
        mfer("mfer_long_length", std::string("\x1e\x88", 2) + std::string(8, '\x01'), "impossible length"),
    };
}

/// The fixed part of an EDF header, with so many data records and signals; the signals' fields follow.
std::string edf_start(const std::string& records, const std::string& signals, const std::string& header_bytes) {
    const auto field = [](std::string text, std::size_t width) {
        text.resize(width, ' ');
        return text;
    };
    return field("0", 8) + field("X", 80) + field("X", 80) + "01.01.2000.00.00" + field(header_bytes, 8) +
           field("", 44) + field(records, 8) + field("1", 8) + field(signals, 4);
}

/// EDF, arrays and packed files: lengths that the file does not hold.
std::vector<BadCase> container_cases() {
    using namespace std::string_literals;
    const auto file = [](std::string name, std::string bytes, std::string says, std::string extension) {
        return BadCase{
            std::move(name), {{"r" + extension, std::move(bytes)}}, reading("r" + extension), std::move(says)};
    };
    const std::string npy = "\x93NUMPY\x01\x00"s;
    const auto header = [&](const std::string& dictionary) {
        return npy + static_cast<char>(dictionary.size()) + '\0' + dictionary + zeros(16);
    };
    return {
        file("edf_of_9999_signals", edf_start("1", "9999", "2560000"), "number of signals", ".edf"),
        file("edf_without_fields", edf_start("1", "4000", "1024256"), "inside its header", ".edf"),
        file("edf_without_numbers", edf_start("1", "1", "512") + std::string(256, ' '), "is no number", ".edf"),
        file("edf_of_all_memory",
             edf_start("99999999", "1", "512") + std::string(216, ' ') + "99999999" + std::string(32, ' '), "shorter",
             ".edf"),
        file("npy_of_objects", header("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }"), "no plain numbers",
             ".npy"),
        file("npy_of_all_memory",
             header("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999), }"), "shorter",
             ".npy"),
        file("npy_without_shape", header("{'descr': '<f8'}"), "header", ".npy"),
        file("npy_header_of_64_kib", npy + "\xff\xff", "header", ".npy"),
        file("gzip_of_nothing", "\x1f\x8b\x08\x00", "damaged", ".csv.gz"),
        file("zip_of_nothing", "PK\x03\x04" + zeros(60), "damaged", ".zip"),
        file("mat_of_all_memory", zeros(4) + "\xff\xff\xff\x7f\xff\xff\xff\x7f"s + zeros(4) + "\x02\0\0\0a\0"s,
             "shorter", ".mat"),
        file("mat_7_3", "MATLAB 7.3 MAT-file" + zeros(500), "-v7", ".mat"),
    };
}

std::vector<BadCase> all_cases() {
    std::vector<BadCase> all;
    for (auto&& group : {wfdb_header_cases(), segment_cases(), annotation_cases(), csv_cases(), scp_cases(),
                         holter_cases(), container_cases()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

class BadInput : public testing::TestWithParam<BadCase> {};

TEST_P(BadInput, IsRefusedWithItsPlace) {
    test::expect_refused(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Readers, BadInput, testing::ValuesIn(all_cases()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace synchrony::io
