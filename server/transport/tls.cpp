// SPDX-License-Identifier: EUPL-1.2
#include "transport/tls.hpp"

#include <openssl/ssl.h>

#include <stdexcept>
#include <utility>

namespace plaza::transport {
namespace {

namespace ssl = boost::asio::ssl;

/// Forward secrecy and authenticated encryption only; TLS 1.3 has nothing else.
constexpr auto tls12_ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

/// We speak HTTP/1.1; a client that insists on something else is told at the handshake.
int choose_protocol(SSL*, unsigned char const** out, unsigned char* size, unsigned char const* offered,
                    unsigned offered_size, void*) {
    static constexpr unsigned char ours[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, size, ours, sizeof ours, offered, offered_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

std::shared_ptr<ssl::context> load(tls_options const& options) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    context->use_certificate_chain_file(options.certificate);
    context->use_private_key_file(options.key, ssl::context::pem);
    auto* const native = context->native_handle();
    if (SSL_CTX_check_private_key(native) != 1) throw std::runtime_error("TLS key does not belong to the certificate");
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_set_cipher_list(native, tls12_ciphers) != 1) throw std::runtime_error("TLS ciphers not available");
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
    return context;
}

}  // namespace

tls_identity::tls_identity(tls_options options) : options_(std::move(options)), current_(load(options_)) {}

std::shared_ptr<ssl::context> tls_identity::current() const {
    std::lock_guard const lock(mutex_);
    return current_;
}

void tls_identity::reload() {
    auto fresh = load(options_);
    std::lock_guard const lock(mutex_);
    current_.swap(fresh);
}

}  // namespace plaza::transport
