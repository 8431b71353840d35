#include "synchrony/core/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <vector>

namespace synchrony::core {
namespace {

class Digest {
  public:
    Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
    void update(const char* data, std::size_t size) { EVP_DigestUpdate(context_.get(), data, size); }
    std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
        unsigned int length = 0;
        EVP_DigestFinal_ex(context_.get(), raw.data(), &length);
        std::string text;
        for (unsigned int i = 0; i < length; ++i) {
            text += "0123456789abcdef"[raw[i] >> 4];
            text += "0123456789abcdef"[raw[i] & 15];
        }
        return text;
    }

  private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string sha256(std::string_view bytes) {
    Digest digest;
    digest.update(bytes.data(), bytes.size());
    return digest.hex();
}

std::string sha256(std::span<const std::span<const std::byte>> pieces) {
    Digest digest;
    for (const auto piece : pieces) digest.update(reinterpret_cast<const char*>(piece.data()), piece.size());
    return digest.hex();
}

Result<std::string> sha256_file(const std::filesystem::path& path) {
    std::error_code code;
    if (std::filesystem::is_directory(path, code))
        return fail(Error{ErrorKind::io, "cannot read a folder as a file", path.string(), {}, {}, {}});
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Error{ErrorKind::io, "cannot open file", path.string(), {}, {}, {}});
    Digest digest;
    std::vector<char> piece(1 << 20);
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
        digest.update(piece.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) return fail(Error{ErrorKind::io, "cannot read file", path.string(), {}, {}, {}});
    return digest.hex();
}

}  // namespace synchrony::core
