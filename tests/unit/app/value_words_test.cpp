// How values and names are worded for readers: no names of columns, no hyphen for a minus.
#include "value_words.hpp"

#include <gtest/gtest.h>

namespace synchrony::app {
namespace {

TEST(ValueWords, NamesAreThoseOfReaders) {
    EXPECT_EQ(input_label("clinical", "sex"), "sex");
    EXPECT_EQ(input_label("clinical", "lvef_pct"), "left-ventricular ejection fraction");
    EXPECT_EQ(input_label("clinical", "krea_mg_dl"), "krea mg dl");
    EXPECT_EQ(input_label("clinical", "follow_up_y"), "years since the implant");
    EXPECT_EQ(input_label("ecg", "heart_rate_bpm"), "heart rate");
    EXPECT_EQ(figure_title("auc"), "AUC");
    EXPECT_EQ(figure_title("average_precision"), "Average precision");
}

TEST(ValueWords, ValuesAreThoseOfReaders) {
    EXPECT_EQ(value_text("digoxin", 1.0), "yes");
    EXPECT_EQ(value_text("sex", 0.0), "F");
    EXPECT_EQ(value_text("qrs_axis_deg", -38.25), "\u221238.25");
    EXPECT_EQ(value_text("lvef_pct", 27.5), "27.5 %");
    EXPECT_EQ(value_text("age_y", 62.0), "62 y");
    EXPECT_EQ(value_text("age_y", 8.0 / 12.0), "8 months");
    EXPECT_EQ(value_text("psd_deg", 57.0), "57\u00b0");
    EXPECT_EQ(value_text("ntprobnp", 12345.0), "12345");
}

TEST(ValueWords, WhatWasMeasuredHasThreeDigitsAndItsUnit) {
    EXPECT_EQ(input_text("ecg", "qrs_t_angle_deg", 177.14), "177\u00b0");
    EXPECT_EQ(input_text("ecg", "qrs_duration_ms", 163.2), "163 ms");
    EXPECT_EQ(input_text("ecg", "heart_rate_bpm", 70.4), "70.4/min");
    EXPECT_EQ(input_text("ecg", "sai_qrst_uvs", 1203.7), "1204 \u00b5V s");
    EXPECT_EQ(input_text("clinical", "lvef_pct", 27.25), "27.25 %");
}

}  // namespace
}  // namespace synchrony::app
