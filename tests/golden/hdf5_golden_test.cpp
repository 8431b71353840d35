// HDF5 files that h5py 3.7.0 wrote with numbers of a formula: scripts/make_hdf5_goldens.py tests/golden/hdf5.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <span>

#include "support/paths.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/collection.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

std::filesystem::path hdf5_golden(const std::string& name) {
    return std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "tests" / "golden" / "hdf5" / name;
}

/// The formula of the script.
int golden_number(int recording, int sample, int lead) {
    return (31 * recording + 7 * sample + 13 * lead) % 101 - 50;
}

ReadOptions array_options(std::vector<std::string> leads, const std::string& unit = "mV") {
    ReadOptions options{.sampling_frequency_hz = 500, .lead_names = std::move(leads)};
    options.csv.unit = unit;
    return options;
}

std::vector<std::string> named_leads(int count) {
    std::vector<std::string> names;
    for (int l = 0; l < count; ++l) names.push_back("L" + std::to_string(l));
    return names;
}

void expect_numbers(const core::Result<record::Ecg>& ecg, int recording, int samples, double millivolts, int more = 0) {
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->format, "hdf5");
    ASSERT_EQ(ecg->sample_count(), samples);
    for (int l = 0; l < static_cast<int>(ecg->leads.size()); ++l)
        for (int s = 0; s < samples; ++s)
            ASSERT_EQ(ecg->leads[static_cast<std::size_t>(l)].samples[static_cast<std::size_t>(s)],
                      static_cast<float>((golden_number(recording, s, l) + more) * millivolts))
                << "lead " << l << ", sample " << s;
}

std::string hdf5_error(const std::filesystem::path& path, const ReadOptions& options) {
    const auto ecg = read_ecg(path, options);
    return ecg ? "none" : ecg.error().message();
}

TEST(Hdf5Golden, CodeFifteenByExamId) {
    const auto file = hdf5_golden("code15.h5");
    ReadOptions options;
    const std::vector<std::filesystem::path> inputs{file};
    const auto all = expand_inputs(inputs, options);
    ASSERT_TRUE(all) << all.error().message();
    ASSERT_EQ(all->recordings.size(), 3U);
    EXPECT_EQ(all->recordings[1], file / "2873686");
    EXPECT_NE(hdf5_error(file / "2873686", {}).find("--unit 0.1mV"), std::string::npos) << "no unit is guessed";
    options.csv.unit = "0.1mV";
    const auto ecg = read_ecg(file / "2873686", options);
    ASSERT_TRUE(ecg) << ecg.error().message();
    EXPECT_EQ(ecg->sampling_frequency_hz, 400);
    EXPECT_EQ(ecg->record_name, "2873686");
    ASSERT_EQ(ecg->leads.size(), 12U);
    EXPECT_EQ(ecg->leads[3].name, "aVR");
    for (int l = 0; l < 12; ++l) {
        const auto& lead = ecg->leads[static_cast<std::size_t>(l)];
        EXPECT_EQ(lead.invalid, (std::vector<record::SampleRange>{{0, 48}, {4048, 4096}}));
        for (int s = 48; s < 4048; ++s)
            ASSERT_FLOAT_EQ(lead.samples[static_cast<std::size_t>(s)],
                            static_cast<float>(golden_number(1, s, l) * 0.025));
    }
    EXPECT_EQ(ecg->warnings.size(), 2U) << "the filling, and where rate and leads come from";
    const auto empty = read_ecg(file / "0", options);
    ASSERT_TRUE(empty) << empty.error().message();
    EXPECT_EQ(empty->leads[0].valid_samples(), 0);
    EXPECT_NE(hdf5_error(file / "7", options).find("exam_id"), std::string::npos);
    EXPECT_NE(hdf5_error(file, options).find("1169160"), std::string::npos) << "an example is named";
    options.samples = 100;
    options.first_sample = 700;
    const auto part = read_ecg(file / "1169160", options);
    ASSERT_TRUE(part) << part.error().message();
    EXPECT_FLOAT_EQ(part->leads[2].samples[5], static_cast<float>(golden_number(0, 705, 2) * 0.025));
}

TEST(Hdf5Golden, AttributesGiveRateUnitAndLeads) {
    const auto ecg = read_ecg(hdf5_golden("contiguous.h5"));
    expect_numbers(ecg, 0, 50, 0.001);
    EXPECT_EQ(ecg->sampling_frequency_hz, 500);
    EXPECT_EQ(ecg->leads[2].name, "V1");
    EXPECT_EQ(ecg->facts.gain_source, "attribute unit");
    for (int r = 0; r < 5; ++r) {
        const auto one = read_ecg(hdf5_golden("tree.h5") / std::to_string(r));
        expect_numbers(one, r, 20, 0.25);
        EXPECT_EQ(one->sampling_frequency_hz, 250);
        EXPECT_EQ(one->leads[2].name, "aVF");
    }
    EXPECT_TRUE(read_ecg(hdf5_golden("tree.h5") / "a/b/x/4"));
}

TEST(Hdf5Golden, EveryStorageAndType) {
    expect_numbers(read_ecg(hdf5_golden("lzf.h5"), array_options({"I", "II"})), 0, 400, 1.0);
    const auto latest = hdf5_golden("latest.h5");
    for (int r = 0; r < 3; ++r) {
        const auto recording = std::to_string(r);
        expect_numbers(read_ecg(latest / "pages" / recording, array_options(named_leads(30))), r, 20, 0.25);
        expect_numbers(read_ecg(latest / "packed" / recording, array_options({"I", "II"})), r, 40, 1.0);
        expect_numbers(read_ecg(latest / "implicit" / recording, array_options({"I", "II"})), r, 40, 1.0);
    }
    expect_numbers(read_ecg(latest / "half", array_options({"I", "II"})), 0, 40, 0.25);
    expect_numbers(read_ecg(latest / "compact", array_options({"I", "II"})), 0, 40, 1.0);
    const auto single = read_ecg(latest / "single", array_options({"I", "II"}));
    ASSERT_TRUE(single) << single.error().message();
    for (int s = 0; s < 40; ++s) {
        const auto byte = static_cast<std::uint8_t>(golden_number(0, s, 1));
        EXPECT_EQ(single->leads[1].samples[static_cast<std::size_t>(s)], static_cast<float>(byte % 100));
    }
    expect_numbers(read_ecg(hdf5_golden("matlab.h5"), array_options({"standard"}, "uV")), 0, 200, 0.001);
    for (const int n : {0, 17, 39}) {
        const auto name = "records/r" + std::string(n < 10 ? "0" : "") + std::to_string(n);
        expect_numbers(read_ecg(hdf5_golden("many.h5") / name, array_options({"I", "II"})), 0, 20, 1.0, n);
    }
    const auto ecg = read_ecg(hdf5_golden("ecg.h5"));
    ASSERT_TRUE(ecg) << ecg.error().message();
    ASSERT_EQ(ecg->sample_count(), 5000);
    EXPECT_FLOAT_EQ(ecg->find_lead("V1")->samples[2140], -1.08F);  // -1.2 (900 - 250 exp(-(16/7)^2)) uV in steps of 5
    EXPECT_NE(hdf5_error(latest, array_options({"I", "II"})).find("NAME, of packed, single"), std::string::npos);
}

TEST(Hdf5Golden, WhatIsRefusedAndWhy) {
    const auto options = array_options({"I", "II"});
    const auto says = [&](const char* file, const char* words) {
        EXPECT_NE(hdf5_error(hdf5_golden(file), options).find(words), std::string::npos)
            << hdf5_error(hdf5_golden(file), options);
    };
    says("grows.h5", "an index of chunks that grows");
    says("dense.h5", "stores its names densely");
    says("scaleoffset.h5", "filter 6");
    says("outside.h5", "samples in other files");
    says("complex.h5", "cannot be told");  // no dataset of plain numbers
    EXPECT_NE(hdf5_error(hdf5_golden("unwritten.h5") / "0", options).find("never written"), std::string::npos);
    expect_numbers(read_ecg(hdf5_golden("unwritten.h5") / "1", options), 0, 20, 1.0);
    EXPECT_NE(hdf5_error(hdf5_golden("contiguous.h5") / "ecg/3", {}).find("one recording"), std::string::npos);
    EXPECT_NE(hdf5_error(hdf5_golden("lzf.h5"), {}).find("--fs"), std::string::npos);
}

// What a fuzzer found: few bytes that claim a million recordings took twenty seconds to be refused one by one.
TEST(Hdf5Golden, RecordingsThatAFileCannotHoldAreNotListed) {
    auto bytes = *core::read_file(hdf5_golden("tree.h5"));
    std::string shape, claimed;
    for (const std::uint64_t n : {5U, 20U, 3U})
        for (unsigned k = 0; k < 8; ++k) shape += static_cast<char>(n >> 8U * k & 0xffU);
    claimed = shape;
    claimed[2] = '\x0f';  // 983,045 recordings
    const auto at = bytes.find(shape);
    ASSERT_NE(at, std::string::npos);
    ASSERT_EQ(parts_of({std::as_bytes(std::span(bytes)), nullptr}, "a.h5")->size(), 5U);
    bytes.replace(at, claimed.size(), claimed);
    const auto parts = parts_of({std::as_bytes(std::span(bytes)), nullptr}, "a.h5");
    ASSERT_FALSE(parts);
    EXPECT_NE(parts.error().message().find("983045 recordings"), std::string::npos) << parts.error().message();
}

// Every file cut off anywhere, and with any byte of its first two kilobytes changed, ends in an error or a recording.
TEST(Hdf5Golden, BrokenFilesEndSoon) {
    const auto begun = std::chrono::steady_clock::now();
    int tried = 0;
    for (const char* name : {"tree.h5", "latest.h5", "contiguous.h5", "many.h5", "lzf.h5"}) {
        const auto bytes = core::read_file(hdf5_golden(name));
        ASSERT_TRUE(bytes);
        const auto read = [&](std::string broken) {
            RecordingFile file;
            file.folder = memory_source({{"b.h5", std::move(broken)}});
            file.name = "b.h5";
            file.part = std::string(name) == "tree.h5" ? "1" : std::string(name) == "latest.h5" ? "packed/1" : "";
            file.bytes = *file.folder->open("b.h5");
            auto options = array_options({"I", "II"});
            options.format = "hdf5";
            const auto ecg = read_ecg(file, options);
            if (!ecg) {
                EXPECT_FALSE(ecg.error().what.empty());
            }
            ++tried;
        };
        for (std::size_t length = 0; length < bytes->size(); length += 1 + bytes->size() / 100)
            read(bytes->substr(0, length));
        for (std::size_t at = 0; at < std::min<std::size_t>(bytes->size(), 2048); at += 3)
            for (const char byte : {'\0', '\x7f', '\xff'}) {
                auto broken = *bytes;
                broken[at] = byte;
                read(std::move(broken));
            }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    EXPECT_LT(took.count() / tried, 0.05) << "seconds a file";
}

}  // namespace
}  // namespace synchrony::io
