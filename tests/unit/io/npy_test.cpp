// Arrays that NumPy 1.24.2 wrote with numpy.save, savez and savez_compressed:
//   a = numpy.array([[1, -2, 3], [4, 5, -6]], dtype="<i2"), a.astype("<f4") / 4, numpy.asfortranarray(a), ...
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "support/hex.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io {
namespace {

using test::from_hex;

constexpr std::string_view int16_npy =
    "934e554d5059010076007b276465736372273a20273c6932272c2027666f727472616e5f6f72646572273a2046616c73652c"
    "20277368617065273a2028322c2033292c207d20202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a0100feff030004000500faff";

constexpr std::string_view float32_npy =
    "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c"
    "20277368617065273a2028322c2033292c207d20202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a0000803e000000bf0000403f0000803f0000a03f0000"
    "c0bf";

constexpr std::string_view big_double_npy =
    "934e554d5059010076007b276465736372273a20273c6638272c2027666f727472616e5f6f72646572273a2046616c73652c"
    "20277368617065273a2028322c2033292c207d20202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a000000000000d03f000000000000e0bf000000000000"
    "e83f000000000000f03f000000000000f43f000000000000f8bf";

constexpr std::string_view fortran_npy =
    "934e554d5059010076007b276465736372273a20273c6932272c2027666f727472616e5f6f72646572273a20547275652c20"
    "277368617065273a2028322c2033292c207d2020202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a01000400feff05000300faff";

constexpr std::string_view uint8_npy =
    "934e554d5059010076007b276465736372273a20277c7531272c2027666f727472616e5f6f72646572273a2046616c73652c"
    "20277368617065273a2028322c2033292c207d20202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a010203040506";

constexpr std::string_view half_npy =
    "934e554d5059010076007b276465736372273a20273c6632272c2027666f727472616e5f6f72646572273a2046616c73652c"
    "20277368617065273a2028322c2033292c207d20202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a003400b8003a003c003d00be";

constexpr std::string_view three_npy =
    "934e554d5059010076007b276465736372273a20273c6934272c2027666f727472616e5f6f72646572273a2046616c73652c"
    "20277368617065273a2028322c20332c2032292c207d20202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a00000000010000000200000003000000040000000500"
    "0000060000000700000008000000090000000a0000000b000000";

constexpr std::string_view objects_npy =
    "934e554d5059010076007b276465736372273a20277c4f272c2027666f727472616e5f6f72646572273a2046616c73652c20"
    "277368617065273a2028322c292c207d20202020202020202020202020202020202020202020202020202020202020202020"
    "2020202020202020202020202020202020202020202020202020200a8003636e756d70792e636f72652e6d756c7469617272"
    "61790a5f7265636f6e7374727563740a7100636e756d70790a6e6461727261790a71014b0085710243016271038771045271"
    "05284b014b02857106636e756d70790a64747970650a710758020000004f387108898887710952710a284b0358010000007c"
    "710b4e4e4e4affffffff4affffffff4b3f74710c62895d710d284b01580100000061710e6574710f622e";

constexpr std::string_view one_npz =
    "504b030414000000000000002100b4d4eaf5980000009800000005001400782e6e7079010010009800000000000000980000"
    "0000000000934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046"
    "616c73652c20277368617065273a2028322c2033292c207d2020202020202020202020202020202020202020202020202020"
    "20202020202020202020202020202020202020202020202020202020202020200a0000803f000000c0000040400000804000"
    "00a0400000c0c0504b0102140314000000000000002100b4d4eaf59800000098000000050000000000000000000000800100"
    "000000782e6e7079504b0506000000000100010033000000cf0000000000";

constexpr std::string_view two_npz =
    "504b030414000000080000002100b4d4eaf55a0000009800000005001400782e6e70790100100098000000000000005a0000"
    "00000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9366a2aea3a09e965f54529498179f5f94920a12774bcc"
    "294e058a17672416a402f91a463a0ac69a3a0ab50a64032e0686067b060686030c0c0e0e4036102f00e2030700504b030414"
    "000000080000002100969c009a530000008c00000005001400792e6e7079010010008c000000000000005300000000000000"
    "9bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9369a4aea3a09e965f54529498179f5f94920a12774bcc294e058a17"
    "672416a402f91a463a0ac69a3a0ab50a64032e46867fff9919581858197efd0700504b0102140314000000080000002100b4"
    "d4eaf55a00000098000000050000000000000000000000800100000000782e6e7079504b0102140314000000080000002100"
    "969c009a530000008c000000050000000000000000000000800191000000792e6e7079504b05060000000002000200660000"
    "001b0100000000";

core::Result<record::Ecg> read_array(const std::string& bytes, std::vector<std::string> leads, std::string part = {},
                                     std::string unit = "mV") {
    RecordingFile file;
    file.folder = memory_source({{"a", bytes}});
    file.name = "a";
    file.part = std::move(part);
    file.bytes = *file.folder->open("a");
    ReadOptions options{.sampling_frequency_hz = 500.0, .lead_names = std::move(leads)};
    options.csv.unit = std::move(unit);
    return read_ecg(file, options);
}

std::vector<float> first_lead(const core::Result<record::Ecg>& ecg) {
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? ecg->leads.at(0).samples : std::vector<float>{};
}

using Samples = std::vector<float>;
const std::vector<std::string> two{"I", "II"}, three{"I", "II", "V1"};

TEST(Npy, TypesAndOrders) {
    EXPECT_EQ(first_lead(read_array(from_hex(int16_npy), two)), (Samples{1, -2, 3}));
    EXPECT_EQ(first_lead(read_array(from_hex(int16_npy), three)), (Samples{1, 4}));
    EXPECT_EQ(first_lead(read_array(from_hex(fortran_npy), two)), (Samples{1, -2, 3}));
    EXPECT_EQ(first_lead(read_array(from_hex(fortran_npy), three)), (Samples{1, 4}));
    EXPECT_EQ(first_lead(read_array(from_hex(float32_npy), two)), (Samples{.25F, -.5F, .75F}));
    EXPECT_EQ(first_lead(read_array(from_hex(big_double_npy), two)), (Samples{.25F, -.5F, .75F}));
    EXPECT_EQ(first_lead(read_array(from_hex(half_npy), two)), (Samples{.25F, -.5F, .75F}));
    EXPECT_EQ(first_lead(read_array(from_hex(uint8_npy), two)), (Samples{1, 2, 3}));
    EXPECT_EQ(first_lead(read_array(from_hex(int16_npy), two, {}, "uV")), (Samples{.001F, -.002F, .003F}));
}

TEST(Npy, ManyRecordingsInOneArray) {
    // arange(12).reshape(2, 3, 2): recordings, samples, leads.
    EXPECT_EQ(first_lead(read_array(from_hex(three_npy), two, "1")), (Samples{6, 8, 10}));
    EXPECT_EQ(first_lead(read_array(from_hex(three_npy), three, "0")), (Samples{0, 1}));
    for (const char* part : {"", "2", "-1", "x"}) {
        const auto refused = read_array(from_hex(three_npy), two, part);
        ASSERT_FALSE(refused);
        EXPECT_NE(refused.error().message().find("0 to 1"), std::string::npos);
    }
    EXPECT_FALSE(read_array(from_hex(int16_npy), two, "0"));
}

TEST(Npy, WhatTheFileDoesNotSayIsAsked) {
    const auto says = [](const core::Result<record::Ecg>& ecg, const char* word) {
        ASSERT_FALSE(ecg);
        EXPECT_NE(ecg.error().message().find(word), std::string::npos) << ecg.error().message();
    };
    says(read_array(from_hex(int16_npy), {}), "--leads");
    ReadOptions none;  // all that is missing is asked for at once
    none.format = "npy";
    const auto asked = read_ecg(*open_recording(memory_source({{"a.npy", from_hex(int16_npy)}}), "a.npy", ""), none);
    ASSERT_FALSE(asked);
    for (const char* option : {"--fs", "--unit", "--leads"})
        EXPECT_NE(asked.error().hint.find(option), std::string::npos) << asked.error().message();
    says(read_array(from_hex(int16_npy), {"I", "II", "V1", "V2"}), "--leads");
    says(read_array(from_hex(objects_npy), two), "may run code");
    says(read_array(from_hex(int16_npy).substr(0, 130), two), "shorter than its array");
    says(read_array(from_hex(int16_npy).substr(0, 60), two), "header");
    says(read_array(from_hex(two_npz), two), "several arrays");
    RecordingFile file;
    file.folder = memory_source({{"a", from_hex(int16_npy)}});
    file.name = "a";
    file.bytes = *file.folder->open("a");
    says(read_ecg(file), "--fs");
    says(read_ecg(file, {.sampling_frequency_hz = 500.0}), "--unit");
}

TEST(Npz, OfOthersAndOurs) {
    EXPECT_EQ(first_lead(read_array(from_hex(one_npz), two)), (Samples{1, -2, 3}));
    EXPECT_EQ(first_lead(read_array(from_hex(two_npz), two, "y")), (Samples{1, -2, 3}));
}

record::Ecg small() {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 360;
    ecg.record_name = "100";
    ecg.leads = {{"I", "mV", {0.5F, 0.5F, -1.25F}, {{1, 2}}}, {"V1", "mV", {1, 2, 3}, {}}};
    ecg.other_signals = {{"ABP \xc2\xb5", "mmHg", {80, 81, 82}, {}}};
    ecg.start_time = "2021-01-02T03:04:05";
    ecg.facts.patient.sex = "female";
    ecg.facts.patient.age_years = 63;
    return ecg;
}

TEST(Npz, WrittenAndReadAgain) {
    const auto bytes = npz::encode(small());
    ASSERT_TRUE(bytes) << bytes.error().message();
    RecordingFile file;
    file.folder = memory_source({{"r.npz", *bytes}});
    file.name = "r.npz";
    file.bytes = *file.folder->open("r.npz");
    const auto again = read_ecg(file);
    ASSERT_TRUE(again) << again.error().message();
    const auto ecg = small();
    EXPECT_EQ(again->format, "npz");
    EXPECT_EQ(again->sampling_frequency_hz, 360);
    ASSERT_EQ(again->leads.size(), 2u);
    EXPECT_EQ(again->leads[0].samples, ecg.leads[0].samples);
    EXPECT_EQ(again->leads[0].invalid, ecg.leads[0].invalid);
    EXPECT_EQ(again->other_signals.at(0).samples, ecg.other_signals[0].samples);
    EXPECT_EQ(again->other_signals.at(0).name, ecg.other_signals[0].name);
    EXPECT_EQ(again->start_time, ecg.start_time);
    EXPECT_EQ(again->facts.patient.sex, "female");
    EXPECT_EQ(again->facts.patient.age_years, 63);
    EXPECT_EQ(again->record_name, "100");
}

TEST(Npz, NumpyReadsIt) {
    if (std::system("/usr/bin/python3 -c 'import numpy' 2>/dev/null") != 0) GTEST_SKIP() << "no NumPy";
    const test::TemporaryFolder folder;
    ASSERT_TRUE(npz::write(folder / "r.npz", small()));
    const std::string script =
        "import numpy as n; f = n.load('" + (folder / "r.npz").string() +
        "'); print(f['samples_mv'].tolist(), f['samples_mv'].dtype, f['lead_names'].tolist(), "
        "float(f['sampling_frequency_hz']), str(f['start_time']), f['other_names'].tolist(), float(f['age_years']))";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
        popen(("PYTHONIOENCODING=utf-8 /usr/bin/python3 -c \"" + script + "\"").c_str(), "r"), pclose);
    std::string text(4096, '\0');
    text.resize(fread(text.data(), 1, text.size(), pipe.get()));
    EXPECT_EQ(
        text,
        "[[0.5, nan, -1.25], [1.0, 2.0, 3.0]] float32 ['I', 'V1'] 360.0 2021-01-02T03:04:05 ['ABP \xc2\xb5'] 63.0\n");
}

}  // namespace
}  // namespace synchrony::io
