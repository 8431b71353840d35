// What He et al. printed (Medical Imaging Process & Technology, 2023), and which of our rows and columns each is
// compared with.
#pragma once

#include <span>
#include <string_view>

namespace synchrony::app::he_2023 {

inline constexpr std::string_view citation =
    "He, Si, Zhang, Chen, Zou, Zhou: A new method using deep transfer learning on ECG to predict the response to "
    "cardiac resynchronization therapy. Medical Imaging Process & Technology, 2023";

/// The tables as examples/tables has them.
[[nodiscard]] std::string_view baseline_csv();
[[nodiscard]] std::string_view results_csv();

/// One of our rows.
struct OwnRow {
    std::string_view choice;     ///< of model_choices()
    std::string_view network{};  ///< "resnet18"; empty: of none
    std::string_view label{};    ///< its name among the rows of the choice; empty: there is one
};

/// A printed row of results and one of ours that it is compared with.
struct Counterpart : OwnRow {
    std::string_view model;      ///< as printed
    std::string_view meaning{};  ///< what ours is other than as published; empty: as published, the first of a model
};
[[nodiscard]] std::span<const Counterpart> counterparts();

/// A row that the study lacks or names as future work, and which of ours it is. The authors' earlier network on raw
/// beats is not described there; ours is a ResNet of as many weights as the one of images (model::Architecture).
struct Comparator : OwnRow {
    std::string_view name;  ///< "cnn1d-scratch"
    std::string_view meaning;
};
[[nodiscard]] std::span<const Comparator> comparators();

/// A printed variable and our column.
struct Column {
    std::string_view variable;
    std::string_view column;
};
[[nodiscard]] std::span<const Column> columns();

}  // namespace synchrony::app::he_2023
