// The file beside a virtual cohort by which it is known as one.
#pragma once

namespace synchrony::app {

inline constexpr const char* simulation_file = "simulation.json";
/// Its field "what".
inline constexpr const char* virtual_patients = "virtual patients, no persons";

}  // namespace synchrony::app
