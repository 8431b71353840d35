// Recordings whose beats bear classes, wherever they come from: files of a folder, or a simulation.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/datasets/labelled_recording.hpp"

namespace synchrony::inputs {

/// A fixed list of labelled recordings. Every call may come from several threads at once.
class LabelledSource {
  public:
    virtual ~LabelledSource() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< what provenance calls it: "mitdb 1.0.0"
    /// Of each recording; the names of its patients too.
    [[nodiscard]] virtual const std::vector<std::string>& records() const = 0;
    /// Recording i of records(). Errors: the source's own.
    [[nodiscard]] virtual core::Result<datasets::LabelledRecording> read(std::size_t i) const = 0;
    /// Digests that fix what all recordings hold, in their order. Errors: the source's own, cancelled.
    [[nodiscard]] virtual core::Result<std::vector<std::string>> contents(const core::RunContext& context) const = 0;

  protected:
    LabelledSource() = default;
    LabelledSource(const LabelledSource&) = default;
    LabelledSource& operator=(const LabelledSource&) = default;
};

/// What fixes a recording: its name, samples, beats and labels.
[[nodiscard]] std::string content_of(const std::string& name, const datasets::LabelledRecording& recording);

/// WFDB records of a folder with their annotator atr, named by the folder: "mitdb 1.0.0" of mitdb/1.0.0.
class LabelledFolder final : public LabelledSource {
  public:
    LabelledFolder(std::filesystem::path folder, std::vector<std::string> records);
    [[nodiscard]] std::string name() const override;
    [[nodiscard]] const std::vector<std::string>& records() const override { return records_; }
    [[nodiscard]] core::Result<datasets::LabelledRecording> read(std::size_t i) const override;
    [[nodiscard]] core::Result<std::vector<std::string>> contents(const core::RunContext& context) const override;

  private:
    std::filesystem::path folder_;
    std::vector<std::string> records_;
};

}  // namespace synchrony::inputs
