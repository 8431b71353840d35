// Parts of median beats with a number each, as shades behind the traces.
#pragma once

#include <string>
#include <vector>

namespace synchrony::sheet {

struct LeadShading {
    struct Part {
        double begin_s = 0.0, end_s = 0.0;  ///< in the median beat
    };
    std::vector<std::string> leads;
    std::vector<Part> parts;    ///< the same in all leads
    std::vector<double> value;  ///< [lead, part]
    std::string words;          ///< what a value is, beside the scale of shades
    [[nodiscard]] bool empty() const { return value.empty(); }
};

}  // namespace synchrony::sheet
