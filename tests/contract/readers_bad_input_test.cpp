// Faulty files: every one is refused with what, where, got and expected, without a crash and without taking memory
// that the file's size does not warrant.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <functional>

#include "support/temporary_folder.hpp"
#include "support/vendor_xml.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io {
namespace {

/// Files to be written, and what to do with them.
struct BadCase {
    std::string name;
    std::vector<std::pair<std::string, std::string>> files;
    std::function<core::Error(const std::filesystem::path&)> act;
    std::string says;  ///< a piece of the message
};

std::ostream& operator<<(std::ostream& out, const BadCase& c) {
    return out << c.name;
}

core::Error no_error() {
    return {core::ErrorKind::input, "NO ERROR", {}, {}, {}, {}};
}

/// Reading `file` as an ECG must fail.
std::function<core::Error(const std::filesystem::path&)> reading(const std::string& file, ReadOptions options = {}) {
    return [=](const std::filesystem::path& folder) {
        auto ecg = read_ecg(folder / file, options);
        return ecg ? no_error() : ecg.error();
    };
}

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

BadCase xml_case(std::string name, std::string xml, std::string says, ReadOptions options = {}) {
    return {std::move(name), {{"f.xml", std::move(xml)}}, reading("f.xml", std::move(options)), std::move(says)};
}

/// A text with one piece of it replaced; the piece must be there.
std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    return at == std::string::npos ? "PIECE NOT FOUND" : text.replace(at, from.size(), to);
}

std::vector<BadCase> muse_cases() {
    const auto file = [](const test::NamedLeads& leads) { return test::muse_xml(test::muse_wave("Rhythm", leads)); };
    const std::string good = file({{"I", {1, 2, 3}}, {"II", {4, 5, 6}}});
    const std::string gain = "<LeadAmplitudeUnitsPerBit>4.88</LeadAmplitudeUnitsPerBit>";
    return {
        xml_case("muse_cut_off", good.substr(0, good.size() / 2), "not whole XML"),
        xml_case("muse_entities", changed(good, "SYSTEM \"restecg.dtd\"", "[<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]"),
                 "entities of its own"),
        xml_case("muse_only_median", changed(good, "Rhythm", "Median"), "only a median beat"),
        xml_case("muse_no_waveform", test::muse_xml(""), "no rhythm"),
        xml_case("muse_no_leads", file({}), "no leads"),
        xml_case("muse_no_samples", file({{"I", {}}}), "no samples"),
        xml_case("muse_no_gain", changed(good, gain, ""), "no gain"),
        xml_case("muse_gain_of_zero", changed(good, gain, changed(gain, "4.88", "0")), "no gain"),
        xml_case("muse_infinite_gain", changed(good, gain, changed(gain, "4.88", "1e999")), "no gain"),
        xml_case("muse_no_unit", changed(good, "MICROVOLTS", ""), "unit of a lead"),
        xml_case("muse_no_rate", changed(good, "<SampleBase>500</SampleBase>", ""), "--fs"),
        xml_case("muse_rate_of_zero", changed(good, "<SampleBase>500", "<SampleBase>0"), "sampling frequency"),
        xml_case("muse_absurd_exponent", changed(good, "<SampleExponent>0", "<SampleExponent>400"),
                 "sampling frequency"),
        xml_case("muse_lengths_differ", file({{"I", {1, 2, 3}}, {"II", {4, 5}}}), "differ in length"),
        xml_case("muse_count_differs", changed(good, "Total>3<", "Total>5000<"), "another number of samples"),
        xml_case("muse_half_a_sample", changed(good, "AQACAAMA", "AQACAAM="), "another number of samples"),
        xml_case("muse_wide_samples", changed(good, "<LeadSampleSize>2", "<LeadSampleSize>4"), "size of a sample"),
        xml_case("muse_broken_base64", changed(good, "AQACAAMA", "AQAC*AMA"), "lead I, letter 6"),
        xml_case("muse_starts_differ", changed(good, "<LeadID>II<", "<LeadTimeOffset>2500</LeadTimeOffset><LeadID>II<"),
                 "different times"),
        xml_case("muse_lead_twice", file({{"V1", {1, 2}}, {"V1", {3, 4}}}), "a lead stands twice"),
        xml_case("muse_too_many_values", good, "too long", {.max_values = 4}),
        xml_case("muse_range_behind_the_end", good, "range", {.first_sample = 2, .samples = 5}),
    };
}

std::vector<BadCase> philips_cases() {
    using namespace std::string_literals;
    const auto file = [](const std::string& bytes, std::size_t samples) {
        return test::philips_xml(test::base64_of(bytes), test::philips_attributes(samples));
    };
    std::vector<test::Samples> flat(12, test::Samples(40, 0));
    const auto chunks = test::xli_of(flat);
    const std::string good = file(chunks, 40);
    std::vector<test::Samples> uneven = flat;
    uneven[11].resize(30);
    return {
        xml_case("philips_no_samples", changed(good, "<parsedwaveforms", "<otherwaveforms"), "not whole XML"),
        xml_case("philips_no_waveforms", "<restingecgdata/>", "no rhythm"),
        xml_case("philips_ends_in_a_chunk", file(chunks.substr(0, chunks.size() - 3), 40), "end early"),
        xml_case("philips_eleven_leads", file(test::xli_of({flat.begin(), flat.begin() + 11}), 40), "11 whole leads"),
        xml_case("philips_negative_chunk", file("\xff\xff\xff\xff\x01\0\0\0"s, 40), "end early"),
        xml_case("philips_empty_chunks", file(std::string(12 * 8, '\0'), 40), "no samples"),
        xml_case("philips_code_not_made_yet", file(changed(chunks, chunks.substr(8, 2), "\xfa\x00"s), 40),
                 "compressed lead is broken"),
        xml_case("philips_more_than_the_duration", file(chunks, 10), "too long"),
        xml_case("philips_lengths_differ", file(test::xli_of(uneven), 40), "differ in length"),
        xml_case("philips_huge_duration", changed(good, "channel=\"80\"", "channel=\"80000000000\""), "too long"),
        xml_case("philips_negative_duration", changed(good, "channel=\"80\"", "channel=\"-80\""), "duration"),
        xml_case("philips_no_rate", changed(good, "<samplingrate>500</samplingrate>", ""), "--fs"),
        xml_case("philips_no_gain", changed(good, "<resolution>5</resolution>", ""), "no gain"),
        xml_case("philips_two_rates", changed(good, "numberofleads", "samplespersecond=\"1000\" numberofleads"),
                 "contradicts itself"),
        xml_case("philips_other_compression", changed(good, "\"XLI\"", "\"Huffman\""), "compression"),
        xml_case("philips_other_encoding", changed(good, "\"Base64\"", "\"Base85\""), "encoding"),
        xml_case("philips_other_width", changed(good, ">16<", ">12<"), "12 bits"),
        xml_case("philips_broken_base64", changed(good, "</parsedwaveforms>", "!</parsedwaveforms>"), "base64"),
        xml_case("philips_lead_twice", changed(good, "I II III", "I II II"), "a lead stands twice"),
        xml_case("philips_no_names", changed(changed(good, "leadlabels", "labels"), "10-WIRE", "FRANK"), "no names"),
        xml_case("philips_text_in_numbers",
                 test::philips_xml("1,2,x", "dataencoding=\"Plain\" durationperchannel=\"2\""), "sample 3"),
    };
}

std::vector<BadCase> other_vendor_cases() {
    const std::string strip =
        test::cardiosoft_xml(test::cardiosoft_block("StripData", {{"I", {1, 2}}, {"II", {3, 4}}}));
    const std::string eli = "<ECG>" + test::eli_channel("I", {1, 2}) + test::eli_channel("II", {3, 4}) + "</ECG>";
    const std::string waves = test::schiller_xml(test::schiller_waves("ECG_RHYTHMS", {{"I", {1, 2}}}));
    return {
        xml_case("cardiosoft_disclosure_in_no_order",
                 test::cardiosoft_xml(
                     "<FullDisclosure><SampleRate>500</SampleRate><Resolution units=\"uVperLsb\">5</Resolution>"
                     "<LeadOrder>I,II,III</LeadOrder><FullDisclosureData>1,2,300,4,5,6</FullDisclosureData>"
                     "</FullDisclosure>"),
                 "order of the samples"),
        xml_case("cardiosoft_empty_disclosure", test::cardiosoft_xml("<FullDisclosure/>"), "--fs"),
        xml_case("cardiosoft_no_rhythm", test::cardiosoft_xml(""), "no StripData"),
        xml_case("cardiosoft_other_unit", changed(strip, "uVperLsb", "furlong"), "no known gain"),
        xml_case("cardiosoft_no_rate", changed(strip, ">500<", "><"), "--fs"),
        xml_case("cardiosoft_broken_number", changed(strip, "1,2", "1,2-"), "sample 2"),
        xml_case("cardiosoft_empty_number", changed(strip, "1,2", "1,,2"), "sample 2"),
        xml_case("cardiosoft_huge_number", changed(strip, "1,2", "1,99999999999"), "sample 2"),
        xml_case("cardiosoft_lengths_differ", changed(strip, "1,2", "1,2,3"), "differ in length"),
        xml_case("cardiosoft_too_many_values", strip, "too long", {.max_values = 3}),
        xml_case("eli_no_channel", "<ECG/>", "no CHANNEL"),
        xml_case("eli_other_width", changed(eli, "BITS=\"16\"", "BITS=\"8\""), "layout"),
        xml_case("eli_offset", changed(eli, "OFFSET=\"0\"", "OFFSET=\"5\""), "offset"),
        xml_case("eli_no_gain", changed(eli, "UNITS_PER_MV=\"400\"", ""), "no gain"),
        xml_case("eli_two_rates", changed(eli, "SAMPLE_FREQ=\"500\"", "SAMPLE_FREQ=\"250\""), "differ in rate"),
        xml_case("eli_count_differs", changed(eli, "DURATION=\"2\"", "DURATION=\"2000\""), "another number of samples"),
        xml_case("schiller_no_rhythm", changed(waves, "ECG_RHYTHMS", "ECG_AVERAGES"), "no rhythm"),
        xml_case("schiller_exponent", changed(waves, "<exponent>1", "<exponent>2"), "exponent"),
        xml_case("schiller_other_unit", changed(waves, ">UV<", ">ADU<"), "no known gain"),
        xml_case("schiller_other_encoding", changed(waves, "COMMASEPARATE", "ZIP"), "encoding"),
    };
}

/// Files made to cost time or memory: each must be refused at once.
std::vector<BadCase> hostile_xml_cases() {
    std::string deep;
    for (int i = 0; i < 1'000'000; ++i) deep += "<a>";
    const std::string letters(std::size_t{30} << 20, 'A');  // 22 MB of zeros
    // 8 MB of LZW that stand for some GB: the longest string of the table again and again.
    std::string bomb = test::lzw_of(std::string(300'000, '\0'));
    bomb.resize(bomb.size() / 5 * 5 - 5);
    const std::string longest = bomb.substr(bomb.size() - 5);
    while (bomb.size() < 8'000'000) bomb += longest;
    std::string chunk;
    for (unsigned k = 0; k < 4; ++k) chunk += static_cast<char>(bomb.size() >> 8 * k & 0xffU);
    chunk += std::string(4, '\0') + bomb;
    return {
        xml_case("deep_muse", "<RestingECG>" + deep, "not whole XML"),
        xml_case("deep_philips", "<restingecgdata>" + deep, "not whole XML"),
        xml_case("huge_base64_in_muse",
                 changed(test::muse_xml(test::muse_wave("Rhythm", {{"I", {1}}})), "AQA=", letters), "too long",
                 {.max_values = 1'000'000}),
        xml_case("huge_base64_in_philips", test::philips_xml(letters, test::philips_attributes(5000)), "too long"),
        xml_case("lzw_bomb", test::philips_xml(test::base64_of(chunk), test::philips_attributes(5'000'000)),
                 "too long"),
    };
}

std::vector<BadCase> all_cases() {
    std::vector<BadCase> all;
    for (auto&& group : {wfdb_header_cases(), segment_cases(), annotation_cases(), csv_cases(), muse_cases(),
                         philips_cases(), other_vendor_cases(), hostile_xml_cases()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

class BadInput : public testing::TestWithParam<BadCase> {};

std::int64_t peak_kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST_P(BadInput, IsRefusedWithItsPlace) {
    const BadCase& c = GetParam();
    const test::TemporaryFolder folder;
    for (const auto& [name, bytes] : c.files) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }
    const auto before = peak_kilobytes();
    const auto start = std::chrono::steady_clock::now();
    const core::Error error = c.act(folder.path());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took.count(), 1.0) << "seconds";
    // The largest block ever set aside unseen is 64 MiB; sanitizers add their share.
    EXPECT_LT(peak_kilobytes() - before, 300 * 1024);
    EXPECT_FALSE(error.what.empty());
    EXPECT_FALSE(error.where.empty()) << error.message();
    EXPECT_FALSE(error.got.empty()) << error.message();
    EXPECT_TRUE(!error.expected.empty() || error.kind == core::ErrorKind::io) << error.message();
    EXPECT_NE(error.message().find(c.says), std::string::npos) << error.message();
    EXPECT_NE(error.what, "NO ERROR");
}

INSTANTIATE_TEST_SUITE_P(Readers, BadInput, testing::ValuesIn(all_cases()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace synchrony::io
