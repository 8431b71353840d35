// Fragmented QRS complexes, and the shape that ventricular pacing gives.
#include <algorithm>
#include <string>
#include <vector>

#include "conduction_findings.hpp"
#include "conduction_parts.hpp"

namespace synchrony::measure::conduction_parts {

Finding fragmented(const ConductionInput& in) {
    constexpr double wide_ms = 120.0;
    const bool wide = in.qrs_ms >= wide_ms;
    const double notches_needed = wide ? 3.0 : 1.0;  // Das 2008: more than two; Das 2006: an extra R' or a notch
    Finding f{"fragmented_qrs",
              "Das, Circulation 2006;113:2495 and Circ Arrhythm Electrophysiol 2008;1:258",
              Answer::unknown,
              {}};
    const std::vector<std::vector<Place>> territories = {{II, III, aVF}, {I, aVL, V6}, {V1, V2, V3, V4, V5}};
    std::vector<Reason> areas;
    for (const auto& leads : territories) {
        int run = 0, longest = 0, seen = 0;
        std::string names, which;
        for (const Place l : leads) {
            names += (names.empty() ? "" : " ") + std::string(record::standard_leads()[l]);
            const auto& m = in.leads[l];
            if (!m) continue;
            ++seen;
            const int n = fragments(*m, wide);
            if (n >= notches_needed) which += (which.empty() ? "" : " ") + std::string(record::standard_leads()[l]);
            run = n >= notches_needed ? run + 1 : 0;
            longest = std::max(longest, run);
        }
        areas.push_back(
            {wide ? "contiguous leads with more than two notches" : "contiguous leads with a notch or an extra wave",
             names, longest, 2.0, "leads", which, seen < 2 ? Answer::unknown : at_least(longest, 2.0)});
    }
    f.answer = any_of(areas);
    f.reasons = std::move(areas);
    return f;
}

// Pacing from the right apex: negative in V1 as a left block, but the wave runs away from the inferior leads and from
// V5 and V6 too, which a left block ends in. Pacing of the left ventricle, or of the outflow tract: it runs away from
// lead I from the first instant.
Finding paced(const ConductionInput& in) {
    constexpr double least_ms = 120.0;
    Finding f{"paced_shape", "Barold, Cardiol Clin 2006;24:471", Answer::unknown, {}};
    f.reasons.push_back(qrs_at_least(in, least_ms));
    std::vector<Reason> apex;
    for (const Place l : {V1, II, III, aVF, V5, V6}) apex.push_back(mainly_negative(in, l));
    const Reason away = begins_and_stays_negative(in, I);
    f.answer = both(f.reasons[0].met, either(all_of(apex), away.met));
    f.reasons.insert(f.reasons.end(), apex.begin(), apex.end());
    f.reasons.push_back(away);
    return f;
}

}  // namespace synchrony::measure::conduction_parts
