// One function a definition; `conduction` asks them all. Sources and wording stand at each.
#pragma once

#include "synchrony/measure/conduction.hpp"

namespace synchrony::measure::conduction_parts {

[[nodiscard]] Finding lbbb_strauss(const ConductionInput& in);
[[nodiscard]] Finding lbbb_aha(const ConductionInput& in);
[[nodiscard]] Finding lbbb_esc(const ConductionInput& in);

[[nodiscard]] Finding complete_right_block(const ConductionInput& in);
[[nodiscard]] Finding incomplete_right_block(const ConductionInput& in);
[[nodiscard]] Finding incomplete_right_block_minnesota(const ConductionInput& in);
/// `blocks` holds the bundle branch blocks, which it is not.
[[nodiscard]] Finding nonspecific(const ConductionInput& in, const Conduction& blocks);
[[nodiscard]] Finding anterior_block(const ConductionInput& in);
[[nodiscard]] Finding anterior_block_wider(const ConductionInput& in, const Finding& lbbb);
[[nodiscard]] Finding first_degree(const ConductionInput& in);

[[nodiscard]] Finding fragmented(const ConductionInput& in);
[[nodiscard]] Finding paced(const ConductionInput& in);

}  // namespace synchrony::measure::conduction_parts
