// SPDX-License-Identifier: EUPL-1.2
// How a file comes in: its bytes go to the disk as they arrive, then it is looked into and kept. No upload is held in memory
// before it is complete, and then two at a time are.
#pragma once
#include "base/actor.hpp"
#include "base/bounded_pool.hpp"
#include "base/pictures.hpp"
#include "base/streams.hpp"
#include "domain/files/files.hpp"
#include "domain/files/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace plaza::domain::files {

/// Uploads under way; more are asked to come back.
inline constexpr int most_uploads = 32;
/// Of one person: browsers send three at a time, from two devices.
inline constexpr int most_uploads_each = 6;

/// One upload. Destroyed before its end it leaves nothing.
class upload final : public base::body_sink {
public:
    upload(base::actor actor, std::string name, draft&& bytes, std::shared_ptr<void> place, store& into)
        : actor_(std::move(actor)), name_(std::move(name)), place_(std::move(place)), store_(into) {
        bytes_ = std::make_shared<draft>(std::move(bytes));
    }
    ~upload() override;
    upload(upload const&) = delete;
    upload& operator=(upload const&) = delete;
    boost::asio::awaitable<std::optional<base::problem>> take(std::string bytes) override;

    base::actor const& actor() const { return actor_; }
    std::string const& name() const { return name_; }
    std::shared_ptr<draft> const& bytes() const { return bytes_; }

private:
    base::actor actor_;
    std::string name_;
    std::shared_ptr<draft> bytes_;
    std::shared_ptr<void> place_;  ///< among the uploads under way
    store& store_;
};

/// Looks into a file of this machine and keeps it, as what people send; or only says what would become of it. Blocks. Refuses
/// as `examine`, 422 `file` `too_large`, `unreadable`, and 507.
base::result<new_file> bring(store& into, base::picture_tools const& tools, std::filesystem::path const& from,
                             std::string const& name, bool try_only);

class intake {
public:
    intake(store& into, base::picture_tools tools, bool scanned);

    /// A new upload of somebody who may; 503 when too many are under way, 507 when the disk is full.
    base::result<std::shared_ptr<upload>> begin(base::actor const& actor, std::string name);
    /// Looks into what has come and keeps it: it lies in the store when this is answered. Refuses as `examine`, and 507.
    boost::asio::awaitable<base::result<new_file>> keep(std::shared_ptr<upload> complete);

    store& shelves() { return store_; }

private:
    struct places {
        std::mutex mutex;
        int taken = 0;
        std::map<std::int64_t, int> of_person;
    };

    store& store_;
    base::picture_tools tools_;
    bool scanned_;
    std::shared_ptr<places> places_ = std::make_shared<places>();
    base::bounded_pool pool_;
};

}  // namespace plaza::domain::files
