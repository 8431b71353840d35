#include "he_2023.hpp"

#include <array>

namespace synchrony::app::he_2023 {
namespace {

constexpr std::string_view printed_baseline =
    R"csv(variable,n_pos,n_neg,mean_all,sd_all,mean_pos,sd_pos,mean_neg,sd_neg,count_all,pct_all,count_pos,pct_pos,count_neg,pct_neg,p
ACEI/ARB,46,25,,,,,,,58,81.7,36,78.3,22,88,0.318
age [y],46,25,61.8,12.6,61,13.1,63.2,11.7,,,,,,,0.487
male,46,25,,,,,,,56,78.9,34,73.9,22,88.0,0.170
height [cm],46,25,167.1,7.1,167.0,6.7,167.4,8,,,,,,,0.832
weight [kg],46,25,67.8,14.7,67.0,13.6,69.4,16.8,,,,,,,0.505
CKD,46,25,,,,,,,5,7.0,2,4.3,3,12.0,0.235
diabetes,46,25,,,,,,,15,21.1,6,13.0,9,36.0,0.024
hypertension,46,25,,,,,,,33,46.5,22,47.8,11,44.0,0.762
smoking,46,25,,,,,,,30,42.3,20,43.5,10,40.0,0.781
beta-blocker,46,25,,,,,,,64,90.1,40,87.0,24,96.0,0.228
spironolactone,46,25,,,,,,,61,86,38,82.6,23,92.0,0.284
digoxin,46,25,,,,,,,14,19.7,8,17.4,6,24.0,0.511
diuretic,46,25,,,,,,,61,86.0,40,87.0,21,84.0,0.737
QRS duration [ms],46,25,172.0,23.4,179.4,19.8,158.4,23.7,,,,,,,0.000
LBBB,46,25,,,,,,,57,80.2,44,95.7,13,52.0,0.000
LVEF [%],46,25,26.9,5.1,27.8,5.1,25.2,4.7,,,,,,,0.035
LVEDV [ml],46,25,286.1,85.2,272.9,86.4,310.4,78.9,,,,,,,0.076
LVESV [ml],46,25,211.4,74.5,199.1,74.9,234.2,69.6,,,,,,,0.057
scar [%],46,25,26.3,2.1,23.2,11.2,32.0,11.8,,,,,,,0.003
)csv";

constexpr std::string_view printed_results = R"csv(model,n_pos,n_neg,folds,accuracy,sensitivity,specificity
"guideline (LVEF <= 35, QRS >= 150, LBBB)",46,25,5,0.6,0.93,0.038
SVM,46,25,5,0.58,0.80,0.333
random forest,46,25,5,0.58,0.91,0.125
ResNet-18 from scratch,46,25,5,0.613,0.529,0.710
ResNet-50 from scratch,46,25,5,0.612,0.530,0.730
ResNet-101 from scratch,46,25,5,0.629,0.531,0.732
ResNet-18 pre-trained,46,25,5,0.684,0.600,0.778
ResNet-50 pre-trained,46,25,5,0.721,0.783,0.792
ResNet-101 pre-trained,46,25,5,0.693,0.674,0.748
)csv";

constexpr std::string_view guideline = "guideline (LVEF <= 35, QRS >= 150, LBBB)";

constexpr std::array rows{
    Counterpart{{"rules", "", "LVEF <= 35 %, QRS >= 150 ms and LBBB"}, guideline},
    Counterpart{{"guidelines", "", "ESC 2021 class I or IIa, LBBB as given"}, guideline, "ESC 2021, class I or IIa"},
    Counterpart{{"guidelines", "", "AHA/ACC/HFSA 2022 class I or IIa, LBBB as given"},
                guideline,
                "AHA/ACC/HFSA 2022, class I or IIa"},
    Counterpart{{"guidelines", "", "HRS/APHRS/LAHRS 2023 class I or IIa, LBBB as given"},
                guideline,
                "HRS/APHRS/LAHRS 2023, class I or IIa"},
    Counterpart{{"svm-ecg"}, "SVM"},
    Counterpart{{"svm-pixels"}, "SVM", "on pixels of the images"},
    Counterpart{{"svm-deep", "resnet18"}, "SVM", "on features of the pre-trained ResNet-18"},
    Counterpart{{"forest-ecg"}, "random forest"},
    Counterpart{{"forest-pixels"}, "random forest", "on pixels of the images"},
    Counterpart{{"forest-deep", "resnet18"}, "random forest", "on features of the pre-trained ResNet-18"},
    Counterpart{{"scratch", "resnet18"}, "ResNet-18 from scratch"},
    Counterpart{{"scratch", "resnet50"}, "ResNet-50 from scratch"},
    Counterpart{{"scratch", "resnet101"}, "ResNet-101 from scratch"},
    Counterpart{{"fine-tuned", "resnet18"}, "ResNet-18 pre-trained"},
    Counterpart{{"fine-tuned", "resnet50"}, "ResNet-50 pre-trained"},
    Counterpart{{"fine-tuned", "resnet101"}, "ResNet-101 pre-trained"},
};

constexpr std::array beside{
    Comparator{{"scratch", "resnet18-1d"}, "cnn1d-scratch", "one-dimensional ResNet-18 on raw beats, from scratch"},
    Comparator{{"fine-tuned", "resnet18-1d"}, "cnn1d-pretrained", "the same, pre-trained on MIT-BIH's raw beats"},
    Comparator{{"ecg"}, "ecg", "ECG measurements alone"},
    Comparator{{"spect"}, "spect", "gated SPECT alone: scar, phase SD, phase bandwidth"},
    Comparator{{"ecg-spect"}, "ecg-spect", "ECG measurements and SPECT"},
    Comparator{{"deep-features", "resnet18"}, "deep-features", "features of the pre-trained ResNet-18 alone"},
    Comparator{{"deep-spect", "resnet18"}, "deep-spect", "features of the pre-trained ResNet-18 and SPECT"},
};

constexpr std::array variables{
    Column{"ACEI/ARB", "acei_arb"},
    Column{"age [y]", "age_y"},
    Column{"male", "sex"},
    Column{"height [cm]", "height_cm"},
    Column{"weight [kg]", "weight_kg"},
    Column{"CKD", "ckd"},
    Column{"diabetes", "diabetes"},
    Column{"hypertension", "hypertension"},
    Column{"smoking", "smoking"},
    Column{"beta-blocker", "beta_blocker"},
    Column{"spironolactone", "spironolactone"},
    Column{"digoxin", "digoxin"},
    Column{"diuretic", "diuretic"},
    Column{"QRS duration [ms]", "qrs_duration_ms"},
    Column{"LBBB", "lbbb"},
    Column{"LVEF [%]", "lvef_pct"},
    Column{"LVEDV [ml]", "lvedv_ml"},
    Column{"LVESV [ml]", "lvesv_ml"},
    Column{"scar [%]", "scar_pct"},
};

}  // namespace

std::string_view baseline_csv() {
    return printed_baseline;
}

std::string_view results_csv() {
    return printed_results;
}

std::span<const Counterpart> counterparts() {
    return rows;
}

std::span<const Comparator> comparators() {
    return beside;
}

std::span<const Column> columns() {
    return variables;
}

}  // namespace synchrony::app::he_2023
