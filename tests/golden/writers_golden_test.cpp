// EDF, WFDB and npz as we write them, read by programs that are not ours, sample by sample and gap by gap:
//   EDF    EDFlib 1.23 (Debian: libedf-dev), edfread_digital_samples() and its header; left out where it is not there;
//          gaps, which EDFlib does not tell, by scripts/decode_clinical.py, after edfplus.info's specification
//   WFDB   scripts/decode_clinical.py, after PhysioNet's header(5) and signal(5), sums of the samples too
//   npz    numpy.load (Debian: python3-numpy), by the same script
#include <gtest/gtest.h>

#include <cmath>

#include "support/decoded_by_others.hpp"
#include "support/edflib_file.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/io/edf.hpp"
#include "synchrony/io/npz.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::io {
namespace {

using Path = std::filesystem::path;

/// Needs no file at hand: steps of 2.44, 5 and 1 uV, gaps at the beginning, in the middle and at the end, a lead that
/// was never recorded, and a length that fills no whole second.
record::Ecg gappy() {
    record::Ecg ecg;
    ecg.sampling_frequency_hz = 500.0;
    ecg.record_name = "gappy";
    constexpr int samples = 3217;
    const auto lead = [](const char* name, double step_uv, std::vector<record::SampleRange> invalid) {
        record::Lead made{name, "mV", {}, std::move(invalid), false};
        for (int n = 0; n < samples; ++n)
            made.samples.push_back(static_cast<float>(1e-3 * step_uv * ((n * n + 31 * n) % 1201 - 600)));
        // Where nothing is valid the samples repeat the value before, at the beginning the one behind.
        for (const auto& range : made.invalid) {
            const auto from = range.begin > 0 ? range.begin - 1 : range.end;
            const float held = from < samples ? made.samples[static_cast<std::size_t>(from)] : 0.0F;
            for (auto i = range.begin; i < range.end; ++i) made.samples[static_cast<std::size_t>(i)] = held;
        }
        return made;
    };
    ecg.leads = {lead("I", 2.44, {{0, 17}}), lead("II", 5.0, {{100, 101}, {1500, 2100}}),
                 lead("V1", 1.0, {{3000, 3217}}), lead("V6", 1.0, {{0, samples}})};
    return ecg;
}

/// The recordings at hand, and one that always is.
std::vector<record::Ecg> recordings() {
    std::vector<record::Ecg> all{gappy()};
    for (const auto& path : test::recordings_to_write()) {
        const auto ecg = read_ecg(path);
        EXPECT_TRUE(ecg) << ecg.error().message();
        if (ecg) all.push_back(*ecg);
    }
    return all;
}

bool has_numpy() {
    return test::output_of("/usr/bin/python3 -c 'import numpy'").second == 0;
}

TEST(WritersGolden, NumpyReadsOurNpz) {
    if (!has_numpy()) GTEST_SKIP() << "python3-numpy is not installed";
    const test::TemporaryFolder folder;
    for (const auto& ecg : recordings()) {
        SCOPED_TRACE(ecg.record_name);
        ASSERT_TRUE(npz::write(folder / "w.npz", ecg));
        test::expect_as_python_says(ecg, folder / "w.npz");
    }
}

TEST(WritersGolden, PythonReadsOurWfdb) {
    if (test::output_of("/usr/bin/python3 -c pass").second != 0) GTEST_SKIP() << "python3 is not installed";
    const test::TemporaryFolder folder;
    for (const auto& ecg : recordings()) {
        SCOPED_TRACE(ecg.record_name);
        auto record = wfdb::from_ecg(ecg, "w");
        ASSERT_TRUE(record) << record.error().message();
        ASSERT_TRUE(wfdb::write_record(folder / "w", *record));
        test::expect_as_python_says(ecg, folder / "w.hea");
    }
}

TEST(WritersGolden, PythonReadsOurEdf) {
    if (test::output_of("/usr/bin/python3 -c pass").second != 0) GTEST_SKIP() << "python3 is not installed";
    const test::TemporaryFolder folder;
    for (const auto& ecg : recordings()) {
        SCOPED_TRACE(ecg.record_name);
        ASSERT_TRUE(edf::write(folder / "w.edf", ecg));
        test::expect_as_python_says(ecg, folder / "w.edf");
    }
}

#ifdef SYNCHRONY_HAVE_EDFLIB

using test::EdflibFile;
using test::without_blanks;

void expect_as_edflib_says(const record::Ecg& ecg, const Path& path) {
    const EdflibFile file(path);
    ASSERT_TRUE(file.is_open()) << "EDFlib refuses the file: " << file.head.filetype;
    EXPECT_EQ(file.head.filetype, EDFLIB_FILETYPE_EDFPLUS);
    ASSERT_EQ(file.head.edfsignals, static_cast<int>(ecg.leads.size() + ecg.other_signals.size()));
    for (int s = 0; s < static_cast<int>(ecg.leads.size()); ++s) {
        const auto& lead = ecg.leads[static_cast<std::size_t>(s)];
        SCOPED_TRACE(lead.name);
        EXPECT_EQ(without_blanks(file.head.signalparam[s].label), "ECG " + lead.name);
        EXPECT_EQ(without_blanks(file.head.signalparam[s].physdimension), "uV");
        EXPECT_NEAR(file.rate_hz(s), ecg.sampling_frequency_hz, 1e-6 * ecg.sampling_frequency_hz);
        const auto values = file.digital(s);
        ASSERT_GE(values.size(), lead.samples.size());
        if (values.size() > lead.samples.size()) {
            const auto end = file.time_of("Recording ends");
            ASSERT_TRUE(end) << "the last data record is filled up, and nothing says so";
            EXPECT_NEAR(*end * ecg.sampling_frequency_hz, static_cast<double>(lead.samples.size()), 0.01);
        }
        // EDFlib brings what lies outside of the digital range, as a missing sample does, to its nearest end.
        const int lowest = file.head.signalparam[s].dig_min;
        for (std::size_t i = 0; i < lead.samples.size(); ++i) {
            const auto n = static_cast<std::int64_t>(i);
            if (!lead.is_valid(n, n + 1)) {
                ASSERT_EQ(values[i], lowest) << "sample " << i << ", a gap";
                continue;
            }
            ASSERT_NEAR(file.physical(s, values[i]), 1000.0 * static_cast<double>(lead.samples[i]),
                        1e-3 + 1e-6 * std::abs(1000.0 * lead.samples[i]))
                << "sample " << i;
        }
    }
}

TEST(WritersGolden, EdflibReadsOurEdf) {
    const test::TemporaryFolder folder;
    for (const auto& ecg : recordings()) {
        SCOPED_TRACE(ecg.record_name);
        ASSERT_TRUE(edf::write(folder / "w.edf", ecg));
        expect_as_edflib_says(ecg, folder / "w.edf");
    }
}

#else

TEST(WritersGolden, EdflibReadsOurEdf) {
    GTEST_SKIP() << "libedf-dev was not installed when this was built";
}

#endif

}  // namespace
}  // namespace synchrony::io
