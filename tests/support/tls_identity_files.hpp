// SPDX-License-Identifier: EUPL-1.2
// A certificate that signs itself, in files of their own that go with it.
#pragma once
#include <filesystem>
#include <string>

namespace plaza::tests {

class tls_identity_files {
public:
    explicit tls_identity_files(std::string const& name);
    ~tls_identity_files();
    tls_identity_files(tls_identity_files const&) = delete;
    tls_identity_files& operator=(tls_identity_files const&) = delete;

    /// Replaces both files by those of a new key and name.
    void renew(std::string const& name) const;
    std::string certificate() const { return (folder_ / "certificate.pem").string(); }
    std::string key() const { return (folder_ / "key.pem").string(); }

private:
    std::filesystem::path folder_;
};

}  // namespace plaza::tests
