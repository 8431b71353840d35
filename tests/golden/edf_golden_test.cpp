// What EDFlib 1.23 (Debian's libedf) decodes of the sample files: first three values, last, sum and sum of squares of
// edfread_physical_samples(), in uV, printed with %.9g by a program of thirty lines around it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "support/edflib_file.hpp"
#include "support/paths.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::io {
namespace {

struct Channel {
    std::size_t index;  ///< among the file's signals
    double first, second, third, last, sum, squares;
};

struct Golden {
    const char* file;
    double fs_hz;
    std::int64_t samples;
    std::size_t signals;
    std::vector<Channel> channels;
};

std::optional<record::Ecg> read_sample(const char* name) {
    const auto formats = test::formats_folder();
    if (!formats || !std::filesystem::exists(*formats / name)) return std::nullopt;
    auto bytes = *core::read_file(*formats / name);
    // An EEG's only signal, called an ECG here: the reader refuses it otherwise.
    constexpr std::size_t first_label = 256;
    if (bytes.substr(first_label, 4) == "Fp1 ") bytes.replace(first_label, 4, "ECG ");
    RecordingFile file;
    file.folder = memory_source({{name, std::move(bytes)}});
    file.name = name;
    file.bytes = *file.folder->open(file.name);
    const auto ecg = read_ecg(file, {});
    EXPECT_TRUE(ecg) << ecg.error().message();
    return ecg ? std::optional(*ecg) : std::nullopt;
}

TEST(EdfGolden, SamplesAreThoseOfEdflib) {
    const std::vector<Golden> goldens{
        {"edf/pyedflib_test_generator.edf",
         200,
         120000,
         11,
         {{0, 99.9923705, 99.9923705, 99.9923705, -99.9618524, 1831.08263, 1.19945077e+09},
          {1, -99.9618524, -98.954757, -97.9781796, 98.985275, -58155.1843, 399835922},
          {3, 84.0009155, 38.9868009, 77.9888609, 25.0095369, 5941528.71, 394133423},
          {6, 25.4062715, 49.1493095, 69.657435, -68.4367132, 2464.39307, 599759396},
          {10, 99.9923705, 0.0152590219, -99.9618524, 0.0152590219, 1831.08263, 599725397}}},
        {"edf/pyedflib_test_subsecond.edf",
         128,
         89344,
         1,
         {{0, 6.24730297, 7.57651637, 10.2349432, -0.13292134, -26791.0936, 23159552.7}}},
        {"bdf/pyedflib_datarec_2.bdf",
         500,
         15000,
         1,
         {{0, 31.4106364, 62.790338, 94.1081699, 0.000178813945, 5.44769119e-09, 7.49999716e+09}}},
    };
    for (const auto& golden : goldens) {
        SCOPED_TRACE(golden.file);
        const auto ecg = read_sample(golden.file);
        if (!ecg) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
        EXPECT_EQ(ecg->sampling_frequency_hz, golden.fs_hz);
        EXPECT_EQ(ecg->sample_count(), golden.samples);
        EXPECT_EQ(ecg->leads.size(), golden.signals);
        for (const auto& channel : golden.channels) {
            const auto& v = ecg->leads.at(channel.index).samples;
            double sum = 0, squares = 0;
            for (const double mv : v) {
                sum += 1000 * mv;
                squares += 1e6 * mv * mv;
            }
            EXPECT_NEAR(1000 * v[0], channel.first, 1e-4);
            EXPECT_NEAR(1000 * v[1], channel.second, 1e-4);
            EXPECT_NEAR(1000 * v[2], channel.third, 1e-4);
            EXPECT_NEAR(1000 * v.back(), channel.last, 1e-4);
            EXPECT_NEAR(sum, channel.sum, 0.1 + 1e-6 * std::abs(channel.sum));
            EXPECT_NEAR(squares, channel.squares, 1e-6 * channel.squares);
        }
    }
}

/// With those of a KardiaMobile (github.com/joelparkerhenderson/kardiamobile-personal-health-information), where they
/// lie beside the sample files.
TEST(EdfGolden, EverySampleIsEdflibs) {
#ifdef SYNCHRONY_HAVE_EDFLIB
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    int files = 0;
    std::int64_t samples = 0;
    double most_apart_uv = 0;
    for (const char* name :
         {"edf/pyedflib_test_generator.edf", "edf/pyedflib_test_subsecond.edf", "bdf/pyedflib_datarec_2.bdf",
          "edf/kardiamobile-1l-ecg.edf", "edf/kardiamobile-6l-ecg.edf"}) {
        const auto ecg = read_sample(name);
        if (!ecg) continue;
        SCOPED_TRACE(name);
        const test::EdflibFile file(*formats / name);
        ASSERT_TRUE(file.is_open());
        std::size_t next = 0;  // leads stand in the file's order, other signals between them
        for (int s = 0; s < file.head.edfsignals && next < ecg->leads.size(); ++s) {
            const auto& lead = ecg->leads[next];
            const bool all = static_cast<int>(ecg->leads.size()) == file.head.edfsignals;
            if (!all && record::standard_lead_name(test::without_blanks(file.head.signalparam[s].label)) != lead.name)
                continue;
            const double uv = test::without_blanks(file.head.signalparam[s].physdimension) == "mV" ? 1000.0 : 1.0;
            const auto values = file.digital(s);
            ASSERT_EQ(values.size(), lead.samples.size()) << lead.name;
            for (std::size_t i = 0; i < values.size(); ++i)
                most_apart_uv =
                    std::max(most_apart_uv, std::abs(uv * file.physical(s, values[i]) - 1000.0 * lead.samples[i]));
            samples += static_cast<std::int64_t>(values.size());
            ++next;
        }
        EXPECT_EQ(next, ecg->leads.size()) << "EDFlib finds no such signal";
        ++files;
    }
    EXPECT_GE(files, 3);
    EXPECT_LT(most_apart_uv, 1e-3) << "0.00001 of what a lead shows, and a float's last figures";
    std::printf("%d files, %lld samples, at most %.3g uV apart\n", files, static_cast<long long>(samples),
                most_apart_uv);
#else
    GTEST_SKIP() << "libedf-dev was not installed when this was built";
#endif
}

TEST(EdfGolden, TimesAreThoseOfEdflib) {
    const auto ecg = read_sample("edf/pyedflib_test_subsecond.edf");
    if (!ecg) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    // EDFlib: 24 January 2020, 04:05:56 + 0.3945312 s; notes 1.9511719, 3.4921875, 290.5019531 and 583.5722656 s later.
    EXPECT_EQ(ecg->start_time, "2020-01-24T04:05:56.394531");
    ASSERT_EQ(ecg->facts.notes.size(), 4u);
    EXPECT_NEAR(ecg->facts.notes[0].time_s, 1.9511719, 1e-6);
    EXPECT_EQ(ecg->facts.notes[1].text, "Clip Note");
    EXPECT_NEAR(ecg->facts.notes[3].time_s, 583.5722656, 1e-6);
    EXPECT_EQ(ecg->facts.patient.name, "X,X");
    EXPECT_EQ(ecg->facts.patient.birth_date, "1998-01-20");
    EXPECT_EQ(ecg->facts.patient.sex, "female");
}

TEST(EdfGolden, AFileOfAnnotationsAloneIsNoRecording) {
    const auto formats = test::formats_folder();
    if (!formats) GTEST_SKIP() << "no sample files: set SYNCHRONY_FORMATS";
    const auto ecg = read_ecg(*formats / "edf" / "wfdb_test_edfann.edf");
    ASSERT_FALSE(ecg);
    EXPECT_NE(ecg.error().message().find("no ECG lead"), std::string::npos);
    const auto eeg = read_ecg(*formats / "edf" / "pyedflib_test_subsecond.edf");
    ASSERT_FALSE(eeg);
    EXPECT_NE(eeg.error().message().find("Beside an EEG"), std::string::npos);
}

}  // namespace
}  // namespace synchrony::io
