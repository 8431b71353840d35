// The data elements that waveforms use. Source: DICOM PS3.6; PS3.3 C.7.1.1 (patient), C.10.9 (waveform), C.10.10
// (annotation).
#pragma once

#include <cstdint>

namespace synchrony::io::dicom {

struct Tag {
    std::uint16_t group = 0;
    std::uint16_t element = 0;
    friend bool operator==(const Tag&, const Tag&) = default;
};

namespace tag {
inline constexpr Tag transfer_syntax{0x0002, 0x0010};
inline constexpr Tag sop_class{0x0008, 0x0016};
inline constexpr Tag sop_instance{0x0008, 0x0018};
inline constexpr Tag study_date{0x0008, 0x0020};
inline constexpr Tag content_date{0x0008, 0x0023};
inline constexpr Tag acquisition_date{0x0008, 0x0022};
inline constexpr Tag acquisition_date_time{0x0008, 0x002a};
inline constexpr Tag study_time{0x0008, 0x0030};
inline constexpr Tag content_time{0x0008, 0x0033};
inline constexpr Tag acquisition_time{0x0008, 0x0032};
inline constexpr Tag accession_number{0x0008, 0x0050};
inline constexpr Tag manufacturer{0x0008, 0x0070};
inline constexpr Tag zone_from_utc{0x0008, 0x0201};
inline constexpr Tag code_value{0x0008, 0x0100};
inline constexpr Tag coding_scheme{0x0008, 0x0102};
inline constexpr Tag code_meaning{0x0008, 0x0104};
inline constexpr Tag model_name{0x0008, 0x1090};
inline constexpr Tag patient_name{0x0010, 0x0010};
inline constexpr Tag patient_id{0x0010, 0x0020};
inline constexpr Tag patient_birth_date{0x0010, 0x0030};
inline constexpr Tag patient_sex{0x0010, 0x0040};
inline constexpr Tag other_patient_ids{0x0010, 0x1000};
inline constexpr Tag other_patient_names{0x0010, 0x1001};
inline constexpr Tag other_patient_id_items{0x0010, 0x1002};
inline constexpr Tag patient_birth_name{0x0010, 0x1005};
inline constexpr Tag patient_age{0x0010, 0x1010};
inline constexpr Tag mothers_birth_name{0x0010, 0x1060};
inline constexpr Tag software_versions{0x0018, 0x1020};
inline constexpr Tag group_time_offset{0x0018, 0x1068};  ///< ms
inline constexpr Tag study_instance{0x0020, 0x000d};
inline constexpr Tag series_instance{0x0020, 0x000e};
inline constexpr Tag study_id{0x0020, 0x0010};
inline constexpr Tag admission_id{0x0038, 0x0010};
inline constexpr Tag service_episode_id{0x0038, 0x0060};
inline constexpr Tag originality{0x003a, 0x0004};
inline constexpr Tag channel_count{0x003a, 0x0005};
inline constexpr Tag sample_count{0x003a, 0x0010};
inline constexpr Tag sampling_frequency{0x003a, 0x001a};
inline constexpr Tag group_label{0x003a, 0x0020};
inline constexpr Tag channel_definitions{0x003a, 0x0200};
inline constexpr Tag channel_label{0x003a, 0x0203};
inline constexpr Tag channel_source{0x003a, 0x0208};
inline constexpr Tag sensitivity{0x003a, 0x0210};
inline constexpr Tag sensitivity_units{0x003a, 0x0211};
inline constexpr Tag sensitivity_correction{0x003a, 0x0212};
inline constexpr Tag channel_baseline{0x003a, 0x0213};
inline constexpr Tag time_skew{0x003a, 0x0214};
inline constexpr Tag sample_skew{0x003a, 0x0215};
inline constexpr Tag bits_stored{0x003a, 0x021a};
inline constexpr Tag filter_low_frequency{0x003a, 0x0220};
inline constexpr Tag filter_high_frequency{0x003a, 0x0221};
inline constexpr Tag notch_frequency{0x003a, 0x0222};
inline constexpr Tag requested_procedure_id{0x0040, 0x1001};
inline constexpr Tag placer_order_number{0x0040, 0x2016};
inline constexpr Tag filler_order_number{0x0040, 0x2017};
inline constexpr Tag measurement_units{0x0040, 0x08ea};
inline constexpr Tag concept_name{0x0040, 0xa043};
inline constexpr Tag temporal_range_type{0x0040, 0xa130};
inline constexpr Tag referenced_positions{0x0040, 0xa132};
inline constexpr Tag concept_code{0x0040, 0xa168};
inline constexpr Tag numeric_value{0x0040, 0xa30a};
inline constexpr Tag annotations{0x0040, 0xb020};
inline constexpr Tag unformatted_text{0x0070, 0x0006};
inline constexpr Tag waveforms{0x5400, 0x0100};
inline constexpr Tag bits_allocated{0x5400, 0x1004};
inline constexpr Tag sample_interpretation{0x5400, 0x1006};
inline constexpr Tag padding_value{0x5400, 0x100a};
inline constexpr Tag waveform_data{0x5400, 0x1010};
inline constexpr Tag item{0xfffe, 0xe000};
inline constexpr Tag item_end{0xfffe, 0xe00d};
inline constexpr Tag sequence_end{0xfffe, 0xe0dd};
}  // namespace tag

/// The classes that hold ECGs. Source: PS3.4 B.5.
namespace storage {
inline constexpr const char* twelve_lead = "1.2.840.10008.5.1.4.1.1.9.1.1";
inline constexpr const char* general = "1.2.840.10008.5.1.4.1.1.9.1.2";
inline constexpr const char* ambulatory = "1.2.840.10008.5.1.4.1.1.9.1.3";
inline constexpr const char* general_32 = "1.2.840.10008.5.1.4.1.1.9.1.4";
inline constexpr const char* hemodynamic = "1.2.840.10008.5.1.4.1.1.9.2.1";
}  // namespace storage

}  // namespace synchrony::io::dicom
