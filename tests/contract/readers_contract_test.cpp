// What every reader owes its callers, whatever the format: see record::Ecg. A new format adds its files here.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "support/atc_writer.hpp"
#include "support/contec_writer.hpp"
#include "support/dicom_builder.hpp"
#include "support/files_by_python.hpp"
#include "support/hex.hpp"
#include "support/holter_writer.hpp"
#include "support/paths.hpp"
#include "support/print_writer.hpp"
#include "support/scp_writer.hpp"
#include "support/temporary_folder.hpp"
#include "support/vendor_xml.hpp"
#include "synchrony/app/recording_info.hpp"
#include "synchrony/io/aecg.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io {
namespace {

struct Sample {
    std::string name;
    std::filesystem::path path;
    std::string format;
    ReadOptions options;
};

std::ostream& operator<<(std::ostream& out, const Sample& sample) {
    return out << sample.name;
}

/// A small table that needs no file at hand: 3 leads, 200 Hz, a gap and a NaN.
std::filesystem::path written_table() {
    static const test::TemporaryFolder folder;
    const auto path = folder / "table.csv";
    std::ofstream out(path);
    out << "time,i,II,avr\n";
    for (int n = 0; n < 400; ++n)
        out << n / 200.0 << "," << std::sin(0.1 * n) << "," << (n % 50 == 7 ? "" : std::to_string(0.001 * n)) << ","
            << (n == 3 ? "nan" : "0.25") << "\n";
    return path;
}

/// Of a file written byte by byte: two leads, a missing sample, a median beat.
std::filesystem::path written_dicom() {
    static const test::TemporaryFolder folder;
    const auto path = folder / "waveform.bin";  // told by content
    test::DicomWaveform waveform, median;
    waveform.padding = {-32768};
    waveform.samples = {{1, -32768, 300, 4}, {-4, 5, -6, 70}};
    median.label = "MEDIAN BEAT";
    std::ofstream(path, std::ios::binary)
        << test::dicom_file("1.2.840.10008.1.2.1", waveform.data_set({waveform.group(), median.group()}).bytes());
    return path;
}

std::vector<Sample> clinical_samples() {
    std::vector<Sample> all{{"dicom_written", written_dicom(), "dicom", {}},
                            {"dicom_written_range", written_dicom(), "dicom", {.first_sample = 1, .samples = 2}}};
    const auto formats = test::formats_folder();
    if (!formats) return all;
    all.push_back({"dicom_ecgtoolkit", *formats / "dicom" / "ecgtoolkit_Example.dcm", "dicom", {}});
    for (const char* name : {"fda_Example_aECG", "fda_subject1_0", "fda_minimum_aecg"})
        all.push_back({std::string("aecg_") + name, *formats / "hl7aecg" / (std::string(name) + ".xml"), "aecg", {}});
    all.push_back(
        {"aecg_range", *formats / "hl7aecg" / "fda_Example_aECG.xml", "aecg", {.first_sample = 500, .samples = 1000}});
    all.push_back({"aecg_philips", *formats / "philips" / "1_04_ad4d3d80-d165_1-04_converted.xml", "aecg", {}});
    return all;
}

/// A file of each vendor's XML, of leads that need no file at hand.
std::vector<Sample> written_vendor_files() {
    static const test::TemporaryFolder folder;
    const test::NamedLeads leads{{"i", {0, 100, -50, 25}}, {"II", {5, 6, 7, 8}}, {"avr", {-3, -50, 20, -16}}};
    std::vector<test::Samples> twelve(12, test::Samples(40, 0));
    for (std::size_t k = 0; k < 12; ++k) twelve[k][k] = 100;
    std::string channels;
    for (const auto& [name, values] : leads) channels += test::eli_channel(name, values);
    const std::vector<std::pair<std::string, std::string>> files{
        {"muse", test::muse_xml(test::muse_wave("Rhythm", leads))},
        {"cardiosoft", test::cardiosoft_xml(test::cardiosoft_block("StripData", leads))},
        {"philips", test::philips_xml(test::base64_of(test::xli_of(twelve)), test::philips_attributes(40))},
        {"eli", "<ECG>" + channels + "</ECG>"},
        {"schiller", test::schiller_xml(test::schiller_waves("ECG_RHYTHMS", leads))}};
    std::vector<Sample> all;
    for (const auto& [format, xml] : files) {
        std::ofstream(folder / (format + ".xml")) << xml;
        all.push_back({format + "_written", folder / (format + ".xml"), format, {}});
        all.push_back({format + "_range", folder / (format + ".xml"), format, {.first_sample = 1, .samples = 2}});
    }
    return all;
}

/// Sample files of the vendors' XML formats.
void add_vendor_files(const std::filesystem::path& formats, std::vector<Sample>& all) {
    for (const auto& [name, format, file] :
         std::vector<std::array<std::string, 3>>{{"muse_1", "muse", "braveheart_example1.xml"},
                                                 {"muse_2", "muse", "braveheart_example2.xml"},
                                                 {"muse_3", "muse", "ml4h_muse_deidentified_1.xml"},
                                                 {"philips_103", "philips", "1_03_129DYPRG.XML"},
                                                 {"philips_104", "philips", "1_04_ad4d3d80-d165_1-04_orig.xml"}})
        if (std::filesystem::exists(formats / format / file))
            all.push_back({name, formats / format / file, format, {}});
}

std::filesystem::path written_file(const std::string& name, const std::string& bytes) {
    static const test::TemporaryFolder folder;
    std::ofstream(folder / name, std::ios::binary) << bytes;
    return folder / name;
}

/// Files of the binary formats by the tests' own writers.
std::vector<Sample> written_binary_files() {
    test::IshneFile holter;
    holter.leads = {{11, 1, 2500, {1, 2, -32768, 4, 5}}, {15, 1, 1000, {9, 8, 7, 6, 5}}};
    const std::string mfer =
        test::mfer_definition(0x40, test::field("MFR ", 32)) + test::mfer_definition(4, test::u8(3)) +
        test::mfer_definition(0x0B, std::string("\x01\xfd\x00\x04", 4)) +
        test::mfer_definition(0x0C, std::string("\x00\xfa\x00\x02", 4)) +
        test::mfer_definition(9, std::string("\x00\x02", 2)) + test::mfer_definition(0x1E, "abcdefghijkl");
    test::ContecFile contec;
    contec.frames = {{2248, 2148, 2048, 2049, 2050, 2051, 2052, 2053}, {2048, 2048, 0x6800, 0, 1, 2, 3, 4}};
    const auto hdf5 = std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "tests" / "golden" / "hdf5" / "ecg.h5";
    const std::string watch =
        "Nome\nData,2019-03-28 18:02:03 +0100\nF,512 hertz\n\nUnit,\xc2\xb5V\n\n100.5\n-20\n3\n4\n";
    const std::string fhir =
        R"({"resourceType":"Observation","code":{"text":"ECG"},"component":[{"code":{"text":"I"},"valueSampledData":)"
        R"({"origin":{"value":0,"code":"uV"},"period":2,"data":"1 2 E 4"}},{"code":{"text":"V1"},"valueSampledData":)"
        R"({"origin":{"value":0,"code":"mV"},"period":2,"data":"1 2 3"}}]})";
    test::AtcFile atc;
    atc.leads = {{"ecg ", {100, 200, -300, 400}}, {"ecg2", {1, 2, 3, 4}}};
    return {{"apple_written", written_file("a.csv", watch), "apple", {}},
            {"apple_range", written_file("a.csv", watch), "apple", {.first_sample = 1, .samples = 2}},
            {"atc_written", written_file("a.atc", atc.bytes()), "atc", {}},
            {"atc_range", written_file("a.atc", atc.bytes()), "atc", {.first_sample = 1, .samples = 2}},
            {"contec_written", written_file("c.bin", contec.bytes()), "contec", {}},
            {"contec_range", written_file("c.bin", contec.bytes()), "contec", {.first_sample = 1, .samples = 1}},
            {"fhir_written", written_file("o.json", fhir), "fhir", {}},
            {"fhir_range", written_file("o.json", fhir), "fhir", {.first_sample = 1, .samples = 2}},
            {"lepu_written", written_file("l.txt", "F-0-01,125,II,405,32,-45,54,0"), "lepu", {}},
            {"lepu_range",
             written_file("l.txt", "F-0-01,125,II,405,32,-45,54,0"),
             "lepu",
             {.first_sample = 1, .samples = 2}},
            {"hdf5_h5py", hdf5, "hdf5", {}},
            {"hdf5_range", hdf5, "hdf5", {.first_sample = 700, .samples = 300}},
            {"scp_written", written_file("r.scp", test::small_scp_record().bytes()), "scp", {}},
            {"scp_range",
             written_file("r.scp", test::small_scp_record().bytes()),
             "scp",
             {.first_sample = 3, .samples = 9}},
            {"ishne_written", written_file("h.ecg", holter.bytes()), "ishne", {}},
            {"ishne_range", written_file("h.ecg", holter.bytes()), "ishne", {.first_sample = 2, .samples = 2}},
            {"mfer_written", written_file("e.mwf", mfer), "mfer", {}},
            {"pdf_written", written_file("sheet.pdf", test::three_by_four().bytes()), "pdf", {}},
            {"pdf_range",
             written_file("sheet.pdf", test::three_by_four().bytes()),
             "pdf",
             {.first_sample = 600, .samples = 100}}};
}

/// A gap and a signal that is no lead, by our writers: for formats of which no file need be at hand.
std::vector<Sample> written_by_ours() {
    static const test::TemporaryFolder folder;
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 250.0;
    ecg.leads = {{"I", "mV", {0.5F, 0.5F, 0.5F, 1.0F}, {{1, 3}}, false}, {"V1", "mV", {1, 2, 3, 4}, {}, false}};
    ecg.other_signals = {{"ABP", "mmHg", {80, 80, 82, 81}, {{1, 2}}, false}};
    const auto record = wfdb::from_ecg(ecg, "ours");
    EXPECT_TRUE(record && wfdb::write_record(folder / "ours", *record));
    EXPECT_TRUE(npz::write(folder / "ours.npz", ecg));
    EXPECT_TRUE(edf::write(folder / "ours.edf", ecg));
    EXPECT_TRUE(aecg::write(folder / "ours.xml", ecg));
    std::vector<Sample> all;
    for (const auto& [format, file] : std::vector<std::pair<std::string, std::string>>{
             {"wfdb", "ours.hea"}, {"npz", "ours.npz"}, {"edf", "ours.edf"}, {"aecg", "ours.xml"}}) {
        all.push_back({format + "_ours", folder / file, format, {}});
        all.push_back({format + "_ours_range", folder / file, format, {.first_sample = 1, .samples = 2}});
    }
    return all;
}

/// Arrays, whose rate, unit and leads the user gives, and packed files: written by Python's programs.
std::vector<Sample> arrays_and_packed_files() {
    ReadOptions given{.sampling_frequency_hz = 500.0, .lead_names = {"I", "II"}};
    given.csv.unit = "mV";
    const auto python = [](const char* name, std::string_view hex) { return written_file(name, test::from_hex(hex)); };
    const std::vector<Sample> whole{{"npy", python("a.npy", test::two_leads_npy), "npy", given},
                                    {"npy_columns", python("c.npy", test::two_leads_columns_npy), "npy", given},
                                    {"npz", python("o.npz", test::two_leads_npz), "npz", given},
                                    {"matlab_4", python("four.mat", test::two_leads_mat_4), "matlab", given},
                                    {"matlab_5", python("five.mat", test::two_leads_mat_5), "matlab", given},
                                    {"gz", python("t.csv.gz", test::two_leads_csv_gz), "csv", {}},
                                    {"zip", python("export.zip", test::two_leads_zip) / "sub/t.csv", "csv", {}}};
    auto all = whole;
    for (auto part : whole) {
        part.name += "_range";
        part.options.first_sample = 1, part.options.samples = 2;
        all.push_back(part);
    }
    return all;
}

std::vector<Sample> samples() {
    std::vector<Sample> all{{"csv_written", written_table(), "csv", {}}};
    for (auto& sample : written_by_ours()) all.push_back(std::move(sample));
    for (auto& sample : arrays_and_packed_files()) all.push_back(std::move(sample));
    if (const auto formats = test::formats_folder())
        for (const char* file : {"edf/pyedflib_test_generator.edf", "bdf/pyedflib_datarec_2.bdf"})
            if (std::filesystem::exists(*formats / file)) {
                auto name = std::filesystem::path(file).stem().string();
                all.push_back({name, *formats / file, "edf", {}});
                all.push_back({name + "_range", *formats / file, "edf", {.first_sample = 100, .samples = 1000}});
            }
    for (auto&& sample : written_vendor_files()) all.push_back(std::move(sample));
    for (auto& sample : written_binary_files()) all.push_back(std::move(sample));
    for (auto& sample : clinical_samples()) all.push_back(std::move(sample));
    if (const auto data = test::data_folder()) {
        all.push_back({"wfdb_mitdb_100", *data / "mitdb" / "100", "wfdb", {}});
        all.push_back({"wfdb_mitdb_range", *data / "mitdb" / "207", "wfdb", {.first_sample = 1000, .samples = 3600}});
        all.push_back({"wfdb_ludb_1", *data / "ludb" / "data" / "1.hea", "wfdb", {}});
    }
    if (const auto formats = test::formats_folder()) {
        add_vendor_files(*formats, all);
        all.push_back({"scp_ecgtoolkit", *formats / "scp" / "ecgtoolkit_Example.scp", "scp", {}});
        all.push_back({"scp_wfdb_test", *formats / "scp" / "wfdb_test.scp", "scp", {}});
        const auto folder = *formats / "wfdb";
        for (const char* record :
             {"a103l", "a103l-no-len", "3000003_0003", "binformats", "flacformats", "mixedsignals", "310derive",
              "311derive", "test01_00s", "test01_00s_skew", "test01_00s_frame", "test01_00s_skewframe",
              "multi-segment/041s/041s", "multi-segment/fixed1/v102s", "multi-segment/p000878/3269321_0002"})
            if (std::filesystem::exists(folder / (std::string(record) + ".hea"))) {
                std::string name = std::string("wfdb_") + record;
                for (char& c : name)
                    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                all.push_back({name, folder / record, "wfdb", {}});
            }
    }
    return all;
}

class ReaderContract : public testing::TestWithParam<Sample> {};

void expect_signal_in_order(const record::Lead& signal, std::int64_t samples) {
    SCOPED_TRACE(signal.name);
    EXPECT_EQ(static_cast<std::int64_t>(signal.samples.size()), samples);
    std::int64_t last = -1;
    for (const auto& range : signal.invalid) {
        EXPECT_GT(range.begin, last) << "sorted, disjoint and not touching";
        EXPECT_GT(range.end, range.begin);
        EXPECT_LE(range.end, samples);
        last = range.end;
        // The last valid value, before any the first, 0 where there is none.
        const float held = range.begin > 0       ? signal.samples[static_cast<std::size_t>(range.begin) - 1]
                           : range.end < samples ? signal.samples[static_cast<std::size_t>(range.end)]
                                                 : 0.0F;
        for (auto i = range.begin; i < range.end; ++i) EXPECT_EQ(signal.samples[static_cast<std::size_t>(i)], held);
    }
    std::int64_t not_finite = 0;
    for (const float v : signal.samples) not_finite += !std::isfinite(v);
    EXPECT_EQ(not_finite, 0);
}

TEST_P(ReaderContract, GivesAnEcgInMillivolts) {
    const Sample& sample = GetParam();
    const auto format = detect_format(resolve_recording(sample.path));
    ASSERT_TRUE(format) << format.error().message();
    EXPECT_EQ((*format)->name, sample.format);
    const auto ecg = read_ecg(sample.path, sample.options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, sample.format);
    EXPECT_FALSE(ecg->record_name.empty());
    EXPECT_GT(ecg->sampling_frequency_hz, 0);
    ASSERT_FALSE(ecg->leads.empty());
    EXPECT_GT(ecg->sample_count(), 0);
    if (sample.options.samples >= 0) {
        EXPECT_EQ(ecg->sample_count(), sample.options.samples);
    }
    for (const auto& lead : ecg->leads) {
        expect_signal_in_order(lead, ecg->sample_count());
        EXPECT_EQ(lead.unit, "mV");
        EXPECT_EQ(lead.name, record::standard_lead_name(lead.name));
    }
    for (const auto& signal : ecg->other_signals) expect_signal_in_order(signal, ecg->sample_count());
}

/// Each key of `info --json` is there and of its kind in every format; where the file says nothing it is null.
TEST_P(ReaderContract, InfoHoldsTheSameKeys) {
    const Sample& sample = GetParam();
    const auto ecg = read_ecg(sample.path, sample.options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    const auto info = app::recording_json(*ecg, {});
    for (const char* key : {"format", "format_version", "sampling_frequency_hz", "samples", "duration_s", "leads",
                            "other_signals", "simulated", "gain_source", "device", "filters", "printed",
                            "pacing_spikes_s", "stored_beats", "warnings", "start_time"})
        EXPECT_TRUE(info.contains(key)) << key;
    EXPECT_EQ(info["format"], sample.format);
    EXPECT_GT(info["sampling_frequency_hz"].get<double>(), 0);
    EXPECT_EQ(info["samples"].get<std::int64_t>(), ecg->sample_count());
    EXPECT_EQ(info["leads"].size(), ecg->leads.size());
    EXPECT_TRUE(info["gain_source"].is_string()) << "where the scale is from, every format says";
    for (const char* key : {"manufacturer", "model", "software"})
        EXPECT_TRUE(info["device"][key].is_string() || info["device"][key].is_null()) << key;
    for (const char* key : {"high_pass_hz", "low_pass_hz", "notch_hz"})
        EXPECT_TRUE(info["filters"][key].is_number() || info["filters"][key].is_null()) << key;
    for (const char* key : {"heart_rate_per_min", "p_ms", "pr_ms", "qrs_ms", "qt_ms", "qtc_ms", "p_axis_deg",
                            "qrs_axis_deg", "t_axis_deg"})
        EXPECT_TRUE(info["printed"][key].is_number() || info["printed"][key].is_null()) << key;
    for (const auto& warning : info["warnings"]) EXPECT_TRUE(warning.is_string());
    EXPECT_TRUE(info["start_time"].is_null()) << "not asked for";
    EXPECT_TRUE(info["start_time_reason"].is_string());
    const auto asked = app::recording_json(*ecg, {.comments = false, .identity = true});
    EXPECT_EQ(asked["start_time"].is_null(), !ecg->start_time.has_value());
    EXPECT_EQ(asked.contains("start_time_reason"), !ecg->start_time.has_value());
    for (const char* key : {"id", "name", "birth_date", "sex", "age_years"})
        EXPECT_TRUE(asked["patient"].contains(key)) << key;
    EXPECT_FALSE(info.contains("patient"));
}

// Scale: on real ECGs the largest swing of a lead is some tenths to some tens of mV. The synthetic ramps of binformats
// and flacformats, which fill their formats' range, are left out.
TEST_P(ReaderContract, ScaleIsThatOfAnEcg) {
    const Sample& sample = GetParam();
    if (sample.name.find("formats") != std::string::npos) return;
    const auto ecg = read_ecg(sample.path, sample.options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    for (const auto& lead : ecg->leads) {
        const auto [low, high] = std::minmax_element(lead.samples.begin(), lead.samples.end());
        EXPECT_LT(*high - *low, 60) << lead.name;
    }
}

/// Written by the tests or standing in the repository, so that no sample files need be at hand.
TEST(ReaderContractItself, HoldsEveryFormat) {
    std::set<std::string> held;
    for (const auto& sample : samples()) held.insert(sample.format);
    for (const auto& format : formats()) EXPECT_TRUE(held.contains(std::string(format.name))) << format.name;
}

// The truth is what Python's array holds: [[0.5, nan, -0.25, 0.125, 1], [5, 6, 7, 8, 9]].
TEST(ReaderContractItself, ArraysAndPackedFilesHoldWhatPythonWrote) {
    for (const auto& sample : arrays_and_packed_files()) {
        SCOPED_TRACE(sample.name);
        const auto ecg = read_ecg(sample.path, sample.options);
        ASSERT_TRUE(ecg) << ecg.error().message();
        ASSERT_EQ(ecg->leads.size(), 2U);
        EXPECT_EQ(ecg->sampling_frequency_hz, 500.0);
        using Values = std::vector<float>;
        const bool range = sample.options.samples == 2;
        EXPECT_EQ(ecg->leads[1].samples, range ? (Values{6, 7}) : (Values{5, 6, 7, 8, 9}));
        const auto& first = ecg->leads[0];
        EXPECT_EQ(first.samples.back(), range ? -0.25F : 1.0F);
        EXPECT_EQ(first.invalid,
                  (std::vector<record::SampleRange>{range ? record::SampleRange{0, 1} : record::SampleRange{1, 2}}));
    }
}

INSTANTIATE_TEST_SUITE_P(Readers, ReaderContract, testing::ValuesIn(samples()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace synchrony::io
