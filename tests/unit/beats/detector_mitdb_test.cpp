// Beat detection on the MIT-BIH Arrhythmia Database, scored by EC57 on whole records.
#include <gtest/gtest.h>

#include <iostream>

#include "support/paths.hpp"
#include "synchrony/beats/detector.hpp"
#include "synchrony/beats/score.hpp"
#include "synchrony/io/wfdb.hpp"

namespace synchrony::beats {
namespace {

std::vector<std::filesystem::path> records_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> records;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".hea") records.push_back(entry.path());
    std::sort(records.begin(), records.end());
    return records;
}

TEST(MitBih, FirstSignalReachesTheTargets) {
    const auto data = test::data_folder();
    if (!data) GTEST_SKIP() << "no recordings: set SYNCHRONY_DATA";
    std::vector<BeatScore> scores;
    std::vector<double> distances_s;
    for (auto path : records_in(*data / "mitdb")) {
        const auto record = io::wfdb::read_record(path);
        ASSERT_TRUE(record) << record.error().message();
        const auto ecg = io::wfdb::to_ecg(*record);
        ASSERT_TRUE(ecg) << ecg.error().message();
        const auto reference = io::wfdb::read_annotations(path.replace_extension(), "atr");
        ASSERT_TRUE(reference) << reference.error().message();
        const auto peaks = detect_r_peaks(ecg->leads.front().samples, ecg->sampling_frequency_hz);
        ASSERT_TRUE(peaks) << peaks.error().message();
        std::vector<record::Annotation> test;
        for (const auto peak : *peaks) {
            record::Annotation annotation;
            annotation.sample = peak;
            annotation.code = 1;
            test.push_back(annotation);
        }
        ScoreOptions options;
        options.learning_s = 0;
        options.record_length = ecg->sample_count();
        const auto score = score_beats(reference->annotations, test, options);
        ASSERT_TRUE(score) << score.error().message();
        scores.push_back(*score);
        for (const auto& annotation : reference->annotations) {
            if (!record::is_beat(annotation.code)) continue;
            const auto next = std::lower_bound(peaks->begin(), peaks->end(), annotation.sample);
            double nearest_s = 1.0;
            if (next != peaks->end()) nearest_s = static_cast<double>(*next - annotation.sample) / 360;
            if (next != peaks->begin())
                nearest_s = std::min(nearest_s, static_cast<double>(annotation.sample - *(next - 1)) / 360);
            if (nearest_s <= 0.15) distances_s.push_back(nearest_s);
        }
    }
    ASSERT_EQ(scores.size(), 48u);
    const auto summary = summarise(scores);
    std::cout << "tp " << summary.total.tp << " fn " << summary.total.fn << " fp " << summary.total.fp << " Se "
              << *summary.gross_sensitivity << " PPV " << *summary.gross_positive_predictivity << '\n';
    EXPECT_GE(*summary.gross_sensitivity, 0.9990);
    EXPECT_GE(*summary.gross_positive_predictivity, 0.9990);
    std::nth_element(distances_s.begin(), distances_s.begin() + static_cast<std::ptrdiff_t>(distances_s.size() / 2),
                     distances_s.end());
    EXPECT_LE(distances_s[distances_s.size() / 2], 0.010);
}

}  // namespace
}  // namespace synchrony::beats
