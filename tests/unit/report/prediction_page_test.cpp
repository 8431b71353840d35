// The page of one prediction: says what it is given, withholds what it must.
#include "synchrony/report/prediction_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "page_reader.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/report/paper.hpp"

namespace synchrony::report {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string hostile_name = "<script>alert(1)</script>\"'&{{title}}";

record::Ecg twelve_leads() {
    record::Ecg ecg;
    ecg.record_name = "SECRET-PATIENT-7";
    ecg.sampling_frequency_hz = 100.0;
    for (const auto name : record::standard_leads()) {
        record::Lead lead;
        lead.name = name;
        for (int i = 0; i < 1000; ++i) lead.samples.push_back(i % 80 == 0 ? 1.0F : 0.0F);
        ecg.leads.push_back(std::move(lead));
    }
    return ecg;
}

PredictionReport sample() {
    PredictionReport report;
    report.recording = "recording A";
    report.date = "2026-11-22";
    report.probability = 0.642;
    report.interval = stats::Interval{0.43, 0.81};
    report.threshold = 0.58;
    report.base_rate = 0.648;
    report.cautions = {{"noise in V1", false, About::recording}};
    report.guidelines = {{"ESC 2021", "I", {"LBBB.", "QRS 172 ms."}},
                         {"HRS 2023", "", {"NYHA class missing."}, "not assessable"}};
    report.measurements = {{"QRS duration", "172 ms", "below 120 ms", ""}};
    report.ecg = twelve_leads();
    report.model = "ResNet-50";
    report.model_card = {{"Fitted on", "71 patients"}};
    report.command = "synchrony predict m.safetensors a.dcm";
    report.versions = {{"synchrony", "0.1.0"}};
    return report;
}

std::string page_of(const PredictionReport& report) {
    const auto html = prediction_page(report);
    EXPECT_TRUE(html) << html.error().message();
    return html.value_or("<body></body></html>");
}

TEST(PredictionPage, SaysWhatItIsGiven) {
    const auto html = page_of(sample());
    const auto body = test::read_body(html);
    ASSERT_TRUE(body.parsed) << body.parsed.description() << " at " << body.where();
    EXPECT_EQ(body.document.select_nodes("//svg").size(), 2u) << "the scale and the ECG";
    for (const std::string words :
         {"Of 100 patients like this one, the model expects 64 to respond.", "(95 % interval) reaches from 43 to 81",
          "Undecided: the interval includes the threshold.", "noise in V1", "LBBB. QRS 172 ms.", "not assessable",
          "NYHA class missing.", "below 120 ms", "71 patients", "synchrony predict m.safetensors a.dcm",
          "not a medical device"})
        EXPECT_THAT(html, HasSubstr(words)) << words;
    EXPECT_THAT(html, Not(HasSubstr("SECRET"))) << "the recording's own name is not shown";
}

TEST(PredictionPage, ReadsTheProbabilityInPlainWords) {
    auto report = sample();
    report.interval = stats::Interval{0.60, 0.81};
    EXPECT_EQ(plain_words(report),
              "Of 100 patients like this one, the model expects 64 to respond. Its uncertainty (95 % interval) reaches "
              "from 60 to "
              "81. That is above the threshold of the model's decision.");
    report.probability = 0.2;
    report.interval.reset();
    EXPECT_EQ(plain_words(report),
              "Of 100 patients like this one, the model expects 20 to respond. That is below the threshold of "
              "the model's decision.");
    report.threshold.reset();
    EXPECT_EQ(plain_words(report), "Of 100 patients like this one, the model expects 20 to respond.");
    report.probability.reset();
    EXPECT_EQ(plain_words(report), "No prediction was made.");
}

TEST(PredictionPage, WithholdsTheProbabilityWhereTheModelDeclines) {
    auto report = sample();
    report.probability = 0.6421;
    report.cautions.push_back({"likely atrial fibrillation", true, About::recording});
    const auto html = page_of(report);
    EXPECT_THAT(html, HasSubstr("No prediction: the model declines"));
    EXPECT_THAT(html, HasSubstr("No. Nothing should be concluded from this recording:"));
    EXPECT_THAT(html, HasSubstr("likely atrial fibrillation"));
    report.ecg.reset();
    const auto words = test::read_body(page_of(report)).text;
    for (const std::string figure : {"0.64", "64 to", "expects", "0.43", "<svg"})
        EXPECT_THAT(words, Not(HasSubstr(figure))) << figure;
    EXPECT_THAT(html, HasSubstr("ESC 2021")) << "guidelines do not hang on the model";
}

// The ECG may be judged, the model was never shown its rhythm.
TEST(PredictionPage, ARhythmOnlyTheModelMinds) {
    auto report = sample();
    report.cautions = {{"likely atrial fibrillation", true, About::rhythm}};
    const auto html = page_of(report);
    EXPECT_THAT(html, HasSubstr("No prediction: the model declines to answer on this recording"));
    EXPECT_THAT(html, HasSubstr("Yes, with caution:"));
    EXPECT_THAT(html, HasSubstr("likely atrial fibrillation"));
}

TEST(PredictionPage, EscapesAndStandsAlone) {
    auto report = sample();
    report.title = report.recording = report.model = report.command = hostile_name;
    report.cautions = {{hostile_name, false}};
    report.guidelines = {{hostile_name, hostile_name, {hostile_name}}};
    report.measurements = {{hostile_name, hostile_name, hostile_name, hostile_name}};
    report.model_card = {{hostile_name, hostile_name}};
    const auto html = page_of(report);
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, HasSubstr("{{title}}"));
    for (const std::string outside :
         {"src=\"http", "href=\"http", "@import", "url(http", "<link", "<iframe", "javascript:"})
        EXPECT_THAT(html, Not(HasSubstr(outside)));
    EXPECT_TRUE(test::read_body(html).parsed);
}

TEST(PredictionPage, LeavesOutWhatIsNotThere) {
    const auto html = page_of({});
    for (const std::string heading : {"What guidelines say", "Measurements", "Electrocardiogram", "The model", "<svg"})
        EXPECT_THAT(html, Not(HasSubstr(heading))) << heading;
    EXPECT_THAT(html, HasSubstr("No prediction was made."));
}

TEST(PredictionPage, RefusesWhatIsNoProbability) {
    for (const double wrong : {-0.1, 1.1, std::nan("")}) {
        auto report = sample();
        report.probability = wrong;
        EXPECT_FALSE(prediction_page(report)) << wrong;
        report = sample();
        report.threshold = wrong;
        EXPECT_FALSE(prediction_page(report)) << wrong;
    }
    auto report = sample();
    report.interval = stats::Interval{0.8, 0.2};
    EXPECT_FALSE(prediction_page(report));
    report = sample();
    report.ecg->leads.clear();
    EXPECT_FALSE(prediction_page(report));
}

TEST(PredictionPage, IsWrittenByTheNamesEnding) {
    const test::TemporaryFolder folder;
    ASSERT_TRUE(write_prediction(sample(), folder.path() / "p.html"));
    ASSERT_TRUE(write_prediction(sample(), folder.path() / "p.pdf"));
    EXPECT_TRUE(core::read_file(folder.path() / "p.html").value().starts_with("<!DOCTYPE html>"));
    const auto pdf = core::read_file(folder.path() / "p.pdf").value();
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    EXPECT_EQ(test::count_pdf_pages(pdf), 1u);
}

// Whether the ECG may be judged, then guidelines, then the model, then what is missing.
TEST(PredictionPage, AnswersInTheOrderOfTheClinician) {
    auto report = sample();
    report.missing = {{"LVEF", "20 %", "38 %", false, 0.41, 0.67}};
    const auto text = test::read_body(page_of(report)).text;
    std::size_t last = 0;
    for (const std::string heading :
         {"May this ECG be judged?", "What guidelines say", "What the model says",
          "What is missing, and what it would change", "Electrocardiogram", "Measurements"}) {
        const auto at = text.find(heading);
        ASSERT_NE(at, std::string::npos) << heading;
        EXPECT_GT(at + 1, last) << heading;
        last = at;
    }
    EXPECT_THAT(text, HasSubstr("LVEF is not known. With 20 % to 38 %, as in most training patients, the probability "
                                "would be 0.41 to 0.67: it could turn the answer."));
    report.missing = {{"LVEF", "20 %", "38 %", false, 0.60, 0.67}};
    EXPECT_THAT(missing_words(report, report.missing[0]), HasSubstr("it would not turn the answer"));
    report.missing = {{"diabetes", "no", "yes", true, 0.5, 0.5}};
    EXPECT_EQ(missing_words(report, report.missing[0]),
              "diabetes is not known. With no or yes the probability would be 0.50: it matters little.");
}

std::vector<Reason> eight_reasons() {
    std::vector<Reason> reasons;
    for (int i = 0; i < 8; ++i) {
        const double size = (i % 2 == 0 ? 1.0 : -1.0) * (1.0 - 0.1 * i);
        reasons.push_back({"Vectors: QRS area, axes, T", size, stats::Interval{size - 0.2, size + 0.2},
                           "left-ventricular end-systolic volume 210 ml (150 ml)"});
    }
    return reasons;
}

// Bars, the numbers beside them, and the picture's own words for those who cannot see it; none of an answer withheld.
TEST(PredictionPage, DrawsWhatSpeaksForAndAgainst) {
    auto report = sample();
    report.reasons = eight_reasons();
    report.reasons_note = "Against a patient with medians.";
    const auto html = page_of(report);
    EXPECT_EQ(test::read_body(html).document.select_nodes("//svg").size(), 3u);
    EXPECT_THAT(html, HasSubstr("+1.00, odds \u00d7 2.72"));       // e = 2.718
    EXPECT_THAT(html, HasSubstr("\u22120.90, odds \u00d7 0.41"));  // e^-0.9 = 0.4066
    EXPECT_THAT(html, HasSubstr("Against a patient with medians."));
    report.cautions.push_back({"paced", true, About::recording});
    EXPECT_THAT(page_of(report), Not(HasSubstr("odds \u00d7")));
}

TEST(PredictionPage, SaysFirstThatTheModelIsOfNoUseAndPrintsNoNumberInBold) {
    auto report = sample();
    EXPECT_THAT(page_of(report), HasSubstr("class=\"strong\">Of 100 patients"));
    report.doubtful_model = true;
    report.cautions.push_back({"This model was not shown to be better than chance.", false, About::model});
    const auto html = page_of(report);
    EXPECT_THAT(html, Not(HasSubstr("class=\"strong\">Of 100 patients")));
    const auto text = test::read_body(html).text;
    EXPECT_LT(text.find("not shown to be better than chance"), text.find("May this ECG be judged?"));
}

TEST(PredictionPage, StandsOnOnePageOfEitherPaperWithManyCautions) {
    for (const auto paper : {Paper::a4, Paper::letter}) {
        auto report = sample();
        report.paper = paper;
        report.reasons = eight_reasons();
        report.reasons_note =
            "What the bars are: two lines of small print, which say against whom the patient is "
            "compared, what the thin lines are, and that a model's reasons are no causes.";
        for (int i = 0; i < 6; ++i)
            report.cautions.push_back(
                {"A caution of the usual length, which names a value and its range among the "
                 "patients of the training, number " +
                     std::to_string(i) + ".",
                 false, About::inputs});
        for (int i = 0; i < 12; ++i) report.measurements.push_back(report.measurements.front());
        for (int i = 0; i < 12; ++i) report.given.push_back({"clinical value", "yes", "", ""});
        const auto pdf = prediction_pdf(report).value();
        EXPECT_EQ(test::count_pdf_pages(pdf), 1u);
        // Points: 215.9 x 279.4 mm and 210 x 297 mm.
        const std::string media = paper == Paper::letter ? "/MediaBox [ 0 0 612 792 ]" : "/MediaBox [ 0 0 595.27";
        EXPECT_NE(pdf.find(media), std::string::npos);
    }
}

TEST(PredictionPage, TellsTheGuidelinesOfBothEcgsApart) {
    auto report = sample();
    report.guidelines_title = "What guidelines say of the ECG before";
    report.guidelines = {{"ESC 2021", "IIb", {"Because of the earlier."}}};
    report.later_guidelines = {{"ESC 2021", "III", {"Because of the later."}}};
    const auto html = page_of(report);
    const auto before = html.find("<h2>What guidelines say of the ECG before"),
               after = html.find("<h2>What guidelines say of the ECG after");
    ASSERT_NE(before, std::string::npos);
    ASSERT_NE(after, std::string::npos);
    EXPECT_LT(before, html.find("Because of the earlier."));
    EXPECT_LT(html.find("Because of the earlier."), after);
    EXPECT_LT(after, html.find("Because of the later."));
    EXPECT_EQ(prediction_pages(report)->size(), 1U);
}

TEST(PredictionPage, NoControlCharacterLeavesIt) {
    auto report = sample();
    report.title =
        "a\x1b]0;title\x07"
        "b\xc2\x9b"
        "31m";
    const auto html = page_of(report);
    EXPECT_THAT(html, HasSubstr("a?]0;title?b?31m"));
    EXPECT_THAT(html, Not(HasSubstr("\x1b")));
}

TEST(PredictionPage, SaysTheScaleOfItsEcg) {
    EXPECT_THAT(page_of(sample()), HasSubstr("Not to scale on a screen: a large square is 0.2 s and 0.5 mV."));
}

}  // namespace
}  // namespace synchrony::report
