// SPDX-License-Identifier: EUPL-1.2
#include "support/loopback_server.hpp"
#include "support/tls_identity_files.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>

using namespace plaza::tests;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

namespace {

plaza::transport::server_options with(tls_identity_files const& files) {
    plaza::transport::server_options options;
    options.tls = {files.certificate(), files.key()};
    return options;
}

struct fixture {
    tls_identity_files files{"first"};
    loopback_server server{with(files)};
};

/// A client that speaks up to the given version and believes every certificate.
class tls_client {
public:
    tls_client(std::uint16_t port, int most) {
        SSL_CTX_set_max_proto_version(context_.native_handle(), most);
        SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_VERSION);
        SSL_CTX_set_security_level(context_.native_handle(), 0);
        stream_ = std::make_unique<ssl::stream<asio::ip::tcp::socket>>(io_, context_);
        stream_->next_layer().connect({asio::ip::address_v4::loopback(), port});
        stream_->handshake(ssl::stream_base::client, error_);
    }
    bool shook_hands() const { return !error_; }
    std::string version() const { return SSL_get_version(stream_->native_handle()); }
    std::string name() const {
        std::unique_ptr<X509, decltype(&X509_free)> const peer(SSL_get1_peer_certificate(stream_->native_handle()),
                                                               &X509_free);
        char text[64] = "";
        X509_NAME_get_text_by_NID(X509_get_subject_name(peer.get()), NID_commonName, text, sizeof text);
        return text;
    }
    void send(std::string const& bytes) { asio::write(*stream_, asio::buffer(bytes)); }
    /// Reads until what came ends so, or until the peer closes.
    std::string read_until(std::string_view end) {
        std::string answer;
        boost::system::error_code error;
        while (!error && !answer.ends_with(end)) {
            char piece[4096];
            answer.append(piece, stream_->read_some(asio::buffer(piece), error));
        }
        return answer;
    }
    std::string ask(std::string const& bytes) {
        send(bytes);
        return read_until("\r\n\r\nnever");
    }

private:
    asio::io_context io_;
    ssl::context context_{ssl::context::tls_client};
    std::unique_ptr<ssl::stream<asio::ip::tcp::socket>> stream_;
    boost::system::error_code error_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(transport_tls, fixture)

BOOST_AUTO_TEST_CASE(requests_over_tls_are_answered_and_known_to_be_secure) {
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        tls_client client(server.port(), version);
        BOOST_REQUIRE(client.shook_hands());
        BOOST_TEST(client.version() == (version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3"));
        auto const answer =
            client.ask("GET /api/large HTTP/1.1\r\nHost: " + server.host() +
                       "\r\n\r\nGET /api/echo HTTP/1.1\r\nHost: " + server.host() + "\r\nConnection: close\r\n\r\n");
        BOOST_TEST(answer.size() > 1024U * 1024U);
        BOOST_TEST(answer.ends_with("|secure|0|"));
        BOOST_TEST(header_of(answer, "strict-transport-security").starts_with("max-age="));
    }
}

BOOST_AUTO_TEST_CASE(old_versions_are_not_spoken) {
    BOOST_TEST(!tls_client(server.port(), TLS1_1_VERSION).shook_hands());
    BOOST_TEST(!tls_client(server.port(), TLS1_VERSION).shook_hands());
}

BOOST_AUTO_TEST_CASE(live_connections_work_over_tls) {
    tls_client client(server.port(), TLS1_3_VERSION);
    client.send("GET /api/v1/live HTTP/1.1\r\nHost: " + server.host() + "\r\nOrigin: https://" + server.host() +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: plaza.v1\r\n\r\n");
    auto greeting = client.read_until("hello");
    BOOST_TEST(status_of(greeting) == 101);
    client.send(std::string("\x81\x82\0\0\0\0hi", 8));
    BOOST_TEST(
        client.read_until("echo hi").ends_with("\x81\x07"
                                               "echo hi"));
    client.send(std::string("\x88\x82\0\0\0\0\x03\xe8", 8));
    client.read_until("never");
}

BOOST_AUTO_TEST_CASE(whoever_does_not_speak_tls_is_closed) {
    raw_client plain(server.port());
    plain.send("GET / HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n");
    BOOST_TEST(plain.closed());
    raw_client half(server.port());
    half.send("\x16\x03\x01");
    half.shutdown_send();
    BOOST_TEST(half.closed());
    BOOST_TEST(tls_client(server.port(), TLS1_3_VERSION).shook_hands());
}

BOOST_AUTO_TEST_CASE(a_renewed_certificate_is_used_and_a_broken_one_is_not) {
    BOOST_TEST(tls_client(server.port(), TLS1_3_VERSION).name() == "first");
    files.renew("second");
    BOOST_TEST(tls_client(server.port(), TLS1_3_VERSION).name() == "first");
    server.get().reload_certificates();
    BOOST_TEST(tls_client(server.port(), TLS1_3_VERSION).name() == "second");
    std::ofstream(files.certificate()) << "nothing";
    BOOST_CHECK_THROW(server.get().reload_certificates(), std::exception);
    BOOST_TEST(tls_client(server.port(), TLS1_3_VERSION).name() == "second");
}

BOOST_AUTO_TEST_CASE(a_certificate_that_cannot_be_read_stops_the_start) {
    plaza::transport::server_options options;
    options.tls = {files.certificate(), "/nonexistent"};
    BOOST_CHECK_THROW(loopback_server{options}, std::exception);
}

BOOST_AUTO_TEST_SUITE_END()
