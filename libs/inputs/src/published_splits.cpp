#include "synchrony/inputs/published_splits.hpp"

#include "synchrony/datasets/mitbih_split.hpp"

namespace synchrony::inputs {

std::shared_ptr<const nn::PublishedSplit> mitbih_published_split() {
    const auto names = [](const auto& records) { return std::vector<std::string>(records.begin(), records.end()); };
    nn::PublishedSplit split;
    split.description =
        "inter-patient: MIT-BIH DS1 trains and validates, DS2 tests (de Chazal 2004); paced records left out; record "
        "201 left out of training, being the subject of record 202";
    split.train = names(datasets::mitbih_ds1);
    split.test = names(datasets::mitbih_ds2);
    split.left_out = names(datasets::mitbih_paced);
    split.duplicate_subjects = {{"201", "202"}};
    return std::make_shared<const nn::PublishedSplit>(std::move(split));
}

}  // namespace synchrony::inputs
