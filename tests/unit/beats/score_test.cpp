// Scoring by EC57: cases worked out by hand, and random series scored by WFDB's bxb.
#include "synchrony/beats/score.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace synchrony::beats {
namespace {

constexpr std::int8_t normal = 1;
constexpr std::int8_t vf_on = 32;
constexpr std::int8_t vf_off = 33;
constexpr std::int8_t rhythm = 28;

record::Annotation at(std::int64_t sample, std::int8_t code = normal) {
    record::Annotation annotation;
    annotation.sample = sample;
    annotation.code = code;
    return annotation;
}

std::vector<record::Annotation> beats(std::initializer_list<std::int64_t> samples) {
    std::vector<record::Annotation> all;
    for (const auto sample : samples) all.push_back(at(sample));
    return all;
}

/// At 250 Hz the window is 38 samples (37.5 rounded, as WFDB's strtim does).
ScoreOptions whole_record() {
    ScoreOptions options;
    options.sampling_frequency_hz = 250;
    options.learning_s = 0;
    options.record_length = 100000;
    return options;
}

BeatScore score(const std::vector<record::Annotation>& reference, const std::vector<record::Annotation>& test,
                const ScoreOptions& options = whole_record()) {
    const auto result = score_beats(reference, test, options);
    EXPECT_TRUE(result) << result.error().message();
    return result.value_or(BeatScore{});
}

TEST(Score, PairsWithinTheWindowOnly) {
    EXPECT_EQ(score(beats({100, 500}), beats({138, 462})), (BeatScore{2, 0, 0}));
    EXPECT_EQ(score(beats({100, 500}), beats({139, 461})), (BeatScore{0, 2, 2}));
}

TEST(Score, OneTestBeatServesOneReferenceBeat) {
    EXPECT_EQ(score(beats({100, 130}), beats({110})), (BeatScore{1, 1, 0}));
    EXPECT_EQ(score(beats({110}), beats({100, 130})), (BeatScore{1, 0, 1}));
}

TEST(Score, TheCloserPairWins) {
    // The first test beat is in the window of 500, but the second is closer: one pair, one false beat.
    EXPECT_EQ(score(beats({500}), beats({470, 505})), (BeatScore{1, 0, 1}));
}

TEST(Score, PardeysCaseOfTwoBeatsInEachWindow) {
    // From the comment in bxb.c: 128 lies as far from 96 as from 160, but 160 has a better partner in 185.
    auto options = whole_record();
    EXPECT_EQ(score(beats({96, 160}), beats({128, 185}), options), (BeatScore{2, 0, 0}));
}

TEST(Score, OnlyBeatsCount) {
    auto reference = beats({100, 500});
    reference.insert(reference.begin() + 1, at(300, rhythm));
    auto test = beats({100, 500});
    test.insert(test.begin() + 1, at(200, 14));  // noise
    EXPECT_EQ(score(reference, test), (BeatScore{2, 0, 0}));
}

TEST(Score, FibrillationIsLeftOut) {
    const std::vector<record::Annotation> reference{at(100), at(400, vf_on), at(500), at(700, vf_off), at(1000)};
    // 450 and 600 lie in the episode; 300 is false; the reference beat at 500 is not missed.
    EXPECT_EQ(score(reference, beats({100, 300, 450, 600, 1000})), (BeatScore{2, 0, 1}));
}

TEST(Score, FibrillationWithoutEndLastsToTheEnd) {
    const std::vector<record::Annotation> reference{at(100), at(400, vf_on), at(500)};
    EXPECT_EQ(score(reference, beats({100, 450, 5000})), (BeatScore{1, 0, 0}));
}

TEST(Score, FibrillationInTheTestSeriesHidesItsBeats) {
    const std::vector<record::Annotation> test{at(100), at(400, vf_on), at(500), at(700, vf_off)};
    EXPECT_EQ(score(beats({100, 500}), test), (BeatScore{1, 1, 0}));
}

TEST(Score, LearningPeriodIsNotScored) {
    auto options = whole_record();
    options.learning_s = 4;  // sample 1000
    // 400 is missed and 600 false, but both in the learning period.
    EXPECT_EQ(score(beats({400, 1200}), beats({600, 1200}), options), (BeatScore{1, 0, 0}));
    // The test beat at 990 lies in the learning period, its partner at 1010 does not.
    EXPECT_EQ(score(beats({1010, 1300}), beats({990, 1300}), options), (BeatScore{2, 0, 0}));
    // The partner of 1005 may be the reference beat at 995, in the learning period.
    EXPECT_EQ(score(beats({995, 1300}), beats({1005, 1300}), options), (BeatScore{1, 0, 0}));
}

TEST(Score, UnknownLengthEndsAtTheLastReferenceBeat) {
    auto options = whole_record();
    options.record_length.reset();
    EXPECT_EQ(score(beats({100}), beats({100, 500}), options), (BeatScore{1, 0, 0}));
    EXPECT_EQ(score(beats({100}), beats({100, 500})), (BeatScore{1, 0, 1}));
}

TEST(Score, EmptySeries) {
    EXPECT_EQ(score({}, {}), (BeatScore{0, 0, 0}));
    EXPECT_EQ(score(beats({100}), {}), (BeatScore{0, 1, 0}));
    EXPECT_EQ(score({}, beats({100})), (BeatScore{0, 0, 1}));
    EXPECT_FALSE(BeatScore{}.sensitivity());
    EXPECT_FALSE(BeatScore{}.positive_predictivity());
}

TEST(Score, RefusesWhatCannotBeScored) {
    auto options = whole_record();
    options.sampling_frequency_hz = 0;
    EXPECT_FALSE(score_beats({}, {}, options));
    options = whole_record();
    options.match_window_s = -0.1;
    EXPECT_FALSE(score_beats({}, {}, options));
    options = whole_record();
    options.learning_s = 1e300;
    EXPECT_FALSE(score_beats({}, {}, options));
    const auto unsorted = beats({500, 100});
    const auto fault = score_beats(unsorted, {}, whole_record());
    ASSERT_FALSE(fault);
    EXPECT_EQ(fault.error().got, "100");
    // A length beyond any sample ends all the same.
    options = whole_record();
    options.record_length = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(score(beats({100}), beats({100}), options), (BeatScore{1, 0, 0}));
}

TEST(Score, GrossAndAverage) {
    const std::vector<BeatScore> scores{{90, 10, 0}, {10, 0, 10}, {0, 0, 0}};
    const auto summary = summarise(scores);
    EXPECT_EQ(summary.total, (BeatScore{100, 10, 10}));
    EXPECT_DOUBLE_EQ(summary.gross_sensitivity.value(), 100.0 / 110.0);
    EXPECT_DOUBLE_EQ(summary.gross_positive_predictivity.value(), 100.0 / 110.0);
    EXPECT_DOUBLE_EQ(summary.average_sensitivity.value(), 0.95);
    EXPECT_DOUBLE_EQ(summary.average_positive_predictivity.value(), 0.75);
}

std::vector<record::Annotation> parse(const std::string& line) {
    std::istringstream in(line);
    std::string word;
    in >> word;
    std::vector<record::Annotation> all;
    while (in >> word) {
        const auto colon = word.find(':');
        all.push_back(
            at(std::stoll(word.substr(0, colon)), static_cast<std::int8_t>(std::stoi(word.substr(colon + 1)))));
    }
    return all;
}

TEST(Score, EqualsBxbOnRandomSeries) {
    std::ifstream file(std::filesystem::path(SYNCHRONY_SOURCE_DIR) / "tests/unit/beats/golden/bxb_cases.txt");
    ASSERT_TRUE(file);
    std::string line;
    int cases = 0;
    while (std::getline(file, line)) {
        if (!line.starts_with("case ")) continue;
        std::istringstream in(line.substr(5));
        ScoreOptions options;
        std::int64_t length = 0;
        BeatScore expected;
        in >> options.sampling_frequency_hz >> options.learning_s >> length >> expected.tp >> expected.fn >>
            expected.fp;
        options.record_length = length;
        std::string reference;
        std::string test;
        std::getline(file, reference);
        std::getline(file, test);
        EXPECT_EQ(score(parse(reference), parse(test), options), expected) << line;
        ++cases;
    }
    EXPECT_EQ(cases, 40);
}

}  // namespace
}  // namespace synchrony::beats
