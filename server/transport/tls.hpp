// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "transport/server_options.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <mutex>

namespace plaza::transport {

/// The certificate in use. New connections take the newest; open ones keep theirs.
class tls_identity {
public:
    /// Throws when certificate and key cannot be read or do not belong together.
    explicit tls_identity(tls_options options);

    std::shared_ptr<boost::asio::ssl::context> current() const;
    /// Reads the files again. On failure the old certificate stays and the exception says why.
    void reload();

private:
    tls_options options_;
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> current_;
};

}  // namespace plaza::transport
