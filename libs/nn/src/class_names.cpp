#include "synchrony/nn/class_names.hpp"

namespace synchrony::nn {

const ClassNames& aami_names() {
    static const ClassNames names = [] {
        ClassNames made;
        for (int c = 0; c < record::aami_class_count; ++c)
            made[static_cast<std::size_t>(c)] = record::name_of(static_cast<record::AamiClass>(c));
        return made;
    }();
    return names;
}

}  // namespace synchrony::nn
