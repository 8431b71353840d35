// A PDF file as a table of objects. The table is made by looking through the file for "N G obj", which needs no index
// and reads damaged files too; every stream is unpacked within one allowance for the whole file.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pdf/object.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::io::pdf {

/// A page, or a form drawn on pages: what is drawn, and what the names in it mean.
struct Content {
    std::string operators;
    Dictionary resources;
};

struct Page {
    Content content;
    double left = 0.0, bottom = 0.0, width = 0.0, height = 0.0;  ///< of the media box, in units of the page
    double points_a_unit = 1.0;                                  ///< 1/72 inch each
};

class Document {
  public:
    /// `text` must outlive the document. Fails (input) on files over 64 MiB, encrypted ones, and on what has no pages.
    [[nodiscard]] static core::Result<Document> open(std::string_view text, const std::string& where);

    /// The object itself where it is a reference, else the same object.
    [[nodiscard]] Object resolved(const Object& object) const;
    /// The dictionary that an object is or refers to; empty where there is none.
    [[nodiscard]] Dictionary dictionary_of(const Object& object) const;
    /// What a stream unpacks to; empty where it is none, is damaged, or is packed in a way that is not read here
    /// (pictures). Fails (input) once the file has unpacked to over 64 MiB.
    [[nodiscard]] core::Result<std::string> unpacked(const Object& stream) const;
    /// The pages in their order, at most 64.
    [[nodiscard]] core::Result<std::vector<Page>> pages() const;

  private:
    /// Where an object stands: in the file or in an unpacked stream of objects.
    struct Place {
        std::size_t source = 0;  ///< 0: the file
        std::size_t at = 0;
    };
    Document(std::string_view text, const std::string& where) : sources_{text}, where_(where) {}
    void find_objects();
    core::Result<void> add_packed_objects();
    [[nodiscard]] Object object_at(const Place& place, std::size_t* end = nullptr) const;
    core::Result<void> add_pages(const Object& node, const Dictionary& inherited, int depth,
                                 std::vector<Page>& pages) const;
    core::Result<Page> page_of(const Dictionary& dictionary) const;

    std::vector<std::string_view> sources_;
    std::vector<std::shared_ptr<const std::string>> kept_;  ///< what sources_ behind the first show
    std::string where_;
    std::map<int, Place> places_;
    mutable std::size_t may_unpack_ = std::size_t{1} << 26;
    mutable int may_visit_ = 4096;                          ///< nodes of the tree of pages
    mutable std::size_t may_parse_ = std::size_t{1} << 24;  ///< bytes of objects, so that none is parsed without end
};

}  // namespace synchrony::io::pdf
