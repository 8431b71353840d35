// Faulty files: every one is refused with what, where, got and expected, without a crash and without taking memory
// that the file's size does not warrant.
#include "support/bad_input.hpp"
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
        csv_case("ragged_row", "time,I,II\n0,1,2\n0.01,1\n", "line 3"),
        csv_case("no_rate", "I,II\n1,2\n3,4\n", "--fs"),
        csv_case("column_twice", "time,V1,II,v1 (uV)\n0,1,2,3\n0.01,1,2,3\n", "a lead stands twice"),
        csv_case("unit_not_of_voltage", "time,I (adu)\n0,1\n0.01,2\n", "unit of a lead is not known"),
        csv_case("no_header", "0,1\n0.01,2\n", "no lead", {.sampling_frequency_hz = 100.0}),
        csv_case("no_known_name", "time,HR,label\n0,60,1\n0.01,60,1\n", "HR, label"),
        csv_case("wrong_time_column", "time,I\n0,1\n0.1,2\n", "no such time column", {.time_column = "zeit"}),
        csv_case("uneven_times", "time,I\n0,1\n0.1,2\n0.2,2\n0.9,3\n1.0,3\n", "evenly"),
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
         {{"t.csv", "time,I\n0,1\n1,2\n"}},
         reading("t.csv", {.first_sample = 1, .samples = 5}),
         "range"},
        {"range_behind_the_record",
         {{"r.hea", "r 1 360 10\nr.dat 16 200\n"}, {"r.dat", zeros(20)}},
         reading("r", {.first_sample = 20}),
         "no such sample"},
    };
}

std::vector<BadCase> all_cases() {
    std::vector<BadCase> all;
    for (auto&& group : {wfdb_header_cases(), segment_cases(), annotation_cases(), csv_cases()})
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
