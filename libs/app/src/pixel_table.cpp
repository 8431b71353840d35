// The pixels of images as a table of numbers.
#include <map>

#include "comparison.hpp"
#include "synchrony/core/half.hpp"

namespace synchrony::app {

core::Result<model::FeatureTable> pixel_table(const features::ImageSet& images,
                                              std::span<const record::PatientId> patients) {
    const std::size_t pixels = static_cast<std::size_t>(images.height()) * static_cast<std::size_t>(images.width());
    model::FeatureTable table;
    for (const auto& lead : images.leads())
        for (std::size_t p = 0; p < pixels; ++p) table.columns.push_back(lead + ":" + std::to_string(p));
    table.values.resize(patients.size() * table.columns.size());
    std::map<std::string, std::size_t> row_of;
    for (std::size_t i = 0; i < patients.size(); ++i) row_of[patients[i].value()] = i;
    const auto index = images.index();
    for (std::size_t i = 0; i < index.size(); ++i) {
        if (index[i].beat != features::median_beat) continue;
        const auto row = row_of.find(images.patients()[static_cast<std::size_t>(index[i].patient)].value());
        if (row == row_of.end()) continue;
        auto* out =
            &table.values[row->second * table.columns.size() + static_cast<std::size_t>(index[i].lead) * pixels];
        for (const std::uint16_t pixel : images.pixels(i)) *out++ = core::from_half(pixel);
    }
    return table;
}

}  // namespace synchrony::app
