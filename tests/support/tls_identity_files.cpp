// SPDX-License-Identifier: EUPL-1.2
#include "support/tls_identity_files.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace plaza::tests {
namespace {

using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

file open_for_writing(std::string const& path) {
    file out(std::fopen(path.c_str(), "w"), &std::fclose);
    if (!out) throw std::runtime_error("cannot write " + path);
    return out;
}

}  // namespace

tls_identity_files::tls_identity_files(std::string const& name) {
    auto pattern = (std::filesystem::temp_directory_path() / "plaza-tls-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    renew(name);
}

tls_identity_files::~tls_identity_files() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void tls_identity_files::renew(std::string const& name) const {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const pair(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    std::unique_ptr<X509, decltype(&X509_free)> const made(X509_new(), &X509_free);
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), pair.get());
    auto* const subject = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<unsigned char const*>(name.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(made.get(), subject);
    if (X509_sign(made.get(), pair.get(), EVP_sha256()) == 0) throw std::runtime_error("cannot sign");
    PEM_write_X509(open_for_writing(certificate()).get(), made.get());
    PEM_write_PrivateKey(open_for_writing(key()).get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace plaza::tests
