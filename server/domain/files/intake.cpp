// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/intake.hpp"

#include "domain/files/kinds.hpp"

#include <fstream>

namespace plaza::domain::files {
namespace {

/// Files looked into at a time, each held in memory meanwhile.
constexpr unsigned threads = 2;

/// Puts what was looked into where files lie.
base::result<new_file> put_away(store& into, examined const& seen, std::string const& name, draft& bytes) {
    new_file out;
    out.name = shown_name(name, seen.kind);
    out.kind = seen.kind;
    out.stored = store::new_name();
    if (seen.large.empty()) {
        out.size = static_cast<std::int64_t>(bytes.size());
        if (auto const done = bytes.keep(out.stored); !done) return done.error();
        return out;
    }
    out.size = static_cast<std::int64_t>(seen.large.size());
    out.width = seen.width;
    out.height = seen.height;
    auto const put = [&](std::string const& content, std::string const& under) -> base::result<void> {
        auto piece = into.begin();
        if (!piece) return piece.error();
        if (auto const done = piece->append(content); !done) return done.error();
        return piece->keep(under);
    };
    auto done = put(seen.small, small_form(out.stored));
    if (done) done = put(seen.large, out.stored);
    if (!done) {
        into.remove(out.stored);
        return done.error();
    }
    return out;
}

base::result<new_file> kept(store& into, base::picture_tools const& tools, upload& up) {
    auto const bytes = up.bytes()->content();
    if (!bytes) return bytes.error();
    auto const seen = examine(tools, *bytes, up.name());
    if (!seen) return seen.error();
    return put_away(into, *seen, up.name(), *up.bytes());
}

}  // namespace

base::result<new_file> bring(store& into, base::picture_tools const& tools, std::filesystem::path const& from,
                             std::string const& name, bool try_only) {
    std::error_code failed;
    auto const size = std::filesystem::file_size(from, failed);
    if (failed) return base::invalid("file", "unreadable");
    if (size > largest_file) return base::invalid("file", "too_large");
    std::ifstream in(from, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in || bytes.size() != size) return base::invalid("file", "unreadable");
    auto const seen = examine(tools, bytes, name);
    if (!seen) return seen.error();
    if (try_only) {
        new_file out;
        out.name = shown_name(name, seen->kind);
        out.kind = seen->kind;
        return out;
    }
    if (auto const room = into.room_for(largest_file); !room) return room.error();
    auto piece = into.begin();
    if (!piece) return piece.error();
    if (auto const done = piece->append(bytes); !done) return done.error();
    return put_away(into, *seen, name, *piece);
}

// An upload that was cut ends on an I/O thread, and taking a large file off a disk may take its time.
upload::~upload() {
    try {
        store_.threads().later([bytes = bytes_, place = std::move(place_)] { bytes->discard(); });
    } catch (...) {
        // No memory for that: it goes here, when `bytes_` does.
    }
}

boost::asio::awaitable<std::optional<base::problem>> upload::take(std::string bytes) {
    auto work = [into = bytes_, piece = std::move(bytes)]() -> std::optional<base::problem> {
        auto const done = into->append(piece);
        if (done) return std::nullopt;
        into->discard();
        return done.error();
    };
    auto done = co_await store_.threads().run(std::move(work));
    if (!done) co_return base::unavailable(5);
    co_return std::move(*done);
}

intake::intake(store& into, base::picture_tools tools, bool scanned)
    : store_(into), tools_(std::move(tools)), scanned_(scanned), pool_(threads, most_uploads) {}

base::result<std::shared_ptr<upload>> intake::begin(base::actor const& actor, std::string name) {
    std::shared_ptr<void> place;
    {
        std::lock_guard const lock(places_->mutex);
        if (places_->taken >= most_uploads) return base::unavailable(5);
        auto& own = places_->of_person[actor.person];
        if (own >= most_uploads_each) return base::unavailable(5);
        ++places_->taken;
        ++own;
        auto leave = [all = places_, person = actor.person](void*) {
            std::lock_guard const held(all->mutex);
            --all->taken;
            if (--all->of_person[person] == 0) all->of_person.erase(person);
        };
        place = std::shared_ptr<void>(nullptr, std::move(leave));
    }
    if (auto const room = store_.usable() ? store_.room_for(largest_file) : base::result<void>(); !room) {
        return room.error();
    }
    auto bytes = store_.begin();
    if (!bytes) return bytes.error();
    return std::make_shared<upload>(actor, std::move(name), std::move(*bytes), std::move(place), store_);
}

boost::asio::awaitable<base::result<new_file>> intake::keep(std::shared_ptr<upload> complete) {
    auto work = [this, complete] {
        auto out = kept(store_, tools_, *complete);
        // Here, not whenever the last of those who hold it goes: what was refused is gone when that is said.
        complete->bytes()->discard();
        return out;
    };
    auto done = co_await pool_.run(std::move(work));
    if (!done) co_return base::unavailable(5);
    if (*done) (*done)->scanned = scanned_;
    co_return std::move(*done);
}

}  // namespace plaza::domain::files
