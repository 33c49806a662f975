// SPDX-License-Identifier: EUPL-1.2
// Files in texts. One is uploaded first and belongs to its owner alone; it hangs from the post whose text first names it
// (`[acta](/files/7)`, `![plano](/files/7)`), and from then on may be read by whoever may read that post.
// `may_read_file` (schema/replaceable/45_files.sql) is the rule of every read.
#pragma once
#include "base/actor.hpp"
#include "base/markdown.hpp"
#include "base/result.hpp"
#include "domain/files/store.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::files {

/// One file. Scanned plans of a works project fit; video does not.
inline constexpr std::size_t largest_file = std::size_t{25} * 1024 * 1024;
/// Files that one text names.
inline constexpr std::size_t most_in_text = 50;
/// Files of a person that hang from nothing yet.
inline constexpr int most_loose = 100;
/// Bytes of all files of a person: some years of documents.
inline constexpr std::int64_t person_bytes = std::int64_t{4} * 1024 * 1024 * 1024;
/// Bytes of all files in a group.
inline constexpr std::int64_t group_bytes = std::int64_t{20} * 1024 * 1024 * 1024;
/// Hours after which a file goes that hangs from nothing and that no draft of its owner names.
inline constexpr int loose_hours = 24;

/// The files that a text may show as its own.
class named_files {
public:
    base::file_finder finder() const;
    bool empty() const { return all_.empty(); }

private:
    friend base::result<named_files> claim(persistence::connection&, base::actor const&, std::int64_t, std::string_view,
                                           std::optional<std::int64_t>, std::string_view);
    friend void attach(persistence::connection&, std::int64_t, named_files const&);
    friend named_files in_preview(persistence::connection&, base::actor const&, std::string_view);
    friend named_files of_post(persistence::connection&, std::int64_t, std::string_view);
    std::map<std::int64_t, base::own_file> own_;
    std::vector<std::int64_t> all_;    ///< whatever the text names
    std::vector<std::int64_t> loose_;  ///< held until the transaction ends
    bool had_ = false;                 ///< the text before named some
};

/// What a text names of the actor's own files, and of those that hang from the post already. 422 `body` `too_many_files`, or
/// `unknown_file` for one that the actor cannot see and that did not stand in an earlier text of the post; 403
/// `files_of_group_full`.
base::result<named_files> claim(persistence::connection& db, base::actor const& actor, std::int64_t group,
                                std::string_view body, std::optional<std::int64_t> post = {},
                                std::string_view before = {});
/// Hangs them from the post, in the transaction of `claim`.
void attach(persistence::connection& db, std::int64_t post, named_files const& named);

/// What a text would show if the actor wrote it.
named_files in_preview(persistence::connection& db, base::actor const& actor, std::string_view body);
/// What the text of a post shows now.
named_files of_post(persistence::connection& db, std::int64_t post, std::string_view body);

struct new_file {
    std::string name;
    std::string kind;
    std::int64_t size = 0;
    std::optional<int> width, height;
    std::string stored;  ///< lies in the store already
    bool scanned = true;
};

/// Nothing new fits: 403 `files_of_person_full`, `too_many_loose_files`.
base::result<void> room_for(persistence::connection& db, base::actor const& actor, std::int64_t bytes);

struct added {
    std::int64_t id;
    std::string shape;  ///< as its owner sees it
};

/// Takes a file up; 401 when the actor's session ended meanwhile, else as `room_for`. In a transaction.
base::result<added> add(persistence::connection& db, base::actor const& actor, new_file wanted);

/// As `add`, for what an import brings: its owner has no session, and need have no account.
std::int64_t add_brought(persistence::connection& db, std::int64_t owner, new_file const& brought);

/// Takes a file away, from the text that shows it as well. 404, 403 `not_the_author` for a file of somebody else.
base::result<void> remove(persistence::connection& db, base::actor const& actor, std::int64_t id);

/// What the scanner said: ready, or refused with the name of what it found; its owner is told of that, and the post that
/// names it is shown anew. Nothing happens to a file that is not being checked any more.
void settle(persistence::connection& db, std::int64_t id, std::optional<std::string> const& found);

/// Jobs. What hung from nothing for too long goes;
void forget_loose(persistence::connection& db);
/// what has no row any more goes from the disk;
void drop_doomed(persistence::connection& db, store const& from);
/// and so does what never had one, since a process ended in between.
void sweep(persistence::connection& db, store const& from);

}  // namespace plaza::domain::files
