// SPDX-License-Identifier: EUPL-1.2
// The hub while readers come and go on other threads than the stream's.
#include "support/hub_probe.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

using namespace plaza::tests;
using plaza::domain::live::hub;

namespace {

constexpr std::int64_t group = 1, thread_id = 2;
constexpr std::int64_t last = 3000;

/// Remembers positions only; the hub calls it from any thread.
class counting_sink final : public plaza::transport::live_sink {
public:
    void send(std::shared_ptr<std::string const> text) override {
        auto const message = boost::json::parse(*text);
        if (message.at("type") != "event") return;
        std::lock_guard lock(mutex_);
        positions_.push_back(position_of(message));
    }
    void close(close_reason) override {}
    std::size_t waiting() const override { return 0; }
    bool ended() const override { return false; }
    std::vector<std::int64_t> positions() const {
        std::lock_guard lock(mutex_);
        return positions_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::int64_t> positions_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hub_threads)

BOOST_AUTO_TEST_CASE(every_reader_gets_an_unbroken_run_from_its_snapshot_on) {
    hub the_hub(cursors());
    std::atomic<int> faults{0}, runs{0};
    std::atomic<bool> over{false};
    std::vector<std::thread> readers;
    for (int r = 0; r < 4; ++r) {
        readers.emplace_back([&, r] {
            while (!over) {
                auto const sink = std::make_shared<counting_sink>();
                auto const id = the_hub.subscribe(r, r);
                if (!id) continue;
                the_hub.attach(*id, sink);
                the_hub.hold(*id);
                auto const from = the_hub.position();
                std::this_thread::yield();
                the_hub.release(*id, {from, r % 2 ? std::vector<std::int64_t>{group} : std::vector<std::int64_t>{}});
                if (r % 2 == 0) the_hub.add_watch(*id, {thread_id, group, true, the_hub.position()});
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
                the_hub.unsubscribe(*id);
                auto const got = sink->positions();
                for (std::size_t i = 0; i < got.size(); ++i) {
                    if (i == 0 ? got[0] <= from : got[i] != got[i - 1] + 1) ++faults;
                }
                if (r % 2 && !got.empty() && got.front() != from + 1) ++faults;
                if (!got.empty()) ++runs;
            }
        });
    }
    for (std::int64_t position = 1; position <= last; ++position) {
        the_hub.dispatch({events::post(position, group, thread_id)});
        if (position % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    over = true;
    for (auto& t : readers) t.join();
    BOOST_TEST(faults == 0);
    BOOST_TEST(runs > 10);
    BOOST_TEST(the_hub.connections() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
